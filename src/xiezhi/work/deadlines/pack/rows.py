"""What the paper pack of a division is read from: its pending cases with their clocks, hearings and stopped limits.

The pack lies on paper where several people see it. So it holds what the docket shows a head of the division who has a part in no
case: no party; of a protected case neither number nor cause; and no case from which one of its readers is barred by a conflict.
"""

from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value

from xiezhi.record import ledger
from xiezhi.record.models import Case, Conflict, Division, Hearing, Post
from xiezhi.record.projection import MAINLAND
from xiezhi.record.state import Span, fold
from xiezhi.rules.limits.duties import WarningPoints
from xiezhi.rules.offices import load_offices
from xiezhi.work.deadlines.models import Deadline
from xiezhi.work.deadlines.queries import TRIAL, with_trial_deadline
from xiezhi.work.deadlines.watched.beside import OPEN_BESIDE
from xiezhi.work.deadlines.watched.levels import level_of
from xiezhi.work.deadlines.watched.unseen import looked_at

READERS = ("division", "court", "court_and_below")
"""The scopes of dockets that take in a whole division: whose holders get its pack."""
FILING = "filing"  # the kind of division that keeps the cases nobody has yet


class PaperRow(NamedTuple):
    """A date of a case: its trial limit (kind trial) or another clock. `level`: of the trial limit only. `looked_on`: when the cause
    of a suspension was last looked at."""

    case: UUID
    number: str
    cause: str
    judge: str | None
    protected: bool
    stage: str
    level: str
    kind: str
    subject: str
    rule: str | None
    status: str | None
    anchor_on: date | None
    due_on: date | None
    nominal_on: date | None
    base_on: date | None
    stopped_on: date | None
    deducted_days: int | None
    remaining_days: int | None
    extensions: int | None
    provisional: bool | None
    looked_on: date | None


class PaperHearing(NamedTuple):
    """A hearing that is fixed."""

    starts_at: datetime
    room: str
    no: int
    number: str
    cause: str
    judge: str | None
    purpose: str
    protected: bool


_CLOCK = (
    "rule", "status", "anchor_on", "due_on", "nominal_on", "base_on", "stopped_on", "deducted_days", "remaining_days",
    "extensions", "provisional",
)  # fmt: skip


def paper_cases(division: Division, on: date) -> QuerySet[Case]:
    """The pending cases of a division's pack. Those of no division yet stand in the pack of the filing division."""
    whose = Q(division=division)
    if division.kind == FILING:
        whose |= Q(division=None)
    conflict = Conflict.objects.filter(case=OuterRef("pk"), officer__in=_readers(on).values("officer"))
    return Case.objects.filter(whose, ~Exists(conflict), court=division.court_id, closed_on=None)


def _readers(on: date) -> QuerySet[Post]:
    roles = [name for name, role in load_offices().roles.items() if role.docket in READERS]
    return Post.objects.filter(Q(last_on=None) | Q(last_on__gte=on), first_on__lte=on, role__in=roles)


def trial_rows(cases: QuerySet[Case], on: date, points: WarningPoints) -> list[PaperRow]:
    """The trial limits, nearest date first; those that have none at the end."""
    found = with_trial_deadline(cases, pending=True).annotate(at=level_of(on, points), looked_on=looked_at())
    rows = found.order_by(F(f"{TRIAL}__due_on").asc(nulls_last=True), "number_key", "pk").values_list(
        "pk", "number", "cause_name", "reporting_judge__name", "secrecy", "stage", "at", Value(TRIAL, CharField()),
        Value("", CharField()), *(f"{TRIAL}__{name}" for name in _CLOCK), "looked_on",
    )  # fmt: skip
    return [_row(row) for row in rows]


def beside_rows(cases: QuerySet[Case], until: date) -> list[PaperRow]:
    """The other clocks that end by a day or have ended, nearest date first."""
    rows = Deadline.objects.filter(OPEN_BESIDE, due_on__lte=until, case__in=cases.values("pk"))
    found = rows.order_by("due_on", "case__number_key", "case", "kind").values_list(
        "case", "case__number", "case__cause_name", "case__reporting_judge__name", "case__secrecy", "case__stage",
        Value("", CharField()), "kind", "subject", *_CLOCK, Value(None, CharField()),
    )  # fmt: skip
    return [_row(row) for row in found]


def _row(row: tuple[Any, ...]) -> PaperRow:
    case, number, cause, judge, secrecy, *others = row
    return PaperRow(case, number, cause, judge, secrecy != "ordinary", *others)


def hearing_rows(cases: QuerySet[Case], on: date, until: date) -> list[PaperHearing]:
    """The hearings fixed between two days, both included, in their order."""
    first = datetime.combine(on, time(), MAINLAND)
    last = datetime.combine(until + timedelta(days=1), time(), MAINLAND)
    rows = Hearing.objects.filter(
        standing="scheduled", starts_at__gte=first, starts_at__lt=last, case__in=cases.values("pk")
    )
    found = rows.order_by("starts_at", "room_name", "case__number_key", "pk").values_list(
        "starts_at", "room_name", "no", "case__number", "case__cause_name", "case__reporting_judge__name", "purpose",
        "case__secrecy",
    )  # fmt: skip
    return [PaperHearing(*row[:-1], row[-1] != "ordinary") for row in found]


def open_spans(case: UUID) -> list[Span]:
    """Why the clock of a case stands: its spans that have not ended, the latest first."""
    state = fold(ledger.happenings(case))
    return [span for span in reversed(state.spans) if span.end is None]
