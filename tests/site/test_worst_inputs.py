"""Files that nobody should write: each is told what is wrong with it, and the cases beside it are computed."""

import gzip
import json
import os
from datetime import date
from pathlib import Path

import pytest

from tests.site.conftest import Xiezhi

CASE = {"id": "A", "procedure": "civil.first.ordinary", "court_level": "basic", "anchor_date": "2024-03-15"}
ROW = "A,civil.first.ordinary,2024-03-15\n"
HEAD = "id,procedure,anchor_date\n"


def answers(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_half_a_character_is_refused_and_the_next_case_computed(xiezhi: Xiezhi, tmp_path: Path) -> None:
    written = tmp_path / "out.jsonl"
    lines = json.dumps({**CASE, "id": "A\ud800"}) + "\n" + json.dumps({**CASE, "id": "𠮷"})
    assert (
        xiezhi(
            "--lang", "en", "deadlines", "compute", "-", "--output", str(written), given=lines.encode()
        ).status
        == 1
    )
    refused, computed = answers(written)
    assert refused["error"] == "line 1: \\ud800 is half of a character"
    assert computed["deadline"] == "2024-09-18"


def test_a_field_that_stands_twice_among_very_many_is_found_at_once(xiezhi: Xiezhi) -> None:
    fields = ",".join(f'"f{number}":1' for number in range(100_000))
    answer = xiezhi("--lang", "en", "deadlines", "compute", "-", given=f'{{{fields},"f99999":2}}'.encode())
    assert "the field f99999 stands twice" in answer.out


def test_a_line_without_end_is_refused_under_its_own_number(
    xiezhi: Xiezhi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xiezhi.site.cli.files.LONGEST_LINE", 1 << 20)
    endless = b'{"id":"' + b"a" * (3 << 20) + b'"}\n' + json.dumps(CASE).encode()
    answer = xiezhi("--lang", "en", "deadlines", "compute", "-", given=endless)
    refused, computed = map(json.loads, answer.out.splitlines())
    assert refused["error"] == "line 1 is longer than 1 MB"
    assert computed["deadline"] == "2024-09-18"


def test_an_array_too_large_for_memory_is_refused(xiezhi: Xiezhi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xiezhi.site.cli.files.LONGEST_LINE", 1 << 20)
    answer = xiezhi("--lang", "en", "deadlines", "compute", "-", given=b"[" + b" " * (3 << 20) + b"]")
    assert answer.status == 2
    assert "write JSON Lines" in answer.err


def test_a_packed_table_cut_off_keeps_the_rows_before_the_cut(xiezhi: Xiezhi, tmp_path: Path) -> None:
    packed = gzip.compress((HEAD + ROW * 5000).encode())
    (tmp_path / "cut.csv.gz").write_bytes(packed[: len(packed) // 2])
    answer = xiezhi("--lang", "en", "deadlines", "compute", str(tmp_path / "cut.csv.gz"))
    *computed, last = map(json.loads, answer.out.splitlines())
    assert answer.status == 1
    assert {each["deadline"] for each in computed} == {"2024-09-18"}
    assert "damaged or cut off" in last["error"]


def test_a_column_that_stands_twice_is_refused(xiezhi: Xiezhi, tmp_path: Path) -> None:
    (tmp_path / "twice.csv").write_text("procedure," + HEAD + "x," + ROW, encoding="utf-8")
    answer = xiezhi("--lang", "en", "deadlines", "compute", str(tmp_path / "twice.csv"))
    assert answer.status == 2
    assert "column procedure stands twice" in answer.err


def test_a_cell_may_hold_a_long_list_of_events(xiezhi: Xiezhi, tmp_path: Path) -> None:
    (tmp_path / "long.csv").write_text(HEAD + "A" * 200_000 + ROW + ROW, encoding="utf-8")
    assert xiezhi("deadlines", "compute", str(tmp_path / "long.csv")).status == 0


def test_a_parquet_day_beyond_the_calendar_is_refused_and_the_next_row_computed(
    xiezhi: Xiezhi, tmp_path: Path
) -> None:
    pa = pytest.importorskip("pyarrow")
    days = pa.array([2**30, date(2024, 3, 15).toordinal() - date(1970, 1, 1).toordinal()], pa.date32())
    table = pa.table({"id": ["far", "A"], "procedure": ["civil.first.ordinary"] * 2, "anchor_date": days})
    pytest.importorskip("pyarrow.parquet").write_table(table, tmp_path / "days.parquet")
    answer = xiezhi("--lang", "en", "deadlines", "compute", str(tmp_path / "days.parquet"))
    refused, computed = map(json.loads, answer.out.splitlines())
    assert refused["error"].startswith("row 1:")
    assert computed["deadline"] == "2024-09-18"


def test_parquet_events_may_hold_true_days(xiezhi: Xiezhi, tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    event = {"type": "deduct", "ground": "appraisal", "start": date(2024, 4, 1), "end": date(2024, 5, 1)}
    table = pa.table({name: [value] for name, value in CASE.items()} | {"events": [[event]]})
    pytest.importorskip("pyarrow.parquet").write_table(table, tmp_path / "events.parquet")
    answer = xiezhi("deadlines", "compute", str(tmp_path / "events.parquet"))
    assert json.loads(answer.out)["deducted_days"] == 30


def test_an_id_of_the_wrong_kind_can_still_be_written_to_parquet(xiezhi: Xiezhi, tmp_path: Path) -> None:
    written = tmp_path / "out.parquet"
    lines = json.dumps({**CASE, "id": ["A"]}) + "\n" + json.dumps({**CASE, "id": 7})
    assert xiezhi("deadlines", "compute", "-", "--output", str(written), given=lines.encode()).status == 1
    table = pytest.importorskip("pyarrow.parquet").read_table(written)
    assert table.column("id").to_pylist() == ["['A']", "7"]


def test_a_formula_is_kept_a_text_and_an_empty_cell_empty(xiezhi: Xiezhi) -> None:
    line = json.dumps({**CASE, "id": "=1+1", "procedure": "@x"}) + "\n" + json.dumps({**CASE, "id": ""})
    _, formula, empty = xiezhi("deadlines", "compute", "-", "--csv", given=line.encode()).out.splitlines()
    assert formula.startswith("'=1+1,")
    assert "'@x" in formula
    assert empty.startswith(",running,")


def test_no_name_steers_the_terminal(xiezhi: Xiezhi) -> None:
    line = json.dumps({**CASE, "id": "\x1b]0;title\x07[red]A\x9b31m"})
    told = xiezhi("deadlines", "explain", "-", given=line.encode()).out
    assert "[red]A" in told
    assert not {"\x1b", "\x07", "\x9b"} & set(told)


def test_a_pipe_is_written_to_and_never_replaced(xiezhi: Xiezhi, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    assert xiezhi("deadlines", "compute", "-", "-o", str(pipe), given=json.dumps(CASE).encode()).status == 0
    assert b"2024-09-18" in os.read(reader, 65536)
    assert pipe.is_fifo()


def test_a_link_stays_a_link_to_the_new_file(xiezhi: Xiezhi, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    xiezhi("deadlines", "compute", "-", "-o", str(tmp_path / "link"), given=json.dumps(CASE).encode())
    assert (tmp_path / "link").is_symlink()
    assert "2024-09-18" in (tmp_path / "real").read_text(encoding="utf-8")
