"""Facts in a file of DuckDB's own, their words as numbers: a question takes half the time, and nothing is read that it does not ask.

It is derived from Parquet and holds only what the handbook's columns say; where it is missing the Parquet file is read.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from xiezhi.rules.indicators.columns import CODE, TEXT, fact_columns
from xiezhi.work.situation.facts.connection import memory_limit, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ENDING = ".duckdb"
# Of more different words a column keeps its texts: identifiers of cases, not of courts, judges or causes.
MOST_WORDS = 20_000
_SAMPLE = 10 * MOST_WORDS  # rows that show which columns those are
_COURTS = ("court_id", "prior_court_id")  # compared with each other, so that they share their numbers


def beside(source: Path) -> Path:
    """Where the coded facts of a Parquet file lie."""
    return source.with_suffix(ENDING)


def write(source: Path | Sequence[Path], target: Path) -> Path:
    """Write the facts of Parquet files, which is there whole or not at all; the target."""
    import duckdb

    paths = [source] if isinstance(source, Path) else list(source)
    making = target.with_name(f".{target.name}.{uuid4()}")  # of its own: several threads may write at once
    try:
        with duckdb.connect(str(making), config=memory_limit()) as database:
            database.execute("SET TimeZone = 'UTC'")
            database.execute(f"CREATE VIEW source AS SELECT * FROM read_parquet([{_listed(paths)}])")
            told = ", ".join(_coded(database))
            database.execute(f"CREATE TABLE facts AS SELECT {told} FROM source")
            database.execute("DROP VIEW source")
        making.replace(target)
    finally:
        making.unlink(missing_ok=True)
    return target


def _coded(database: "DuckDBPyConnection") -> Iterable[str]:
    """Each column as it is to be kept, the types of its words made."""
    there = [name for (name, *_) in database.sql("DESCRIBE source").fetchall() if name in fact_columns()]
    texts = [name for name in there if fact_columns()[name].kind in (TEXT, CODE)]
    kinds = _kinds(database, texts)
    for name in there:
        yield f"CAST({name} AS {kinds[name]}) AS {name}" if name in kinds else name


def _kinds(database: "DuckDBPyConnection", texts: list[str]) -> dict[str, str]:
    """The type of each column of few words."""
    kinds: dict[str, str] = {}
    courts = [name for name in _COURTS if name in texts]
    for columns in (courts, *([name] for name in texts if name not in courts)):
        words = _words(database, columns)
        if words:
            kind = f"words_of_{columns[0]}"
            database.execute(f"CREATE TYPE {kind} AS ENUM ({', '.join(map(quoted, words))})")
            kinds |= dict.fromkeys(columns, kind)
    return kinds


def _words(database: "DuckDBPyConnection", columns: list[str]) -> list[str]:
    """The words of columns, in order; none where they are too many."""

    def different(limit: str) -> list[str]:
        parts = " UNION ".join(
            f"SELECT DISTINCT {name} AS word FROM (SELECT {name} FROM source {limit})" for name in columns
        )
        found = database.sql(
            f"SELECT word FROM ({parts}) WHERE word IS NOT NULL ORDER BY word LIMIT {MOST_WORDS + 1}"
        ).fetchall()
        return [word for (word,) in found]

    if not columns:
        return []
    if fact_columns()[columns[0]].kind == TEXT and len(different(f"LIMIT {_SAMPLE}")) > MOST_WORDS:
        return []
    words = different("")
    return words if len(words) <= MOST_WORDS else []


def _listed(paths: Iterable[Path]) -> str:
    return ", ".join(map(quoted, paths))
