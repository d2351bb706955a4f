"""Panels: formed, changed when a judge leaves, and what they note among themselves."""

from xiezhi.demo.cases.offices import collegial, draw_chair
from xiezhi.demo.cases.telling import Telling
from xiezhi.demo.model import Payload

_SOLE = frozenset((
    "civil.first.simplified", "civil.first.small_claims", "criminal.first.simplified", "criminal.first.fast_track",
    "administrative.first.simplified",
))  # fmt: skip
_COLLEGIAL = frozenset(
    ("civil.first.remand", "criminal.first.remand", "civil.retrial.second_procedure", "criminal.retrial")
)
_FIRST_INSTANCE_COLLEGIAL = 0.55
_HIGHER_COLLEGIAL = 0.88
_WITH_ASSISTANT = 0.5
_MINUTES = 0.4

Members = list[tuple[int, str]]


def form_panel(case: Telling, day: int) -> None:
    """The panel of the case from a day on, with its changes."""
    day = max(day, case.assigned)
    members = _members(case, day, _is_collegial(case))
    _record(case, "panel.formed", day, members)
    together = len(members) > 1
    if together and case.happens(_MINUTES):
        held = case.midway(0.75, 0.95)
        if day <= held < case.until:
            data = {"text": case.pick("minutes"), "of": case.pick("minutes_of")}
            case.add(held, "minutes.recorded", case.clerk, data)
    _hand_over(case, day, together)


def _record(case: Telling, kind: str, day: int, members: Members, reason: str | None = None) -> None:
    form = "collegial" if len(members) > 1 else "sole"
    data: Payload = {"form": form, "members": _with_clerk(case, members, day)}
    if reason:
        data["reason"] = reason
    case.add(day, kind, case.chair, data)


def _is_collegial(case: Telling) -> bool:
    if case.procedure in _SOLE or case.category.instance == "special":
        return False
    if case.procedure in _COLLEGIAL:
        return True
    basic = case.category.instance == "first" and case.level == "basic"
    return case.happens(_FIRST_INSTANCE_COLLEGIAL if basic else _HIGHER_COLLEGIAL)


def _members(case: Telling, day: int, together: bool) -> Members:
    reporter = case.holder(case.chair, day)
    if together:
        assessed = case.category.instance == "first"
        panel = collegial(case.team, reporter, case.setting.dates[day], assessed, case.draws)
        if panel is not None:
            return panel
    return [(reporter, "reporting_judge")]


def _with_clerk(case: Telling, members: Members, day: int) -> list[Payload]:
    officers = case.setting.officers
    panel = [{"officer": officers[officer], "role": role} for officer, role in members]
    if case.team.assistants and case.happens(_WITH_ASSISTANT):
        assistant = draw_chair(case.team.assistants, case.draws)
        panel.append({"officer": case.officer(assistant, day), "role": "judge_assistant"})
    panel.append({"officer": case.officer(case.clerk, day), "role": "clerk"})
    return panel


def _hand_over(case: Telling, formed: int, together: bool) -> None:
    """The reporting judge left while the case ran: another takes it over."""
    last = case.chair.holders[0][1]
    if last is None:
        return
    moved = (last - case.setting.horizon.first).days + 1
    if not formed < moved <= case.setting.last:
        return
    day = case.setting.ahead[moved]
    if day >= case.closed:
        return
    reason = case.pick("moved_judge")
    data = {
        "division_id": case.setting.offices.home(case.chair), "reporting_judge": case.officer(case.chair, day),
        "way": "designated", "ground": reason,
    }  # fmt: skip
    case.add(day, "case.assigned", case.desk.filing, data)
    _record(case, "panel.changed", day, _members(case, day, together), reason)
