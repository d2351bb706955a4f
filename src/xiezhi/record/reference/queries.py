"""Reading reference series: they are published totals, open to everybody who is signed in."""

from typing import NamedTuple

from django.db.models import Count, Max, Min, QuerySet

from xiezhi.record.errors import NotThere
from xiezhi.record.reference.figures import Figure
from xiezhi.record.reference.layout import MEASURES
from xiezhi.record.reference.models import CURRENT, ReferenceSeries
from xiezhi.record.viewers import Viewer


class Changed(NamedTuple):
    """One total that differs between two versions; None = it is not in that version."""

    unit: str
    year: int
    measure: str
    before: int | None
    after: int | None


class Line(NamedTuple):
    """The totals of a unit in a year, in the order of MEASURES; None where the file says nothing."""

    unit: str
    year: int
    totals: tuple[int | None, ...]


def current_series(viewer: Viewer) -> QuerySet[ReferenceSeries]:
    """The version of each series that stands, with how many units it has and from which year to which."""
    if viewer.post is None:
        return ReferenceSeries.objects.none()
    told = {
        "units": Count("values__unit", distinct=True),
        "first": Min("values__year"),
        "last": Max("values__year"),
    }
    return ReferenceSeries.objects.filter(CURRENT).annotate(**told).order_by("name")


def series_version(viewer: Viewer, name: str, version: int | None = None) -> ReferenceSeries:
    """A version of a series, the one that stands unless a number is given. Raises NotThere."""
    found = ReferenceSeries.objects.filter(name=name)
    found = found.filter(CURRENT) if version is None else found.filter(version=version)
    one = found.select_related("entered_by").first() if viewer.post else None
    if one is None:
        raise NotThere("没有这个数列", "no such series")
    return one


def versions_of(series: ReferenceSeries) -> QuerySet[ReferenceSeries]:
    """Every version of the series, newest first."""
    return ReferenceSeries.objects.filter(name=series.name).select_related("entered_by").order_by("-version")


def figures_of(series: ReferenceSeries) -> list[Figure]:
    """The totals, in order."""
    rows = series.values.order_by("unit", "year", "measure")
    return [Figure(*row) for row in rows.values_list("unit", "year", "measure", "value", "line")]


def measures_in(figures: list[Figure]) -> tuple[str, ...]:
    """The measures that are told, in their order."""
    told = {one.measure for one in figures}
    return tuple(measure for measure in MEASURES if measure in told)


def as_table(figures: list[Figure]) -> list[Line]:
    """Unit by unit, year by year."""
    measures = measures_in(figures)
    flows: dict[tuple[str, int], dict[str, int]] = {}
    for one in figures:
        flows.setdefault((one.unit, one.year), {})[one.measure] = one.value
    return [
        Line(unit, year, tuple(flow.get(name) for name in measures))
        for (unit, year), flow in sorted(flows.items())
    ]


def differences(before: ReferenceSeries, after: ReferenceSeries) -> list[Changed]:
    """What the later version changed, added or took away."""
    old = {(one.unit, one.year, one.measure): one.value for one in figures_of(before)}
    new = {(one.unit, one.year, one.measure): one.value for one in figures_of(after)}
    keys = sorted(old.keys() | new.keys())
    return [Changed(*key, old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key)]
