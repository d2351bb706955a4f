"""The last chapter: closed, appealed against, taking effect, sealed, archived."""

from xiezhi.demo.cases.kinds import grounds
from xiezhi.demo.cases.telling import Relative, Telling
from xiezhi.demo.model import Payload

_WAYS = (("pronounced", 0.42), ("served", 0.76), ("posted", 0.975), ("left_at_address", 1.0))
_PRONOUNCED = _WAYS[0][1]
_PAPERS = {"judgment": "判决书", "affirmed": "判决书", "modified": "判决书", "mediated": "调解书"}
_PAPER = "裁定书"
_JUDGED = ("judgment", "affirmed", "modified", "ruling")
_LATE_CLOSING = 0.045
_FINAL_AT_ONCE = ("mediated", "affirmed", "modified", "granted", "judgment")
_FINAL_ABOVE = ("affirmed", "modified", "withdrawn", "mediated")
_RETENTION = {"criminal": "long_term", "civil": "long_term", "administrative": "long_term"}


def tell_ending(case: Telling) -> None:
    """The closing and what follows it, as far as that has come."""
    if not case.is_closed:
        return
    if case.outcome == "transferred":
        _transfer(case)
    if case.outcome == "merged" and case.family.parent is not None:
        parent = case.family.parent.head
        data = {"into_case_id": parent.text, "into_number": parent.number}
        case.add(case.closed, "case.merged", case.chair, data)
    _close(case)
    effective = _effect(case)
    if effective is not None:
        if case.happens(0.85):
            case.add(effective, "effect.established", case.clerk, {}, case.slow(0.05))
        if case.family.dispute.juvenile and case.happens(0.8):
            order = {"ground": case.pick("sealing"), "order": f"{case.head.number}封存决定书"}
            case.add(case.after(effective, 5), "record.sealed", case.desk.president, order)
    _archive(case, case.closed if effective is None else effective)


def _transfer(case: Telling) -> None:
    child, seats = case.family.child("transferred_from"), case.setting.tree.seats
    target = seats[child.row.court if child else (case.row.court + 1) % len(seats)]
    data = {"to_court": str(target.court.id), "reason": case.pick("transferred")}
    case.add(case.closed, "case.transferred", case.chair, data)


def _close(case: Telling) -> None:
    tried = case.category.story == "trial" and case.outcome in _JUDGED
    chance = case.draws.random() if tried else _PRONOUNCED + (1 - _PRONOUNCED) * case.draws.random()
    way = next(name for name, sum_so_far in _WAYS if chance <= sum_so_far)
    if case.in_court:
        way = "pronounced"
    elif case.row.deduction >= 0 and grounds()[case.row.deduction] == "notice" and case.happens(0.5):
        way = "public_notice"
    data: Payload = {"outcome": case.outcome, "way": way}
    if case.happens(0.4):
        data["document"] = case.head.number + _PAPERS.get(case.outcome, _PAPER)
    late = 2 + int(case.draws.expovariate(0.11)) if case.happens(_LATE_CLOSING) else 0
    case.add(case.closed, "case.closed", case.chair, data, late, holds=late > 0)


def _effect(case: Telling) -> int | None:
    """The day the decision takes effect; None where it has not yet, or never does."""
    appeal = case.family.child("appeal_of")
    if (
        appeal is not None and appeal.row.filed < case.closed
    ):  # of a ruling on the way, such as on jurisdiction
        appeal = None
    if appeal is not None and case.category.story == "trial":
        return _appealed(case, appeal)
    if case.outcome in ("judgment", "ruling") and case.category.instance == "first":
        if case.happens(0.012):
            return _appeal_withdrawn(case)
        return case.after(case.closed, 16 + case.draws.random() * 20)
    return case.closed if case.outcome in _FINAL_AT_ONCE and case.category.story == "trial" else None


def _appealed(case: Telling, appeal: Relative) -> int | None:
    """Appeal and its forwarding; effect follows the decision above."""
    setting, child = case.setting, appeal.row
    filed = min(case.after(case.closed, 6 + case.draws.random() * 7), child.filed)
    party = 1 + int(case.draws.random() * len(case.parties))
    case.add(filed, "appeal.filed", case.clerk, {"party_no": party})
    data = {"to_court": str(setting.tree.seats[child.court].court.id), "number": appeal.head.number}
    case.add(child.filed, "appeal.forwarded", case.clerk, data)
    final = child.closed <= setting.last and appeal.outcome in _FINAL_ABOVE
    return case.after(child.closed, 3) if final else None


def _appeal_withdrawn(case: Telling) -> int:
    filed = case.after(case.closed, 6)
    withdrawn = case.after(filed, 5)
    case.add(filed, "appeal.filed", case.clerk, {"party_no": 1})
    case.add(withdrawn, "appeal.withdrawn", case.clerk, {"party_no": 1})
    return case.after(withdrawn, 5)


def _archive(case: Telling, done: int) -> None:
    if case.category.story == "mediation" or not case.happens(0.72):
        return
    data = {
        "catalogue_number": f"{case.row.year}-{case.category.symbol}-{case.row.serial:05d}",
        "retention": _RETENTION.get(case.category.branch, "short_term"),
    }
    day = case.after(done, 25 + case.draws.expovariate(0.02))
    case.add(day, "case.archived", case.desk.archives, data)
