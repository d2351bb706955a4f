"""The situation for programs: definitions, figures, series, the cases behind them, and open data. Only read, never written.

Everything comes through the doorway of the pages (`work.situation.looking`), with the same sight, the same suppression of small counts
and the same entries in the audit trail.
"""

import functools
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from xiezhi.record.audit import note
from xiezhi.record.errors import NotThere, Refused
from xiezhi.record.models import Court
from xiezhi.rules.indicators.catalogue import formulas
from xiezhi.rules.indicators.model import Formula
from xiezhi.site.api import situation_shapes as shapes
from xiezhi.site.api import situation_telling as telling
from xiezhi.site.api.door import Ask, spoken, viewer_of
from xiezhi.site.api.shapes import Error
from xiezhi.site.api.situation_asking import apart_in, asked_in, formula_in, series_in, sight_in, snapshot_in
from xiezhi.site.staff.access import viewer_in
from xiezhi.site.staff.situation.asking import Asked
from xiezhi.site.staff.situation.door import deny
from xiezhi.site.staff.situation.open_data import package_answer, package_for
from xiezhi.work.situation.case_list import case_list
from xiezhi.work.situation.counts import name_of
from xiezhi.work.situation.health import in_force
from xiezhi.work.situation.models import Snapshot
from xiezhi.work.situation.own_intervals import known_indicators
from xiezhi.work.situation.parts import flow_told_together
from xiezhi.work.situation.sight import sight_of

VIEWED, LISTED = "situation.viewed", "situation.listed"
READS: dict[Any, Any] = {401: Error, 403: Error, 404: Error, 422: Error, 503: Error}

situation = Router(tags=["situation"])


def noted(ask: Ask) -> Ask:
    """What is refused, or not there for the viewer, leaves an entry in the trail."""

    @functools.wraps(ask)
    def answer(request: HttpRequest, *arguments: Any, **options: Any) -> Any:
        try:
            return ask(request, *arguments, **options)
        except (NotThere, Refused) as refusal:
            deny(viewer_in(request), refusal, request.get_full_path())
            raise

    return answer


@situation.get("/indicators", response={200: shapes.Indicators, **READS})
@spoken
@noted
def read_indicators(request: HttpRequest) -> shapes.Indicators:
    """Every indicator: formula, source, how far it is proven, when it is in force, its variants; and what is not computed."""
    viewer_of(request)
    return telling.catalogue()


@situation.get("/indicators/{indicator}", response={200: shapes.IndicatorShape, **READS})
@spoken
@noted
def read_indicator(request: HttpRequest, indicator: Path[shapes.Key]) -> shapes.IndicatorShape:
    """One indicator by its id."""
    viewer_of(request)
    found = known_indicators().get(indicator)
    if found is None:
        raise NotThere("没有这项指标", "no such indicator")
    return telling.indicator_of(found)


@situation.get("/scopes", response={200: shapes.Scopes, **READS})
@spoken
@noted
def read_scopes(request: HttpRequest) -> shapes.Scopes:
    """The named scopes, and the terms and columns that definitions are told in."""
    viewer_of(request)
    return telling.conditions()


@situation.get("/courts", response={200: shapes.Courts, **READS})
@spoken
@noted
def read_courts(request: HttpRequest) -> shapes.Courts:
    """The courts whose figures the viewer may ask for."""
    sight = sight_in(viewer_of(request))
    rows = Court.objects.order_by("place", "pk")
    if sight.courts is not None:
        rows = rows.filter(pk__in=sight.courts)
    return shapes.Courts(courts=[telling.court_of(court) for court in rows])


@situation.get("/snapshots", response={200: shapes.Snapshots, **READS})
@spoken
@noted
def read_snapshots(request: HttpRequest, question: Query[shapes.SnapshotsQuestion]) -> shapes.Snapshots:
    """The snapshots of the facts that are kept, newest first."""
    sight_in(viewer_of(request))
    page, size = question.page, question.size
    rows = Snapshot.objects.filter(removed_at=None).order_by("-taken_at", "pk")
    some = rows[(page - 1) * size : page * size]
    return shapes.Snapshots(
        total=rows.count(), page=page, size=size, snapshots=[telling.snapshot_line(one) for one in some]
    )


@situation.get("/figures", response={200: shapes.Figures, **READS})
@spoken
@noted
def read_figures(request: HttpRequest, question: Query[shapes.FiguresQuestion]) -> shapes.Figures:
    """Figures of a period, apart by up to two columns."""
    asked = asked_in(question, viewer_of(request))
    by = apart_in(question.by, asked)
    wanted = [formula_in(key, asked.sight) for key in dict.fromkeys(question.indicator)] or [
        one.formula for one in in_force(asked.period)
    ]
    shown = flow_told_together(asked.sight, asked.look, wanted, by=by)
    _note(asked, "figures", indicators=[formula.key for formula in wanted], by=list(by))
    told = {one.key for one in shown}
    first = (question.page - 1) * question.size
    return shapes.Figures(
        asked=telling.answered(asked), total=len(shown), page=question.page, size=question.size,
        figures=[telling.figure_of(asked, one, by) for one in shown[first : first + question.size]],
        absent=[formula.key for formula in wanted if formula.key not in told],
    )  # fmt: skip


@situation.get("/series", response={200: shapes.SeriesShape, **READS})
@spoken
@noted
def read_series(request: HttpRequest, question: Query[shapes.SeriesQuestion]) -> shapes.SeriesShape:
    """One figure over periods in a row, up to the one asked for; of what is known only as it stands now (limits of open cases) that one alone."""
    asked = asked_in(question, viewer_of(request))
    formula = formula_in(question.indicator, asked.sight)
    known = formulas().get(formula.key)
    indicator = known[0] if known else None
    periods = series_in(asked, 1 if formula.stands_now else question.periods)
    shown = flow_told_together(asked.sight, asked.look, [formula], grid=periods)
    _note(asked, "series", indicators=[formula.key], periods=question.periods)
    return shapes.SeriesShape(
        asked=telling.answered(asked), key=formula.key, name=name_of(formula.key), unit=formula.unit,
        succeeds=indicator.succeeds if indicator else "", points=[telling.point_of(one, indicator) for one in shown],
    )  # fmt: skip


@situation.get("/cases", response={200: shapes.ListedCases, **READS})
@spoken
@noted
def read_cases(request: HttpRequest, question: Query[shapes.CasesQuestion]) -> shapes.ListedCases:
    """The cases behind the numerator or denominator of a figure, as many as the number said."""
    asked = asked_in(question, viewer_of(request))
    formula = formula_in(question.indicator, asked.sight)
    if not asked.sight.lists or not _has_side(formula, question.side):
        raise NotThere("没有这样的列表", "no such list")
    found = case_list(asked.sight, asked.look, formula, question.side)
    first = (question.page - 1) * question.size
    details = {
        "figure": formula.key,
        "side": question.side,
        "query": asked.values(),
        "count": len(found),
        "by": "api",
    }
    note(asked.viewer, LISTED, object_class="O1", details=details)
    return shapes.ListedCases(
        asked=telling.answered(asked), key=formula.key, side=question.side, total=len(found), page=question.page, size=question.size,
        cases=telling.listed(asked, found.part(first, first + question.size)),
    )  # fmt: skip


@situation.get("/open-data", response=READS, openapi_extra=shapes.PACKAGE)
@spoken
@noted
def read_open_data(request: HttpRequest, question: Query[shapes.OpenDataQuestion]) -> HttpResponse:
    """Counts of whole quarters for publication, without small ones, as CSV with its description; for posts over the whole province."""
    viewer = viewer_of(request)
    snapshot = snapshot_in(question.snapshot, None, viewer.on, sight_of(viewer))
    return package_answer(viewer, package_for(viewer, snapshot, question.period))


def _has_side(formula: Formula, side: str) -> bool:
    told = formula.numerator if side == "numerator" else formula.denominator
    return told is not None and not told.per


def _note(asked: Asked, what: str, **more: object) -> None:
    """The entry of the trail that figures were looked at."""
    details = {"page": f"api.{what}", "query": asked.values(), **more}
    note(asked.viewer, VIEWED, object_class="O6", details=details)
