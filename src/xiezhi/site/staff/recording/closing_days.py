"""The closing day: which day counts for which way of closing, party by party; the last one closes the case (TLP 10)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from xiezhi.record.state import acting
from xiezhi.rules.language import tr
from xiezhi.rules.limits.duties import load_closing_kinds
from xiezhi.rules.procedure.advice import closing_days
from xiezhi.site.staff.case.voice import choice
from xiezhi.site.staff.recording.desk import Desk
from xiezhi.site.staff.recording.inputs import day_input

CLOSING = "case.closed"
MOST_PARTIES = 200


class ClosingDays(forms.Form):
    """Way and day for each party still in the case, as far as its entries of service say them. Nothing here is needed, and a party left
    empty does not count."""

    def __init__(self, desk: Desk, posted: QueryDict | None) -> None:
        super().__init__(posted, use_required_attribute=False)
        self.people = [one for one in desk.state.parties if "left" not in one][:MOST_PARTIES]
        kinds = load_closing_kinds().values()
        options = [("", "—"), *((kind.id, tr(kind.name_zh, kind.name_en)) for kind in kinds)]
        self._names = {one["no"]: _name(desk, one) for one in self.people}
        self._recorded = closing_days(acting(desk.state))
        for party in self.people:
            number, name = party["no"], self._names[party["no"]]
            label = tr(f"{name}：方式", f"{name}: way")
            self.fields[f"closing[{number}].way"] = forms.ChoiceField(
                label=label, required=False, choices=options
            )
            self.fields[f"closing[{number}].on"] = day_input(tr(f"{name}：日期", f"{name}: day"))
            if number in self._recorded:
                kind, day = self._recorded[number]
                self.initial.update({f"closing[{number}].way": kind.id, f"closing[{number}].on": day})

    def rows(self) -> Iterator[tuple[str, Any, Any]]:
        """For each party its name, the input of the way and that of the day."""
        for party in self.people:
            number = party["no"]
            yield self._names[number], self[f"closing[{number}].way"], self[f"closing[{number}].on"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for party in self.people:
            way, on = f"closing[{party['no']}].way", f"closing[{party['no']}].on"
            if given.get(way) and not given.get(on) and on not in self.errors:
                self.add_error(on, tr("请填日期", "Give the day"))
            if given.get(on) and not given.get(way):
                self.add_error(way, tr("请选择方式", "Choose the way"))
        return given

    @property
    def last(self) -> tuple[str, date] | None:
        """The way and the day of the party that was reached last; None when no party is filled in."""
        if not self.is_valid():
            return None
        found = [
            (self.cleaned_data[f"closing[{party['no']}].on"], self.cleaned_data[f"closing[{party['no']}].way"])
            for party in self.people
            if self.cleaned_data.get(f"closing[{party['no']}].on")
        ]  # fmt: skip
        if not found:
            return None
        day, way = max(found)
        return way, day

    @property
    def unreached(self) -> list[str]:
        """Where services are recorded: the parties of whom none is."""
        names = [name for number, name in self._names.items() if number not in self._recorded]
        return names if self.initial else []

    @property
    def is_open(self) -> bool:
        """Whether something is filled in, so that the part is shown unfolded."""
        return bool(self.initial) or any(
            value for name, value in self.data.items() if name.startswith("closing[")
        )


def _name(desk: Desk, party: dict[str, Any]) -> str:
    role = choice("party_role", party["role"])
    if not desk.opened.reads_contents:
        return f"{role} {party['no']}"
    return tr(f"{role}{party['name']}", f"{role} {party['name']}")
