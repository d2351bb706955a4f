"""`xiezhi case-number parse`: what a case number says, or what is wrong with it and where."""

from typing import Any

import typer

from xiezhi.rules.language import language, tr
from xiezhi.site.cli.console import (
    JSON,
    LANG,
    SOME_FAILED,
    complain,
    complain_line,
    guarded,
    out,
    print_json,
    today,
)
from xiezhi.site.cli.wording import Command, Group

app = typer.Typer(no_args_is_help=True, cls=Group)


@app.command(
    cls=Command,
    help=tr(
        "解析案号；不给出时逐行读取标准输入",
        "Parse case numbers; without any, one a line from standard input",
    ),
)
@guarded
def parse(
    numbers: list[str] = typer.Argument(None, metavar="NUMBER…", help=tr("案号", "Case numbers")),
    as_json: bool = JSON,
    lang: str | None = LANG,
) -> None:
    import sys

    from xiezhi.rules.case_number import CaseNumberError

    failed = False
    for text in numbers or (line.rstrip("\n") for line in sys.stdin if line.strip()):
        try:
            answer = _describe(text)
        except CaseNumberError as fault:
            failed = True
            answer = {"text": text, "error": fault.text(language()), "position": fault.position}
            if not as_json:
                complain(fault)
                complain_line(f"  {text[:60]}", style="")
                complain_line(f"  {'　' * fault.position}^", style="")
        if as_json:
            print_json(answer)
        elif "error" not in answer:
            _print(answer)
    if failed:
        raise typer.Exit(SOME_FAILED)


def _describe(text: str) -> dict[str, Any]:
    from xiezhi.rules.case_number import doubts, parse_case_number, types_of_symbol
    from xiezhi.rules.courts import court_by_code, level_of

    number = parse_case_number(text)
    court = court_by_code(number.court) if number.form == "2015" else None
    kinds = types_of_symbol(number.symbol) if number.form == "2015" else ()
    return {
        "text": text,
        "canonical": str(number),
        "year": number.year,
        "court_code": number.court,
        "court": court.name if court else None,
        "court_verification": court.verification if court else None,
        "court_level": level_of(number.court) if number.form == "2015" else None,
        "province": number.region,
        "symbol": number.symbol,
        "types": [kind.name for kind in kinds],
        "serial": number.serial,
        "suffix": number.suffix,
        "form": number.form,
        "demonstration": number.is_demonstration,
        "doubts": [tr(doubt.zh, doubt.en) for doubt in doubts(number, today())],
    }


def _print(answer: dict[str, Any]) -> None:
    from rich.table import Table

    labels = {
        "canonical": ("案号", "number"),
        "year": ("年份", "year"),
        "court_code": ("法院代字", "court code"),
        "court": ("法院", "court"),
        "court_verification": ("依据", "known by"),
        "court_level": ("审级", "level"),
        "province": ("地区", "region"),
        "symbol": ("类型代字", "type symbol"),
        "types": ("案件类型", "type"),
        "serial": ("顺序号", "serial"),
        "suffix": ("后缀", "suffix"),
        "form": ("形式", "form"),
        "doubts": ("存疑", "doubts"),
    }
    table = Table(show_header=False, box=None)
    for key, words in labels.items():
        value = "、".join(answer[key]) if isinstance(answer[key], list) else answer[key]
        if value not in (None, ""):
            table.add_row(tr(*words), str(value))
    out().print(table)
