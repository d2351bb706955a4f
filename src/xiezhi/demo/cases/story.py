"""One case told: its acts from the filing to the archives, in the words of the event catalogue.

The days come from the columns; what is drawn here only fills them in (ways of service, hearings, panels, notes).
"""

import random
from functools import cache
from itertools import count
from typing import NamedTuple
from uuid import UUID

from xiezhi.demo.cases.columns import (
    ASKED_NOTHING,
    GRANTED,
    LAPSED,
    NEVER,
    REFUSED,
    WITHDRAWN,
    WRONG_APPROVER,
)
from xiezhi.demo.cases.kinds import categories, chains, grounds, outcomes, paces
from xiezhi.demo.cases.ladders import Ladders
from xiezhi.demo.cases.offices import Offices, collegial, draw_chair
from xiezhi.demo.cases.parties import Dispute, standing
from xiezhi.demo.cases.recording import Draft
from xiezhi.demo.cases.time import Horizon
from xiezhi.demo.courts import CourtTree
from xiezhi.demo.model import Payload
from xiezhi.demo.names import DATA
from xiezhi.demo.officers import Chair
from xiezhi.rules.lawdata import read_table

_NO_ONE = -1
_SOLE = frozenset((
    "civil.first.simplified", "civil.first.small_claims", "criminal.first.simplified", "criminal.first.fast_track",
    "administrative.first.simplified",
))  # fmt: skip
_ALWAYS_COLLEGIAL = frozenset(
    ("civil.first.remand", "criminal.first.remand", "civil.retrial.second_procedure", "criminal.retrial")
)
_FIRST_ORDINARY_COLLEGIAL = 0.55
_HIGHER_COLLEGIAL = 0.88
_HOURS = ("08:40", "09:00", "09:30", "10:00", "10:30", "14:30", "15:00", "15:30", "16:00")
_MOVED_BY_THE_OTHER_SIDE = {"appeal_of": 0.52, "retrial_of": 0.5, "enforcement_of": 0.0, "resumption_of": 0.0}
_OUTSIDER = 0.5
_RETENTION = {"criminal": "long_term", "civil": "long_term", "administrative": "long_term"}


class Row(NamedTuple):
    """One row of the columns, with its serial number and year."""

    category: int
    court: int
    filed: int
    second: int
    root: int
    parent: int
    chain: int
    procedure: int
    outcome: int
    closed: int
    years: float
    converted: int
    converted_to: int
    deduction: int
    deducted_from: int
    deducted_to: int
    suspension: int
    suspended_from: int
    suspended_to: int
    asked: int
    decided: int
    answer: int
    asked_again: int
    decided_again: int
    investigated_from: int
    investigated_to: int
    notice_to: int
    serial: int
    year: int


class Head(NamedTuple):
    """What other cases call a case by."""

    id: UUID
    text: str
    number: str


class Family(NamedTuple):
    """The dispute of a case, whether it began it, and the cases it grew out of and led to."""

    dispute: Dispute
    is_root: bool
    parent: tuple[Row, Head] | None
    children: list[tuple[Row, Head]]


class Setting:
    """What all stories share."""

    def __init__(
        self, horizon: Horizon, tree: CourtTree, offices: Offices, ladders: Ladders, officers: list[str]
    ) -> None:
        self.horizon, self.tree, self.offices, self.ladders, self.officers = (
            horizon,
            tree,
            offices,
            ladders,
            officers,
        )
        self.dates, self.last = horizon.dates, horizon.last
        self.isos = [day.isoformat() for day in horizon.dates]
        self.back: list[int] = horizon.back.tolist()
        self.ahead: list[int] = horizon.ahead.tolist()
        self.rooms: dict[object, list[str]] = {}
        for room in tree.rooms:
            self.rooms.setdefault(room.court_id, []).append(room.name)


@cache
def wording() -> dict[str, tuple[str, ...]]:
    """The short texts by occasion."""
    table = read_table(DATA / "wording.toml")
    return {name: table.words(name) for name in table.names()}


class Story:
    """Tells one case; every method adds drafts in the order in which things happen."""

    __slots__ = (
        "setting", "row", "head", "family", "draws", "category", "procedure", "drafts", "chair", "desk", "team", "clerk", "closed",
        "until", "numbers", "parties", "level",
    )  # fmt: skip

    def __init__(self, setting: Setting, row: Row, head: Head, family: Family, draws: random.Random) -> None:
        self.setting, self.row, self.head, self.family, self.draws = setting, row, head, family, draws
        self.category = categories()[row.category]
        procedure = paces()[row.procedure].procedure
        self.procedure: str | None = procedure if procedure != "none" else None
        self.drafts: list[Draft] = []
        self.level = setting.tree.seats[row.court].court.level
        self.team = setting.offices.team(row.court, self.category.division)
        self.desk = setting.offices.desk(row.court)
        self.chair: Chair = draw_chair(self.team.reporters, draws)
        self.clerk = draw_chair(self.team.clerks or self.team.reporters, draws)
        self.closed = row.closed
        self.until = min(row.closed, row.filed + 240, len(setting.back) - 1)
        self.numbers = count(1)
        self.parties: list[Payload] = []

    def tell(self) -> list[Draft]:
        """The acts of the case, those after the last day shown among them."""
        self._filing()
        {
            "trial": self._trial, "written": self._written, "notice": self._notice, "enforcement": self._enforcement,
            "mediation": self._written,
        }[self.category.story]()  # fmt: skip
        if self.closed != NEVER and self.closed <= self.setting.last:
            self._closing()
            self._afterwards()
        return self.drafts

    # --- the parts of every story

    def _add(
        self, day: int, kind: str, chair: Chair, data: Payload, delay: int = 0, holds: bool = False
    ) -> None:
        """An act on a day, by whoever holds the chair then."""
        if day <= self.setting.last:
            holders = chair.holders
            officer = holders[0][0] if len(holders) == 1 else chair.holder(self.setting.dates[day])
            self.drafts.append(Draft(day, kind, officer, data, delay, holds))

    def _on(self, day: float) -> int:
        """The working day at or before a day, within the life of the case."""
        return max(self.setting.back[min(int(day), self.until)], self.row.filed)

    def _pick(self, occasion: str) -> str:
        texts = wording()[occasion]
        return texts[int(self.draws.random() * len(texts))]

    def _filing(self) -> None:
        row, draws, isos = self.row, self.draws, self.setting.isos
        received = max(0, self.setting.back[max(0, row.filed - int(draws.expovariate(0.4)))])
        if draws.random() < 0.12:
            data = {"received_from": self._pick("received_from"), "material": self._pick("material")}
            self._add(received, "case.received", self.desk.filing, data)
            self.drafts[-1] = self.drafts[-1]._replace(day=min(received, row.filed))
        self._add(
            row.filed, "case.docketed", self.desk.filing, self._docketing(isos[min(received, row.filed)])
        )
        if self.category.story == "mediation" and draws.random() < 0.3:
            return
        assigned = self._on(row.filed + int(draws.expovariate(0.9)))
        designated = draws.random() < 0.06
        data = {
            "division_id": self.setting.offices.home(self.chair), "reporting_judge": self._officer(self.chair, assigned),
            "way": "designated" if designated else "random",
        }  # fmt: skip
        if designated:
            data["ground"] = "系列案件由同一法官办理"
        self._add(assigned, "case.assigned", self.desk.filing, data)

    def _officer(self, chair: Chair, day: int) -> str:
        return self.setting.officers[chair.holder(self.setting.dates[day])]

    def _docketing(self, received: str) -> Payload:
        row, category, dispute = self.row, self.category, self.family.dispute
        self.parties = self._standing()
        data: Payload = {
            "number": self.head.number, "type": category.type, "branch": category.branch, "instance": category.instance,
            "procedure": self.procedure, "cause": dispute.cause, "facts": self._facts(), "parties": self.parties,
            "dispute_id": dispute.id, "received_on": received,
        }  # fmt: skip
        if dispute.amount:
            data["amount_fen"] = dispute.amount
        if self.family.parent is not None:
            link = chains()[row.chain].link
            parent = self.family.parent[1]
            data["links"] = [{"kind": link, "case_id": parent.text, "number": parent.number}]
        if dispute.juvenile:
            data["secrecy"] = "protected"
        return data

    def _facts(self) -> Payload:
        facts: Payload = {}
        dispute = self.family.dispute
        if self.category.branch == "criminal" and self.category.story == "trial":
            facts["in_custody"] = dispute.in_custody
            facts["max_sentence_years"] = round(self.row.years, 1)
        if dispute.abroad:
            facts["foreign_related"] = True
        return facts

    def _standing(self) -> list[Payload]:
        link = chains()[self.row.chain].link if self.row.chain >= 0 else ""
        turned = (
            self.draws.random() < _MOVED_BY_THE_OTHER_SIDE.get(link, 0.0)
            and self.category.branch != "criminal"
        )
        place = self.setting.tree.seats[self.row.court].place
        return standing(self.draws, self.family.dispute, self.category.roles, turned, place)

    def _form_panel(self, day: int) -> None:
        members = self._members(day)
        form = "collegial" if len(members) > 2 else "sole"
        self._add(day, "panel.formed", self.chair, {"form": form, "members": self._with_clerk(members, day)})
        if form == "collegial" and self.draws.random() < 0.4:
            held = self._on(self.row.filed + 0.82 * (self.until - self.row.filed))
            if held < self.until and held >= day:
                self._add(
                    held, "minutes.recorded", self.clerk, {"text": self._pick("minutes"), "of": "合议庭评议"}
                )
        self._hand_over(day, form == "collegial")

    def _members(self, day: int) -> list[tuple[int, str]]:
        reporter = self.chair.holder(self.setting.dates[day])
        if self._is_collegial():
            assessed = self.category.instance == "first"
            panel = collegial(self.team, reporter, self.setting.dates[day], assessed, self.draws)
            if panel is not None:
                return panel
        return [(reporter, "reporting_judge")]

    def _is_collegial(self) -> bool:
        procedure = self.procedure or ""
        if procedure in _SOLE or self.category.instance == "special":
            return False
        if procedure in _ALWAYS_COLLEGIAL:
            return True
        if self.category.instance == "first" and self.level == "basic":
            return self.draws.random() < _FIRST_ORDINARY_COLLEGIAL
        return self.draws.random() < _HIGHER_COLLEGIAL

    def _with_clerk(self, members: list[tuple[int, str]], day: int) -> list[Payload]:
        officers = self.setting.officers
        panel = [{"officer": officers[officer], "role": role} for officer, role in members]
        if self.team.assistants and self.draws.random() < 0.5:
            assistant = draw_chair(self.team.assistants, self.draws)
            panel.append({"officer": self._officer(assistant, day), "role": "judge_assistant"})
        panel.append({"officer": self._officer(self.clerk, day), "role": "clerk"})
        return panel

    def _hand_over(self, formed: int, collegiate: bool) -> None:
        """The reporting judge left while the case ran: another takes it over."""
        last = self.chair.holders[0][1]
        if last is None:
            return
        moved = (last - self.setting.horizon.first).days + 1
        if not formed < moved < min(self.closed, self.setting.last):
            return
        day = self.setting.ahead[moved]
        if day >= self.closed:
            return
        successor = self._officer(self.chair, day)
        data = {
            "division_id": self.setting.offices.home(self.chair), "reporting_judge": successor, "way": "designated",
            "ground": self._pick("moved_judge"),
        }  # fmt: skip
        self._add(day, "case.assigned", self.desk.filing, data)
        members = (
            self._members(day)
            if collegiate
            else [(self.chair.holder(self.setting.dates[day]), "reporting_judge")]
        )
        form = "collegial" if len(members) > 2 else "sole"
        changed = {"form": form, "members": self._with_clerk(members, day), "reason": data["ground"]}
        self._add(day, "panel.changed", self.chair, changed)

    def _serve(self, day: int, paper: str) -> None:
        """Papers to the other side: served, or in vain first."""
        for party in self.parties:
            if party["role"] not in (
                "defendant",
                "respondent",
                "appellee",
                "enforcement_respondent",
                "accused",
            ):
                continue
            chance = self.draws.random()
            way = (
                "electronic"
                if chance < 0.46
                else "post"
                if chance < 0.68
                else "direct"
                if chance < 0.94
                else "left"
            )
            data = {"party_no": party["no"], "paper": paper, "way": way}
            if self.draws.random() < 0.05:
                failed = {**data, "way": "post", "reason": self._pick("service_failed")}
                self._add(day, "service.failed", self.clerk, failed)
                day = self._on(day + 6)
            self._add(day, "service.completed", self.clerk, data, *self._slow(0.03))
            if self.draws.random() < 0.75:
                return

    def _slow(self, share: float) -> tuple[int]:
        """A delay of days between the act and its recording, mostly none."""
        return (2 + int(self.draws.expovariate(0.12)),) if self.draws.random() < share else (0,)

    # --- what stops and moves the clock

    def _clock(self) -> None:
        row = self.row
        if row.converted != NEVER:
            data = {"to": paces()[row.converted_to].procedure, "reason": self._pick("conversion")}
            self._add(row.converted, "procedure.converted", self.chair, data, *self._slow(0.05))
        if row.investigated_from != NEVER:
            number = next(self.numbers)
            data = {"span_no": number, "reason": "公诉机关建议延期审理，补充侦查"}
            self._add(row.investigated_from, "supplementary_investigation.started", self.chair, data)
            self._add(
                row.investigated_to, "supplementary_investigation.returned", self.chair, {"span_no": number}
            )
        if row.deduction >= 0:
            self._deduct()
        if row.suspension >= 0:
            self._suspend()
        if row.answer != ASKED_NOTHING and row.asked != NEVER:
            self._ask()

    def _deduct(self) -> None:
        row, number = self.row, next(self.numbers)
        begun: Payload = {
            "span_no": number,
            "ground": grounds()[row.deduction],
            "document": f"{self.head.number}通知书",
        }
        late = 3 + int(self.draws.expovariate(0.09)) if self.draws.random() < 0.07 else 0
        self._add(
            row.deducted_from,
            "deduction.started",
            self.chair,
            begun,
            min(late, row.deducted_to - row.deducted_from),
            late > 0,
        )
        self._add(row.deducted_to, "deduction.ended", self.chair, {"span_no": number}, *self._slow(0.06))

    def _suspend(self) -> None:
        row, number = self.row, next(self.numbers)
        ground = grounds()[row.suspension]
        begun: Payload = {"span_no": number, "ground": ground, "document": f"{self.head.number}之一裁定书"}
        if ground == "other":
            begun["reason"] = "须等待行政机关的认定结论"
        self._add(row.suspended_from, "suspension.ordered", self.chair, begun)
        self._add(row.suspended_to, "suspension.ended", self.chair, {"span_no": number}, *self._slow(0.05))

    def _ask(self) -> None:
        row, draws = self.row, self.draws
        asking = self.setting.ladders.asking(self.procedure or "", 0, self.level, draws)
        if asking is None:
            return
        approver = "division_head" if row.answer == WRONG_APPROVER else asking.approver
        request: Payload = {
            "request_no": 1,
            **asking.length,
            "approver": approver,
            "reason": self._pick("extension"),
        }
        if asking.ground:
            request["ground"] = asking.ground
        self._add(row.asked, "extension.requested", self.chair, request)
        decider = self.desk.president
        if row.answer in (GRANTED, WRONG_APPROVER):
            granted: Payload = {"request_no": 1, **asking.length, "approver": approver}
            if asking.ground and draws.random() < 0.97:
                granted["ground"] = asking.ground
            self._add(row.decided, "extension.granted", decider, granted, *self._slow(0.04))
        elif row.answer == REFUSED:
            data = {"request_no": 1, "approver": approver, "reason": self._pick("refused")}
            self._add(row.decided, "extension.refused", decider, data)
        elif row.answer == WITHDRAWN:
            self._add(row.decided, "extension.withdrawn", self.chair, {"request_no": 1})
        elif row.answer == LAPSED and row.decided + 10 < self.until:
            self._add(self._on(row.decided + 10), "extension.lapsed", self.chair, {"request_no": 1})
        if row.asked_again != NEVER:
            self._ask_again()

    def _ask_again(self) -> None:
        row = self.row
        asking = self.setting.ladders.asking(self.procedure or "", 1, self.level, self.draws)
        if asking is None:
            return
        request: Payload = {
            "request_no": 2,
            **asking.length,
            "approver": asking.approver,
            "reason": self._pick("extension"),
        }
        self._add(row.asked_again, "extension.requested", self.chair, request)
        granted: Payload = {"request_no": 2, **asking.length, "approver": asking.approver}
        if asking.filed_with_high:
            granted["filed_with_high"] = True
        self._add(row.decided_again, "extension.granted", self.desk.president, granted)

    # --- the stories

    def _trial(self) -> None:
        row, draws = self.row, self.draws
        panel = self._on(row.filed + 1 + int(draws.expovariate(0.5)))
        self._form_panel(panel)
        if draws.random() < 0.85:
            papers = "criminal_papers" if self.category.branch == "criminal" else "papers"
            self._serve(self._on(panel + 1 + int(draws.expovariate(0.25))), self._pick(papers))
        self._clock()
        if draws.random() < self.category.hearing:
            self._hearings(panel)
        self._incidents()

    def _hearings(self, panel: int) -> None:
        row, draws = self.row, self.draws
        stops = [
            day
            for day in (row.deducted_to, row.suspended_to, row.investigated_to, row.converted)
            if day != NEVER
        ]
        begin = max([panel, *stops])
        end = min(self.closed, begin + 150, len(self.setting.back) - 1)
        if end - begin < 1:
            return
        day = self._on(begin + (end - begin) * (0.3 + 0.5 * draws.random()))
        number = 1
        while True:
            scheduled = self._on(max(panel, day - 6 - int(draws.random() * 14)))
            self._schedule(number, scheduled, day)
            again = self._on(day + 9 + int(draws.random() * 18))
            if (
                number < 3
                and again > day
                and again < end
                and draws.random() < (0.13 if number == 1 else 0.05)
            ):
                self._adjourn(number, day, again)
                number, day = number + 1, again
                continue
            break
        if draws.random() < 0.985:  # a few results are never entered
            data = (
                {"hearing_no": number, "minutes": "庭审笔录"}
                if draws.random() < 0.5
                else {"hearing_no": number}
            )
            self._add(day, "hearing.held", self.clerk, data, *self._slow(0.04))

    def _schedule(self, number: int, day: int, hearing: int) -> None:
        rooms = self.setting.rooms[self.setting.tree.seats[self.row.court].court.id]
        room, hour = (
            rooms[int(self.draws.random() * len(rooms))],
            _HOURS[int(self.draws.random() * len(_HOURS))],
        )
        data = {"hearing_no": number, "starts_at": f"{self.setting.isos[hearing]}T{hour}", "room": room}
        self._add(day, "hearing.scheduled", self.clerk, data)

    def _adjourn(self, number: int, day: int, again: int) -> None:
        if self.draws.random() < 0.15:
            self._add(
                day,
                "hearing.cancelled",
                self.clerk,
                {"hearing_no": number, "reason": self._pick("cancelled")},
            )
            return
        data = {
            "hearing_no": number,
            "ground": self._pick("adjourned"),
            "next": f"{self.setting.isos[again]}T09:00",
        }
        self._add(day, "hearing.adjourned", self.clerk, data)

    def _incidents(self) -> None:
        """Rarer acts in the middle of a case."""
        draws, row = self.draws, self.row
        chance = draws.random()
        if chance > 0.16:
            return
        day = self._on(row.filed + (min(self.closed, self.until) - row.filed) * (0.3 + 0.4 * draws.random()))
        if chance < 0.05:
            self._add(day, "note.recorded", self.clerk, {"text": self._pick("notes")})
        elif chance < 0.09:
            person = {"name": self._speaker(), "kind": "lawyer", "firm": "示范明理律师事务所"}
            self._add(day, "representative.appointed", self.clerk, {"party_no": 1, "representative": person})
        elif chance < 0.105 and self.category.branch == "civil":
            joined = {
                **self.parties[-1],
                "no": len(self.parties) + 1,
                "role": "third_party",
                "name": self._speaker(),
                "kind": "person",
            }
            for name in ("representatives", "sensitive", "name_latin", "in_custody"):
                joined.pop(name, None)
            self._add(day, "party.joined", self.clerk, {"party": joined})
        elif chance < 0.11 and len(self.parties) > 2 and self.category.branch == "civil":
            data = {"party_no": len(self.parties), "reason": self._pick("withdrawn_party")}
            self._add(day, "party.left", self.clerk, data)
        elif chance < 0.115:
            officer = self._officer(draw_chair(self.team.judges, draws), day)
            self._add(
                day, "conflict.declared", self.chair, {"officer": officer, "ground": self._pick("recusal")}
            )
        elif chance < 0.15 and self.category.branch == "criminal" and self.family.dispute.in_custody:
            data = {"party_no": self.parties[-1]["no"], "in_custody": False, "measure": "取保候审"}
            self._add(day, "custody.changed", self.chair, data)

    def _speaker(self) -> str:
        from xiezhi.demo.names import draw_person

        return draw_person(self.draws, "", 1962, 1998).name

    def _written(self) -> None:
        if self.category.story == "written" and self.category.instance != "other":
            self._form_panel(self._on(self.row.filed + int(self.draws.expovariate(0.6))))
        if self.draws.random() < 0.25:
            self._serve(self._on(self.row.filed + 2 + int(self.draws.random() * 4)), "申请书副本")
        self._clock()

    def _notice(self) -> None:
        row = self.row
        self._form_panel(self._on(row.filed + 1))
        number, day = next(self.numbers), self._on(row.filed + 6)
        self._add(day, "notice.published", self.clerk, {"span_no": number, "medium": self._pick("media")})
        if row.notice_to != NEVER:
            self._add(row.notice_to, "notice.ended", self.clerk, {"span_no": number})
        self._clock()

    def _enforcement(self) -> None:
        row, draws = self.row, self.draws
        formed = self._on(row.filed + int(draws.expovariate(0.5)))
        if draws.random() < 0.5:
            self._form_panel(formed)
        else:
            self._hand_over(formed, collegiate=False)
        self._serve(self._on(row.filed + 3 + int(draws.random() * 7)), self._pick("enforcement_papers"))
        self._clock()
        if draws.random() < 0.22:
            self._add(
                self._on(row.filed + 20 + int(draws.random() * 30)),
                "note.recorded",
                self.clerk,
                {"text": "查询被执行人名下财产，结果已入卷"},
            )

    # --- the end

    def _closing(self) -> None:
        row, draws = self.row, self.draws
        outcome = outcomes()[row.outcome]
        child = next(
            (one for one in self.family.children if chains()[one[0].chain].link == "transferred_from"), None
        )
        if outcome == "transferred":
            seats = self.setting.tree.seats
            target = seats[child[0].court] if child else seats[(row.court + 1) % len(seats)]
            data = {"to_court": str(target.court.id), "reason": self._pick("transferred")}
            self._add(self.closed, "case.transferred", self.chair, data)
        chance = draws.random()
        way = (
            "pronounced"
            if chance < 0.34
            else "served"
            if chance < 0.72
            else "posted"
            if chance < 0.93
            else "left_at_address"
        )
        if row.deduction >= 0 and grounds()[row.deduction] == "notice" and chance < 0.5:
            way = "public_notice"
        if self.category.story == "trial" and self.category.hearing == 0:
            way = "served"
        data = {"outcome": outcome, "way": way}
        if draws.random() < 0.4:
            data["document"] = f"{self.head.number}{_PAPERS.get(outcome, '裁定书')}"
        late = 2 + int(draws.expovariate(0.11)) if draws.random() < 0.045 else 0
        self._add(self.closed, "case.closed", self.chair, data, late, late > 0)

    def _afterwards(self) -> None:
        """Appeal, effect, sealing, archives."""
        draws, setting = self.draws, self.setting
        appeal = next(
            (one for one in self.family.children if chains()[one[0].chain].link == "appeal_of"), None
        )
        outcome = outcomes()[self.row.outcome]
        effective: int | None = None
        if appeal is not None and self.category.story == "trial":
            effective = self._appealed(*appeal)
        elif outcome in ("judgment", "ruling") and self.category.instance == "first":
            effective = setting.ahead[self.closed + 16 + int(draws.random() * 20)]
            if draws.random() < 0.012:
                effective = self._appeal_withdrawn()
        elif (
            outcome in ("mediated", "affirmed", "modified", "granted", "judgment")
            and self.category.story == "trial"
        ):
            effective = self.closed
        if effective is not None and draws.random() < 0.85:
            self._add(effective, "effect.established", self.clerk, {}, *self._slow(0.05))
        if self.family.dispute.juvenile and effective is not None and draws.random() < 0.8:
            sealed = setting.ahead[min(effective + 5, len(setting.ahead) - 1)]
            order = f"{self.head.number}封存决定书"
            self._add(
                sealed,
                "record.sealed",
                self.desk.president,
                {"ground": self._pick("sealing"), "order": order},
            )
        done = effective if effective is not None else self.closed
        if draws.random() < 0.55 and self.category.story != "mediation":
            archived = setting.ahead[min(done + 25 + int(draws.expovariate(0.02)), len(setting.ahead) - 1)]
            data = {
                "catalogue_number": f"{self.row.year}-{self.category.symbol}-{self.row.serial:05d}",
                "retention": _RETENTION.get(self.category.branch, "short_term"),
            }
            self._add(archived, "case.archived", self.desk.archives, data)

    def _appealed(self, child: Row, head: Head) -> int | None:
        """Appeal and its forwarding; effect follows the decision above."""
        setting = self.setting
        filed = min(setting.back[self.closed + 6 + int(self.draws.random() * 9)], child.filed)
        filed = max(filed, self.closed)
        party = 1 + int(self.draws.random() * len(self.parties))
        self._add(filed, "appeal.filed", self.clerk, {"party_no": party})
        target = str(setting.tree.seats[child.court].court.id)
        self._add(child.filed, "appeal.forwarded", self.clerk, {"to_court": target, "number": head.number})
        if child.closed <= setting.last and outcomes()[child.outcome] in (
            "affirmed",
            "modified",
            "withdrawn",
            "mediated",
        ):
            return setting.ahead[child.closed + 3]
        return None

    def _appeal_withdrawn(self) -> int:
        filed = self.setting.ahead[self.closed + 6]
        self._add(filed, "appeal.filed", self.clerk, {"party_no": 1})
        withdrawn = self.setting.ahead[filed + 5]
        self._add(withdrawn, "appeal.withdrawn", self.clerk, {"party_no": 1})
        return self.setting.ahead[withdrawn + 5]


_PAPERS = {"judgment": "判决书", "affirmed": "判决书", "modified": "判决书", "mediated": "调解书"}
