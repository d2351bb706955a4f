"""`xiezhi deadlines`: deadlines of many cases, or one explained for a party."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import typer

from xiezhi.site.cli.console import (
    IMPOSSIBLE,
    LANG,
    OUTPUT,
    SOME_FAILED,
    complain,
    err,
    guarded,
    harmless,
    json_line,
    out,
    parse_day,
    print_json,
    tracked,
)
from xiezhi.site.cli.wording import Command, Group
from xiezhi.site.language import language, tr

if TYPE_CHECKING:
    from xiezhi.rules.errors import XiezhiError
    from xiezhi.rules.limits.model import CaseInput, Outcome
    from xiezhi.site.cli.files import Line

app = typer.Typer(no_args_is_help=True, cls=Group)
CHUNK = 20_000

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
    from xiezhi.site.cli.tables import answers_out, cases_in, kind_of

    if engine not in (None, "single", "bulk"):
        complain_option("--engine", str(engine), "single, bulk")
    kind = "csv" if as_csv else "parquet" if as_parquet else "json" if as_json else kind_of(output)
    answers = Answers(
        engine or ("single" if kind_of(file) == "json" else "bulk"), as_of, steps=kind == "json"
    )
    with answers_out(output, kind) as write:
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


def complain_option(name: str, found: str, expected: str) -> None:
    from xiezhi.rules.errors import InputError

    complain(
        InputError(
            f"{name} 应为 {expected} 之一，实为 {found!r}",
            f"{name}: expected one of {expected}, found {found!r}",
        )
    )
    raise typer.Exit(IMPOSSIBLE)


class Answers:
    """Answers in the order of the lines, whichever engine computes them; counts the lines that could not be."""

    def __init__(self, engine: str, as_of: str | None, *, steps: bool = True) -> None:
        self.engine = engine
        self.as_of = parse_day(as_of)
        self.steps = steps and engine == "single"
        self.asked = 0
        self.failed = 0

    def to(self, lines: "Iterable[Line]") -> Iterator[dict[str, Any]]:
        chunk: list[CaseInput | dict[str, Any]] = []
        for line in lines:
            chunk.append(self._question(line))
            if len(chunk) >= (CHUNK if self.engine == "bulk" else 1):
                yield from self._answer(chunk)
                chunk = []
        yield from self._answer(chunk)

    def _question(self, line: "Line") -> "CaseInput | dict[str, Any]":
        from dataclasses import replace

        from xiezhi.rules.errors import InputError
        from xiezhi.rules.limits.exchange import read_case

        self.asked += 1
        identity = line.value.get("id") if isinstance(line.value, dict) else None
        if line.fault is not None:
            return self._error(identity, line.fault.text(language()), line.number)
        try:
            case = read_case(line.value)
        except InputError as fault:
            return self._error(identity, fault.text(language()), line.number)
        return replace(case, as_of=self.as_of) if self.as_of and case.as_of is None else case

    def _error(self, identity: object, message: str, line: int | None = None) -> dict[str, Any]:
        self.failed += 1
        identity = identity if identity is None or isinstance(identity, str | int) else str(identity)
        return {"id": identity, "error": message} | ({} if line is None else {"line": line})

    def _answer(self, chunk: "list[CaseInput | dict[str, Any]]") -> Iterator[dict[str, Any]]:
        from xiezhi.rules.errors import XiezhiError
        from xiezhi.rules.limits.exchange import write_outcome

        cases = [question for question in chunk if not isinstance(question, dict)]
        outcomes = iter(self._bulk(cases) if self.engine == "bulk" else self._single(cases))
        for question in chunk:
            if isinstance(question, dict):
                yield question
                continue
            outcome = next(outcomes)
            if isinstance(outcome, XiezhiError):
                yield self._error(question.id, outcome.text(language()))
            else:
                yield write_outcome(question, outcome, steps=self.steps)

    def _single(self, cases: "list[CaseInput]") -> "Iterator[Outcome | XiezhiError]":
        from xiezhi.rules.errors import XiezhiError
        from xiezhi.rules.limits.clock import compute as ask

        for case in cases:
            try:
                yield ask(case, steps=self.steps)
            except XiezhiError as fault:
                yield fault

    def _bulk(self, cases: "list[CaseInput]") -> "Iterator[Outcome | XiezhiError]":
        from xiezhi.rules.limits.bulk import compute_bulk, from_cases
        from xiezhi.rules.limits.clock import default_clock

        clock = default_clock()
        for case, outcome in zip(cases, compute_bulk(*from_cases(cases, clock.catalogue), clock).rows()):
            if outcome is None:  # outside the validity of the data: the single clock says why
                yield from self._single([case])
            else:
                yield outcome if outcome.rule else outcome._replace(rule=case.procedure)


def json_writer(stream: Any) -> Any:
    def write(answer: dict[str, Any]) -> None:
        stream.write(json_line(answer))

    return write


CSV_COLUMNS = (
    "id", "status", "deadline", "nominal_deadline", "soft_deadline", "deducted_days", "remaining_days", "issues", "provisional",
    "days_left", "gross_days", "net_days", "in_time", "rule", "law_version", "error",
)  # fmt: skip


def csv_writer(stream: Any) -> Any:
    import csv

    writer = csv.DictWriter(stream, CSV_COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()

    def write(answer: dict[str, Any]) -> None:
        issues = " ".join(answer.get("issues", ()))
        writer.writerow({name: safe_cell(value) for name, value in {**answer, "issues": issues}.items()})

    return write


def safe_cell(value: object) -> object:
    """A text that a spreadsheet would run as a formula is kept a text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(tuple("=+-@\t\r")) else value


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
    from xiezhi.site.cli.files import json_lines

    answers = Answers("single", as_of)
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
