"""What a form begins with: everything the record knows already, so that nothing is typed twice."""

from collections.abc import Callable
from datetime import date
from typing import Any

from xiezhi.record.projection import hearing_time
from xiezhi.site.staff.recording import ladder
from xiezhi.site.staff.recording.desk import Desk

Content = dict[str, Any]
SENT, ANSWERED = "service.sent", ("service.completed", "service.failed")


def starting_content(desk: Desk) -> Content:
    """The content a form begins with."""
    made = _STARTING.get(desk.kind.name)
    return {key: value for key, value in made(desk).items() if value is not None} if made else {}


def starting_day(desk: Desk) -> date:
    """The day a form begins with: today; for what became of a hearing, the day of that hearing."""
    if desk.kind.name in ("hearing.held", "hearing.adjourned"):
        due = [day for day in _hearing_days(desk) if day <= desk.today]
        return min(due, default=desk.today)
    return desk.today


def _hearing_days(desk: Desk) -> list[date]:
    scheduled = (one for one in desk.state.hearings if one["standing"] == "scheduled")
    return [hearing_time(one["starts_at"]).date() for one in scheduled]


def _assigned(desk: Desk) -> Content:
    state = desk.state
    return {
        "division_id": desk.division or None,
        "reporting_judge": state.reporting_judge,
        "way": "random" if state.reporting_judge is None else None,
    }


def _panel(desk: Desk) -> Content:
    """The panel as it stands; before there is one, the judge to whom the case was assigned."""
    state = desk.state
    members = [{"officer": officer, "role": role} for officer, role in state.panel]
    if not members and state.reporting_judge:
        members = [{"officer": state.reporting_judge, "role": "reporting_judge"}]
    return {"form": state.panel_form, "members": members}


def _served(desk: Desk) -> Content:
    """The last service that was sent and of which nothing has been heard since."""
    open_: dict[tuple[int, str], Content] = {}
    for past in desk.state.history:
        if past.seq in desk.state.withdrawn or not past.data:
            continue
        if past.kind == SENT:
            open_[past.data["party_no"], past.data["paper"]] = past.data
        elif past.kind in ANSWERED:
            open_.pop((past.data["party_no"], past.data["paper"]), None)
    newest = list(open_.values())[-1:]
    return {key: newest[0][key] for key in ("party_no", "paper", "way")} if newest else {}


def _scheduled(desk: Desk) -> Content:
    """The room of the last hearing; if that one was put off to a day, the new time and the same purpose."""
    hearings = desk.state.hearings
    room = next((one["room"] for one in reversed(hearings) if "room" in one), None)
    last = hearings[-1] if hearings else {}
    put_off = last.get("standing") == "adjourned" and "next" in last
    return {
        "room": room,
        "starts_at": last["next"] if put_off else None,
        "purpose": last.get("purpose") if put_off else None,
    }


def _of_hearing(desk: Desk) -> Content:
    scheduled = [one for one in desk.state.hearings if one["standing"] == "scheduled"]
    first = min(scheduled, key=lambda one: str(one["starts_at"]), default=None)
    return {"hearing_no": first["no"]} if first else {}


def _forwarded(desk: Desk) -> Content:
    parent = desk.court.parent_id
    return {"to_court": str(parent)} if parent else {}


def _filed(desk: Desk) -> Content:
    return {"file": "main"}


def _joined(desk: Desk) -> Content:
    return {"party": {"kind": "person"}}


_STARTING: dict[str, Callable[[Desk], Content]] = {
    "case.assigned": _assigned,
    "panel.formed": _panel,
    "panel.changed": _panel,
    "party.joined": _joined,
    "service.completed": _served,
    "service.failed": _served,
    "hearing.scheduled": _scheduled,
    "hearing.held": _of_hearing,
    "hearing.adjourned": _of_hearing,
    "hearing.cancelled": _of_hearing,
    "extension.requested": ladder.starting,
    "extension.granted": ladder.deciding,
    "extension.refused": ladder.deciding,
    "appeal.forwarded": _forwarded,
    "document.filed": _filed,
}
