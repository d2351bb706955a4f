"""The result of an import as a file: every row with its line, outcome, case number and reasons, in CSV or Excel."""

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO
from uuid import UUID

from xiezhi.record.errors import InputError
from xiezhi.record.intake import policy
from xiezhi.record.intake.models import ImportRow
from xiezhi.record.viewers import Viewer
from xiezhi.rules.language import tr

FORMS = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
MOST_ROWS_OF_A_SHEET = 1_048_575
OUTCOME_WORDS = {
    "recorded": ("已登记", "recorded"),
    "same": ("无变化", "nothing new"),
    "corrected": ("已更正", "corrected"),
    "quarantined": ("隔离", "quarantined"),
    "unreadable": ("无法读取", "unreadable"),
    "repaired": ("已修复，待登记", "repaired, waiting"),
}


def result_file(of: UUID, form: str, target: BinaryIO, *, by: Viewer | None) -> None:
    """Write the result of an import, in the reader's language, to a binary stream. Raises NotThere, InputError for an unknown form."""
    known = policy.import_for(by, of)
    if form not in FORMS:
        raise InputError(
            f"没有格式{form}；可选：csv、xlsx", f"no form {form}; choose csv or xlsx", field="form"
        )
    rows = (
        ImportRow.objects.filter(of=known)
        .order_by("line")
        .values_list("line", "standing", "number", "external_ref", "reasons")
    )
    lines = (_line(*row) for row in rows.iterator(chunk_size=2_000))
    (_csv if form == "csv" else _xlsx)(lines, target)


def _heading() -> list[str]:
    return [
        tr("行", "line"),
        tr("结果", "outcome"),
        tr("案号", "case number"),
        tr("来源编号", "identifier in the source"),
        tr("字段", "field"),
        tr("原因", "reasons"),
    ]


def _line(line: int, standing: str, number: str, ref: str, reasons: list[dict[str, str]]) -> list[object]:
    fields = tr("、", ", ").join(dict.fromkeys(reason["field"] for reason in reasons if reason["field"]))
    told = tr("；", "; ").join(tr(reason["zh"], reason["en"]) for reason in reasons)
    return [line, tr(*OUTCOME_WORDS[standing]), *map(safe_cell, (number, ref, fields, told))]


def safe_cell(text: str) -> str:
    """A text that a spreadsheet would run as a formula stays a text."""
    return f"'{text}" if text.startswith(tuple("=+-@\t\r")) else text


def _csv(lines: Iterator[list[object]], target: BinaryIO) -> None:
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_heading())
    writer.writerows(lines)
    text.detach()


def _xlsx(lines: Iterator[list[object]], target: BinaryIO) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(
        target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(tr("导入结果", "result"))
    sheet.write_row(0, 0, _heading(), book.add_format({"bold": True}))
    for place, line in enumerate(lines, 1):
        if place % MOST_ROWS_OF_A_SHEET == 0:
            sheet = book.add_worksheet()
        sheet.write_row((place - 1) % MOST_ROWS_OF_A_SHEET + 1, 0, line)
    book.close()
