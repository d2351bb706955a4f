"""Good files, damaged at random: whatever happens to the bytes, there is an answer, and rows in = rows out.

A few hundred damages here; with --hard many thousands.
"""

import gzip
import io
import json
from contextlib import suppress
from random import Random

import pytest

from tests.record.intake.bad_files import _parquet, ods, ods_row, workbook
from tests.record.intake.conftest import COLUMNS, PLAIN, Desk, closed, counts, row, table
from xiezhi.record.errors import InputError
from xiezhi.record.intake.files.opening import open_table
from xiezhi.record.intake.models import Import
from xiezhi.record.models import Case


def _good() -> dict[str, bytes]:
    import pyarrow as pa

    rows = [closed(serial) for serial in range(1, 30)]
    text = table(*rows)
    lines = "\n".join(json.dumps(dict(zip(COLUMNS, cells)), ensure_ascii=False) for cells in rows)
    return {
        "csv": text.encode(),
        "gb18030": text.encode("gb18030"),
        "utf-16": text.encode("utf-16"),
        "csv.gz": gzip.compress(text.encode()),
        "jsonl": lines.encode(),
        "xlsx": workbook(*rows),
        "ods": ods(ods_row(list(COLUMNS)) + "".join(map(ods_row, rows))),
        "parquet": _parquet(
            pa.table({name: [cells[place] for cells in rows] for place, name in enumerate(COLUMNS)})
        ),
    }


GOOD = _good()


def damaged(contents: bytes, rng: Random) -> bytes:
    """Bytes changed, left out, doubled, moved or cut off."""
    data = bytearray(contents)
    for _ in range(rng.randrange(1, 8)):
        place = rng.randrange(len(data))
        length = rng.randrange(1, 40)
        match rng.randrange(6):
            case 0:
                data[place] = rng.randrange(256)
            case 1:
                del data[place : place + length]
            case 2:
                data[place:place] = data[place : place + length]
            case 3:
                data[place : place + length] = bytes(rng.randrange(256) for _ in range(length))
            case 4:
                data[place:place] = rng.choice(
                    [b'"', b"\n", b",", b"\0", b"\xff", b"<", b"\r", "，".encode()]
                )
            case _:
                del data[place:]
        if not data:
            return b"x"
    return bytes(data)


@pytest.mark.parametrize("kind", sorted(GOOD))
def test_a_damaged_file_gives_rows_or_a_reason(kind, hard):
    rng = Random(kind)
    for _ in range(3_000 if hard else 40):
        contents = damaged(GOOD[kind], rng)
        with suppress(InputError):
            opened = open_table(io.BytesIO(contents), len(contents))
            for found in opened.rows:
                assert found.cells is None or len(found.cells) == len(opened.columns)
                assert found.cells is not None or found.faults


@pytest.mark.parametrize("kind", ["csv", "jsonl", "xlsx"])
def test_a_damaged_file_is_recorded_as_far_as_it_reads_and_nothing_twice(kind, hard, system):
    rng = Random(f"{kind} recorded")
    for _ in range(300 if hard else 8):
        contents = damaged(GOOD[kind], rng)
        try:
            of = system.bring(contents, PLAIN, f"damaged.{kind}")
        except InputError:
            continue
        assert of.standing in (Import.DONE, Import.FAILED), of.standing
        found = counts(of)
        assert set(found) <= {"recorded", "same", "corrected", "quarantined", "unreadable"}
        if of.standing == Import.DONE:
            assert of.job.done == sum(found.values())


def test_good_files_of_every_kind_tell_of_the_same_cases(system: Desk):
    for kind, contents in GOOD.items():
        of = system.bring(contents, PLAIN, f"good.{kind}")
        assert sum(counts(of).values()) == 29 and counts(of).get("quarantined", 0) == 0, kind
    assert Case.objects.count() == 29
    assert counts(system.bring(table(row(1)))) == {"corrected": 1}
