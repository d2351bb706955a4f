"""DuckDB in process: never fetching anything from elsewhere, spilling to a folder of the machine when memory is short.

Ibis writes the queries and DuckDB runs them; between the two stands nothing but the text of the query.
"""

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import ibis
import ibis.expr.types as ir
import pyarrow as pa

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "XIEZHI_ENGINE_MEMORY"  # e.g. 6GB; without it DuckDB takes what it thinks fit


def quoted(text: str | Path) -> str:
    """A text as queries write it."""
    return "'" + str(text).replace("'", "''") + "'"


def memory_limit() -> dict[str, str | bool | int | float | list[str]]:
    """What of memory a database may take, where it is told."""
    return {"memory_limit": os.environ[MEMORY]} if os.environ.get(MEMORY) else {}


class DuckDB:
    """A database in memory, of its own. One thread at a time."""

    def __init__(self) -> None:
        import duckdb

        settings: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            # Of its own: databases of several threads would overwrite what the others put there. It is there only while one spills.
            "temp_directory": str(Path(tempfile.gettempdir()) / f"xiezhi-engine-{uuid4()}"),
        }
        settings |= memory_limit()
        self.connection: DuckDBPyConnection = duckdb.connect(":memory:", config=settings)
        self.connection.execute("SET TimeZone = 'UTC'")

    def run(self, wanted: ir.Table) -> pa.Table:
        """Have an expression computed."""
        return self.ask(self.text(wanted))

    def ask(self, text: str) -> pa.Table:
        """The answer to a query, coded words as words."""
        return _as_words(self.connection.sql(text).to_arrow_table())

    def keep(self, wanted: ir.Table, name: str, kind: str) -> ir.Table:
        """An expression as a TABLE or a VIEW of the database."""
        self.connection.execute(f"CREATE {kind} {name} AS {self.text(wanted)}")
        return ibis.table(wanted.schema(), name=name)

    def take(self, rows: pa.Table, name: str) -> ir.Table:
        """Rows in memory as a table of the database."""
        self.connection.register(name, rows)
        return ibis.table(ibis.Schema.from_pyarrow(rows.schema), name=name)

    @staticmethod
    def text(wanted: ir.Table) -> str:
        """The query of an expression."""
        return str(ibis.to_sql(wanted, dialect="duckdb", pretty=False))


def _as_words(answer: pa.Table) -> pa.Table:
    for place, field in enumerate(answer.schema):
        if pa.types.is_dictionary(field.type):
            answer = answer.set_column(place, field.name, answer.column(place).cast(field.type.value_type))
    return answer
