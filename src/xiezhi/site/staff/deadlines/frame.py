"""The head of every page of the area: heading, tabs with their figures, chips of scope and branch."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiezhi.record.models import Court, Division
from xiezhi.record.viewers import Viewer
from xiezhi.record.visibility import courts_of
from xiezhi.rules.language import tr
from xiezhi.rules.offices import role
from xiezhi.rules.procedure.catalogue import load_procedure
from xiezhi.site.staff.deadlines.asking import MINE, Asked, own_only
from xiezhi.site.staff.docket.columns import choice_name
from xiezhi.site.staff.parts import Chip, Tab
from xiezhi.work.deadlines.changed_law.change_list import changes_in
from xiezhi.work.deadlines.models import Edition
from xiezhi.work.deadlines.watched.board import Tally, of_branch, tally
from xiezhi.work.deadlines.watched.reminding import reminders_of
from xiezhi.work.deadlines.watched.scope import lists_pending, spans_courts
from xiezhi.work.deadlines.watched.unseen import unlooked

BOARD, MONTH, OVERRUNS, SUSPENSIONS = (
    "deadlines",
    "deadlines_month",
    "deadlines_overruns",
    "deadlines_suspensions",
)
CHANGES, REMINDERS, ABSENCES = "deadlines_changes", "deadlines_reminders", "deadlines_absences"


def head(asked: Asked, here: str, counts: Tally | None = None) -> dict[str, Any]:
    """What stands above a page: `here` is the name of its address. `counts` where the page has counted already."""
    counts = counts or tally(asked.viewer, asked.scope, asked.law.warnings)
    return {
        "asked": asked,
        "tally": counts,
        "tabs": tabs(asked, here, counts),
        "chips": [*scope_chips(asked, here), *branch_chips(asked, here, counts)],
    }


def tabs(asked: Asked, here: str, counts: Tally) -> list[Tab]:
    """The tabs; a figure beside one is that of its list."""
    viewer, scope = asked.viewer, asked.scope
    figures = {
        OVERRUNS: of_branch(counts.hidden, scope.branch),
        SUSPENSIONS: unlooked(viewer, scope, asked.law.warnings).count(),
        REMINDERS: reminders_of(viewer).count(),
        CHANGES: _changes_waiting(viewer),
    }
    words = {
        BOARD: tr("提醒档", "Board"),
        MONTH: tr("月历", "Month"),
        OVERRUNS: tr("隐性超审限", "Hidden overruns"),
        SUSPENSIONS: tr("中止待核查", "Suspensions to check"),
        REMINDERS: tr("我的提醒", "My reminders"),
        CHANGES: tr("变更影响", "Changes"),
        ABSENCES: tr("离岗代办", "Leave"),
    }
    return [
        Tab(word, asked.address(name), figures.get(name) or None, name == here)
        for name, word in words.items()
    ]


def _changes_waiting(viewer: Viewer) -> int:
    edition = Edition.objects.filter(standing=Edition.STAGED).defer("files").first()
    return 0 if edition is None else changes_in(viewer, edition).count()


def scope_chips(asked: Asked, here: str) -> list[Chip]:
    """Whose cases: all of the post's docket, one division, one's own; where the docket spans courts, one of them."""
    viewer, scope = asked.viewer, asked.scope
    assert viewer.post is not None
    if own_only(viewer):
        return []
    chips = [
        Chip(
            _whole(viewer), asked.address(here, court=None, division=None, mine=None),
            not (scope.court or scope.division or asked.mine), one_of=True,
        )
    ]  # fmt: skip
    if spans_courts(viewer):
        chips.append(_courts(asked, here))
    chips += _divisions(asked, here)
    if not spans_courts(viewer):
        mine = asked.address(here, court=None, division=None, mine=MINE)
        chips.append(Chip(tr("我承办的", "Mine"), mine, asked.mine, one_of=True))
    return [chip for chip in chips if chip.href or chip.choices]


def _whole(viewer: Viewer) -> str:
    assert viewer.post is not None
    scope = role(viewer.post.role).docket
    if spans_courts(viewer):
        return tr("全省", "Whole province") if viewer.post.level == "high" else tr("辖区", "All courts")
    names = {"division": ("本庭和本人", "Division and mine"), "unassigned": ("待分案", "To be assigned")}
    return tr(*names.get(scope, ("全院", "Whole court")))


def _courts(asked: Asked, here: str) -> Chip:
    rows = Court.objects.filter(pk__in=courts_of(asked.viewer), last_on=None).values_list(
        "pk", "name", "name_en"
    )
    named = [(str(key), tr(zh, en or zh)) for key, zh, en in rows]
    chosen = str(asked.scope.court)
    choices = tuple(
        Chip(name, asked.address(here, court=key, division=None, mine=None), key == chosen)
        for key, name in named
    )
    words = next((name for key, name in named if key == chosen), tr("法院", "Court"))
    return Chip(words, "", asked.scope.court is not None, choices=choices)


def _divisions(asked: Asked, here: str) -> list[Chip]:
    """The divisions of the court looked at: the own one as a chip, all in a menu."""
    viewer, scope = asked.viewer, asked.scope
    assert viewer.post is not None
    docket = role(viewer.post.role).docket
    if docket not in ("court", "court_and_below"):
        return []
    court = scope.court or (None if spans_courts(viewer) else viewer.post.court)
    if court is None or court not in {viewer.post.court, *courts_of(viewer)}:
        return []
    rows = Division.objects.filter(court=court, last_on=None).values_list("pk", "name", "name_en")
    named = [(str(key), tr(zh, en or zh)) for key, zh, en in rows]
    chosen = str(scope.division)
    choices = tuple(
        Chip(name, asked.address(here, division=key, mine=None), key == chosen) for key, name in named
    )
    words = next((name for key, name in named if key == chosen), tr("庭室", "Division"))
    return [Chip(words, "", scope.division is not None, choices=choices)] if len(choices) > 1 else []


def branch_chips(asked: Asked, here: str, counts: Tally) -> list[Chip]:
    """The branches that have pending cases, in the order of the catalogue; pressing the one that is set takes it off."""
    chosen = asked.scope.branch
    present = [
        name for name in load_procedure().choices["branch"] if name in counts.branches or name == chosen
    ]
    if len(present) < 2 and chosen is None:
        return []
    return [
        Chip(
            choice_name("branch", name),
            asked.address(here, branch=None if name == chosen else name),
            name == chosen,
        )
        for name in present
    ]


def without_cases(request: HttpRequest, viewer: Viewer) -> HttpResponse | None:
    """The page of those whose post lists no pending cases; None for all others."""
    return None if lists_pending(viewer) else render(request, "staff/deadlines_none.html")
