"""Judgments and rulings in full text into cases: what the reader (rules.text) finds, in the words of the record.

The rule of the filing day. A judgment seldom says when the case was docketed. Taken is, in this order: the day of acceptance (受理、立案); in first
instance the day of prosecution, as the audit of judgments does (rules.audit), and a note says so; in a retrial the day it was ordered. Where none
of these is told, the earliest day on which the case is seen before this court (a hearing, the decision) stands as the day of docketing, a note
says so, and the case gets no procedure, so that no limit is counted from a day that is not its beginning. A text without any day is quarantined.
"""

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any

from xiezhi.record import documents
from xiezhi.record.intake.cases import in_order
from xiezhi.record.intake.faults import Fault, note, of_error
from xiezhi.record.intake.incoming import LONGEST_REF, FaultyError, Incoming, Told, digest_of, ref_of_contents
from xiezhi.record.intake.kinds import kind_of
from xiezhi.record.intake.parties import kind_of_party
from xiezhi.record.intake.places import Places
from xiezhi.rules.audit.question import question_of
from xiezhi.rules.case_number import CaseNumber, CaseNumberError, parse_case_number
from xiezhi.rules.errors import InputError
from xiezhi.rules.limits.clock import default_clock
from xiezhi.rules.limits.model import Conversion, Deduction, Extension, SupplementaryInvestigation, Suspension
from xiezhi.rules.text import Judgment, read_judgment

LONGEST_NAME = 200
_SIDES = {
    "prosecutors": "prosecutor", "civil_plaintiffs": "plaintiff", "private_prosecutors": "private_prosecutor", "plaintiffs": "plaintiff",
    "defendants": "defendant", "appellants": "appellant", "appellees": "appellee", "applicants": "applicant", "retrial_applicants": "applicant",
    "reconsideration_applicants": "applicant", "respondents": "respondent", "third_parties": "third_party",
    "enforcement_applicants": "enforcement_applicant", "persons_enforced": "enforcement_respondent",
}  # fmt: skip
_NOT_PARTIES = ("defenders", "representatives")
_SEEN = note(
    "filed_on",
    "文书未载立案日期；以所载最早出现的日期登记，不计审限",
    "the text gives no day of docketing; the earliest day it tells stands there, and no limit is counted",
)
_PROSECUTED = note(
    "filed_on",
    "文书未载立案日期；以提起公诉之日登记",
    "the text gives no day of docketing; that of the prosecution stands there",
)


def incoming_judgment(text: str, ref: str, places: Places, today: date) -> Incoming:
    """The case that a judgment tells of. Raises FaultyError with the reasons why it cannot be recorded."""
    try:
        judgment = read_judgment(text, ref or None)
    except InputError as fault:
        raise FaultyError([of_error(fault, "text")], ref) from fault
    return _Text(judgment, text, ref, places, today).incoming()


class _Text:
    def __init__(self, judgment: Judgment, text: str, ref: str, places: Places, today: date) -> None:
        self.judgment, self.places, self.today = judgment, places, today
        self.ref, self.paper = ref[:LONGEST_REF], text.encode("utf-8", "replace")
        self.faults: list[Fault] = []
        self.notes: list[Fault] = []

    def incoming(self) -> Incoming:
        judgment = self.judgment
        number = self._number()
        filed_on, counted = self._filed_on()
        kind = kind_of(number, "")
        if number is not None and not kind.type:
            self._fault(
                "type",
                f"案号的类型代字不明：{number.symbol}",
                f"the symbol {number.symbol} of the number is not known",
            )
        court = judgment.court
        if not court:
            self._fault("court", "文书没有写明法院", "the text names no court")
        if self.faults or number is None or filed_on is None or not court:
            raise FaultyError(self.faults, self.ref, str(number or ""))
        try:
            where = self.places.court(court, code=number.court if number.form == "2015" else "")
        except InputError as fault:
            raise FaultyError([of_error(fault, "court")], self.ref, str(number)) from fault
        docketing: dict[str, Any] = {
            "number": str(number), "type": kind.type, "branch": kind.branch or "other", "instance": kind.instance, "cause": {"name": self._cause()[:160]},
        }  # fmt: skip
        parties = list(self._parties())
        if parties:
            docketing["parties"] = parties
        events = [Told("case.docketed", filed_on, docketing)]
        if counted:
            self._clock(docketing, events, filed_on)
        self._hearings(events, filed_on)
        self._closing(events, filed_on)
        self._document(events)
        self._sayings(events, filed_on)
        whole = in_order(events)
        digest = digest_of(where, whole)
        return Incoming(
            self.ref or ref_of_contents(digest),
            "",
            where,
            str(number),
            whole,
            digest,
            tuple(self.notes),
            (self.paper,),
        )

    def _number(self) -> CaseNumber | None:
        told = self.judgment.case_no
        if not told:
            self._fault("number", "文书没有案号", "the text has no case number")
            return None
        try:
            return parse_case_number(told)
        except CaseNumberError as fault:
            self.faults.append(of_error(fault)._replace(field="number"))
            return None

    def _filed_on(self) -> tuple[date | None, bool]:
        """The day of docketing after the rule of this module, and whether a limit can be counted from it."""
        judgment = self.judgment
        days = [day for day in (*judgment.hearing_dates, judgment.decision_date) if day]
        first = min(days, default=None)
        started = judgment.accepted_date
        if started is None and judgment.prosecuted_date and (judgment.trial_level or "").startswith("一审"):
            started = judgment.prosecuted_date
            self.notes.append(_PROSECUTED)
        started = started or judgment.retrial_ordered_date
        if started is None and first is None:
            self._fault(
                "filed_on",
                "文书没有写明立案、起诉、开庭或者裁判的日期，无从登记立案",
                "the text tells no day of docketing, prosecution, hearing or decision: nothing to docket it on",
            )
            return None, False
        if started is None:
            self.notes.append(_SEEN)
            return first, False
        if first is not None and first < started:
            zh, en = (
                f"文书所载{first}早于起始日{started}，日期矛盾",
                f"the text tells {first} before its beginning on {started}: the days contradict each other",
            )
            self._fault("filed_on", zh, en)
        if started > self.today:
            self._fault("filed_on", f"{started}尚未到来", f"{started} has not come yet")
        return started, True

    def _cause(self) -> str:
        judgment = self.judgment
        charges = judgment.charges_accused or judgment.charges_convicted
        return "、".join(charges) if charges else judgment.cause or judgment.document_type or "未载明"

    def _parties(self) -> Iterator[dict[str, Any]]:
        number = 0
        sides = _SIDES | ({"defendants": "accused"} if self.judgment.is_criminal else {})
        for side, names in self.judgment.parties.items():
            if side in _NOT_PARTIES:
                continue
            for name in dict.fromkeys(names or ()):
                plain = " ".join(name.split())[:LONGEST_NAME]
                if plain.isprintable() and plain:
                    number += 1
                    yield {
                        "no": number,
                        "role": sides.get(side, "other"),
                        "kind": kind_of_party(plain),
                        "name": plain,
                    }

    # --- what happened

    def _clock(self, docketing: dict[str, Any], events: list[Told], filed_on: date) -> None:
        """Procedure and clock events as the audit reads them, where the law knew the procedure then."""
        asked = question_of(self.judgment.as_record())
        if asked is None:
            return
        rule = default_clock().catalogue.rules.get(asked.rule)
        if rule is None or asked.anchor is None or filed_on < rule.versions[0].first:
            self.notes.append(
                note(
                    "procedure",
                    "文书不足以确定审限的起点或者当时的程序，不计审限",
                    "the text does not settle the limit's beginning or procedure: none is counted",
                )
            )
            return
        docketing["procedure"] = asked.rule
        count = requests = 0
        for event in asked.events:
            if isinstance(event, Conversion):
                if event.on >= filed_on:
                    events.append(
                        Told("procedure.converted", event.on, {"to": event.to, "reason": "文书所载"})
                    )
            elif isinstance(event, Extension):
                decided = event.decided_on
                if decided is not None and decided >= filed_on and event.months:
                    requests += 1
                    about = {"request_no": requests, "months": event.months, "approver": event.approver}
                    events.append(Told("extension.requested", decided, about | {"reason": "文书所载"}))
                    events.append(Told("extension.granted", decided, about))
            elif (
                isinstance(event, Deduction | Suspension | SupplementaryInvestigation)
                and event.start >= filed_on
            ):
                count += 1
                events += _span(event, count)

    def _hearings(self, events: list[Told], filed_on: date) -> None:
        """A hearing that the text tells of was fixed and held; the hour is not told, and stands as midnight."""
        decided = self.judgment.decision_date
        for number, day in enumerate(sorted(set(self.judgment.hearing_dates)), 1):
            if day < filed_on or (decided is not None and day > decided):
                self.notes.append(
                    note(
                        "hearing",
                        f"开庭日期{day}在立案之前或者裁判之后，未登记",
                        f"the hearing of {day} lies before docketing or after the decision: not recorded",
                    )
                )
                continue
            events.append(Told("hearing.scheduled", day, {"hearing_no": number, "starts_at": f"{day}T00:00"}))
            events.append(Told("hearing.held", day, {"hearing_no": number}))

    def _closing(self, events: list[Told], filed_on: date) -> None:
        decided = self.judgment.decision_date
        if decided is None or decided < filed_on or decided > self.today:
            return
        outcome = "ruling" if "裁定" in (self.judgment.document_type or "") else "judgment"
        events.append(Told("case.closed", decided, {"outcome": outcome, "way": "pronounced"}))
        self.notes.append(
            note(
                "closed_on",
                "以文书落款日期作为结案日期",
                "the date under the text stands as the day of closing",
            )
        )

    def _document(self, events: list[Told]) -> None:
        last = max(told.on for told in events)
        events.append(Told("document.filed", last, {
            "document_no": 1, "sha256": hashlib.sha256(self.paper).hexdigest(), "name": "裁判文书.txt", "title": self.judgment.document_type or "裁判文书",
            "media_type": documents.media_type(self.paper), "size": len(self.paper), "file": "main",
        }))  # fmt: skip

    def _sayings(self, events: list[Told], filed_on: date) -> None:
        """What the text says and no event can hold becomes a note of the case."""
        said = [fault.zh for fault in self.notes]
        said += [
            f"文书载：{event.type}" + (f"（{event.occurred_on}）" if event.occurred_on else "")
            for event in self.judgment.time_events
        ]
        others = [f"文书另载案号：{other}" for other in self.judgment.other_case_nos]
        if said or others:
            events.append(Told("note.recorded", filed_on, {"text": "\n".join([*said, *others])[:20_000]}))

    def _fault(self, field: str, zh: str, en: str) -> None:
        self.faults.append(Fault(field, zh, en))


def _span(event: Deduction | Suspension | SupplementaryInvestigation, number: int) -> list[Told]:
    if isinstance(event, Deduction):
        begins, ends, data = "deduction.started", "deduction.ended", {"ground": event.ground}
    elif isinstance(event, Suspension):
        begins, ends, data = (
            "suspension.ordered",
            "suspension.ended",
            {"ground": event.ground, "reason": "文书所载"},
        )
    else:
        begins, ends, data = "supplementary_investigation.started", "supplementary_investigation.returned", {}
    told = [Told(begins, event.start, {"span_no": number, **data})]
    return told if event.end is None else [*told, Told(ends, event.end, {"span_no": number})]


__all__ = ["incoming_judgment"]
