"""Facts from a file of any origin: checked, typed, as known now or at a past moment. Needs neither the database nor Django.

What cannot be read is told cell by cell and kept out of exactly the figures that need its column (`Facts.quality`); a file that lacks
a needed column, or holds two current rows of one case, is refused. Parquet stays where it lies and is read column by column.
"""

from datetime import datetime
from pathlib import Path

import ibis
import ibis.expr.datatypes as dtypes
import ibis.expr.types as ir

from xiezhi.rules.errors import InputError
from xiezhi.work.situation.facts.cells import read_cells
from xiezhi.work.situation.facts.checking import Checking
from xiezhi.work.situation.facts.connection import DuckDB, quoted
from xiezhi.work.situation.facts.derived import with_places, with_prior_court
from xiezhi.work.situation.facts.table import COLUMNS_ADDED, LINE, Facts

_ROW = "file_row_number"  # what DuckDB calls it


def read_facts(path: Path, *, as_of: datetime | None = None) -> Facts:
    """The facts of a file: .csv, .parquet, else JSON or JSON Lines; text also as .gz. `as_of`: as they were known at that moment.

    Raises InputError with file, line and field.
    """
    database = DuckDB()
    in_place = path.name.lower().endswith(".parquet")
    source = _parquet(database, path) if in_place else database.take(read_cells(path), "cells")
    checking = Checking(str(path), source, database.run, as_of=as_of)
    told = checking.cleaned()
    cleaned = with_places(told)
    # What was read from text is kept typed; Parquet is typed already and may be larger than memory.
    table = database.keep(cleaned, "facts", "VIEW" if in_place else "TABLE")
    quality = checking.quality(table)
    table = table.filter(table.case_id.notnull())
    prior_known = not in_place and "prior_case_id" in table.columns
    if prior_known:
        table = database.keep(with_prior_court(table), "facts_joined", "TABLE")
    columns = frozenset(table.columns) - COLUMNS_ADDED
    absent = frozenset(cleaned.columns) - frozenset(told.columns)
    return Facts(table.drop(LINE), columns, database, quality, prior_known, absent=absent)


def _parquet(database: DuckDB, path: Path) -> ir.Table:
    if not path.is_file():
        raise InputError(f"找不到文件 {path}", f"there is no file {path}", field="--facts")
    import duckdb
    import pyarrow.parquet

    place = quoted(path)
    try:
        schema = {**ibis.Schema.from_pyarrow(pyarrow.parquet.read_schema(path))}
        rows = f"SELECT * FROM read_parquet({place})"
        if not {name.lower() for name in schema} & {LINE, _ROW}:  # else rows are told without their line
            schema[LINE] = dtypes.int64
            rows = (
                f'SELECT * EXCLUDE ({_ROW}), {_ROW} + 1 AS "{LINE}" FROM read_parquet({place}, {_ROW} = true)'
            )
        database.connection.execute(f"CREATE VIEW rows_in_file AS {rows}")
    except (duckdb.Error, ValueError, OSError, NotImplementedError) as fault:
        raise InputError(
            f"{path} 不是可读的 Parquet：{fault}", f"{path} is no readable Parquet: {fault}", field="--facts"
        ) from None
    return ibis.table(ibis.schema(schema), name="rows_in_file")
