"""The page of one indicator: its definition and where it stands, its value now and before, its courts, its months."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from xiezhi.rules.indicators.marks import STATUS_WORDS, VERIFICATION_WORDS
from xiezhi.rules.indicators.model import Indicator
from xiezhi.rules.language import tr
from xiezhi.site.staff.situation.asking import Asked
from xiezhi.site.staff.situation.door import signed_in
from xiezhi.site.staff.situation.frame import Chart, Table, head, question
from xiezhi.site.staff.situation.health import GROUP_WORDS, indicator_href, name_of, row
from xiezhi.site.staff.situation.indicator_charts import charts, history_chart
from xiezhi.site.staff.situation.numbers import DENOMINATOR, Number, counted, valued
from xiezhi.site.staff.situation.waiting import Waited, answer_of
from xiezhi.work.situation import indicator_limits
from xiezhi.work.situation.indicator_page import IndicatorPage, indicator_page, past_definitions
from xiezhi.work.situation.own_intervals import known_indicators
from xiezhi.work.situation.wording import (
    interval_words,
    people_note,
    span_words,
)

HERE = "situation_indicator"


@signed_in
def page(request: HttpRequest, indicator_id: str) -> HttpResponse:
    """One indicator in what is asked for."""
    indicator = known_indicators().get(indicator_id)
    if indicator is None:
        raise Http404
    asked = question(request)
    if isinstance(asked, HttpResponse):
        return asked
    if asked.sight.personal:  # no figure of an indicator is about one person, not even a count
        context = head(asked, HERE, indicator.id) | definition(indicator)
        context["workload"] = asked.address("situation_workload")
        return render(request, "staff/situation/indicator.html", context)
    if not indicator.in_force(asked.period.end):
        context = head(asked, HERE, indicator.id) | out_of_force(asked, indicator)
        return render(request, "staff/situation/indicator.html", context)
    choices = indicator_limits.choices_of(asked.sight, asked.look, indicator)
    waited = answer_of(request, indicator_limits.LIMITS, asked.sight, asked.look, choices)
    if isinstance(waited, HttpResponse):
        return waited
    found = indicator_page(asked.sight, asked.look, indicator)
    context = (
        head(asked, HERE, indicator.id)
        | parts(asked, found)
        | {"waited": waited, "charts": waited_charts(asked, found, waited)}
    )
    return render(request, "staff/situation/indicator.html", context)


def out_of_force(asked: Asked, indicator: Indicator) -> dict[str, Any]:
    """The page in a period in which the definition is not in force: what it was and its own past, no figure of the period."""
    sight, look = asked.sight, asked.look
    found = IndicatorPage(indicator, None, [], past_definitions(sight, look, indicator), [], [])
    followers = [
        one
        for one in known_indicators().values()
        if one.succeeds == indicator.id and one.in_force(asked.period.end)
    ]
    return parts(asked, found) | {
        "out_of_force": span_words(indicator.first, indicator.last),
        "followers": [(name_of(one), indicator_href(asked, one)) for one in followers],
    }  # fmt: skip


def waited_charts(asked: Asked, found: IndicatorPage, waited: Waited) -> list[Chart]:
    """The charts of the answer, beside the figures and the links of the facts that it is of."""
    of = waited.of(asked)
    if waited.earlier is not None:
        found = indicator_page(of.sight, of.look, found.indicator)
    return charts(of, found, waited.answer)


def parts(asked: Asked, found: IndicatorPage) -> dict[str, Any]:
    """Everything the page shows."""
    return definition(found.indicator) | {
        "row": row(asked, found.line) if found.line else None,
        "variants": variants(asked, found),
        "history": history_chart(asked, found),
    }


def definition(indicator: Indicator) -> dict[str, Any]:
    """What the indicator is and where that stands, without a figure."""
    return {
        "indicator": indicator,
        "name": name_of(indicator),
        "group": tr(*GROUP_WORDS[indicator.group]),
        "formula": tr(indicator.formula_zh, indicator.formula_en),
        "source": tr(indicator.source_zh, indicator.source_en),
        "caveat": tr(indicator.caveat_zh, indicator.caveat_en),
        "people": people_note({per for formula in indicator.formulas() for per in formula.parameters}),
        "marks": [
            tr(*VERIFICATION_WORDS[indicator.verification]),
            tr(*STATUS_WORDS[indicator.formula_status]),
        ],
        "validity": validity(indicator),
        "intervals": intervals(indicator),
    }


def validity(indicator: Indicator) -> str:
    """Since when, until when the definition is in force, and its version."""
    span = span_words(indicator.first, indicator.last)
    return tr(f"第{indicator.version}版，{span}", f"version {indicator.version}, {span}")


def intervals(indicator: Indicator) -> list[tuple[str, str]]:
    """Every interval a document sets, with its document and the days on which it is in force."""
    return [
        (
            interval_words(one, indicator.unit),
            tr(f"{one.document}，", f"{one.document}, ") + span_words(one.first, one.last),
        )
        for one in sorted(indicator.intervals, key=lambda one: one.first)
    ]


def variants(asked: Asked, found: IndicatorPage) -> Table | None:
    """The indicator counted in other ways, each under its own name."""
    if not found.variants:
        return None
    rows: list[list[str | Number]] = []
    for variant, shown in found.variants:
        denominator = counted(asked, shown, DENOMINATOR) if variant.formula.denominator else "—"
        rows.append(
            [
                tr(variant.name_zh, variant.name_en),
                valued(asked, shown, variant.formula.unit),
                counted(asked, shown),
                denominator,
            ]
        )
    return Table(
        [tr("变体", "Variant"), tr("数值", "Value"), tr("分子", "Numerator"), tr("分母", "Denominator")], rows
    )
