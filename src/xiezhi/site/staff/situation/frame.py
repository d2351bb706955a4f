"""What stands above every page of the situation, and the two parts that pages are made of.

A page is a view behind `door.signed_in` that calls `question` (who asks what; a ready answer where nothing can be asked), takes its values from
`work.situation` through `asked.sight` and `asked.look`, and renders a template that extends "staff/situation/frame.html" with
`head(asked, here)` in its context, where `here` is the name of its address; PAGES lists those names with their words, in the
order of the tabs. Below the head a page is made of

- figures: `{% include "staff/situation/chart.html" with chart=… %}` needs a `Chart`: heading, a sentence, the drawing, and its table
  under "data table"; `figure(drawn, say=…, wide=…)` makes one of a chart of `work.situation.charts`; `wide` is "w12", "w8", "w7",
  "w6", "w5" or "w4" (twelfths of the width);
- numbers: `numbers.counted(asked, shown)` and `numbers.valued(asked, shown, unit)` give a `Number`; `{{ number }}` writes it
  with its link to exactly the cases it counts.

Everything is pinned: `asked.address(page, …)` keeps court, division, scope, period, filters and snapshot.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiezhi.record.audit import note
from xiezhi.record.errors import Refused
from xiezhi.rules.indicators.thresholds import thresholds
from xiezhi.rules.language import tr
from xiezhi.rules.limits.sentences import day_en, day_zh
from xiezhi.site.staff.access import viewer_in
from xiezhi.site.staff.parts import Tab
from xiezhi.site.staff.situation import asking, choosers
from xiezhi.site.staff.situation.asking import Asked, SnapshotGone
from xiezhi.site.staff.situation.door import deny
from xiezhi.site.staff.situation.numbers import Number
from xiezhi.work.situation import charts
from xiezhi.work.situation.charts import Cell
from xiezhi.work.situation.charts.scale import month_words
from xiezhi.work.situation.horizon import first_day, is_before_facts
from xiezhi.work.situation.looking import PERSON
from xiezhi.work.situation.open_data.taking import may_take
from xiezhi.work.situation.report.wanted import has_reports
from xiezhi.work.situation.wording import period_words

CASES = "situation_cases"  # the one page that may be about one person: the cases behind a count
OPEN_DATA = "situation_open_data"
FOR_LEADERS = ("situation_reports", "situation_meetings")
# Pages of indicators and curves, of which there are none about one person (`Sight.personal`).
NOT_OF_A_PERSON = {
    "situation_health", "situation_times", "situation_cohorts", "situation_balance", "situation_enforcement",
    "situation_forecast", "situation_limits",
}  # fmt: skip
# Pages that choose their days themselves, or only keep the period in their links.
WHATEVER_PERIOD = {
    "situation_forecast",
    "situation_planning",
    "situation_reports",
    "situation_meetings",
    OPEN_DATA,
    CASES,
}
# The pages in the order of their tabs: the name of the address, the word.
PAGES = {
    "situation": ("概览", "Overview"),
    "situation_health": ("体检", "Health"),
    "situation_times": ("历时", "Time to close"),
    "situation_age": ("未结", "Pending"),
    "situation_cohorts": ("立案批次", "Cohorts"),
    "situation_balance": ("均衡", "Balance"),
    "situation_limits": ("延长扣除", "Extensions"),
    "situation_enforcement": ("收执", "Enforcement"),
    "situation_workload": ("工作量", "Workload"),
    "situation_forecast": ("预测", "Forecast"),
    "situation_planning": ("规划", "Planning"),
    "situation_reports": ("报告", "Reports"),
    "situation_meetings": ("会商", "Meetings"),
    OPEN_DATA: ("开放数据", "Open data"),
}


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers behind a drawing: heads, rows of text, `Number` or a cell of a chart, the first cell of a row being its name. `texts`:
    the places of further columns that hold words and not numbers. `cards`: on a narrow screen each row stands as a block of its own."""

    head: Sequence[str]
    rows: Sequence[Sequence[str | Number | Cell]]
    about: str = ""
    texts: Sequence[int] = ()
    cards: bool = False

    @property
    def drawn(self) -> list[list[str | Number]]:
        """The rows as templates write them."""
        return [
            [Number(cell.words, cell.href) if isinstance(cell, Cell) else cell for cell in row]
            for row in self.rows
        ]


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure of a page: heading, one sentence of what it shows, the drawing (safe markup), its table, further links beside the
    heading, and what is said under it."""

    title: str
    drawing: Any
    table: Table | None = None
    say: str = ""
    wide: str = "w12"
    links: Sequence[tuple[str, str]] = ()
    under: str = ""
    anchor: str = ""


def figure(
    drawn: charts.Chart, *, say: str = "", wide: str = "w12", links: Sequence[tuple[str, str]] = (), under: str = "", anchor: str = "",
    counts: bool = False,
) -> Chart:  # fmt: skip
    """A chart as a figure of a page, with its numbers as the table; `counts`: what is linked there are counts of cases."""
    rows = [
        [Number(cell.words, cell.href, counts=counts and bool(cell.href)) for cell in row]
        for row in drawn.rows
    ]
    return Chart(drawn.title, drawn.svg, Table(drawn.columns, rows), say, wide, links, under, anchor)


def question(request: HttpRequest) -> Asked | HttpResponse:
    """What the page is asked for; or the page that says why there are no figures for this viewer."""
    try:
        asked = asking.read(request.GET, viewer_in(request))
    except SnapshotGone:
        now = request.GET.copy()
        del now["snapshot"]
        why = {"why": "gone", "now": f"{request.path}?{now.urlencode()}"}
        return render(request, "staff/situation/none.html", why, status=410)
    if asked is None:
        return render(request, "staff/situation/none.html", {"why": "facts"})
    if asked.sight.is_empty:
        refusal = Refused("您的岗位没有态势数字", "your post has no figures of the situation")
        deny(asked.viewer, refusal, request.get_full_path())
        return render(request, "staff/situation/none.html", {"why": "post"})
    page = (request.resolver_match.url_name if request.resolver_match else None) or ""
    of_a_person = asked.sight.personal and page in NOT_OF_A_PERSON
    if of_a_person or (PERSON in dict(asked.where) and page != CASES):
        return render(
            request,
            "staff/situation/none.html",
            {"why": "person", "workload": asked.address("situation_workload")},
        )
    if page not in WHATEVER_PERIOD and is_before_facts(asked.look):
        arguments = request.resolver_match.kwargs.values() if request.resolver_match else ()
        begun = first_day(asked.look.snapshot)
        context = {
            "why": "before", "span": period_words(asked.period), "begun": month_words(begun, year=True) if begun else "",
            "newest": asked.address(page, *arguments, period=None),
        }  # fmt: skip
        return render(request, "staff/situation/none.html", context)
    return asked


def head(asked: Asked, here: str, *arguments: str) -> dict[str, Any]:
    """What the frame needs of a page at an address with these arguments; also writes the entry of the trail that these figures were
    looked at."""
    note(asked.viewer, "situation.viewed", object_class="O6", details={"page": here, "query": asked.values()})
    return {
        "asked": asked,
        "tabs": tabs(asked, here),
        "choosers": choosers.choosers(asked),
        "told": told(asked),
        "campaign": choosers.campaign(asked),
        "kept": [(name, value) for name, value in asked.values() if name in ("snapshot", "where")],
        "filters": choosers.filters(asked, here, *arguments),
        "known_at": asked.snapshot.known_at,
        "thresholds": thresholds(),
        "as_of_offered": True,
        "as_of": asked.as_of,
        "now_href": asked.address("situation", snapshot=None),
    }


def tabs(asked: Asked, here: str) -> list[Tab]:
    """The pages of the area for the same question."""
    return [
        Tab(tr(*words), asked.address(name), current=name == here)
        for name, words in PAGES.items()
        if _is_offered(name, asked)
    ]


def _is_offered(name: str, asked: Asked) -> bool:
    if name == OPEN_DATA:
        return may_take(asked.sight)
    if name in FOR_LEADERS:
        return has_reports(asked.viewer)
    return not (asked.sight.personal and name in NOT_OF_A_PERSON)


def told(asked: Asked) -> str:
    """Whose figures, of which period: the line under the heading."""
    span = period_words(asked.period)
    if asked.chosen is not None and asked.chosen != asked.period:
        chosen = period_words(asked.chosen)
        span = tr(
            f"{chosen}（尚未结束，数到{day_zh(asked.period.end)}）",
            f"{chosen} (not over: up to {day_en(asked.period.end)})",
        )
    return tr("，", ", ").join((choosers.whose(asked), span))
