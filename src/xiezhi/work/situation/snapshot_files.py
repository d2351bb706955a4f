"""The files of a snapshot: made beside their place, moved there in one step, merged and compared by DuckDB.

A snapshot is a folder. `current.parquet` has one row a case; `past.parquet` those that were superseded (record.facts.writing). Kept up
to date, the past of the cases that changed since all were read stands in `added.parquet` and those cases in `moved.parquet`, so that
the great file of the past is the same one, linked, for a whole day. A kill leaves a folder with another name, which the next cleaning
removes; what stands under a snapshot's own name is whole. Where there are many rows, coded facts lie beside the current ones.
"""

import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet
from django.conf import settings

from xiezhi.record.facts.columns import FROM, UNTIL, file_columns
from xiezhi.record.facts.writing import CURRENT, PAST, ROW_GROUP
from xiezhi.record.models.shared import new_id
from xiezhi.work.situation.facts import coded
from xiezhi.work.situation.facts.connection import DuckDB, quoted

MAKING = ".making"
ADDED, MOVED = "added.parquet", "moved.parquet"
USED = "used"
_ORDER = f"court_id, case_id, {FROM}"
_OPTIONS = f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
_MOST_TOLD = 20
MANY_ROWS = 100_000  # from which on coded facts are worth their making
GIVEN_UP = 3_600.0  # seconds without a sign of life


def root() -> Path:
    """The folder of all snapshots."""
    folder = Path(settings.FACTS)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def folder_of(snapshot: UUID) -> Path:
    return Path(settings.FACTS) / str(snapshot)


def stand(snapshot: UUID) -> bool:
    """Whether the files of a snapshot are there."""
    return all((folder_of(snapshot) / name).is_file() for name in (CURRENT, PAST))


@contextmanager
def apart() -> Iterator[Path]:
    """A folder to work in, which is gone afterwards."""
    place = root() / f"{new_id()}{MAKING}"
    place.mkdir()
    try:
        yield place
    finally:
        take_away(place)


@contextmanager
def made(snapshot: UUID) -> Iterator[Path]:
    """A folder to write into, which becomes that of the snapshot when nothing went wrong."""
    with apart() as place:
        yield place
        put(place, snapshot)


def put(place: Path, snapshot: UUID) -> None:
    """Make a finished folder that of a snapshot. What still stood there, unfinished, goes."""
    current = place / CURRENT
    if current.is_file() and _rows(current) >= MANY_ROWS:
        coded.write(current, coded.beside(current))
    for path in place.iterdir():
        _to_disk(path)
    if folder_of(snapshot).exists():
        take_away(set_aside(snapshot))
    place.rename(folder_of(snapshot))
    _to_disk(root())


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def set_aside(snapshot: UUID) -> Path:
    """The folder of a snapshot under another name, in one step, for whoever takes it away."""
    aside = root() / f"{new_id()}{MAKING}"
    with suppress(FileNotFoundError):
        folder_of(snapshot).rename(aside)
    return aside


def used(snapshot: UUID) -> None:
    """Note that somebody looks at a snapshot. One that goes at this moment is no fault."""
    with suppress(OSError):
        (folder_of(snapshot) / USED).touch()


def last_used(snapshot: UUID) -> float:
    """When somebody last looked at it, in seconds; nought where nobody ever did."""
    try:
        return (folder_of(snapshot) / USED).stat().st_mtime
    except OSError:
        return 0.0


def weight(snapshot: UUID) -> int:
    """Its bytes; of a file that several share its part. Nought where it goes at this moment."""
    try:
        told = [path.stat() for path in folder_of(snapshot).rglob("*") if path.is_file()]
    except OSError:
        return 0
    return sum(one.st_size // one.st_nlink for one in told)


def take_away(folder: Path) -> None:
    """A folder and what is in it; one that is gone already is no fault."""
    shutil.rmtree(folder, ignore_errors=True)


def sweep(known: set[str]) -> None:
    """Remove what killed processes left: folders that nobody knows, and works of which nothing was written for long."""
    for folder in root().iterdir():
        if folder.name not in known and time.time() - _last_written(folder) > GIVEN_UP:
            take_away(folder)


def _last_written(folder: Path) -> float:
    """When something in a folder was last written; now, where it vanishes under our eyes."""
    try:
        return max(path.stat().st_mtime for path in (folder, *folder.iterdir()))
    except OSError:
        return time.time()


def merge(old: Path, changed: Path, cases: Iterable[UUID], new: Path) -> tuple[int, int]:
    """The facts of before without these cases, plus their rows as they now are; how many rows are current, and how many past. The
    rows that are new stand at the end, until every case is read again."""
    database = DuckDB()
    _take(database, "cases", cases)
    kept = "WHERE case_id NOT IN (SELECT case_id FROM cases)"
    _write(
        database,
        f"SELECT {_columns()} FROM {_of(old / CURRENT)} {kept} UNION ALL SELECT {_columns()} FROM {_of(changed / CURRENT)}",
        new / CURRENT,
    )
    os.link(old / PAST, new / PAST)
    added, moved = f"SELECT {_columns()} FROM {_of(changed / PAST)}", "SELECT case_id FROM cases"
    if (old / MOVED).exists():
        added += f" UNION ALL SELECT {_columns()} FROM {_of(old / ADDED)} {kept}"
        moved += f" UNION SELECT case_id FROM {_of(old / MOVED)}"
    _write(database, added, new / ADDED)
    _write(database, moved, new / MOVED)
    (past,) = database.connection.sql(f"SELECT count(*) FROM ({_past(new, 'case_id')})").fetchall()[0]
    return _rows(new / CURRENT), past


def every_row(folder: Path, columns: str) -> str:
    """The query of every row of a snapshot, superseded ones too."""
    return f"SELECT {columns} FROM {_of(folder / CURRENT)} UNION ALL {_past(folder, columns)}"


def _past(folder: Path, columns: str) -> str:
    past = f"SELECT {columns} FROM {_of(folder / PAST)}"
    if not (folder / MOVED).exists():
        return past
    kept = f"WHERE case_id NOT IN (SELECT case_id FROM {_of(folder / MOVED)})"
    return f"{past} {kept} UNION ALL SELECT {columns} FROM {_of(folder / ADDED)}"


def as_known(source: Path, at: datetime, new: Path) -> int:
    """The facts as they were known at a moment, in the form of facts of now: nothing is past; how many cases there were."""
    database = DuckDB()
    moment = f"TIMESTAMPTZ '{at.isoformat()}'"
    told = ", ".join(
        f"CAST(NULL AS TIMESTAMPTZ) AS {UNTIL}" if name == UNTIL else name for name in file_columns()
    )
    known = f"{FROM} <= {moment} AND ({UNTIL} IS NULL OR {UNTIL} > {moment})"
    rows = f"SELECT {told} FROM ({every_row(source, _columns())}) WHERE "
    _write(database, f"{rows} {known} ORDER BY {_ORDER}", new / CURRENT)
    _write(database, f"{rows} false", new / PAST)
    return _rows(new / CURRENT)


def difference(one: Path, other: Path, but: Iterable[UUID]) -> tuple[int, list[dict[str, Any]]]:
    """How many cases two snapshots have otherwise, some left aside, and the first of them with the columns in which they differ."""
    database = DuckDB()
    _take(database, "aside", but)
    whole = [
        f"SELECT * FROM ({every_row(path, _columns())}) WHERE case_id NOT IN (SELECT case_id FROM aside)"
        for path in (one, other)
    ]
    unlike = " UNION ALL ".join(
        f"SELECT {place} AS side, * FROM ({first} EXCEPT ALL {second})"
        for place, first, second in ((0, *whole), (1, *reversed(whole)))
    )
    database.connection.execute(f"CREATE TABLE unlike AS {unlike}")
    (count,) = database.connection.sql("SELECT count(DISTINCT case_id) FROM unlike").fetchall()[0]
    return count, list(_first_unlike(database)) if count else []


COURTS = ("court_id", "province_id", "city_id", "prior_court_id")


def export(source: Path, codes: Mapping[str, str], target: Path) -> int:
    """Every row of a snapshot as one file for use elsewhere, courts by these codes (identifier: code); how many rows."""
    database = DuckDB()
    database.take(pa.table({"id": pa.array(codes), "code": pa.array(codes.values())}), "codes")
    told = ", ".join(
        f"COALESCE((SELECT code FROM codes WHERE id = {name}), {name}) AS {name}" if name in COURTS else name
        for name in file_columns()
    )
    making = target.with_name(f".{target.name}.{new_id()}")
    try:
        _write(database, f"SELECT {told} FROM ({every_row(source, _columns())}) ORDER BY {_ORDER}", making)
        rows = _rows(making)
        making.replace(target)
    finally:
        making.unlink(missing_ok=True)
    return rows


def _first_unlike(database: DuckDB) -> Iterator[dict[str, Any]]:
    columns = file_columns()
    rows = database.connection.sql(
        f"SELECT side, {_columns()} FROM unlike WHERE case_id IN (SELECT DISTINCT case_id FROM unlike ORDER BY case_id LIMIT {_MOST_TOLD}) "
        f"ORDER BY case_id, side, {FROM}"
    ).fetchall()
    by_case: dict[str, tuple[list[Any], list[Any]]] = {}
    for side, *row in rows:
        by_case.setdefault(row[columns.index("case_id")], ([], []))[side].append(row)
    for case, sides in by_case.items():
        differing = {
            name
            for one, other in zip_longest(*sides)
            for place, name in enumerate(columns)
            if one is None or other is None or one[place] != other[place]
        }
        yield {"case": case, "columns": sorted(differing) if all(sides) else []}


def _take(database: DuckDB, name: str, cases: Iterable[UUID]) -> None:
    database.take(pa.table({"case_id": pa.array(map(str, cases), pa.string())}), name)


def _write(database: DuckDB, rows: str, path: Path) -> None:
    database.connection.execute(f"COPY ({rows}) TO {quoted(path)} {_OPTIONS}")


def _of(path: Path) -> str:
    return f"read_parquet({quoted(path)})"


def _columns() -> str:
    return ", ".join(file_columns())


def _rows(path: Path) -> int:
    return int(pyarrow.parquet.read_metadata(path).num_rows)
