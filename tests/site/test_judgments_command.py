"""`xiezhi judgments`: texts in, records or an audit out, on a terminal, as a table file, as JSON, as a page."""

import csv
import io
import json
from pathlib import Path

from tests.site.conftest import Xiezhi
from xiezhi.demo.judgments import invented_judgments

TEXTS = "".join(json.dumps(document, ensure_ascii=False) + "\n" for document in invented_judgments()).encode()


def test_the_invented_judgments_are_of_demonstration_courts_and_of_every_kind() -> None:
    documents = invented_judgments()
    assert len(documents) >= 8
    assert all("示" in document["text"].split("号", 1)[0] for document in documents)
    kinds = "".join(document["text"][:80] for document in documents)
    assert all(word in kinds for word in ("刑事", "民事", "行政", "执行"))


def test_reading_gives_one_record_a_document(xiezhi: Xiezhi) -> None:
    found = xiezhi("judgments", "read", "-", given=TEXTS)
    records = [json.loads(line) for line in found.out.splitlines()]
    assert found.status == 0
    assert [record["doc_id"] for record in records] == [
        document["doc_id"] for document in invented_judgments()
    ]
    assert records[0]["case_no"]


def test_a_line_without_a_text_is_told_and_the_rest_is_read(xiezhi: Xiezhi) -> None:
    found = xiezhi(
        "judgments", "read", "-", "--lang", "en", given=b'{"doc_id":"n1"}\n{"doc_id":"n2","text":7}\n' + TEXTS
    )
    records = [json.loads(line) for line in found.out.splitlines()]
    assert found.status == 1
    assert [record.get("error", "")[:6] for record in records[:3]] == ["line 1", "line 2", ""]
    assert [record["doc_id"] for record in records[:2]] == ["n1", "n2"]
    assert len(records) == len(invented_judgments()) + 2


def test_the_demonstration_audit_fits_a_terminal_of_eighty_columns(xiezhi: Xiezhi) -> None:
    for lang, words in (("zh", "共 10 份"), ("en", "10 judgments")):
        found = xiezhi("judgments", "audit", "--demo", "--lang", lang)
        assert found.status == 0
        assert words in found.out
        table = found.out.split("\n\n")[0].splitlines()
        wide = [line for line in table if sum(2 if ord(sign) > 0x2E7F else 1 for sign in line) > 80]
        assert not [line for line in wide if not line.startswith("  ")]


def test_the_audit_as_csv_has_one_row_a_judgment(xiezhi: Xiezhi) -> None:
    rows = list(csv.DictReader(io.StringIO(xiezhi("judgments", "audit", "--demo", "--csv").out)))
    assert len(rows) == len(invented_judgments())
    assert {row["verdict"] for row in rows} >= {"in_time", "over_limit", "cannot_tell"}
    assert all(row["deadline"] or row["missing"] for row in rows)


def test_the_audit_as_json_carries_record_derivation_and_what_is_missing(xiezhi: Xiezhi) -> None:
    answers = [json.loads(line) for line in xiezhi("judgments", "audit", "--demo", "--json").out.splitlines()]
    assert all(answer["record"]["case_no"] == answer["case_no"] for answer in answers)
    assert all(answer["deadline"]["steps"] for answer in answers if answer["verdict"] == "in_time")
    assert all(
        answer["missing"] or answer["notes"] for answer in answers if answer["verdict"] == "cannot_tell"
    )


def test_no_judgments_are_counted_as_none(xiezhi: Xiezhi) -> None:
    found = xiezhi("judgments", "audit", "-", "--lang", "en")
    assert found.status == 0
    assert "0 judgments" in found.out


def test_a_file_or_the_demonstration_must_be_named(xiezhi: Xiezhi) -> None:
    assert xiezhi("judgments", "audit").status == 2
    assert xiezhi("judgments", "audit", "-", "--demo").status == 2


def test_marks_of_the_terminal_in_a_text_are_shown_not_obeyed(xiezhi: Xiezhi) -> None:
    hostile = {
        "doc_id": "[red]x[/nonsense]\x1b[2J",
        "text": "某地人民法院\n民事判决书\n[/]本案现已审理终结。",
    }
    found = xiezhi("judgments", "audit", "-", given=json.dumps(hostile).encode())
    assert found.status == 0
    assert "\x1b[2J" not in found.out


def test_a_report_replaces_the_table_and_appears_whole(xiezhi: Xiezhi, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    found = xiezhi("judgments", "audit", "--demo", "--html", str(page), "--lang", "en")
    assert (found.status, found.out) == (0, "")
    assert "report.html" in found.err.replace("\n", "")
    assert page.read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert list(tmp_path.iterdir()) == [page]
