"""The first chapter: received, docketed, assigned."""

from xiezhi.demo.cases.parties import standing
from xiezhi.demo.cases.telling import Telling
from xiezhi.demo.model import Payload

_RECEIVED = 0.34  # of the cases whose receipt has an entry of its own
_DESIGNATED = 0.06
_MOVED_BY_THE_OTHER_SIDE = {"appeal_of": 0.52, "retrial_of": 0.5}
_UNLINKED = ("", "merged_into")  # two cases are merged later, not when they are filed


def tell_filing(case: Telling) -> None:
    """How the case came to the court and to its judge."""
    draws, setting = case.draws, case.setting
    received = min(setting.back[max(0, case.filed - int(draws.expovariate(0.4)))], case.filed)
    if case.happens(_RECEIVED):
        data = {"received_from": case.pick("received_from"), "material": case.pick("material")}
        case.add(received, "case.received", case.desk.filing, data)
    case.add(case.filed, "case.docketed", case.desk.filing, _docketing(case, setting.isos[received]))
    if case.category.story == "mediation" and case.happens(0.3):
        return
    case.assigned = assigned = case.on(case.filed + draws.expovariate(0.9))
    data = {
        "division_id": setting.offices.home(case.chair), "reporting_judge": case.officer(case.chair, assigned), "way": "random",
    }  # fmt: skip
    if case.happens(_DESIGNATED):
        data |= {"way": "designated", "ground": case.pick("designated")}
    case.add(assigned, "case.assigned", case.desk.filing, data)


def _docketing(case: Telling, received: str) -> Payload:
    category, dispute, family = case.category, case.family.dispute, case.family
    link = case.link
    turned = case.draws.random() < _MOVED_BY_THE_OTHER_SIDE.get(link, 0.0) and category.branch != "criminal"
    case.parties = standing(case.draws, dispute, category.roles, turned, case.court.place)
    data: Payload = {
        "number": case.head.number, "type": category.type, "branch": category.branch, "instance": category.instance,
        "procedure": case.procedure, "cause": dispute.cause, "parties": case.parties,
        "dispute_id": dispute.id, "received_on": received,
    }  # fmt: skip
    if facts := _facts(case):
        data["facts"] = facts
    if dispute.amount:
        data["amount_fen"] = dispute.amount
    if family.parent is not None and link not in _UNLINKED:
        parent = family.parent.head
        data["links"] = [{"kind": link, "case_id": parent.text, "number": parent.number}]
    if dispute.juvenile:
        data["secrecy"] = "protected"
    return data


def _facts(case: Telling) -> Payload:
    facts: Payload = {}
    dispute = case.family.dispute
    if case.category.branch == "criminal" and case.category.story == "trial":
        facts = {"in_custody": dispute.in_custody, "max_sentence_years": round(case.row.years, 1)}
    if dispute.abroad:
        facts[dispute.abroad] = True
    return facts
