"""`xiezhi calendar`: what a day is, and the next working day, with the notice behind it."""

from datetime import date, timedelta

import typer

from xiezhi.rules.language import tr
from xiezhi.site.cli.console import JSON, LANG, guarded, out, parse_day, print_json, today
from xiezhi.site.cli.wording import Command, Group

app = typer.Typer(no_args_is_help=True, cls=Group)

DAY = typer.Argument(
    None,
    metavar="DATE",
    help=tr("日期，如 2024-09-15；不写为今天", "A day such as 2024-09-15; today if left out"),
)


@app.command(
    cls=Command,
    help=tr(
        "某日（或其后若干日）是工作日还是休息日，依据何在",
        "Whether a day, or the days from it on, are working days, and why",
    ),
)
@guarded
def show(
    day: str | None = DAY,
    days: int = typer.Option(1, min=1, max=400, help=tr("连续几日", "How many days")),
    as_json: bool = JSON,
    lang: str | None = LANG,
) -> None:
    from xiezhi.rules.calendar import load_calendar

    first = parse_day(day) or today()
    _show([load_calendar().explain(first + timedelta(days=place)) for place in range(days)], as_json)


@app.command(
    "next",
    cls=Command,
    help=tr("期限届满日遇休息日时顺延至哪一日", "Where a last day that is a rest day moves to"),
)
@guarded
def next_day(
    day: str | None = DAY,
    working_days: int = typer.Option(
        0, min=0, max=400, help=tr("或者：其后第几个工作日", "Or: which working day after it")
    ),
    as_json: bool = JSON,
    lang: str | None = LANG,
) -> None:
    from xiezhi.rules.calendar import load_calendar

    calendar, start = load_calendar(), parse_day(day) or today()
    reached = calendar.add_working_days(start, working_days) if working_days else calendar.roll(start)
    provisional = calendar.judged_unpublished(start, reached)
    if as_json:
        print_json({"date": start.isoformat(), "next": reached.isoformat(), "provisional": provisional})
        return
    mark = (
        tr("（暂定：该年度放假安排尚未公布）", " (provisional: the notice for that year is not out)")
        if provisional
        else ""
    )
    out().print(f"{_day(start)} → {_day(reached)}{mark}", markup=False)


def _day(day: date) -> str:
    from xiezhi.rules.calendar import load_calendar

    known = load_calendar().explain(day)
    return f"{day.isoformat()}{tr(f'（{known.name_zh}）', f' ({known.name_en})')}"


def _show(days: list, as_json: bool) -> None:  # type: ignore[type-arg]
    from rich.table import Table

    if as_json:
        for day in days:
            notice = day.notice
            print_json(
                {
                    "date": day.on.isoformat(),
                    "working": day.working,
                    "kind": day.kind,
                    "name_zh": day.name_zh,
                    "name_en": day.name_en,
                    "published": day.published,
                    "notice": notice.name_zh if notice else None,
                    "sources": list(notice.sources) if notice else [],
                    "verification": notice.verification if notice else None,
                }
            )
        return
    table = Table(box=None)
    for words in (("日期", "day"), ("", ""), ("说明", "why"), ("依据", "source")):
        table.add_column(tr(*words))
    for day in days:
        source = (
            tr(day.notice.name_zh, day.notice.name_en)
            if day.notice and day.published
            else tr("尚未公布，暂定", "not published: provisional")
        )
        table.add_row(
            day.on.isoformat(),
            tr("工作日", "working") if day.working else tr("休息日", "rest"),
            tr(day.name_zh, day.name_en),
            source,
        )
    out().print(table)
