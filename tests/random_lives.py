"""Random lives of cases: whatever the catalogue lets happen, in any order, late entries and corrections included."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from tests.cast import DOCKETING, House, Member, moment
from xiezhi.record.schemas import validate, validate_correction
from xiezhi.record.state import CaseState, Happening, apply, broken_by, standing
from xiezhi.rules.errors import InputError
from xiezhi.rules.procedure.order import fault

Data = dict[str, Any]
NAMES = (
    "马晓燕",
    "欧阳某",
    "才让卓玛",
    "阿依古丽",
    "示范建材有限公司",
    "巴特尔",
    "O'Neill \\ Söhne",
    "丹|增",
)
LATEST_ENTRY = timedelta(days=9)


class Step(NamedTuple):
    """One event of a life, with the moment of its recording."""

    kind: str
    occurred_on: date
    data: Data
    recorded_at: datetime


class RandomLife:
    """Draws events one by one and keeps those that may follow."""

    def __init__(self, rng: Random, house: House, number: str) -> None:
        self.rng, self.house, self.number = rng, house, number
        self.day = date(2018, 6, 1) + timedelta(days=rng.randrange(400))
        self.state = CaseState()
        self.steps: list[Step] = []
        self._record("case.docketed", self._docketing(), self.day)

    def live(self, length: int) -> list[Step]:
        """At most that many further events."""
        for _ in range(3 * length):
            if len(self.steps) > length:
                break
            self.day += timedelta(days=self.rng.choice((0, 1, 3, 12, 40)))
            kind = self.rng.choice(tuple(DRAWN))
            late = timedelta(days=self.rng.choice((0, 0, 0, 5)))
            self._record(kind, DRAWN[kind](self), self.day - late)
        return self.steps

    def _record(self, kind: str, data: Data, occurred_on: date) -> None:
        try:
            clean = validate(kind, data)
            found = fault(kind, clean, standing(self.state), occurred_on)
            happening = Happening(self.state.last_seq + 1, kind, occurred_on, clean)
            if found is None and kind == "correction.recorded":
                corrected = self.state.history[clean["corrects"] - 1]
                happening = happening._replace(data=validate_correction(corrected.kind, clean))
                found = broken_by(self.state, happening)
        except InputError:
            return
        if found is None:
            self.state = apply(self.state, happening)
            self.steps.append(Step(kind, occurred_on, data, moment(self.day, 9, self.rng.randrange(60))))

    def _docketing(self) -> Data:
        rng = self.rng
        procedure = rng.choice(("civil.first.ordinary", "civil.first.simplified", None))
        data = {
            **DOCKETING, "number": self.number, "amount_fen": rng.randrange(10**9), "procedure": procedure,
            "secrecy": rng.choice(("ordinary", "ordinary", "ordinary", "protected")),
            "parties": [self.party(number) for number in range(1, rng.randrange(2, 5))],
        }  # fmt: skip
        return {key: value for key, value in data.items() if value is not None}

    def party(self, number: int) -> Data:
        rng = self.rng
        role = ("plaintiff", "defendant", "third_party")[min(number, 3) - 1]
        party: Data = {"no": number, "role": role, "kind": "person", "name": rng.choice(NAMES)}
        if rng.random() < 0.5:
            party["sensitive"] = {
                "identity_number": f"6201{rng.randrange(10**14):014}",
                "phone": f"1990000{rng.randrange(10**4):04}",
            }
        if rng.random() < 0.3:
            party["representatives"] = [{"name": "顾行舟", "kind": "lawyer", "firm": "示范律师事务所"}]
        return party

    def somebody(self, *keys: str) -> Member:
        return self.house.people[self.rng.choice(keys)]

    def small(self) -> int:
        return self.rng.randrange(1, 4)


def _assignment(life: RandomLife) -> Data:
    judge = life.somebody("judge", "second_judge", "presiding_judge")
    return {"division_id": life.house.division(life.rng.choice(("civil", "criminal"))), "reporting_judge": judge.id, "way": "random"}  # fmt: skip


def _panel(life: RandomLife) -> Data:
    people = [life.house.people[key] for key in ("presiding_judge", "judge", "second_judge")]
    life.rng.shuffle(people)
    clerk = {"officer": life.house.people["clerk"].id, "role": "clerk"}
    if life.rng.random() < 0.5:
        return {"form": "sole", "members": [{"officer": people[0].id, "role": "reporting_judge"}, clerk]}
    roles = ("presiding_judge", "reporting_judge", "member")
    seats = [{"officer": judge.id, "role": role} for judge, role in zip(people, roles)]
    return {"form": "collegial", "members": [*seats, clerk]}


def _correction(life: RandomLife) -> Data:
    seq = life.rng.randrange(1, life.state.last_seq + 1)
    target = life.state.history[seq - 1]
    if target.kind == "case.docketed":
        return {"corrects": seq, "action": "replace", "reason": "有误", "data": life._docketing()}
    return {"corrects": seq, "action": "withdraw", "reason": "误录"}


def _conflict(life: RandomLife) -> Data:
    return {"officer": life.somebody("judge", "second_judge", "clerk").id, "ground": "近亲属"}


DRAWN: dict[str, Callable[[RandomLife], Data]] = {
    "case.assigned": _assignment,
    "panel.formed": _panel,
    "panel.changed": _panel,
    "party.joined": lambda life: {"party": life.party(life.rng.randrange(2, 7))},
    "party.left": lambda life: {"party_no": life.small(), "reason": "撤回"},
    "representative.appointed": lambda life: {"party_no": life.small(), "representative": {"name": "容止", "kind": "lawyer"}},
    "representative.dismissed": lambda life: {"party_no": life.small(), "name": "容止"},
    "hearing.scheduled": lambda life: {
        "hearing_no": life.small(),
        "starts_at": f"{life.day + timedelta(days=20)}T09:30",
        "room": "第三法庭",
    },
    "hearing.held": lambda life: {"hearing_no": life.small()},
    "hearing.adjourned": lambda life: {"hearing_no": life.small(), "ground": "证人未到庭"},
    "deduction.started": lambda life: {"span_no": life.small(), "ground": "appraisal"},
    "deduction.ended": lambda life: {"span_no": life.small()},
    "suspension.ordered": lambda life: {"span_no": life.small(), "ground": "party_death"},
    "suspension.ended": lambda life: {"span_no": life.small()},
    "extension.requested": lambda life: {"request_no": life.small(), "months": 6, "approver": "president", "reason": "案情复杂"},
    "extension.granted": lambda life: {"request_no": life.small(), "months": 6, "approver": "president"},
    "extension.refused": lambda life: {"request_no": life.small(), "approver": "president", "reason": "无正当理由"},
    "procedure.converted": lambda life: {"to": "civil.first.ordinary", "reason": "案情复杂"},
    "document.filed": lambda life: {
        "document_no": life.small(), "sha256": "0a" * 32, "name": "起诉状.pdf", "media_type": "application/pdf", "size": 7,
        "file": life.rng.choice(("main", "inner")), "pages": 3,
    },
    "document.withdrawn": lambda life: {"document_no": life.small(), "reason": "误入"},
    "link.recorded": lambda life: {"link": {"kind": "appeal_of", "number": "（2018）示0103民初3号"}},
    "note.recorded": lambda life: {"text": "阅卷"},
    "conflict.declared": _conflict,
    "record.sealed": lambda life: {"ground": "未成年人", "order": "（2019）示封1号"},
    "record.unsealed": lambda life: {"order": "（2019）示封2号"},
    "correction.recorded": _correction,
    "case.closed": lambda life: {"outcome": "judgment", "way": "pronounced"},
    "appeal.filed": lambda life: {"party_no": life.small()},
    "effect.established": lambda life: {},
    "case.archived": lambda life: {"catalogue_number": "2019-民-1", "retention": "long_term"},
}  # fmt: skip
