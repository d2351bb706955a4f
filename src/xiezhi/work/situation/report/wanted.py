"""Which report somebody wants, and whether he may have it: figures that count everything are for those who answer for the court.

A report holds counts of any size, so it is for those who also list the cases of all its courts (rules/data/offices.toml, `situation`
and `docket`); for a division head it is the report of his division.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from xiezhi.record.errors import NotThere, Refused
from xiezhi.record.models import Court, Division
from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import courts_below
from xiezhi.rules.errors import InputError
from xiezhi.rules.indicators.model import INTERNATIONAL
from xiezhi.rules.indicators.periods import Period
from xiezhi.rules.language import tr
from xiezhi.rules.offices import role
from xiezhi.work.situation.models import Report, Snapshot
from xiezhi.work.situation.report.values import Basis, Place, Places
from xiezhi.work.situation.sight import Sight, sight_of
from xiezhi.work.situation.wording import named

# What may be asked for besides: its name.
ANNEXES: dict[str, tuple[str, str]] = {INTERNATIONAL: ("国际指标对照", "Indicators of other countries")}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The report of a court (`below`: and the courts below it), or of one of its divisions, from a snapshot, with some of ANNEXES."""

    court: Court
    below: bool
    division: Division | None
    scope: str
    period: Period
    snapshot: Snapshot
    annexes: tuple[str, ...] = ()

    @property
    def courts(self) -> tuple[str, ...]:
        """The courts that it counts."""
        return courts_in(self.court.pk, below=self.below)

    @property
    def basis(self) -> Basis:
        division = str(self.division.pk) if self.division else None
        return Basis(
            str(self.snapshot.pk),
            self.snapshot.known_at,
            self.scope,
            self.period,
            self.courts,
            division,
            self.annexes,
        )


def read_annexes(names: Iterable[str]) -> tuple[str, ...]:
    """Annexes by their names, in the order of the product. Raises InputError for one that there is not."""
    asked = set(names)
    strange = sorted(asked - ANNEXES.keys())
    if strange:
        raise InputError(
            f"没有这个附录：{strange[0]}；可选：{'、'.join(ANNEXES)}",
            f"no such annex: {strange[0]}; choose from: {', '.join(ANNEXES)}",
            field="annex",
        )
    return tuple(name for name in ANNEXES if name in asked)


def courts_in(court: UUID, *, below: bool) -> tuple[str, ...]:
    """A court alone or with those below it."""
    return tuple(sorted(map(str, courts_below(court) if below else [court])))


def usual_court(viewer: Viewer) -> tuple[UUID, bool, UUID | None]:
    """What the report of this post is about when nothing was chosen: court, whether with those below, division. Raises Refused, also for
    the head of a division whose post names none: he answers for no court."""
    scope = _scope(viewer)
    post = viewer.post
    assert post is not None
    if scope == "division" and post.division is None:
        raise Refused(
            "您的任职没有注明庭室，没有可以看的报告和会商；请按任职登记庭室",
            "your post names no division, so there are no reports and meetings for it; have the division entered with the post",
        )
    return (
        post.court,
        scope == "court_and_below" and post.level != "basic",
        post.division if scope == "division" else None,
    )


def demand(viewer: Viewer, court: UUID, *, below: bool, division: UUID | None) -> Sight:
    """The sight in which the viewer may have this report. Raises Refused for a post without reports, NotThere for others' courts."""
    scope = _scope(viewer)
    sight = sight_of(viewer)
    assert viewer.post is not None
    if scope == "division":
        if division is None or division != viewer.post.division:
            raise NotThere("没有这份报告", "no such report")
        return sight
    if not all(sight.over(one) for one in courts_in(court, below=below)):
        raise NotThere("没有这份报告", "no such report")
    return sight


def _scope(viewer: Viewer) -> str:
    """Which figures the post answers for. Raises Refused."""
    office = role(viewer.post.role) if viewer.post else None
    if office is None or office.situation == "none" or office.docket == "none":
        raise Refused(
            "报告和会商供院长、副院长、庭长、副庭长和审判管理办公室使用；您的职务可以看“态势”各页中本人可见的数字",
            "reports and meetings are for presidents, vice-presidents, heads of divisions and trial management; your post sees its own figures "
            "on the pages of the situation",
        )
    return office.situation


def has_reports(viewer: Viewer) -> bool:
    """Whether the post has reports at all."""
    try:
        _scope(viewer)
    except Refused:
        return False
    return True


def open_to(viewer: Viewer) -> QuerySet[Report]:
    """The reports that the viewer may have: those that `demand` would not refuse, asked of the database at once."""
    if not has_reports(viewer):
        return Report.objects.none()
    post = viewer.post
    assert post is not None
    if _scope(viewer) == "division":
        return Report.objects.filter(court=post.court, division=post.division).exclude(division=None)
    return Report.objects.filter(of_whole_courts(viewer))


def of_whole_courts(viewer: Viewer) -> Q:
    """As a condition on reports and meetings: every court that they count is in the viewer's sight."""
    courts = sight_of(viewer).courts
    if courts is None:
        return Q()
    # Courts in sight come with all those below them, or alone.
    reaching_out = Court.objects.exclude(pk__in=courts).exclude(parent=None).values("parent")
    return Q(court__in=courts) & ~Q(below=True, court__in=reaching_out)


def written_of(wanted: Wanted) -> dict[str, Any]:
    """What is wanted as jobs and the audit trail keep it."""
    return {
        "court": str(wanted.court.pk), "below": wanted.below, "division": str(wanted.division.pk) if wanted.division else "",
        "scope": wanted.scope, "period": wanted.period.name, "snapshot": str(wanted.snapshot.pk), "annexes": list(wanted.annexes),
    }  # fmt: skip


# --- names


def places_of(wanted: Wanted) -> Places:
    """What the report calls its court, and its courts or divisions in administrative order."""
    name = named(wanted.court)
    if wanted.division:
        title = tr(f"{name}{named(wanted.division)}", f"{name}, {named(wanted.division)}")
        return Places(title)
    found = list(Court.objects.filter(pk__in=wanted.courts).order_by("place", "pk"))
    courts = tuple(Place(str(one.pk), named(one)) for one in found)
    areas = tuple(Place(str(one.pk), named(one)) for one in found if one.level == "intermediate")
    divisions = tuple(
        Place(str(one.pk), named(one))
        for one in Division.objects.filter(court=wanted.court).order_by("place", "pk")
    )
    title = tr(f"{name}和辖区法院", f"{name} and the courts below") if len(courts) > 1 else name
    return Places(title, courts, divisions, areas if len(areas) > 1 else ())
