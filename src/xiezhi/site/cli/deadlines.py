"""`xiezhi deadlines`: deadlines of many cases, or one explained for a party."""

from typing import TYPE_CHECKING, Any

import typer

from xiezhi.rules.language import language, tr
from xiezhi.site.cli import packs
from xiezhi.site.cli.console import (
    IMPOSSIBLE,
    LANG,
    OUTPUT,
    SOME_FAILED,
    complain,
    err,
    guarded,
    harmless,
    out,
    parse_day,
    print_json,
    tracked,
)
from xiezhi.site.cli.installation import with_record
from xiezhi.site.cli.wording import Command, Group

if TYPE_CHECKING:
    from xiezhi.site.cli.answers import Answers

app = typer.Typer(no_args_is_help=True, cls=Group)
app.command("pack", cls=Command, help=packs.HELP)(packs.pack)

ENGINE_HELP = tr(
    "single（附步骤，默认）或者 bulk（大批量，无步骤；表格的默认）",
    "single (with steps, the default) or bulk (for many, without; the default for tables)",
)
FILE = typer.Argument(
    ...,
    metavar="FILE",
    help=tr(
        "JSON Lines 文件（可为 .gz），- 为标准输入", "JSON Lines file (may be .gz), - for standard input"
    ),
)
AS_OF = typer.Option(
    None,
    "--as-of",
    metavar="DATE",
    help=tr("以哪一日为“今天”（不写则不计剩余天数）", "Which day is today (left out: no days left are told)"),
)


@app.command(
    cls=Command,
    help=tr(
        "计算期限：每行一个案件，输出每行一个答案",
        "Compute deadlines: one case a line in, one answer a line out",
    ),
)
@guarded
def compute(
    file: str = FILE,
    output: str | None = OUTPUT,
    engine: str | None = typer.Option(None, help=ENGINE_HELP, show_default=False),
    as_csv: bool = typer.Option(False, "--csv", help=tr("输出 CSV（无步骤）", "Write CSV (without steps)")),
    as_parquet: bool = typer.Option(
        False, "--parquet", help=tr("输出 Parquet（无步骤）", "Write Parquet (without steps)")
    ),
    as_of: str | None = AS_OF,
    as_json: bool = typer.Option(
        False, "--json", help=tr("输出 JSON Lines（默认）", "Write JSON Lines (the default)")
    ),
    lang: str | None = LANG,
) -> None:
    from xiezhi.site.cli.answers import Answers
    from xiezhi.site.cli.tables import answers_out, cases_in, kind_of

    if engine not in (None, "single", "bulk"):
        complain_option("--engine", str(engine), "single, bulk")
    kind = "csv" if as_csv else "parquet" if as_parquet else "json" if as_json else kind_of(output)
    clock = engine or ("single" if kind_of(file) == "json" else "bulk")
    answers = Answers(clock, parse_day(as_of), steps=kind == "json")
    with answers_out(output, kind) as write:
        if clock == "bulk" and kind != "json" and kind_of(file) == "parquet":
            _by_columns(file, answers, write)
        else:
            for answer in answers.to(tracked(cases_in(file), "正在计算", "computing")):
                write(answer)
    if not answers.asked:
        err().print(tr("文件中没有案件", "the file holds no case"), style="yellow")
    if answers.failed:
        words = (
            f"{answers.failed} 行未能计算，见输出中的 error",
            f"{answers.failed} lines could not be computed: see error in the output",
        )
        err().print(tr(*words), style="yellow")
        raise typer.Exit(SOME_FAILED)


def _by_columns(file: str, answers: "Answers", write: Any) -> None:
    from xiezhi.site.cli.parquet import ParquetAnswers, answers_by_columns

    for table in tracked(answers_by_columns(file, answers), "正在计算", "computing"):
        if isinstance(write, ParquetAnswers):
            write.table(table)
            continue
        for answer in table.to_pylist():
            write(answer)


@app.command(
    cls=Command,
    help=tr(
        "重新计算库中全部未了结的期限，有变化的才改写；可随时重复",
        "Answer every open clock of the record anew; only what differs is written; safe to repeat",
    ),
)
@guarded
@with_record
def recompute(lang: str | None = LANG) -> None:
    from django.utils import timezone

    from xiezhi.site.cli.console import print_line
    from xiezhi.work.deadlines.recomputing.filling import fill
    from xiezhi.work.deadlines.recomputing.recompute import recompute as answer_anew

    at = timezone.now()
    filled = fill(at=at)
    done = answer_anew(on=timezone.localdate(), at=at)
    longest = round(done.longest * 1000)
    print_line(
        tr(
            f"补齐{filled}件的计算依据；重算{done.asked}个期限，改写{done.written}个，最长锁定{longest}毫秒",
            f"questions filled for {filled} cases; {done.asked} clocks answered, {done.written} written anew, longest lock {longest} ms",
        )
    )
    if done.left:
        print_line(
            tr(
                f"{done.left}件正在登记，未及处理，请再运行一次",
                f"{done.left} cases were being recorded in: run it once more",
            )
        )
        raise typer.Exit(SOME_FAILED)


def complain_option(name: str, found: str, expected: str) -> None:
    from xiezhi.rules.errors import InputError

    complain(
        InputError(
            f"{name} 应为 {expected} 之一，实为 {found!r}",
            f"{name}: expected one of {expected}, found {found!r}",
        )
    )
    raise typer.Exit(IMPOSSIBLE)


@app.command(
    cls=Command,
    help=tr(
        "逐步说明一个案件（或每个案件）的期限，供当事人阅读",
        "Explain the deadline of one case (or each) step by step, for a party to read",
    ),
)
@guarded
def explain(
    file: str = FILE,
    identity: str | None = typer.Option(None, "--id", help=tr("只说明这一案", "Only this case")),
    as_of: str | None = AS_OF,
    as_json: bool = typer.Option(False, "--json", help=tr("输出 JSON", "Write JSON")),
    lang: str | None = LANG,
) -> None:
    from xiezhi.site.cli.answers import Answers
    from xiezhi.site.cli.files import json_lines

    answers = Answers("single", parse_day(as_of))
    told = 0
    for answer in answers.to(json_lines(file)):
        if identity is not None and str(answer.get("id")) != identity:
            continue
        told += 1
        if as_json:
            print_json(answer)
        elif "error" in answer:
            err().print(harmless(f"{answer['id'] or ''} {answer['error']}"), style="red", markup=False)
        else:
            _tell(answer)
    if not told:
        complain_nothing(identity)
    if answers.failed:
        raise typer.Exit(SOME_FAILED)


def complain_nothing(identity: str | None) -> None:
    from xiezhi.rules.errors import InputError

    zh, en = (
        (f"没有编号为 {identity} 的案件", f"there is no case with id {identity}")
        if identity
        else ("没有案件", "there is no case")
    )
    complain(InputError(zh, en))
    raise typer.Exit(IMPOSSIBLE)


STATUS_WORDS = {
    "running": ("计算中", "running"),
    "suspended": ("中止", "suspended"),
    "paused": ("停止计算", "paused"),
    "exempt": ("不受审限限制", "exempt"),
    "no_limit": ("无法定期限", "no statutory limit"),
    "invalid": ("无法计算", "cannot be computed"),
}


def _tell(answer: dict[str, Any]) -> None:
    """One derivation as text: the answer first, then the steps with their articles, then what was wrong."""
    from xiezhi.rules.limits.issues import ISSUE_TEXTS
    from xiezhi.rules.limits.model import Issue

    chinese = language() == "zh"
    title = tr(*STATUS_WORDS[answer["status"]])
    if answer["deadline"]:
        mark = tr("（暂定）", " (provisional)") if answer["provisional"] else ""
        title = tr(f"期限届满日 {answer['deadline']}{mark}", f"deadline {answer['deadline']}{mark}")
    out().print(harmless(f"{answer['id'] or ''}  {title}"), style="bold", markup=False)
    for number, step in enumerate(answer["steps"], 1):
        out().print(
            harmless(f"{number:>2}. {step['text_zh'] if chinese else step['text_en']}"),
            markup=False,
            soft_wrap=True,
        )
        cited = (tr("；", "; ")).join(source["zh" if chinese else "en"] for source in step["sources"])
        if cited:
            out().print(f"    {tr('依据', 'by')} {cited}", style="dim", markup=False, soft_wrap=True)
    for code in answer["issues"]:
        zh, en = ISSUE_TEXTS[Issue(code)]
        out().print(f"  ! {code}{tr('：', ': ')}{tr(zh, en)}", style="yellow", markup=False)
    out().print()
