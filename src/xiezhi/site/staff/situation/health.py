"""The health check page: every indicator in force with its interval and its own past."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from xiezhi.rules.indicators.model import INTERNATIONAL, Indicator
from xiezhi.rules.language import tr
from xiezhi.site.staff.situation import drawings
from xiezhi.site.staff.situation.asking import Asked
from xiezhi.site.staff.situation.door import signed_in
from xiezhi.site.staff.situation.frame import head, question
from xiezhi.site.staff.situation.numbers import DENOMINATOR, Number, counted, valued
from xiezhi.work.situation.health import FEW, Health, Line, health
from xiezhi.work.situation.own_intervals import own_intervals
from xiezhi.work.situation.wording import NOTHING, document_words, interval_words

HERE = "situation_health"
GROUP_WORDS = {
    "flow": ("收结存", "Stock and flow"), "quality": ("质量", "Quality"), "efficiency": ("效率", "Efficiency"), "effect": ("效果", "Effect"),
    "enforcement": ("执行", "Enforcement"), "resolution": ("解纷", "Dispute resolution"), "openness": ("公开与服务", "Openness and service"),
}  # fmt: skip
LEGACY = "1"


class Row(NamedTuple):
    """A line of the check as it is drawn; `state` is its word with its sign, `chance` the reach of chance for few cases, in words."""

    name: str
    href: str
    value: Number
    numerator: Number
    denominator: Number | None
    strip: SafeString
    interval: str
    document: str
    before: Number | str
    state: SafeString
    few: bool
    chance: str


@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """The health check of what is asked for."""
    asked = question(request)
    if isinstance(asked, HttpResponse):
        return asked
    legacy = request.GET.get("legacy") == LEGACY
    found = health(asked.sight, asked.look, legacy=legacy)
    context = head(asked, HERE) | {
        "groups": groups(asked, found),
        "absent": [(name_of(one), indicator_href(asked, one)) for one in found.absent],
        "documents": documents(found),
        "fault": own_intervals().fault,
        "legacy": legacy,
        "legacy_href": asked.address(HERE, legacy=None if legacy else LEGACY),
    }
    return render(request, "staff/situation/health.html", context)


def groups(asked: Asked, found: Health) -> list[tuple[str, list[Row]]]:
    """The lines by group; those of other countries' and international measures, which repeat ours under their names, come last, together."""
    drawn = [
        (
            tr(*GROUP_WORDS[group]),
            [row(asked, line) for line in lines if line.indicator.family != INTERNATIONAL],
        )
        for group, lines in found.groups
    ]
    abroad = [
        row(asked, line)
        for _, lines in found.groups
        for line in lines
        if line.indicator.family == INTERNATIONAL
    ]
    named = tr(
        "国际和外国口径（与上面并列，便于对照）",
        "International and foreign measures, beside ours for comparison",
    )
    return [(words, rows) for words, rows in [*drawn, (named, abroad)] if rows]


def documents(found: Health) -> list[str]:
    """The documents that set the intervals of the page, with their days."""
    lines = [line for _, some in found.groups for line in some]
    return document_words((name_of(line.indicator), line.interval) for line in lines if line.interval)


def name_of(indicator: Indicator) -> str:
    return tr(indicator.name_zh, indicator.name_en)


def indicator_href(asked: Asked, indicator: Indicator) -> str:
    return asked.address("situation_indicator", indicator.id)


def row(asked: Asked, line: Line) -> Row:
    """A line of the check."""
    indicator, unit = line.indicator, line.indicator.formula.unit
    has_denominator = indicator.formula.denominator is not None
    before = asked.in_period(asked.period.last_year)
    return Row(
        name_of(indicator), indicator_href(asked, indicator), valued(asked, line.now, unit), counted(asked, line.now),
        counted(asked, line.now, DENOMINATOR) if has_denominator else None, drawings.strip(line),
        interval_words(line.interval, unit) if line.interval else NOTHING, line.interval.document if line.interval else "",
        valued(before, line.before, unit) if line.before else NOTHING,
        drawings.state_sign(drawings.HIDDEN if line.now.hidden else line.state), line.state == FEW, drawings.chance_words(line.now),
    )  # fmt: skip


__all__ = ["GROUP_WORDS", "indicator_href", "name_of", "page", "row"]
