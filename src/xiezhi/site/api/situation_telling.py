"""Answers about the situation filled from the catalogue and from figures, in the reader's language."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from xiezhi.record.models import Court
from xiezhi.record.visibility import searchable_for
from xiezhi.rules.indicators.catalogue import excluded, formulas, scopes, terms
from xiezhi.rules.indicators.columns import Column, fact_columns
from xiezhi.rules.indicators.model import Formula, Indicator, Interval, Side
from xiezhi.rules.indicators.periods import Period
from xiezhi.rules.language import tr
from xiezhi.site.api import situation_shapes as shapes
from xiezhi.site.api.shapes import CaseLine
from xiezhi.site.api.situation_asking import APART, COURT
from xiezhi.site.api.telling import line_of
from xiezhi.site.staff.situation.asking import FILTERS, Asked
from xiezhi.site.staff.situation.numbers import has_cases
from xiezhi.work.situation.counts import formula_of, name_of
from xiezhi.work.situation.health import state_of
from xiezhi.work.situation.looking import DENOMINATOR, NUMERATOR, Shown
from xiezhi.work.situation.models import Snapshot
from xiezhi.work.situation.own_intervals import known_indicators

CASES = "/api/situation/cases"


# --- definitions


def catalogue() -> shapes.Indicators:
    """Every indicator, and those of the handbook that are not computed."""
    return shapes.Indicators(
        indicators=[indicator_of(one) for one in known_indicators().values()],
        excluded=[
            shapes.ExcludedShape(id=one.id, name=tr(one.name_zh, one.name_en), why=tr(one.why_zh, one.why_en))
            for one in excluded()
        ],
    )


def indicator_of(one: Indicator) -> shapes.IndicatorShape:
    """An indicator with all that is known about its definition."""
    return shapes.IndicatorShape(
        **_formula(one.formula), id=one.id, family=one.family, group=one.group, direction=one.direction,
        descriptive=one.descriptive, shown=one.shown, first=one.first, last=one.last, version=one.version, succeeds=one.succeeds,
        verification=one.verification, formula_status=one.formula_status, source=tr(one.source_zh, one.source_en),
        formula=tr(one.formula_zh, one.formula_en), caveat=tr(one.caveat_zh, one.caveat_en),
        intervals=[interval_of(interval) for interval in one.intervals],
        variants=[shapes.Definition(**_formula(variant.formula)) for variant in one.variants],
    )  # fmt: skip


def _formula(formula: Formula) -> dict[str, Any]:
    return {
        "key": formula.key, "name": name_of(formula.key), "value": formula.value, "unit": formula.unit, "scale": formula.scale,
        "by_days": formula.by_days, "complement": formula.complement, "follows_scope": formula.follows_scope,
        "numerator": _side(formula.numerator), "denominator": _side(formula.denominator) if formula.denominator else None,
    }  # fmt: skip


def _side(side: Side) -> shapes.SideDefinition:
    return shapes.SideDefinition(
        bases=list(side.bases), where="" if side.per else side.text, summed=side.of is not None, distinct=side.distinct,
        owner=side.owner, per=side.per,
    )  # fmt: skip


def interval_of(interval: Interval) -> shapes.IntervalShape:
    return shapes.IntervalShape(
        low=interval.low,
        high=interval.high,
        document=interval.document,
        first=interval.first,
        last=interval.last,
    )


def conditions() -> shapes.Scopes:
    """The scopes, the terms and the columns that definitions are told in."""
    return shapes.Scopes(
        scopes=[shapes.Condition(id=one.id, name=tr(one.name_zh, one.name_en), where=one.text) for one in scopes().values()],
        terms=[shapes.Condition(id=one.id, name=tr(one.name_zh, one.name_en), where=one.text) for one in terms().values()],
        columns=[_column(column) for column in fact_columns().values()],
    )  # fmt: skip


def _column(column: Column) -> shapes.ColumnShape:
    words = {word: tr(*pair) for word, pair in column.words.items()}
    return shapes.ColumnShape(
        name=column.name, title=tr(column.name_zh, column.name_en), kind=column.kind, words=words, by=column.name in APART,
        filter=column.name in FILTERS,
    )  # fmt: skip


# --- what figures rest on


def snapshot_of(snapshot: Snapshot) -> shapes.SnapshotShape:
    return shapes.SnapshotShape(id=UUID(str(snapshot.id)), kind=snapshot.kind, known_at=snapshot.known_at)


def snapshot_line(snapshot: Snapshot) -> shapes.SnapshotLine:
    return shapes.SnapshotLine(
        id=snapshot.id,
        kind=snapshot.kind,
        known_at=snapshot.known_at,
        taken_at=snapshot.taken_at,
        digest=snapshot.digest,
    )


def court_of(court: Court) -> shapes.CourtShape:
    name = tr(court.name, court.name_en or court.name)
    return shapes.CourtShape(
        id=court.pk, code=court.code, name=name, level=court.level, parent=court.parent_id
    )


# --- answers


def period_of(period: Period) -> shapes.PeriodShape:
    return shapes.PeriodShape(name=period.name, kind=period.kind, start=period.start, end=period.end)


def answered(asked: Asked) -> shapes.Answered:
    """The question as it was understood."""
    return shapes.Answered(
        court=asked.court.pk if asked.court else None, below=asked.below, division=asked.division.pk if asked.division else None,
        scope=asked.scope, period=period_of(asked.period), where=[f"{name}:{value}" for name, value in asked.where],
        snapshot=snapshot_of(asked.snapshot),
    )  # fmt: skip


def figure_of(asked: Asked, shown: Shown, by: tuple[str, ...]) -> shapes.FigureShape:
    """A figure with its interval and the way to its cases."""
    formula = formula_of(shown.key)
    assert formula is not None  # it was asked for by its formula
    known = formulas().get(shown.key)
    interval = known_indicators()[known[0].id].interval_on(shown.period.end) if known else None
    group = dict(zip(by, shown.group))
    return shapes.FigureShape(
        **numbers_of(shown), key=shown.key, name=name_of(shown.key), unit=formula.unit, period=period_of(shown.period), group=group,
        interval=interval_of(interval) if interval else None, state="hidden" if shown.hidden else state_of(shown, interval),
        cases=shapes.CaseLinks(
            numerator=_cases(asked, shown, group, NUMERATOR), denominator=_cases(asked, shown, group, DENOMINATOR)
        ),
    )  # fmt: skip


def numbers_of(shown: Shown) -> dict[str, Any]:
    return {
        "value": shown.value, "numerator": shown.numerator, "denominator": shown.denominator, "hidden": shown.hidden,
    }  # fmt: skip


def _cases(asked: Asked, shown: Shown, group: dict[str, str | None], side: str) -> str | None:
    """The address of the cases behind a side of a figure; None where there are none to list."""
    count = shown.numerator if side == NUMERATOR else shown.denominator
    told = {name: value for name, value in group.items() if name != COURT}
    reachable = told.keys() <= FILTERS and (COURT not in group or group[COURT] is not None)
    if not (asked.sight.lists and count and has_cases(shown.key, side) and reachable):
        return None
    values = {
        name: value
        for name, value in asked.values(period=shown.period.name)
        if name not in ("where", "court")
    }
    court = group.get(COURT) or (str(asked.court.pk) if asked.court else None)
    if court is not None:
        values |= {"court": court, "below": "false" if COURT in group or not asked.below else "true"}
    where = dict(asked.where) | {name: value or "" for name, value in told.items()}
    pairs = [*values.items(), *(("where", f"{name}:{value}") for name, value in where.items())]
    return f"{CASES}?{urlencode([('indicator', shown.key), ('side', side), *pairs])}"


def point_of(shown: Shown, indicator: Indicator | None) -> shapes.Point:
    in_force = indicator is None or indicator.in_force(shown.period.end)
    return shapes.Point(**numbers_of(shown), period=period_of(shown.period), in_force=in_force)


def listed(asked: Asked, some: Iterable[UUID]) -> list[shapes.ListedCase]:
    """Cases in their order; those that are not named to the viewer hold their place and say nothing."""
    keys = list(some)
    rows = searchable_for(asked.viewer).filter(pk__in=keys).select_related("court")
    named = {case.pk: CaseLine(**line_of(case)) for case in rows}
    return [shapes.ListedCase(named=key in named, case=named.get(key)) for key in keys]
