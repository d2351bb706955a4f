"""Parquet, batch by batch. What the file declares of itself is looked at before anything is unpacked."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, BinaryIO

import pyarrow as pa
from pyarrow import parquet

from xiezhi.record.intake.faults import Fault
from xiezhi.record.intake.files.table import MOST_COLUMNS, MOST_ROWS, Row
from xiezhi.rules.errors import InputError

BATCH = 2_000
LARGEST_GROUP = 2 << 30  # bytes of a row group, unpacked
BROKEN = (pa.ArrowException, OSError, ValueError, OverflowError)


class ParquetTable:
    """An opened Parquet file. Raises InputError for one that is damaged or too large."""

    def __init__(self, stream: BinaryIO) -> None:
        try:
            self._file = parquet.ParquetFile(stream)
        except BROKEN as fault:
            zh, en = (
                f"Parquet 文件损坏或者被截断（{fault}）",
                f"the Parquet file is damaged or cut off ({fault})",
            )
            raise InputError(zh, en, field="file") from fault
        described = self._file.metadata
        self.count: int = described.num_rows
        self.columns = [str(name) for name in self._file.schema_arrow.names]
        largest = max(
            (described.row_group(place).total_byte_size for place in range(described.num_row_groups)),
            default=0,
        )
        if self.count > MOST_ROWS or largest > LARGEST_GROUP or len(self.columns) > MOST_COLUMNS:
            zh = f"Parquet 文件过大：{self.count:,}行、{len(self.columns):,}列、行组{largest:,}字节"
            en = f"the Parquet file is too large: {self.count:,} rows, {len(self.columns):,} columns, a row group of {largest:,} bytes"
            raise InputError(zh, en, field="file")
        if len(set(self.columns)) < len(self.columns):
            raise InputError("Parquet 文件有重复的列名", "the Parquet file has a column twice", field="file")
        if not self.count:
            raise InputError("文件没有任何行", "the file has no rows", field="file")

    def rows(self) -> Iterator[Row]:
        """Every row; where the file breaks off, the place is told and nothing behind it read."""
        number = 0
        try:
            for batch in self._file.iter_batches(BATCH, use_threads=False):
                columns = [column.to_pylist() for column in batch.columns]
                for cells in zip(*columns):
                    number += 1
                    yield Row(number, [_cell(cell) for cell in cells])
        except BROKEN as fault:
            zh, en = f"文件自此损坏（{fault}）", f"from here on the file is damaged ({fault})"
            yield Row(number + 1, None, (Fault("file", zh, en),))


def _cell(cell: Any) -> Any:
    if cell is None or isinstance(cell, str | int | float | bool):
        return cell
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else cell
    if isinstance(cell, date):
        return cell
    if isinstance(cell, Decimal):
        return str(cell)
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "replace")
    return json.dumps(cell, ensure_ascii=False, default=str)
