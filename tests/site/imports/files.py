"""Files as other systems send them, for the tests of the area Data: small, with known mistakes."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

COURT = "河西市临川区人民法院"
HEADS = (
    "案号",
    "受理法院",
    "案由",
    "原告",
    "被告",
    "立案日期",
    "适用程序",
    "承办法官",
    "标的额（元）",
    "案件类型",
)
GOOD: dict[str, str] = {
    "受理法院": COURT, "案由": "买卖合同纠纷", "原告": "马晓燕", "被告": "示范建材有限公司", "立案日期": "2019-03-01",
    "适用程序": "普通程序", "承办法官": "", "标的额（元）": "1,200.00", "案件类型": "民事一审案件",
}  # fmt: skip


def row(serial: int, **changes: str) -> dict[str, str]:
    """A row of a civil case of the river court; named cells are different."""
    return GOOD | {"案号": f"（2019）示0102民初{90000 + serial}号"} | changes


def table(rows: Sequence[dict[str, str]], heads: Sequence[str] = HEADS, encoding: str = "utf-8") -> bytes:
    """The rows as CSV."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, heads, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode(encoding)


def upload(contents: bytes, name: str = "案件.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, contents)


def form_of(answer: Any) -> dict[str, str]:
    """The mapping form as a browser would send it back, untouched."""
    from html.parser import HTMLParser

    sent: dict[str, str] = {}

    class Reader(HTMLParser):
        inside, chosen, first = "", None, None

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            told = dict(attrs)
            name = told.get("name") or ""
            if tag == "select":
                self.inside, self.chosen, self.first = name, None, None
            elif tag == "option":
                value = told.get("value") or ""
                self.first = value if self.first is None else self.first
                self.chosen = value if "selected" in told else self.chosen
            elif tag == "textarea":
                sent[name] = ""
            elif tag == "input" and name and _is_sent(told):
                sent[name] = told.get("value") or ("on" if told.get("type") == "checkbox" else "")

        def handle_endtag(self, tag: str) -> None:
            if tag == "select" and self.inside:
                sent[self.inside] = (self.chosen if self.chosen is not None else self.first) or ""
                self.inside = ""

    text = answer.content.decode()
    Reader().feed(text[text.index('id="mapping"') :])
    return sent


def _is_sent(told: dict[str, str | None]) -> bool:
    """Whether a browser sends this input."""
    kind = told.get("type")
    return kind not in ("submit", "file") and (kind != "checkbox" or "checked" in told)
