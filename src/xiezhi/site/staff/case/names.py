"""The names of whom and what the events speak of by identifier: three queries for a page, however many there are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from xiezhi.record.models import Court, Division, Officer
from xiezhi.record.state import CaseState, Happening
from xiezhi.rules.language import tr
from xiezhi.site.staff.case.known import Known

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Names:
    """Names by identifier; what nobody here knows by that identifier is shown as it stands."""

    officers: dict[str, str]
    divisions: dict[str, str]
    courts: dict[str, str]

    def officer(self, identifier: object) -> str:
        return self.officers.get(str(identifier), tr("（已不在册）", "(no longer listed)"))

    def division(self, identifier: object) -> str:
        return self.divisions.get(str(identifier), tr("（已不在册）", "(no longer listed)"))

    def court(self, identifier_or_name: str) -> str:
        return self.courts.get(identifier_or_name, identifier_or_name)


def names_of(known: Known) -> Names:
    """The names that the events of a case need."""
    contents = list(_contents(known.state.history))
    officers = {*_officers(contents), *(str(entry.officer) for entry in known.log.values() if entry.officer)}
    divisions = {content["division_id"] for content in contents if "division_id" in content}
    courts = {content["to_court"] for content in contents if "to_court" in content}
    return Names(officer_names(officers), _pairs(Division, divisions), _pairs(Court, courts))


def officer_names(identifiers: Iterable[object]) -> dict[str, str]:
    """The names of officers by identifier."""
    wanted = {str(identifier) for identifier in identifiers}
    if not wanted:
        return {}
    found = Officer.objects.filter(pk__in=wanted).values_list("pk", "name")
    return {str(pk): name for pk, name in found}


def _pairs(model: type[Division] | type[Court], identifiers: set[str]) -> dict[str, str]:
    wanted = {identifier for identifier in identifiers if _is_id(identifier)}
    if not wanted:
        return {}
    rows = model._default_manager.filter(pk__in=wanted).values_list("pk", "name", "name_en")
    return {str(pk): tr(name, name_en or name) for pk, name, name_en in rows}


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _contents(history: Iterable[Happening]) -> Iterator[Item]:
    """The contents of all events, and those that corrections put in their place."""
    for happening in history:
        yield happening.data
        if isinstance(happening.data.get("data"), dict):
            yield happening.data["data"]


def _officers(contents: Iterable[Item]) -> Iterator[str]:
    for content in contents:
        for field in ("officer", "reporting_judge"):
            if field in content:
                yield content[field]
        for member in content.get("members", ()):
            yield member["officer"]


def party_names(state: CaseState) -> dict[int, str]:
    """The parties by their number, those who left included."""
    return {party["no"]: party["name"] for party in state.parties}
