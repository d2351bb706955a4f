"""Spark for what does not fit one machine: the same expressions, written in its language by Ibis (dependency group `spark`).

The facts must lie where every worker can read them.
"""

from collections.abc import Sequence
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from xiezhi.rules.errors import InputError

_NUMBERS = count()


class Spark:
    """A session on a master: `local`, or spark://host:port. Raises InputError where Spark is not installed."""

    def __init__(self, master: str) -> None:
        self._session = _session(master)

    def view(self, paths: Sequence[Path]) -> str:
        """The rows of Parquet files under a name."""
        name = f"facts_{next(_NUMBERS)}"
        rows = self._session.read.parquet(*(path.resolve().as_uri() for path in paths))
        rows.createOrReplaceTempView(name)
        return name

    def ask(self, text: str) -> pa.Table:
        """The answer to a query."""
        return self._session.sql(text).toArrow()

    @staticmethod
    def text(wanted: ir.Table) -> str:
        """The query of an expression."""
        return str(ibis.to_sql(wanted, dialect="pyspark", pretty=False))


@cache
def _session(master: str) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise InputError(
            "没有安装 Spark（依赖组 spark）；去掉 XIEZHI_ENGINE 则用本机的 DuckDB",
            "Spark is not installed (dependency group spark); without XIEZHI_ENGINE DuckDB serves in this process",
            field="XIEZHI_ENGINE",
        ) from None
    builder = SparkSession.builder.appName("xiezhi").master("local[*]" if master == "local" else master)
    builder = builder.config("spark.sql.session.timeZone", "UTC").config("spark.ui.enabled", "false")
    return builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()
