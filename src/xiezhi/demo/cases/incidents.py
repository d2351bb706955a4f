"""Rarer acts in the middle of a case: notes, new representatives and parties, conflicts, custody, a case split off."""

from collections.abc import Callable

from xiezhi.demo.cases.offices import draw_chair
from xiezhi.demo.cases.telling import Telling
from xiezhi.demo.names import draw_person
from xiezhi.demo.organisations import draw_organisation

_LAWYER_BIRTHS = (1962, 1998)


def tell_incidents(case: Telling) -> None:
    """At most one rare act, and the splitting of the case if it was split."""
    split = case.family.child("split_from")
    if split is not None:
        data = {"into_numbers": [split.head.number]}
        case.add(split.row.filed, "case.split", case.chair, data)
    chance = case.draws.random()
    for share, act in _ACTS:
        if chance < share:
            act(case, case.midway(0.3, 0.7))
            return
        chance -= share


def _note(case: Telling, day: int) -> None:
    case.add(day, "note.recorded", case.clerk, {"text": case.pick("notes")})


def _represented(case: Telling, day: int) -> None:
    firm = draw_organisation(case.draws, "law_firms", case.court.place)
    person = {"name": _name(case), "kind": "lawyer", "firm": firm}
    party = case.parties[-1]["no"]
    case.add(day, "representative.appointed", case.clerk, {"party_no": party, "representative": person})
    if case.happens(0.08) and case.until - day > 12:
        dismissed = {"party_no": party, "name": person["name"]}
        case.add(case.on(day + 10), "representative.dismissed", case.clerk, dismissed)


def _joined(case: Telling, day: int) -> None:
    if case.category.branch == "civil":
        party = {"no": len(case.parties) + 1, "role": "third_party", "kind": "person", "name": _name(case)}
        case.add(day, "party.joined", case.clerk, {"party": party})


def _left(case: Telling, day: int) -> None:
    if case.category.branch == "civil" and len(case.parties) > 2:
        data = {"party_no": len(case.parties), "reason": case.pick("withdrawn_party")}
        case.add(day, "party.left", case.clerk, data)


def _conflict(case: Telling, day: int) -> None:
    officer = case.officer(draw_chair(case.team.judges, case.draws), day)
    data = {"officer": officer, "ground": case.pick("recusal")}
    if officer == case.officer(case.chair, day):
        return
    case.add(day, "conflict.declared", case.chair, data)
    if case.happens(0.4):
        case.add(case.on(day + 2), "recusal.granted", case.desk.president, data)


def _released(case: Telling, day: int) -> None:
    if case.family.dispute.in_custody:
        accused = next((party["no"] for party in case.parties if party.get("in_custody")), None)
        if accused is not None:
            data = {"party_no": accused, "in_custody": False, "measure": case.pick("released")}
            case.add(day, "custody.changed", case.chair, data)


def _name(case: Telling) -> str:
    return draw_person(case.draws, case.court.digits, *_LAWYER_BIRTHS).name


_ACTS: tuple[tuple[float, Callable[[Telling, int], None]], ...] = (
    (0.060, _note), (0.040, _represented), (0.012, _joined), (0.010, _left), (0.004, _conflict), (0.060, _released),
)  # fmt: skip
