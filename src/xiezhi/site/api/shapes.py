"""What goes in and out, declared: the OpenAPI description is made from these."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
MOST_SEEN = 2**31 - 1

DayText = Annotated[str, Field(pattern=DAY, description="a day, 2024-03-01", json_schema_extra={"format": "date"})]  # fmt: skip


class Asked(Schema):
    """What is sent: nothing that is not declared."""

    model_config = ConfigDict(extra="forbid", strict=True)


class NewCase(Asked):
    """The first event of a case: case.received or case.docketed."""

    kind: str = Field(max_length=60)
    occurred_on: DayText
    data: dict[str, Any] = Field(default_factory=dict, description="as the JSON schema of the kind says")
    ref: str = Field("", max_length=160, description="your own reference; the same one records once")


class Foreseen(Asked):
    """An event that might be recorded."""

    kind: str = Field(max_length=60)
    occurred_on: DayText
    data: dict[str, Any] = Field(default_factory=dict, description="as the JSON schema of the kind says")


class NewEvent(Foreseen):
    """An event to record. `seen`: the last event number you know of; when more was recorded since, the answer is 409."""

    seen: int | None = Field(None, ge=0, le=MOST_SEEN)
    ref: str = Field(
        "", max_length=200, description="your own reference; within a case the same one records once"
    )


class Fault(Schema):
    """What was wrong, in both languages, and where."""

    zh: str
    en: str
    field: str | None = None
    seen: int | None = Field(None, description="with 409: the last event you knew of")
    now: int | None = Field(None, description="with 409: the last event there is")


class Error(Schema):
    """Every answer that is no success."""

    error: Fault


class Article(Schema):
    """An article in the text version that governs."""

    document: str
    article: str
    version: str
    text: str


class Step(Schema):
    """One step of a derivation: the sentence, its days and its articles."""

    text: str
    start: date | None
    end: date | None
    days: int | None
    articles: list[Article]


class Flaw(Schema):
    """An issue of the clock: its code and what it means."""

    code: str
    text: str


class NextExtension(Schema):
    """The next step of the ladder: who grants it, how much at most, and the last day to ask."""

    approver: str
    months: int | None
    days: int | None
    apply_by: date | None


class Limit(Schema):
    """The limit of a case on a day, with the derivation of its last day."""

    on: date
    status: str | None
    rule: str | None
    rule_name: str
    law_version: str | None
    anchor_on: date | None
    due_on: date | None
    nominal_on: date | None
    soft_on: date | None
    stopped_on: date | None
    deducted_days: int
    days_left: int | None
    remaining_days: int | None
    provisional: bool
    in_time: bool | None
    issues: list[Flaw]
    next_extension: NextExtension | None
    derivation: list[Step]


class Named(Schema):
    """Something by its identifier and its name."""

    id: UUID
    name: str


class CaseLine(Schema):
    """What a list shows of a case."""

    id: UUID
    number: str
    court: Named
    branch: str
    instance: str
    type: str
    procedure: str
    cause: str
    stage: str
    received_on: date | None
    filed_on: date | None
    closed_on: date | None


class Event(Schema):
    """An event the viewer may read. `data` without identity numbers, telephones and addresses, and without numbers of cases
    that are not open to the viewer; null once it was destroyed."""

    seq: int
    kind: str
    name: str
    version: int
    occurred_on: date
    recorded_at: datetime
    recorded_by: str | None
    source: str
    ref: str
    corrected_by: int | None
    data: dict[str, Any] | None


class CaseAnswer(CaseLine):
    """One case as far as the viewer may see it. Without `contents` only metadata: the events are null then."""

    division: Named | None
    reporting_judge: Named | None
    outcome: str
    amount_fen: int | None
    secrecy: str
    last_seq: int
    contents: bool
    limit: Limit | None
    events: list[Event] | None


class Found(Schema):
    """The cases found."""

    cases: list[CaseLine]


class Written(Schema):
    """What was recorded. `repeated`: it had been recorded before under the same reference, nothing is new; `number` is empty then
    where the case is no longer open to the viewer."""

    case: UUID
    event: UUID
    seq: int
    number: str
    repeated: bool = False


class AdviceAnswer(Schema):
    """Something to look at before recording; it never keeps from recording."""

    code: str
    zh: str
    en: str
    field: str | None
    articles: list[Article]


class Preview(Schema):
    """What an event would make of the limit, and what to look at before."""

    before: Limit
    after: Limit
    advice: list[AdviceAnswer]


class Kind(Schema):
    """One kind of event: who records it, when it may follow, and what it carries as a JSON schema."""

    name: str
    version: int
    title: str
    phase: str
    object_class: str
    clock: bool
    recorders: list[str]
    needs: list[str]
    forbids: list[str]
    after_closing: str
    articles: list[str]
    content: dict[str, Any]


class Kinds(Schema):
    """The catalogue of events in the order of a case's life."""

    kinds: list[Kind]


class StoredContents(Schema):
    """Contents kept for a document.filed event, by their digest."""

    sha256: str
    size: int
    media_type: str
