"""A file of yearly totals on its way in: kept encrypted between two pages, known again by a signed token, read anew each time."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core import signing
from django.http import HttpRequest

from xiezhi.record.documents import open_document, store
from xiezhi.record.errors import InputError
from xiezhi.record.reference.actions import LONGEST_FILE, LONGEST_NAME, About
from xiezhi.record.reference.figures import Read, read_figures
from xiezhi.record.reference.layout import MEASURES, Layout, check_layout, guess_layout
from xiezhi.record.reference.plausibility import KINDS, warnings_of
from xiezhi.record.reference.table import MOST_BYTES, Table, read_table, too_large
from xiezhi.record.viewers import Viewer
from xiezhi.rules.errors import XiezhiError
from xiezhi.rules.language import language, tr

SALT = "series"
SAMPLES = 3
SHOWN_FAULTS = 20


def typed_version(text: str) -> int | None:
    """The number of a version in an address; None for none, and for what is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


@dataclass(frozen=True)
class Bringing:
    """A file that was uploaded, and the layout as far as it is known."""

    token: str
    file_name: str
    contents: bytes
    layout: Layout

    @classmethod
    def of(cls, request: HttpRequest, viewer: Viewer) -> "Bringing | None":
        """From the form; None before anything was sent. Raises InputError for an unusable file, BadSignature for a forged token."""
        if request.method != "POST":
            return None
        given = request.FILES.get("file")
        if given is not None:
            if (given.size or 0) > MOST_BYTES:
                raise too_large()
            contents = given.read()
            name = PurePath(given.name or "").name[:LONGEST_FILE]
            kept = store(BytesIO(contents))
            token = signing.dumps([kept.sha256, name, str(viewer.officer)], salt=SALT)
            table = read_table(contents)
            return cls(token, name, contents, guess_layout(table.heads))
        token = request.POST.get("token", "")
        if not token:
            raise InputError("请先选择文件", "choose a file first", field="file")
        sha256, name, officer = signing.loads(token, salt=SALT)
        if officer != str(viewer.officer):
            raise signing.BadSignature
        return cls(token, name, open_document(sha256), _typed_layout(request.POST))

    @cached_property
    def table(self) -> Table:
        """The file as a table."""
        return read_table(self.contents)

    def read(self) -> Read:
        """Its totals. Raises InputError when the layout does not fit the file."""
        check_layout(self.layout, self.table.heads)
        return read_figures(self.table.rows, self.layout, self.table.unreadable)

    @property
    def usual_name(self) -> str:
        """What the series is called before anybody gives it a name."""
        return PurePath(self.file_name).stem[:LONGEST_NAME]

    def about(self, typed: Mapping[str, str]) -> About:
        """What was typed about it."""
        name, source, licence = (
            " ".join(typed.get(key, "").split()) for key in ("name", "source", "licence")
        )
        return About(name, source, licence, self.file_name, hashlib.sha256(self.contents).hexdigest())

    def shown(self, fault: str) -> dict[str, Any]:
        """What the page shows of it: columns with samples, what each is taken for, what the layout would give."""
        columns = [
            (head, [cells[head] for _, cells in self.table.rows[:SAMPLES]]) for head in self.table.heads
        ]
        shown: dict[str, Any] = {
            "columns": columns,
            "rows": len(self.table.rows),
            "choices": self._choices(),
        }
        try:
            read = self.read()
        except XiezhiError as refused:
            return shown | {"fault": fault or refused.text(language())}
        warned = warnings_of(read.figures)
        counted = [(tr(*words), sum(one.kind == kind for one in warned)) for kind, words in KINDS.items()]
        faults = [(one.line, tr(one.zh, one.en)) for one in read.left_out]
        return shown | {
            "totals": len(read.figures),
            "units": len({one.unit for one in read.figures}),
            "years": sorted({one.year for one in read.figures}),
            "warned": [(words, count) for words, count in counted if count],
            "faults": faults[:SHOWN_FAULTS],
            "more_faults": max(0, len(faults) - SHOWN_FAULTS),
        }

    def _choices(self) -> list[tuple[str, str, str, bool]]:
        """Each thing a column can be: the name of its field, its words, the column chosen, whether it must be there."""
        layout = self.layout
        chosen = [
            ("unit", tr("单位", "Unit"), layout.unit, True),
            ("year", tr("年度", "Year"), layout.year, True),
        ]
        chosen += [(key, tr(*words), layout.measures.get(key, ""), False) for key, words in MEASURES.items()]
        return [
            *chosen,
            ("measure", tr("指标名所在列", "Names of the measures"), layout.measure, False),
            ("value", tr("数值所在列", "Values of the measures"), layout.value, False),
        ]


def _typed_layout(typed: Mapping[str, str]) -> Layout:
    """The layout as the selects of the page say it; the names of measures of the long shape are guessed anew."""
    measures = {key: typed[key] for key in MEASURES if typed.get(key)}
    long = bool(typed.get("measure") and typed.get("value")) and not measures
    names = guess_layout(["measure", "value"]).names if long else {}
    return Layout(
        unit=typed.get("unit", ""),
        year=typed.get("year", ""),
        measures=measures,
        measure=typed.get("measure", "") if long else "",
        value=typed.get("value", "") if long else "",
        names=names,
    )
