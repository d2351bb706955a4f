"""Service and hearings: papers to the other side, days in court, adjournments, results that were never entered."""

from xiezhi.demo.cases.columns import NEVER
from xiezhi.demo.cases.telling import Telling

_SERVED = frozenset(("defendant", "respondent", "appellee", "enforcement_respondent", "accused"))
_WAYS = (("electronic", 0.46), ("post", 0.68), ("direct", 0.94), ("left", 1.0))
_SENT_FIRST = frozenset(("post", "electronic"))
_IN_VAIN = 0.05
_SEVERAL = 0.25
_HOURS = ("08:40", "09:00", "09:30", "10:00", "10:30", "14:30", "15:00", "15:30", "16:00")
_FURTHER_HEARING = (0.13, 0.05)
_RESULT_ENTERED = 0.985
_CANCELLED = 0.15
_LONGEST_WAIT = 150
# Of the judgments after a hearing, how many are pronounced at once: by how plain the procedure is.
_IN_COURT = {"small_claims": 0.52, "simplified": 0.38, "fast_track": 0.93, "ordinary": 0.14}
_IN_COURT_ELSE = 0.08


def serve(case: Telling, day: int, paper: str) -> None:
    """Papers to the other side: sent, served, sometimes in vain first."""
    for party in case.parties:
        if party["role"] not in _SERVED:
            continue
        chance = case.draws.random()
        way = next(name for name, sum_so_far in _WAYS if chance <= sum_so_far)
        data = {"party_no": party["no"], "paper": paper, "way": way}
        if way in _SENT_FIRST:
            case.add(day, "service.sent", case.clerk, data)
            day = case.on(day + (1 if way == "electronic" else 4))
        if case.happens(_IN_VAIN):
            failed = {**data, "way": "post", "reason": case.pick("service_failed")}
            case.add(day, "service.failed", case.clerk, failed)
            day = case.on(day + 6)
        case.add(day, "service.completed", case.clerk, data, case.slow(0.03))
        if not case.happens(_SEVERAL):
            return


def hold_hearings(case: Telling, panel: int) -> None:
    """One to three hearings after whatever stopped the clock, some put off."""
    row, draws = case.row, case.draws
    stops = (row.deducted_to, row.suspended_to, row.investigated_to, row.converted)
    begin = max(panel, *(day for day in (*stops, panel) if day != NEVER))
    end = min(case.closed, begin + _LONGEST_WAIT, case.setting.end)
    if end <= begin:
        return
    ends_so = case.outcome == "judgment" and case.closed <= case.setting.end
    case.in_court = ends_so and case.happens(_in_court_share(case))
    day = _between(case, begin, begin + (end - begin) * (0.3 + 0.5 * draws.random()))
    if case.in_court:
        day = case.closed
    number = 1
    while True:
        _schedule(case, number, _between(case, panel, day - 6 - draws.random() * 14), day)
        again = _between(case, day, day + 9 + draws.random() * 18)
        if (
            case.in_court
            or number > len(_FURTHER_HEARING)
            or not day < again < end
            or not case.happens(_FURTHER_HEARING[number - 1])
        ):
            break
        _put_off(case, number, day, again)
        number, day = number + 1, again
    if case.happens(_RESULT_ENTERED):
        data = (
            {"hearing_no": number, "minutes": case.pick("hearing_minutes")}
            if case.happens(0.5)
            else {"hearing_no": number}
        )
        case.add(day, "hearing.held", case.clerk, data, case.slow(0.04))


def _in_court_share(case: Telling) -> float:
    return _IN_COURT.get((case.procedure or "").rpartition(".")[2], _IN_COURT_ELSE)


def _between(case: Telling, first: int, day: float) -> int:
    """The working day at a day, but not before the first nor after the closing."""
    near = case.near(day)
    return max(near if near <= case.closed else case.setting.back[case.closed], first)


def _schedule(case: Telling, number: int, day: int, hearing: int) -> None:
    rooms = case.setting.rooms[case.court.court.id]
    room, hour = rooms[int(case.draws.random() * len(rooms))], _HOURS[int(case.draws.random() * len(_HOURS))]
    data = {"hearing_no": number, "starts_at": f"{case.setting.isos[hearing]}T{hour}", "room": room}
    case.add(day, "hearing.scheduled", case.clerk, data)


def _put_off(case: Telling, number: int, day: int, again: int) -> None:
    if case.happens(_CANCELLED):
        data = {"hearing_no": number, "reason": case.pick("cancelled")}
        case.add(day, "hearing.cancelled", case.clerk, data)
        return
    data = {
        "hearing_no": number,
        "ground": case.pick("adjourned"),
        "next": f"{case.setting.isos[again]}T09:00",
    }
    case.add(day, "hearing.adjourned", case.clerk, data)
