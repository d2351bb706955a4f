"""Whose deadlines a page is asked for: court, division, own cases, branch. Bad values are named, not guessed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from xiezhi.record.viewers import Viewer
from xiezhi.rules.errors import InputError
from xiezhi.rules.language import tr
from xiezhi.rules.offices import role
from xiezhi.rules.procedure.catalogue import load_procedure
from xiezhi.site.staff.typed import typed_day
from xiezhi.work.deadlines.law_in_force import LawInForce, law_in_force
from xiezhi.work.deadlines.watched.scope import Scope

LONGEST_SHOWN = 40
MINE = "1"


@dataclass(frozen=True)
class Asked:
    """The scope a page is asked for; `mine` = the viewer's own cases. `faults` names what could not be read and was left out."""

    viewer: Viewer
    scope: Scope
    faults: tuple[str, ...] = ()

    @property
    def mine(self) -> bool:
        return self.scope.officer is not None

    @property
    def on(self) -> date:
        return self.viewer.on

    @cached_property
    def law(self) -> LawInForce:
        """The law in force, looked up once for a page."""
        return law_in_force()

    def values(self, **changes: str | None) -> dict[str, str]:
        """The scope as an address writes it, with some values changed (None = taken out)."""
        scope = self.scope
        written: dict[str, object] = {
            "court": scope.court,
            "division": scope.division,
            "mine": MINE if self.mine else None,
            "branch": scope.branch,
        }
        return {name: str(value) for name, value in (written | changes).items() if value is not None}

    def address(self, page: str, *arguments: str, **changes: str | None) -> str:
        """The address of a page of this area for the same scope."""
        query = urlencode(self.values(**changes))
        path = reverse(f"staff:{page}", args=arguments)
        return f"{path}?{query}" if query else path

    def docket(self, view: str = "open", **more: str) -> str:
        """The docket's list of the same scope."""
        return docket_address(self.scope, view, **more)


def docket_address(scope: Scope, view: str = "open", **more: str) -> str:
    """The docket's list of pending cases of a scope, with further filters."""
    named = {"court": scope.court, "division": scope.division, "judge": scope.officer, "branch": scope.branch}
    query = {"view": view, **{name: str(value) for name, value in named.items() if value is not None}, **more}
    return f"{reverse('staff:docket')}?{urlencode(query)}"


def read(data: Mapping[str, str], viewer: Viewer) -> Asked:
    """The address as a scope. Without one, a page shows what the post answers for: its own cases, its division, its court."""
    faults: list[str] = []
    branch = data.get("branch", "")
    if branch and branch not in load_procedure().choices["branch"]:
        faults.append(_fault("类别", "Branch", branch))
        branch = ""
    scope = Scope(
        court=_identifier(data, "court", "法院", "Court", faults),
        division=_identifier(data, "division", "庭室", "Division", faults),
        officer=viewer.officer if data.get("mine") == MINE else None,
        branch=branch or None,
    )
    return Asked(viewer, scope, tuple(faults))


def _identifier(data: Mapping[str, str], name: str, zh: str, en: str, faults: list[str]) -> UUID | None:
    typed = data.get(name, "")
    if not typed:
        return None
    try:
        return UUID(typed)
    except ValueError:
        faults.append(_fault(zh, en, typed))
        return None


def _fault(zh: str, en: str, typed: str) -> str:
    shown = typed[:LONGEST_SHOWN]
    return tr(f"{zh}“{shown}”：没有这一项；没有采用", f'{en} "{shown}": no such choice; left out')


def asked_day(data: Mapping[str, str], name: str, usual: date) -> date:
    """A day in an address; the usual one for what is no day."""
    try:
        return typed_day(data.get(name, ""))
    except InputError:
        return usual


def own_only(viewer: Viewer) -> bool:
    """Whether the post lists nothing but its holder's own cases."""
    return viewer.post is not None and role(viewer.post.role).docket == "own_cases"
