"""The page of open data: what a package holds, what was hidden in it, and the package itself. Also hands it out to the interface."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiezhi.record.audit import note
from xiezhi.record.viewers import Viewer
from xiezhi.rules.errors import InputError
from xiezhi.rules.indicators.periods import QUARTER, YEAR, Period, grid_over, read_period
from xiezhi.rules.language import tr
from xiezhi.site.staff.access import viewer_in
from xiezhi.site.staff.situation import choosers
from xiezhi.site.staff.situation.asking import Asked
from xiezhi.site.staff.situation.door import signed_in
from xiezhi.site.staff.situation.frame import head, question
from xiezhi.work.situation.models import Snapshot
from xiezhi.work.situation.open_data.package import HIDDEN
from xiezhi.work.situation.open_data.tables import is_over
from xiezhi.work.situation.open_data.taking import TAKEN, Package, check_may_take, package
from xiezhi.work.situation.sight import sight_of
from xiezhi.work.situation.snapshots import known_day
from xiezhi.work.situation.suppression import FEWEST_SHOWN
from xiezhi.work.situation.wording import period_words

HERE = "situation_open_data"
QUARTERS_OFFERED, YEARS_OFFERED = 8, 4


class File(NamedTuple):
    """A file of the package: its name, rows, and how many numbers stand as hidden."""

    name: str
    rows: int
    hidden: int


@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """What the package of the chosen period holds."""
    asked = question(request)
    if isinstance(asked, HttpResponse):
        return asked
    check_may_take(asked.sight)
    found, fault = _found(asked)
    context: dict[str, Any] = head(asked, HERE) | {
        "files": _files(found) if found else [], "fault": fault, "hidden": HIDDEN, "below": FEWEST_SHOWN,
        "package": asked.address("situation_open_data_package"), "period": period_words(asked.period),
        "offered": list(_offered(asked)), "absent": [tr(one.name_zh, one.name_en) for one in found.tables.absent] if found else [],
    }  # fmt: skip
    return render(request, "staff/situation/open_data.html", context)


def _found(asked: Asked) -> tuple[Package | None, str]:
    try:
        return package(asked.snapshot, asked.period, asked.viewer.on), ""
    except InputError as fault:
        return None, tr(fault.zh, fault.en)


def _files(found: Package) -> list[File]:
    return [
        File(name, contents.count(b"\r\n") - 1, contents.count(HIDDEN.encode()))
        for name, contents in found.files.items() if name.endswith(".csv")
    ]  # fmt: skip


def _offered(asked: Asked) -> Iterable[choosers.Option]:
    """The last quarters and years that are over."""
    known = known_day(asked.snapshot)
    for kind, count in ((QUARTER, QUARTERS_OFFERED), (YEAR, YEARS_OFFERED)):
        (newest,) = grid_over(kind, known, known).periods
        last = newest if is_over(newest, asked.snapshot) else newest.previous
        for back in range(count):
            period = last.shifted(-back)
            yield choosers.Option(
                asked.address(HERE, period=period.name), period_words(period), period == asked.period
            )


@signed_in
def take(request: HttpRequest) -> HttpResponse:
    """The package as one file; whoever has no figures at all is refused like everybody else who may not take it."""
    check_may_take(sight_of(viewer_in(request)))
    asked = question(request)
    if isinstance(asked, HttpResponse):
        return asked
    return package_answer(asked.viewer, package_for(asked.viewer, asked.snapshot, asked.period.name))


def package_for(viewer: Viewer, snapshot: Snapshot, period: str) -> Package:
    """The package for somebody who may have it. Raises Refused, InputError."""
    check_may_take(sight_of(viewer))
    return package(snapshot, _read(period), viewer.on)


def _read(text: str) -> Period:
    try:
        return read_period(text)
    except InputError as fault:
        raise InputError(fault.zh, fault.en, field="period") from None


def package_answer(viewer: Viewer, made: Package) -> HttpResponse:
    """The package as it is sent, noted in the trail."""
    details = {"period": made.name, "snapshot": str(made.tables.snapshot.id), "files": len(made.files)}
    note(viewer, TAKEN, object_class="O6", details=details)
    answer = HttpResponse(made.packed(), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{made.name}.zip"'
    answer["Cache-Control"] = "no-store"
    return answer
