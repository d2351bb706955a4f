"""`xiezhi judgments`: read the facts of judgments, and audit whether they were given in time."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import typer

from xiezhi.rules.language import language, tr
from xiezhi.site.cli.console import (
    LANG,
    OUTPUT,
    SOME_FAILED,
    complain_line,
    err,
    guarded,
    harmless,
    json_line,
    out,
    print_line,
    tracked,
)
from xiezhi.site.cli.wording import Command, Group

if TYPE_CHECKING:
    from xiezhi.rules.audit import Audit
    from xiezhi.site.cli.files import Line

app = typer.Typer(no_args_is_help=True, cls=Group)

SHOWN_ON_TERMINAL = 200
COLOURS = {"in_time": "green", "over_limit": "red", "cannot_tell": "yellow", "no_limit": "dim"}
_FILE_HELP = tr(
    "JSON Lines 文件（可为 .gz），每行含 doc_id 与 text；- 为标准输入",
    "JSON Lines (may be .gz) with doc_id and text; - for standard input",
)
FILE = typer.Argument(..., metavar="FILE", help=_FILE_HELP)


class Documents:
    """Records of the reader for every line; counts the lines that could not be read."""

    def __init__(self) -> None:
        self.failed = 0

    def records(self, lines: "Iterable[Line]") -> Iterator[dict[str, Any]]:
        from xiezhi.rules.errors import InputError
        from xiezhi.rules.text import read_judgment

        for line in lines:
            value = line.value if isinstance(line.value, dict) else {}
            identity = next(
                (value[key] for key in ("doc_id", "id", "text_id") if value.get(key) is not None), None
            )
            text = value.get("text", value.get("fact"))
            if line.fault is not None:
                yield self._error(identity, line.fault.text(language()), line.number)
            elif not isinstance(text, str):
                zh, en = (
                    f"第{line.number}行：缺少文字字段 text，请在其中给出文书全文",
                    f"line {line.number}: the field text is missing or no text; put the whole judgment there",
                )
                yield self._error(identity, tr(zh, en), line.number)
            else:
                try:
                    yield read_judgment(text, None if identity is None else str(identity)).as_record()
                except InputError as fault:
                    yield self._error(identity, fault.text(language()), line.number)

    def _error(self, identity: object, message: str, line: int) -> dict[str, Any]:
        self.failed += 1
        return {"doc_id": identity, "error": message, "line": line}

    def finish(self) -> None:
        if self.failed:
            err().print(
                tr(f"{self.failed} 行未能读取", f"{self.failed} lines could not be read"), style="yellow"
            )
            raise typer.Exit(SOME_FAILED)


@app.command(cls=Command, help=tr("读取裁判文书：每份一条记录", "Read judgments: one record a document"))
@guarded
def read(
    file: str = FILE,
    output: str | None = OUTPUT,
    as_json: bool = typer.Option(
        True, "--json", help=tr("输出 JSON Lines（默认）", "Write JSON Lines (the default)")
    ),
    lang: str | None = LANG,
) -> None:
    from xiezhi.site.cli.files import json_lines, writing

    documents = Documents()
    with writing(output) as stream:
        for record in documents.records(tracked(json_lines(file), "正在读取", "reading")):
            stream.write(json_line(record))
    documents.finish()


@app.command(
    cls=Command,
    help=tr(
        "审限核查：读取文书，计算期限，说明是否在期限内",
        "Audit: read judgments, compute the limit, say whether each was in time",
    ),
)
@guarded
def audit(
    file: str | None = typer.Argument(None, metavar="FILE", help=_FILE_HELP),
    demo: bool = typer.Option(
        False, "--demo", help=tr("用随附的虚构文书", "Use the invented judgments that come along")
    ),
    output: str | None = OUTPUT,
    html: str | None = typer.Option(
        None, "--html", metavar="FILE", help=tr("写出网页报告", "Write a report to open in a browser")
    ),
    as_csv: bool = typer.Option(False, "--csv", help=tr("输出 CSV", "Write CSV")),
    as_json: bool = typer.Option(
        False, "--json", help=tr("输出 JSON Lines，含步骤", "Write JSON Lines, with steps")
    ),
    lang: str | None = LANG,
) -> None:
    from xiezhi.rules.audit import audit as audit_record
    from xiezhi.rules.errors import InputError
    from xiezhi.rules.limits.clock import default_clock
    from xiezhi.site.cli.files import json_lines

    if (file is None) != demo:
        raise InputError("请给出文件，或者用 --demo", "give a file, or --demo", field="FILE")
    documents, clock = Documents(), default_clock()
    lines: Iterable[Line] = _demo_lines() if demo else json_lines(file or "-")
    audits: list[Audit] = []
    errors: list[dict[str, Any]] = []
    for record in documents.records(tracked(lines, "正在核查", "auditing")):
        if "error" in record:
            errors.append(record)
        else:
            audits.append(audit_record(record, clock))
    _write(audits, errors, output, html, as_csv, as_json)
    documents.finish()


def _demo_lines() -> "Iterator[Line]":
    from xiezhi.demo.judgments import invented_judgments
    from xiezhi.site.cli.files import Line

    for number, document in enumerate(invented_judgments(), 1):
        yield Line(number, document, None)


def _write(
    audits: "list[Audit]",
    errors: list[dict[str, Any]],
    output: str | None,
    html: str | None,
    as_csv: bool,
    as_json: bool,
) -> None:
    from xiezhi.site.audit_report import write_html
    from xiezhi.site.cli.files import replacing, writing

    if html is not None:
        with replacing(html) as path, path.open("w", encoding="utf-8") as stream:
            write_html(stream, audits, errors, language())
        err().print(tr(f"报告已写入 {html}", f"report written to {html}"), markup=False)
    if as_csv or as_json or output is not None:
        with writing(output) as stream:
            (_write_csv if as_csv or (output or "").endswith(".csv") else _write_json)(stream, audits, errors)
    elif html is None or out().is_terminal:
        _show(audits, errors)


def _write_json(stream: Any, audits: "list[Audit]", errors: list[dict[str, Any]]) -> None:
    from xiezhi.site.audit_report import as_json

    for answer in (*map(as_json, audits), *errors):
        stream.write(json_line(answer))


def _write_csv(stream: Any, audits: "list[Audit]", errors: list[dict[str, Any]]) -> None:
    import csv

    from xiezhi.site.audit_report import COLUMNS, row
    from xiezhi.site.cli.tables import safe_cell

    writer = csv.DictWriter(stream, [*COLUMNS, "error"], lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    for line in (*(row(item, language()) for item in audits), *errors):
        writer.writerow({key: safe_cell(value) for key, value in line.items()})


def _show(audits: "list[Audit]", errors: list[dict[str, Any]]) -> None:
    """The table on a terminal, and the counts that close it."""
    from rich.table import Table

    from xiezhi.rules.audit import VERDICT_WORDS
    from xiezhi.site.audit_report import row, summary

    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(tr("案号", "case"), no_wrap=True)
    for words in (("起算", "start"), ("届满", "deadline"), ("结案", "closed")):
        table.add_column(tr(*words), no_wrap=True)
    for words in (("天数", "days"), ("扣除", "out")):
        table.add_column(tr(*words), justify="right")
    table.add_column(tr("结论", "verdict"), overflow="fold")
    for item in audits[:SHOWN_ON_TERMINAL]:
        cells = row(item, language())
        plain = [
            _escaped(cells[name])
            for name in ("case_no", "anchor_date", "deadline", "closed_on", "gross_days", "deducted_days")
        ]
        table.add_row(*plain, f"[{COLOURS[item.verdict]}]{tr(*VERDICT_WORDS[item.verdict])}[/]")
    out().print(table)
    for item in audits[:SHOWN_ON_TERMINAL]:
        for words in (*item.missing, *item.notes) if item.verdict == "cannot_tell" else ():
            name = item.record.get("case_no") or item.record.get("doc_id")
            print_line(f"  {name}{tr('：', ': ')}{tr(*words)}", style="dim")
    if len(audits) > SHOWN_ON_TERMINAL:
        more = len(audits) - SHOWN_ON_TERMINAL
        out().print(
            tr(
                f"……另有 {more} 份，用 --csv、--json 或者 --html 查看全部",
                f"… {more} more: see all with --csv, --json or --html",
            )
        )
    for fault in errors[:SHOWN_ON_TERMINAL]:
        complain_line(str(fault["error"]))
    out().print()
    print_line(summary(audits, errors, language()))


def _escaped(value: object) -> str:
    from rich.markup import escape

    return "" if value is None else escape(harmless(str(value)))
