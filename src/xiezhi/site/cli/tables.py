"""Cases and answers in files of any kind: JSON Lines, CSV, Parquet, by the name of the file.

The columns of a table are told in `rows`; the answer has the columns of `CSV_COLUMNS`, in the order of the rows.
"""

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from xiezhi.rules.errors import InputError
from xiezhi.site.cli.console import json_line
from xiezhi.site.cli.files import (
    DAMAGED,
    LONGEST_LINE,
    STDIN,
    Line,
    json_lines,
    open_bytes,
    replacing,
    writing,
)
from xiezhi.site.cli.rows import check_columns, row_line

CSV_COLUMNS = (
    "id", "status", "deadline", "nominal_deadline", "soft_deadline", "deducted_days", "remaining_days", "issues", "provisional",
    "days_left", "gross_days", "net_days", "in_time", "rule", "law_version", "error",
)  # fmt: skip


def kind_of(name: str | None) -> str:
    """json, csv or parquet, by the name of the file; json where there is none."""
    plain = (name or "").removesuffix(".gz")
    return next((kind for kind in ("csv", "parquet") if plain.endswith(f".{kind}")), "json")


def cases_in(name: str) -> Iterator[Line]:
    """The cases of a file of any kind, in order. Raises InputError when the file itself is unusable."""
    if kind_of(name) == "parquet":
        from xiezhi.site.cli.parquet import parquet_lines

        return parquet_lines(name)
    return _csv(name) if kind_of(name) == "csv" else json_lines(name)


@contextmanager
def answers_out(output: str | None, kind: str) -> Iterator[Callable[[dict[str, Any]], object]]:
    """Where answers go, in the form asked for; a file appears only when it is whole."""
    if kind != "parquet":
        with writing(output) as stream:
            yield _csv_writer(stream) if kind == "csv" else lambda answer: stream.write(json_line(answer))
        return
    if output is None or output == STDIN:
        raise InputError(
            "Parquet 须写入文件，请给出 --output", "Parquet goes to a file: give --output", field="--output"
        )
    from xiezhi.site.cli.parquet import ParquetAnswers

    with replacing(output) as path, ParquetAnswers(str(path)) as answers:
        yield answers


def _csv(name: str) -> Iterator[Line]:
    with open_bytes(name) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        try:
            csv.field_size_limit(LONGEST_LINE)  # a long list of events is one cell
            reader = csv.DictReader(text, strict=True)
            check_columns(list(reader.fieldnames or []))
            for row in reader:
                yield row_line(reader.line_num, row)
        except UnicodeDecodeError as fault:
            zh, en = (
                f"{name} 不是 UTF-8；若为 GB18030，请先转换",
                f"{name} is not UTF-8; if it is GB18030 convert it first",
            )
            raise InputError(zh, en, field="FILE") from fault
        except csv.Error as fault:
            zh, en = f"第{reader.line_num}行不是 CSV：{fault}", f"line {reader.line_num} is not CSV: {fault}"
            yield Line(reader.line_num, None, InputError(zh, en, line=reader.line_num))
        except DAMAGED as fault:
            number = reader.line_num + 1
            zh = f"第{number}行起文件损坏或者被截断：{fault}"
            en = f"from line {number} the file is damaged or cut off: {fault}"
            yield Line(number, None, InputError(zh, en, line=number))


def _csv_writer(stream: TextIO) -> Callable[[dict[str, Any]], object]:
    writer = csv.DictWriter(stream, CSV_COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()

    def write(answer: dict[str, Any]) -> None:
        issues = " ".join(answer.get("issues", ()))
        writer.writerow({name: safe_cell(value) for name, value in {**answer, "issues": issues}.items()})

    return write


def safe_cell(value: object) -> object:
    """A text that a spreadsheet would run as a formula is kept a text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(tuple("=+-@\t\r")) else value
