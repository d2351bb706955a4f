"""`xiezhi deadlines`: many cases in any kind of file, each answered or told why not; one explained to a party."""

import csv
import gzip
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from tests.site.conftest import Xiezhi
from xiezhi.site.cli.answers import Answers
from xiezhi.site.cli.parquet import SCHEMA, answers_by_columns, parquet_lines

EXAMPLES = Path(__file__).parents[3] / "shared" / "data" / "examples" / "deadlines.jsonl"
ORDINARY = {
    "id": "a",
    "procedure": "civil.first.ordinary",
    "court_level": "basic",
    "anchor_date": "2024-03-11",
}
APPRAISED = ORDINARY | {
    "id": "b",
    "events": [{"type": "deduct", "ground": "appraisal", "start": "2024-04-01", "end": "2024-05-06"}],
}
SUSPENDED = ORDINARY | {
    "id": "c",
    "events": [{"type": "suspend", "ground": "party_death", "start": "2024-04-01", "end": None}],
}
UNKNOWN = ORDINARY | {"id": "d", "procedure": "civil.first.nowhere"}
TOO_FAR = ORDINARY | {"id": "e", "anchor_date": "2099-01-01"}
CASES: list[dict[str, Any]] = [ORDINARY, APPRAISED, SUSPENDED, UNKNOWN]


def lines(*records: Any) -> bytes:
    return b"".join(json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in records)


def answers(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_cases_from_standard_input_are_answered_in_order(xiezhi: Xiezhi) -> None:
    found = xiezhi("deadlines", "compute", "-", given=lines(*CASES))
    assert found.status == 0
    told = [(answer["id"], answer["status"], answer["deadline"]) for answer in answers(found.out)]
    assert told == [
        ("a", "running", "2024-09-11"),
        ("b", "running", "2024-10-16"),
        ("c", "suspended", None),
        ("d", "invalid", None),
    ]


def test_the_bulk_clock_says_the_same_without_steps(xiezhi: Xiezhi) -> None:
    single = answers(xiezhi("deadlines", "compute", "-", given=lines(*CASES, TOO_FAR)).out)
    bulk = answers(xiezhi("deadlines", "compute", "-", "--engine", "bulk", given=lines(*CASES, TOO_FAR)).out)
    assert [
        {field: answer[field] for field in short} for answer, short in zip(single, bulk, strict=True)
    ] == bulk
    assert not any("steps" in answer for answer in bulk)
    assert all(answer["steps"] for answer in single[:3])


def test_what_cannot_be_read_is_told_by_line_and_the_rest_is_done(xiezhi: Xiezhi) -> None:
    broken = [
        b'{"id":"x1","procedure":"civil.first.ordinary","anchor_date":"2024-02-30"}',
        b'{"id":"x2","procedure":"civil.first.ordinary","anchor_date":NaN}',
        b'{"id":"x3","id":"x3","procedure":"civil.first.ordinary","anchor_date":"2024-02-01"}',
        b'{"id":"x4","procedure":"civil.first.ordinary","facts":{"max_sentence_years":' + b"9" * 5000 + b"}}",
        b"[" * 50_000,
        '{"id":"x6","procedure":"民事"}'.encode("gb18030"),
        b'"text"',
        b'{"id":"x8","proced',
    ]
    found = xiezhi("deadlines", "compute", "-", given=b"\n".join([lines(ORDINARY).strip(), *broken]))
    assert found.status == 1
    told = answers(found.out)
    assert told[0]["deadline"] == "2024-09-11"
    assert [answer["line"] for answer in told[1:]] == list(range(2, 10))
    assert [answer["id"] for answer in told[1:]] == ["x1", "x2", "x3", "x4", None, None, None, "x8"]
    assert "anchor_date" in told[1]["error"]
    assert "GB18030" in told[6]["error"]
    assert "8" in found.err


def test_complaints_are_in_the_language_of_the_reader(xiezhi: Xiezhi) -> None:
    wrong = lines(ORDINARY | {"anchor_date": "2024-02-30"})
    chinese = answers(xiezhi("deadlines", "compute", "-", given=wrong).out)[0]["error"]
    english = answers(xiezhi("deadlines", "compute", "-", "--lang", "en", given=wrong).out)[0]["error"]
    assert chinese.startswith("anchor_date：应为")
    assert english == "anchor_date: expected a real date such as 2024-03-01, found '2024-02-30'"


def test_half_of_a_character_is_no_text(xiezhi: Xiezhi) -> None:
    half = b'{"id":"\\ud800","procedure":"civil.first.ordinary","anchor_date":"2024-03-11"}'
    found = xiezhi("deadlines", "compute", "-", given=half)
    assert found.status == 1
    assert "ud800" in answers(found.out)[0]["error"]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("nowhere.jsonl", "there is no file"),
        (".", "is a folder"),
        ("bytes.bin", "no text file"),
        ("wide.jsonl", "UTF-16"),
    ],
)
def test_a_file_that_cannot_be_read_at_all_ends_with_two(
    xiezhi: Xiezhi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bytes.bin").write_bytes(b"\x7fELF\x02\0\0\0")
    Path("wide.jsonl").write_bytes("{}".encode("utf-16"))
    found = xiezhi("deadlines", "compute", file, "--lang", "en")
    assert (found.status, found.out) == (2, "")
    assert words in found.err


def test_an_empty_file_is_said_to_hold_nothing(xiezhi: Xiezhi) -> None:
    found = xiezhi("deadlines", "compute", "-", "--lang", "en")
    assert (found.status, found.out, found.err.strip()) == (0, "", "the file holds no case")


def test_packed_files_and_byte_order_marks_are_read(xiezhi: Xiezhi, tmp_path: Path) -> None:
    packed = tmp_path / "cases.jsonl.gz"
    packed.write_bytes(gzip.compress(b"\xef\xbb\xbf" + lines(*CASES)))
    assert len(answers(xiezhi("deadlines", "compute", str(packed)).out)) == 4
    packed.write_bytes(gzip.compress(lines(*CASES) * 500)[:-30])
    cut = xiezhi("deadlines", "compute", str(packed), "--lang", "en")
    assert cut.status == 1
    assert "cut off" in answers(cut.out)[-1]["error"]


def test_an_output_file_appears_whole_or_not_at_all(
    xiezhi: Xiezhi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "answers.jsonl"
    target.write_text("old", encoding="utf-8")
    monkeypatch.setattr("xiezhi.site.cli.answers.Answers.to", interrupted)
    assert xiezhi("deadlines", "compute", "-", "-o", str(target), given=lines(*CASES)).status == 130
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


def interrupted(*_: object) -> Any:
    yield {"id": "a"}
    raise KeyboardInterrupt


def test_a_table_comes_in_and_goes_out_as_csv(xiezhi: Xiezhi, tmp_path: Path) -> None:
    table = tmp_path / "cases.csv"
    with table.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "procedure", "court_level", "anchor_date", "in_custody", "events", "note"])
        writer.writerow(["a", "civil.first.ordinary", "basic", "2024-03-11", "", "", "多行\n说明"])
        writer.writerow(
            ["b", "civil.first.ordinary", "basic", "2024-03-11", "", json.dumps(APPRAISED["events"]), ""]
        )
        writer.writerow(["f", "criminal.appeal", "intermediate", "2024-03-01", "是", "[]", ""])
        writer.writerow(["x", "civil.first.ordinary", "basic", "2024-13-01", "", "", ""])
        writer.writerow(["y", "civil.first.ordinary", "basic", "2024-03-11", "", "[{", ""])
    found = xiezhi("deadlines", "compute", str(table), "--csv")
    assert found.status == 1
    rows = list(csv.DictReader(io.StringIO(found.out)))
    assert [(row["id"], row["deadline"]) for row in rows[:3]] == [
        ("a", "2024-09-11"),
        ("b", "2024-10-16"),
        ("f", "2024-05-01"),
    ]
    assert "anchor_date" in rows[3]["error"]
    assert rows[4]["error"]


def test_a_table_without_its_columns_is_refused(xiezhi: Xiezhi, tmp_path: Path) -> None:
    table = tmp_path / "cases.csv"
    table.write_text("id,procedure\na,civil.first.ordinary\n", encoding="utf-8")
    found = xiezhi("deadlines", "compute", str(table), "--lang", "en")
    assert found.status == 2
    assert "column anchor_date is missing" in found.err


def test_parquet_in_and_out_keeps_dates_as_dates(xiezhi: Xiezhi, tmp_path: Path) -> None:
    given, made = tmp_path / "cases.parquet", tmp_path / "answers.parquet"
    parquet.write_table(
        pa.Table.from_pylist([case | {"events": case.get("events", [])} for case in CASES]), given
    )
    assert xiezhi("deadlines", "compute", str(given), "-o", str(made)).status == 0
    rows = parquet.read_table(made).to_pylist()
    assert [str(row["deadline"]) for row in rows] == ["2024-09-11", "2024-10-16", "None", "None"]
    assert rows[3]["issues"] == ["unknown_procedure"]
    refused = xiezhi("deadlines", "compute", str(given), "--parquet", "--lang", "en")
    assert (refused.status, refused.out) == (2, "")


anything = st.sampled_from(["2024-03-11", "2024-02-30", " 2024-03-11", "", None, "2099-01-01", "1900-01-01"])
fact = st.sampled_from([True, False, None])
row = st.fixed_dictionaries({
    "id": st.sampled_from(["a", " b ", "", None]),
    "procedure": st.sampled_from(["civil.first.ordinary", "criminal.first.simplified", "civil.first.nowhere", "", None]),
    "court_level": st.sampled_from(["basic", "high", "village", None]),
    "anchor_date": anything, "as_of": anything, "closed_on": anything,
    "in_custody": fact, "foreign_related": fact, "hk_macao_tw": fact, "urgent": fact,
    "max_sentence_years": st.sampled_from([1.0, 5.5, -1.0, None]),
    "events": st.sampled_from([None, [], APPRAISED["events"], [{"type": "pause"}]]),
})  # fmt: skip


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=st.lists(row, min_size=1, max_size=30), as_of=st.sampled_from([None, date(2024, 8, 1)]))
def test_by_columns_the_answers_are_those_of_row_by_row(
    tmp_path: Path, table: list[Any], as_of: date | None
) -> None:
    file = str(tmp_path / "cases.parquet")
    parquet.write_table(pa.Table.from_pylist(table), file)
    single, bulk = Answers("bulk", as_of), Answers("bulk", as_of)
    one_by_one = [
        {name: answer.get(name) for name in SCHEMA.names} | {"issues": answer.get("issues")}
        for answer in single.to(parquet_lines(file))
    ]
    by_columns = [
        {name: str(value) if isinstance(value, date) else value for name, value in answer.items()}
        for part in answers_by_columns(file, bulk)
        for answer in part.to_pylist()
    ]
    assert by_columns == one_by_one
    assert (single.asked, single.failed) == (bulk.asked, bulk.failed) == (len(table), single.failed)


def test_a_name_that_a_spreadsheet_would_run_stays_a_name(xiezhi: Xiezhi) -> None:
    found = xiezhi("deadlines", "compute", "-", "--csv", given=lines(ORDINARY | {"id": "=1+1"}))
    assert found.out.splitlines()[1].startswith("'=1+1,")


def test_an_unknown_engine_is_refused(xiezhi: Xiezhi) -> None:
    assert xiezhi("deadlines", "compute", "-", "--engine", "abacus").status == 2


def test_today_is_what_the_asker_says(xiezhi: Xiezhi) -> None:
    found = answers(xiezhi("deadlines", "compute", "-", "--as-of", "2024-09-01", given=lines(ORDINARY)).out)[
        0
    ]
    assert found["days_left"] == 10


@pytest.mark.parametrize(("lang", "words"), [("zh", "期限届满日 2024-10-16"), ("en", "deadline 2024-10-16")])
def test_a_party_gets_the_deadline_and_each_step_with_its_article(
    xiezhi: Xiezhi, lang: str, words: str
) -> None:
    found = xiezhi("deadlines", "explain", "-", "--id", "b", "--lang", lang, given=lines(*CASES))
    assert found.status == 0
    assert words in found.out
    assert found.out.count("2024-10-16") == 1 or lang == "en"
    assert "152" in found.out


def test_a_case_that_is_not_there_is_not_explained(xiezhi: Xiezhi) -> None:
    found = xiezhi("deadlines", "explain", "-", "--id", "z", "--lang", "en", given=lines(*CASES))
    assert (found.status, found.err.strip()) == (2, "there is no case with id z")


@pytest.mark.skipif(not EXAMPLES.exists(), reason="the shared examples are not here")
@pytest.mark.parametrize("engine", ["single", "bulk"])
def test_the_shared_examples_come_out_as_expected(xiezhi: Xiezhi, engine: str) -> None:
    found = answers(xiezhi("deadlines", "compute", str(EXAMPLES), "--engine", engine).out)
    for record, answer in zip(answers(EXAMPLES.read_text(encoding="utf-8")), found, strict=True):
        expected = record["expected"] | {"issues": sorted(record["expected"].get("issues", answer["issues"]))}
        assert {field: answer[field] for field in expected} == expected, record["id"]
