"""One judgment or ruling as facts: the record that `judgments read` writes and the clock starts from.

Every field is what the text says; None where it says nothing. `document` holds the parts of the text as spans.
"""

import re
from dataclasses import dataclass
from datetime import date

from xiezhi.rules.courts import LEVELS, level_of_name
from xiezhi.rules.errors import InputError
from xiezhi.rules.text.anomalies import find_anomalies
from xiezhi.rules.text.clauses import Clause, clauses_of
from xiezhi.rules.text.dates import find_dates
from xiezhi.rules.text.event import Event
from xiezhi.rules.text.events import civil_events, claim_events, procedure_events
from xiezhi.rules.text.heading import Heading, instance_of, read_heading
from xiezhi.rules.text.parties import charges_accused, civil_parties, criminal_parties
from xiezhi.rules.text.prior import PriorDecision, prior_decisions, retrial_ordered_on
from xiezhi.rules.text.procedure import Procedure, read_procedure
from xiezhi.rules.text.result import charges_convicted
from xiezhi.rules.text.sections import Document, Span, cut
from xiezhi.rules.text.signatures import Signatures, read_signatures

_GROSS_NOTE = (
    "gross span from the original acceptance or prosecution; the statutory period restarts on remand, and the date "
    "the court received the remanded case is not stated"
)


@dataclass(frozen=True, slots=True)
class Judgment:
    """The facts of one document, and its parts."""

    document: Document
    doc_id: str | None
    source: str | None
    case_no: str | None
    other_case_nos: list[str]
    court: str | None
    court_level: str | None
    document_type: str | None
    trial_level: str | None
    procedure_stated: str | None
    procedure_changes: list[dict[str, str | None]]
    prosecuted_date: date | None
    accepted_date: date | None
    retrial_ordered_date: date | None
    hearing_dates: list[date]
    openness: str | None
    decision_date: date | None
    decision_date_raw: str | None
    panel_type: str | None
    signatures: Signatures | None
    charges_accused: list[str] | None
    charges_convicted: list[str] | None
    cause: str | None
    parties: dict[str, list[str] | None]
    time_events: list[Event]
    excluded_days_stated: int | None
    elapsed_days_gross: int | None
    elapsed_from: str | None
    prior_decisions: list[PriorDecision]
    anomalies: list[str]
    elapsed_note: str | None

    @property
    def is_criminal(self) -> bool:
        return self.document_type is None or "刑事" in self.document_type or self.cause is None

    def as_record(self) -> dict[str, object]:
        """The record in the shape and order of the truth file; `cause` is added for non-criminal documents."""
        signed = self.signatures
        record: dict[str, object] = {
            "doc_id": self.doc_id,
            "source": self.source,
            "case_no": self.case_no,
            "other_case_nos": self.other_case_nos,
            "court": self.court,
            "court_level": self.court_level,
            "document_type": self.document_type,
            "trial_level": self.trial_level,
            "procedure_stated": self.procedure_stated,
            "procedure_changes": self.procedure_changes,
            "prosecuted_date": _iso(self.prosecuted_date),
            "accepted_date": _iso(self.accepted_date),
            "retrial_ordered_date": _iso(self.retrial_ordered_date),
            "hearing_dates": [day.isoformat() for day in self.hearing_dates],
            "openness": self.openness,
            "decision_date": _iso(self.decision_date),
            "decision_date_raw": self.decision_date_raw,
            "panel_type": self.panel_type,
            "presiding_judge": signed.presiding_judge if signed else None,
            "judges": signed.judges if signed else None,
            "jurors": signed.jurors if signed else None,
            "judge_assistants": signed.judge_assistants if signed else None,
            "clerks": signed.clerks if signed else None,
            "charges_accused": self.charges_accused,
            "charges_convicted": self.charges_convicted,
            "parties": self.parties,
            "time_events": [event.as_record() for event in self.time_events],
            "excluded_days_stated": self.excluded_days_stated,
            "elapsed_days_gross": self.elapsed_days_gross,
            "elapsed_from": self.elapsed_from,
            "prior_decisions": [decision.as_record() for decision in self.prior_decisions],
            "anomalies": self.anomalies,
            "elapsed_note": self.elapsed_note,
        }
        return record if self.is_criminal else record | {"cause": self.cause}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _court_level(court: str | None) -> str | None:
    level = level_of_name(court) if court else None
    return LEVELS[level][0] if level else None


def _panel_type(procedure: Procedure, signatures: Signatures | None) -> str | None:
    """The panel that signs; without signatures the one the procedure paragraph states."""
    if signatures is None or signatures.deciding == 0:
        return procedure.panel_type
    if procedure.panel_type == "七人合议庭" or signatures.deciding == 7:
        return "七人合议庭"
    return "独任" if signatures.deciding == 1 and signatures.presiding_judge is None else "合议庭"


def _trial_level(heading: Heading, document: Document, events: list[Event]) -> str | None:
    level = instance_of(heading.case_no)
    text = document.uniform
    if level is None and heading.case_no is not None:
        level = "二审" if "上诉人" in document.parties.of(text) else "一审"
    remanded = any(event.type == "发回重审" for event in events)
    return "一审重审" if level == "一审" and remanded else level


def _elapsed(
    trial_level: str | None, procedure: Procedure, retrial_ordered: date | None, decided: date | None
) -> tuple[int | None, str | None]:
    """Calendar days to the decision and what they are counted from; the day of the event is not counted."""
    starts = {"accepted_date": procedure.accepted_date}
    if trial_level in ("一审", "一审重审"):
        starts["prosecuted_date"] = procedure.prosecuted_date
    if trial_level in ("再审", "再审审查"):
        starts = {"retrial_ordered_date": retrial_ordered, **starts}
    for name, start in starts.items():
        if start and decided:
            return (decided - start).days, name
    return None, None


def _excluded_days(events: list[Event]) -> int | None:
    spans = [
        (event.ended_on - event.occurred_on).days for event in events if event.ended_on and event.occurred_on
    ]
    return sum(spans) if spans else None


def _cause(document: Document, parties: dict[str, list[str] | None]) -> str | None:
    """The cause of action: what stands between the last party's name and 一案."""
    text = document.procedure.of(document.uniform)
    end = text.find("一案")
    if end < 0:
        return None
    words = re.split(r"[，。；：]", text[:end])[-1]
    names = [name for side in parties.values() for name in side or []]
    after = max((words.rfind(name) + len(name) for name in names if name in words), default=0)
    cause = re.sub(r"^(?:（[^）]*）|、|的|因|之间|等[^，]{0,4}?人?)+", "", words[after:])
    return cause.strip() or None


def _claim_clauses(document: Document) -> list[Clause]:
    """The clauses between the procedure paragraph and the result, where the end of a civil claim may be told."""
    span = Span(document.procedure.end, document.result.start if document.result else len(document.uniform))
    return clauses_of(document.uniform, span, find_dates(document.uniform, span.start, span.end))


def _is_criminal(document: Document, heading: Heading) -> bool:
    kind = heading.document_type or ""
    return "刑" in kind or "刑" in (heading.case_no or "") or not kind


def _criminal_events(document: Document, clauses: list[Clause]) -> list[Event]:
    events = procedure_events(clauses)
    if "附带民事" not in document.uniform:
        return events
    seen = {event.type for event in events}
    return events + [event for event in claim_events(_claim_clauses(document)) if event.type not in seen]


def read_judgment(text: str, doc_id: str | None = None, *, source: str | None = None) -> Judgment:
    """Read one document. Any string gives a judgment, if an empty one; what is no string raises InputError.

    `doc_id` and `source` (where the document comes from) are the caller's and go into the record unchanged.
    """
    if not isinstance(text, str):
        raise InputError(
            "裁判文书应当是文字，请提供字符串", "a judgment must be text: give a string", field="text"
        )
    document = cut(text)
    heading = read_heading(document)
    span = document.procedure
    dates = find_dates(document.uniform, document.heading.end, span.end)
    in_procedure = [mention for mention in dates if mention.start >= span.start]
    clauses = clauses_of(document.uniform, span, in_procedure)
    procedure, signatures = read_procedure(clauses), read_signatures(document)
    criminal = _is_criminal(document, heading)
    events = _criminal_events(document, clauses) if criminal else civil_events(clauses)
    parties = criminal_parties(document) if criminal else dict[str, list[str] | None](civil_parties(document))
    trial_level = _trial_level(heading, document, events)
    retrial = retrial_ordered_on(document, clauses) if trial_level in ("再审", "再审审查") else None
    decided = signatures.decision_date if signatures else None
    elapsed, elapsed_from = _elapsed(trial_level, procedure, retrial, decided)
    return Judgment(
        document=document,
        doc_id=doc_id,
        source=source,
        case_no=heading.case_no,
        other_case_nos=list(heading.other_case_nos),
        court=heading.court,
        court_level=_court_level(heading.court),
        document_type=heading.document_type,
        trial_level=trial_level,
        procedure_stated=procedure.kind,
        procedure_changes=procedure.changes,
        prosecuted_date=procedure.prosecuted_date,
        accepted_date=procedure.accepted_date,
        retrial_ordered_date=retrial,
        hearing_dates=procedure.hearing_dates,
        openness=procedure.openness,
        decision_date=decided,
        decision_date_raw=signatures.date_words if signatures else None,
        panel_type=_panel_type(procedure, signatures),
        signatures=signatures,
        charges_accused=charges_accused(span.of(document.uniform)) if criminal else None,
        charges_convicted=charges_convicted(document) if criminal else None,
        cause=None if criminal else _cause(document, parties),
        parties=parties,
        time_events=events,
        excluded_days_stated=_excluded_days(events),
        elapsed_days_gross=elapsed,
        elapsed_from=elapsed_from,
        prior_decisions=prior_decisions(document, in_procedure, heading.court),
        anomalies=find_anomalies(document, heading, procedure, signatures, parties.get("defendants") or []),
        elapsed_note=_GROSS_NOTE if trial_level == "一审重审" and elapsed is not None else None,
    )
