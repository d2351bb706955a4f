"""Facts files of any kind say the same; what cannot be read is told with its line and kept out of exactly the figures that need it."""

import csv
import gzip
import json
import os
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from tests.work.situation.random_facts import random_facts, write
from xiezhi.rules.errors import InputError
from xiezhi.rules.indicators.catalogue import formulas
from xiezhi.rules.indicators.periods import Grid, read_period
from xiezhi.work.situation.engine.figures import Figure, figures
from xiezhi.work.situation.engine.question import Question
from xiezhi.work.situation.facts.parquet import open_facts
from xiezhi.work.situation.facts.reading import read_facts
from xiezhi.work.situation.facts.table import Facts, Fault

YEAR = Question("all", Grid((read_period("2019"),)), None)
CASE = {"case_id": "a", "court_id": "K1", "filed_on": "2019-02-01", "closed_on": "2019-05-02", "instance": "first",
        "closed_kind": "judgment", "hearing_held": True, "claim_amount": 12.5, "extended_times": 0}  # fmt: skip


def told(value: Any) -> Any:
    """A cell as JSON can say it."""
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def in_json(rows: list[dict[str, Any]], folder: Path) -> Path:
    path = folder / "facts.json"
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return path


def in_object(rows: list[dict[str, Any]], folder: Path) -> Path:
    path = folder / "object.json"
    path.write_text(json.dumps({"note": "", "facts": rows}, indent=1), encoding="utf-8-sig")
    return path


def in_lines(rows: list[dict[str, Any]], folder: Path) -> Path:
    path = folder / "facts.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return path


def in_csv(rows: list[dict[str, Any]], folder: Path) -> Path:
    path = folder / "facts.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def in_text_parquet(rows: list[dict[str, Any]], folder: Path) -> Path:
    path = folder / "texts.parquet"
    texts = [{name: None if cell is None else str(cell) for name, cell in row.items()} for row in rows]
    parquet.write_table(pa.Table.from_pylist(texts), path)
    return path


def every_figure(facts: Facts) -> list[Figure]:
    return figures(facts, YEAR, [formula for _, formula in formulas().values()])


@pytest.mark.parametrize("written", [in_json, in_object, in_lines, in_csv, in_text_parquet])
def test_every_kind_of_file_gives_the_same_figures(written: Any, tmp_path: Path) -> None:
    rows = random_facts(3, 80)
    expected = every_figure(open_facts(write(rows, tmp_path / "typed")))
    facts = read_facts(written([{name: told(cell) for name, cell in row.items()} for row in rows], tmp_path))
    assert not facts.quality.unreadable
    assert every_figure(facts) == expected
    assert every_figure(read_facts(tmp_path / "typed" / "facts.parquet")) == expected


def numbers(facts: Facts, *keys: str) -> dict[str, tuple[float | None, float | None]]:
    found = figures(facts, YEAR, [formulas()[key][1] for key in keys])
    return {one.key: (one.numerator, one.denominator) for one in found}


def test_a_word_that_is_no_code_keeps_its_case_out_of_the_figures_that_need_it(tmp_path: Path) -> None:
    rows = [
        CASE,
        CASE | {"case_id": "b", "instance": "erste"},
        CASE | {"case_id": "c", "closed_on": "2019-02-30"},
    ]
    facts = read_facts(in_json(rows, tmp_path))
    assert facts.quality.unreadable == {"instance": 1, "closed_on": 1}
    assert facts.quality.examples == (
        Fault(2, "b", "instance", "erste"),
        Fault(3, "c", "closed_on", "2019-02-30"),
    )
    found = numbers(facts, "flow.new", "flow.closed", "flow.pending")
    assert found == {"flow.new": (3, None), "flow.closed": (2, None), "flow.pending": (0, None)}
    core = Question("core", YEAR.grid, None)
    (new,) = figures(facts, core, [formulas()["flow.new"][1]])
    assert new.value == 2, "the scope asks for the instance"


UNREADABLE: dict[str, tuple[str, list[Any]]] = {
    "day": (
        "filed_on",
        ["2019-2-1", "2019/02/01", "20190201", 20190201, "2019-02-01T10:00", True, ["2019-02-01"]],
    ),
    "flag": ("hearing_held", ["ja", 2, "Y", {"held": True}]),
    "whole": ("extended_times", ["1.5", "eins", 1e30, "1,000"]),
    "money": ("claim_amount", ["12元", "1,000.00", 1e30, "NaN"]),
    "code": ("closed_kind", ["Judgment", "判决", 3, "judgment;"]),
    "text": ("dispute_id", [["d"], {"id": "d"}]),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_value_of_its_column_is_told(name: str, tmp_path: Path) -> None:
    column, cells = UNREADABLE[name]
    rows = [CASE | {"case_id": str(place), column: cell} for place, cell in enumerate(cells)]
    quality = read_facts(in_json(rows, tmp_path)).quality
    assert quality.unreadable == {column: len(cells)}
    assert [fault.line for fault in quality.examples] == list(range(1, len(cells) + 1))


def test_values_are_read_as_people_write_them(tmp_path: Path) -> None:
    texts = CASE | {
        "filed_on": " 2019-02-01 00:00:00",
        "hearing_held": "是",
        "claim_amount": "12.50",
        "extended_times": "2.0",
    }
    facts = read_facts(in_csv([texts], tmp_path))
    (row,) = facts.run(facts.table).to_pylist()
    assert (row["filed_on"], row["hearing_held"]) == (date(2019, 2, 1), True)
    assert (row["claim_amount"], row["extended_times"]) == (Decimal("12.5"), 2)
    assert not facts.quality.unreadable


def test_only_current_rows_count_and_the_past_is_known_as_it_was(tmp_path: Path) -> None:
    times = {"recorded_at": "2019-02-02T08:00:00+08:00", "superseded_at": "2019-06-01T08:00:00+08:00"}
    rows = [
        CASE | {"closed_on": None} | times,
        CASE | {"recorded_at": "2019-06-01 08:00:00", "superseded_at": None},
    ]
    path = in_json(rows, tmp_path)
    assert numbers(read_facts(path), "flow.closed") == {"flow.closed": (1, None)}
    assert read_facts(path).quality.superseded == 1
    before = read_facts(path, as_of=datetime(2019, 5, 31, 23, 59, tzinfo=UTC))
    assert numbers(before, "flow.closed", "flow.new") == {"flow.closed": (0, None), "flow.new": (1, None)}
    at_once = read_facts(path, as_of=datetime(2019, 6, 1, tzinfo=UTC))
    assert numbers(at_once, "flow.closed") == {"flow.closed": (1, None)}
    assert numbers(read_facts(path, as_of=datetime(2019, 1, 1, tzinfo=UTC)), "flow.new") == {
        "flow.new": (0, None)
    }


def test_rows_that_count_nowhere_are_told(tmp_path: Path) -> None:
    rows = [
        CASE | {"filed_on": None},
        CASE | {"case_id": None},
        CASE | {"case_id": "c", "closed_on": "2019-01-01"},
    ]
    facts = read_facts(in_json(rows, tmp_path))
    quality = facts.quality
    assert (quality.not_filed, quality.unidentified, quality.closed_before_filed) == (1, 1, 1)
    assert numbers(facts, "flow.new", "flow.closed") == {"flow.new": (1, None), "flow.closed": (1, None)}


def test_columns_that_are_not_of_the_handbook_are_told_and_left(tmp_path: Path) -> None:
    quality = read_facts(in_json([CASE | {"判后答疑": "x", "line": 1}], tmp_path)).quality
    assert quality.unknown_columns == ("判后答疑", "line")


BAD_FILES = {
    "two rows of one case": (b'[{"case_id":"a","court_id":"K","filed_on":"2019-01-01"},'
                             b'{"case_id":"a","court_id":"K","filed_on":"2019-01-01"}]', "several current rows"),
    "no day of filing": (b'[{"case_id":"a","court_id":"K"}]', "filed_on"),
    "no JSON": (b'[{"case_id":', "JSON"),
    "a number": (b"3", "list of facts"),
    "rows that are none": (b'["a"]', "no object"),
    "a field twice": (b'[{"case_id":"a","case_id":"b"}]', "stands twice"),
    "another encoding": ('[{"case_id":"案"}]'.encode("gb18030"), "UTF-8"),
    "cut off": (gzip.compress(b'[{"case_id":"a"}]')[:-9], "cut off"),
    "a broken line": (b'{"case_id":"a","court_id":"K","filed_on":"2019-01-01"}\n{"case_id":', "line 2"),
    "half of a character": (b'[{"case_id":"\\ud800","court_id":"K","filed_on":"2019-01-01"}]', "character"),
    "nothing": (b"", "JSON"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_cannot_be_meant_is_refused_as_a_whole(name: str, tmp_path: Path) -> None:
    content, expected = BAD_FILES[name]
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        read_facts(path)
    assert expected in refused.value.en
    assert "bad.json" in refused.value.en


def test_tables_that_are_none_are_refused(tmp_path: Path) -> None:
    for name, content, expected in (
        ("a.csv", b"case_id,court_id,filed_on\na,K\n", "line 2 has 2 cells"),
        ("b.csv", b"case_id,case_id\n", "stands twice"),
        ("b.csv", b"case_id,court_id,filed_on,CASE_ID\na,K,2019-01-01,b\n", "have one name"),
        ("b.csv", b"case_id;court_id;filed_on\n", "parts its columns by ;"),
        ("c.csv", b'case_id,court_id,filed_on\n"a"b,K,2019-01-01\n', "is not CSV"),
        ("d.parquet", b"PAR1", "no readable Parquet"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(InputError) as refused:
            read_facts(path)
        assert expected in refused.value.en
    with pytest.raises(InputError):
        read_facts(tmp_path / "nowhere.json")
    with pytest.raises(InputError):
        read_facts(tmp_path)


ROW = b"a,K,2019-01-01\n"
LINE = b'{"case_id":"a","court_id":"K","filed_on":"2019-01-01"}\n'


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.csv", b"case_id,court_id,filed_on\n" + ROW + b"b,K\n" + ROW + b"c\n",
         ["line 3 has 2 cells, expected 3", "line 5 has 1 cells, expected 3"]),
        ("a.csv", b"case_id,court_id,filed_on\nb,K\n" + ROW + b'"a"b,K,2019-01-01\n', ["line 2 has 2", "line 4 is not CSV"]),
        ("a.jsonl", LINE + b"{\n[]\n" + LINE, ["line 2: not JSON", "row 3 is no object"]),
        ("a.jsonl", b'{"case_id":\n' + LINE + b"nothing\n", ["line 1: not JSON", "line 3: not JSON"]),
        ("a.json", b'[1, {"case_id": "a"}, "b"]', ["row 1 is no object", "row 3 is no object"]),
    ],
    ids=["short lines", "a short line and no CSV", "lines of JSON", "the first line too", "a list"],
)  # fmt: skip
def test_every_line_at_fault_is_told_at_once(
    name: str, content: bytes, expected: list[str], tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as refused:
        read_facts(tmp_path / name)
    told = refused.value.en.split("\n")
    assert len(told) == len(expected) == len(refused.value.zh.split("\n"))
    assert all(words in line and name in line for words, line in zip(expected, told))


def test_of_many_lines_at_fault_twenty_are_told_and_how_many_more_there_are(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"case_id,court_id,filed_on\n" + b"a\n" * 45)
    with pytest.raises(InputError) as refused:
        read_facts(tmp_path / "a.csv")
    told = refused.value.en.split("\n")
    assert len(told) == 21 and told[-1] == "and 25 more lines cannot be read"


def test_cases_that_stand_twice_are_told_with_all_their_lines(tmp_path: Path) -> None:
    rows = [CASE | {"case_id": name} for name in ("a", "b", "a", "c", "b")]
    with pytest.raises(InputError) as refused:
        read_facts(in_json(rows, tmp_path))
    assert "a (lines 1, 3), b (lines 2, 5); keep one" in refused.value.en
    assert "a（第1、3行）、b（第2、5行）；请只留一行" in refused.value.zh


def in_parquet(folder: Path, **columns: list[Any]) -> Path:
    path = folder / "facts.parquet"
    usual = {"case_id": ["a"], "court_id": ["K"], "filed_on": ["2019-01-01"]}
    parquet.write_table(pa.table(usual | columns), path)
    return path


def test_a_column_that_is_called_as_the_reader_calls_its_own_is_one_that_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "case_id,court_id,filed_on,line_number\na,K,2019-01-01,7\n", encoding="utf-8"
    )
    for path, name in (
        (tmp_path / "a.csv", "line_number"),
        (in_json([CASE | {"line_number": 3}], tmp_path), "line_number"),
        (in_parquet(tmp_path, file_row_number=[4]), "file_row_number"),
    ):
        quality = read_facts(path).quality
        assert (quality.rows, quality.unknown_columns) == (1, (name,))


def test_lists_and_objects_in_parquet_cannot_be_read_as_in_json(tmp_path: Path) -> None:
    quality = read_facts(in_parquet(tmp_path, case_id=[["a"]], court_id=[{"x": 1}])).quality
    assert quality.unreadable == {"case_id": 1, "court_id": 1} and quality.unidentified == 1


def test_a_table_without_rows_has_its_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("case_id,court_id,filed_on\n", encoding="utf-8")
    assert read_facts(tmp_path / "a.csv").quality.rows == 0


@pytest.mark.parametrize("rows", [0, 1], ids=["in the first line", "in a later line"])
def test_json_without_bottom_is_refused(rows: int, tmp_path: Path) -> None:
    path = tmp_path / "deep.jsonl"
    path.write_text(
        (json.dumps(CASE) + "\n") * rows + '{"case_id":' + "[" * 100_000 + "]" * 100_000 + "}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError, match="JSON"):
        read_facts(path)


def test_what_grows_without_end_when_unpacked_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xiezhi.work.situation.facts.cells.LARGEST", 5 << 20)
    for name in ("a.json.gz", "a.csv.gz"):
        (tmp_path / name).write_bytes(gzip.compress(b"case_id,court_id,filed_on" + b"\n" * (6 << 20)))
        with pytest.raises(InputError) as refused:
            read_facts(tmp_path / name)
        assert "more than 5 MB unpacked" in refused.value.en


def test_one_json_value_too_large_for_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xiezhi.work.situation.facts.cells.LARGEST_VALUE", 50)
    with pytest.raises(InputError) as refused:
        read_facts(in_json([CASE], tmp_path))
    assert "write JSON Lines" in refused.value.en


def test_devices_and_pipes_are_refused_before_they_are_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "nought.csv").symlink_to("/dev/zero")
    for name in ("pipe.json", "nought.csv"):
        with pytest.raises(InputError) as refused:
            read_facts(tmp_path / name)
        assert "is no regular file" in refused.value.en


cells = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)  # JSON has neither; the reader refuses the file
    | st.text()
    | st.lists(st.integers(), max_size=2)
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=st.fixed_dictionaries(dict.fromkeys(CASE, cells)))
def test_no_cell_brings_the_reader_down(row: dict[str, Any], tmp_path: Path) -> None:
    facts = read_facts(in_json([CASE, row | {"case_id": "x"}], tmp_path))
    assert facts.quality.rows == 2
    assert numbers(facts, "flow.closing_rate", "ops.mean_days")
