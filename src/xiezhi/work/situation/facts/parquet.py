"""Facts in Parquet that the platform wrote itself (snapshots of the record): typed, each case once, nothing to be checked.

They stay where they lie; an engine reads the columns that a question needs. A folder, a list of files, one file, or the coded facts made
of them.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet

from xiezhi.rules.errors import InputError
from xiezhi.rules.indicators.columns import fact_columns
from xiezhi.work.situation.facts.coded import ENDING, beside
from xiezhi.work.situation.facts.connection import DuckDB, quoted
from xiezhi.work.situation.facts.table import TYPES, Engine, Facts, Quality

ENGINE = "XIEZHI_ENGINE"


def open_facts(source: Path | Sequence[Path]) -> Facts:
    """The facts of Parquet files, for one thread. Rows that were superseded must not be among them. Raises InputError."""
    if isinstance(source, Path) and source.suffix == ENDING:
        return _open_coded(source)
    paths = _files(source)
    schema = _schema(paths[0])
    engine, name = _engine_over(paths)
    return Facts(
        ibis.table(schema, name=name),
        frozenset(schema),
        engine,
        Quality(rows=sum(pyarrow.parquet.read_metadata(path).num_rows for path in paths)),
        "prior_court_id" in schema,
    )


def open_kept(source: Path) -> Facts:
    """The same of one file, from its coded facts where they lie beside it and DuckDB answers. Raises InputError."""
    coded = beside(source)
    return open_facts(coded if _master() is None and coded.is_file() else source)


def _open_coded(path: Path) -> Facts:
    database = DuckDB()
    database.connection.execute(f"ATTACH {quoted(path)} AS coded (READ_ONLY)")
    database.connection.execute("CREATE VIEW facts AS SELECT * FROM coded.facts")
    told = database.connection.sql("FROM facts")
    schema = ibis.schema({name: TYPES[fact_columns()[name].kind] for name in told.columns})
    rows = database.connection.sql("SELECT count(*) FROM facts").fetchall()[0][0]
    table = ibis.table(schema, name="facts")
    return Facts(table, frozenset(schema), database, Quality(rows=rows), "prior_court_id" in schema)


def _engine_over(paths: list[Path]) -> tuple[Engine, str]:
    """The engine that XIEZHI_ENGINE names (DuckDB in this process without it), and under which name it knows the rows."""
    master = _master()
    if master is not None:
        if master != "local" and not master.startswith("spark://"):
            raise InputError(
                f"{ENGINE} 应为 duckdb、local 或 spark://主机:端口，实为 {master}",
                f"{ENGINE}: expected duckdb, local or spark://host:port, found {master}",
                field=ENGINE,
            )
        from xiezhi.work.situation.facts.spark import Spark

        spark = Spark(master)
        return spark, spark.view(paths)
    database = DuckDB()
    listed = ", ".join(quoted(path) for path in paths)
    database.connection.execute(f"CREATE VIEW facts AS SELECT * FROM read_parquet([{listed}])")
    return database, "facts"


def _master() -> str | None:
    """What XIEZHI_ENGINE names; None where it is DuckDB in this process."""
    master = os.environ.get(ENGINE, "")
    return None if master in ("", "duckdb") else master


def _files(source: Path | Sequence[Path]) -> list[Path]:
    if not isinstance(source, Path):
        found = list(source)
    else:
        found = sorted(source.glob("*.parquet")) if source.is_dir() else [source]
    if not found or not all(path.is_file() for path in found):
        raise InputError(f"没有事实文件：{source}", f"there are no facts at {source}", field="facts")
    return found


def _schema(path: Path) -> ibis.Schema:
    """The columns of the handbook that the file has. Raises InputError when one of them has another type."""
    told = pyarrow.parquet.read_schema(path)
    found = ibis.Schema.from_pyarrow(pa.schema([field for field in told if field.name in fact_columns()]))
    expected = ibis.schema({name: TYPES[fact_columns()[name].kind] for name in found})
    for name in found:
        if found[name].copy(nullable=True) != expected[name]:
            raise InputError(
                f"{path}：列 {name} 的类型是 {found[name]}，应为 {expected[name]}",
                f"{path}: column {name} has the type {found[name]}, expected {expected[name]}",
                field=name,
            )
    return expected
