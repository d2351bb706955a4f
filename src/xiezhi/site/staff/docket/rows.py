"""A row of the docket: what was read of one case and of the trial deadline that stood beside it."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from xiezhi.rules.limits.model import Status
from xiezhi.site.clock_strip import Bar, bar_of


class Row(NamedTuple):
    """One case as the list reads it; the fields are columns of the query, in the order of READ. `hidden`: protected or sealed,
    and the viewer has no part in it, so neither number, parties nor cause may be shown."""

    case: UUID
    number: str
    branch: str
    procedure: str
    cause: str
    parties: str
    stage: str
    court: str
    court_en: str
    division: str | None
    division_en: str | None
    judge: str | None
    filed_on: date | None
    closed_on: date | None
    outcome: str
    hearing_at: datetime | None
    amount_fen: int | None
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
    place: date | str | None
    hidden: bool

    @property
    def lifted(self) -> bool:
        """Whether the law sets no limit for this case."""
        return self.status in (Status.EXEMPT, Status.NO_LIMIT)

    @property
    def rolled(self) -> bool:
        """Whether the last day was moved over rest days."""
        return self.due_on is not None and self.due_on != self.nominal_on

    def days_left(self, today: date) -> int | None:
        """Days to the last day from today or the closing; negative once it is past; None without a last day."""
        return None if self.due_on is None else (self.due_on - (self.closed_on or today)).days

    def is_past(self, today: date) -> bool:
        left = self.days_left(today)
        return left is not None and left < 0

    def days_beyond_base(self, today: date) -> int:
        """Days beyond the base limit of a case that is within its limit (hidden overrun); 0 for any other."""
        if self.base_on is None or self.due_on is None or self.closed_on is not None or self.is_past(today):
            return 0
        return max(0, (today - self.base_on).days)

    def bar(self, today: date) -> Bar:
        """How far the limit has run."""
        return bar_of(
            first=self.anchor_on, deadline=self.due_on, today=today, closed_on=self.closed_on, stopped_on=self.stopped_on,
            remaining=self.remaining_days, suspended=self.stage == "suspended", provisional=bool(self.provisional),
            lifted=self.lifted,
        )  # fmt: skip


READ = (
    "case_key", "number", "branch", "procedure", "cause_name", "parties_label", "stage", "court__name", "court__name_en",
    "division__name", "division__name_en", "reporting_judge__name", "filed_on", "closed_on", "outcome",
    "next_hearing_at", "amount_fen", "trial__status", "trial__anchor_on", "trial__due_on", "trial__nominal_on",
    "trial__base_on", "trial__stopped_on", "trial__deducted_days", "trial__remaining_days", "trial__extensions",
    "trial__provisional", "place", "hidden",
)  # fmt: skip
