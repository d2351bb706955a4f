"""The standing views of the docket: what each asks for, how it is sorted, which columns it shows when nobody chose others."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from xiezhi.record.viewers import Viewer
from xiezhi.rules.language import tr
from xiezhi.rules.offices import role
from xiezhi.rules.procedure.catalogue import event_kind
from xiezhi.work.deadlines import queries
from xiezhi.work.deadlines.law_in_force import law_in_force

USUAL = ("number", "cause", "parties", "procedure", "judge", "filed", "due", "progress", "left", "next")
OVERRUN = (
    "number", "cause", "judge", "filed", "base", "due", "deducted", "extensions", "progress", "left", "beyond",
)  # fmt: skip
CLOSED = (
    "number",
    "cause",
    "parties",
    "procedure",
    "judge",
    "closed",
    "outcome",
    "due",
    "left",
    "next",
)

Asked = Callable[[Viewer, date], Q]


@dataclass(frozen=True, slots=True)
class View:
    """A view everybody has. `closed`: over closed cases; the others are over pending ones."""

    key: str
    zh: str
    en: str
    asked: Asked
    sort: str
    columns: tuple[str, ...] = USUAL
    closed: bool = False
    about_zh: str = ""
    about_en: str = ""
    counted: Callable[[], int] = lambda: 0  # the number that its sentence names as {n}

    @property
    def about(self) -> str:
        return tr(self.about_zh, self.about_en).format(n=self.counted())


def _months_of_long_pending() -> int:
    """From which age on a pending case is watched for it, by the law in force."""
    return law_in_force().warnings.long_pending_months


OPEN, CLOSED_VIEW, MINE = "open", "closed", "mine"
VIEWS = {
    view.key: view
    for view in (
        View(OPEN, "未结", "Pending", lambda viewer, on: queries.PENDING, "due"),
        View(
            MINE, "我承办的", "I am reporting judge",
            lambda viewer, on: queries.PENDING & Q(reporting_judge=viewer.officer), "due",
        ),
        View("over", "已超期限", "Past the limit", lambda viewer, on: queries.over_limit(on), "due"),
        View(
            "hidden", "隐性超审限", "Hidden overruns", lambda viewer, on: queries.hidden_overrun(on), "due", OVERRUN,
            about_zh="这些案件经扣除、延长仍在期限内，自然天数已过基本期限。它们没有违反审限规定；列在这里，是要让每一段扣除和延长都有人看过。",
            about_en="Within the limit after deductions and extensions, yet beyond the base limit by the calendar. No rule is "
            "broken; they stand here so that somebody looks at every deduction and extension.",
        ),
        View("suspended", "中止", "Suspended", lambda viewer, on: queries.suspended(), "filed"),
        View("paused", "扣除中", "Clock stopped", lambda viewer, on: queries.paused(), "filed"),
        View(
            "provisional", "暂定日期", "Provisional", lambda viewer, on: queries.provisional(), "due",
            about_zh="届满日落在放假安排尚未公布的年份；安排公布后重新计算。",
            about_en="The last day lies in a year whose holiday notice is not out; it will be computed again then.",
        ),
        View(
            "long", "长期未结", "Long pending",
            lambda viewer, on: queries.long_pending(on, _months_of_long_pending()), "filed",
            about_zh="立案已满{n}个月，仍未结案。",
            about_en="Filed {n} months ago or earlier, and still pending.",
            counted=_months_of_long_pending,
        ),
        View(CLOSED_VIEW, "已结", "Closed", lambda viewer, on: ~queries.PENDING, "closed", CLOSED, closed=True),
    )
}  # fmt: skip

_SCOPED = {
    "own_cases": ("我的未结", "My pending"),
    "division": ("本庭和本人未结", "Division and mine"),
    "court": ("本院未结", "Court's pending"),
    "court_and_below": ("辖区未结", "All pending"),
    "unassigned": ("待分案", "To be assigned"),
}
_WITHOUT_PENDING = "closed"  # the scope of archives


def scope_of(viewer: Viewer) -> str:
    """The scope of the viewer's docket; `none` without a post."""
    return "none" if viewer.post is None else role(viewer.post.role).docket


def is_wide(viewer: Viewer) -> bool:
    """Whether the viewer's docket spans several courts."""
    return scope_of(viewer) == "court_and_below" and viewer.post is not None and viewer.post.level != "basic"


def views_for(viewer: Viewer) -> list[View]:
    """The standing views that make sense in the viewer's scope."""
    if scope_of(viewer) == _WITHOUT_PENDING:
        return [VIEWS[CLOSED_VIEW]]
    return [view for view in VIEWS.values() if view.key != MINE or _reports(viewer)]


def _reports(viewer: Viewer) -> bool:
    """Whether the viewer's post can be that of a reporting judge: whoever answers for a case may ask for more time in it."""
    return viewer.post is not None and viewer.post.role in event_kind("extension.requested").part_roles


def view_words(view: View, viewer: Viewer) -> str:
    """The name of a view; the first one says whose cases they are."""
    if view.key != OPEN:
        return tr(view.zh, view.en)
    scope = scope_of(viewer)
    return tr(*_SCOPED["court" if scope == "court_and_below" and not is_wide(viewer) else scope])


def usual_columns(view: View, viewer: Viewer) -> tuple[str, ...]:
    """The columns of a view before anybody chose; where several courts are listed, the court takes the place of what is lesser."""
    if not is_wide(viewer):
        return view.columns
    return tuple("court" if key == "procedure" else key for key in view.columns if key != "next")
