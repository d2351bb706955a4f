"""From names and cases to columns: the codes of the catalogue, and cases of the single clock turned into columns.

Codes follow the alphabet, so that events which only differ by name are worked through in the same order by both clocks.
Called by the command line (for files) and by tests.
"""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

import numpy as np

from xiezhi.rules.limits.bulk.columns import (
    CONVERSION,
    DEDUCTION,
    EXTENSION,
    INVESTIGATION,
    NO_DAY,
    NOT_SAID,
    NOTICE,
    RESTART,
    SUSPENSION,
    BulkCases,
    BulkEvents,
)
from xiezhi.rules.limits.catalogue import Catalogue
from xiezhi.rules.limits.model import (
    APPROVERS,
    COURT_LEVELS,
    CaseInput,
    Conversion,
    Deduction,
    Event,
    Extension,
    Facts,
    NoticePeriod,
    Restart,
    Suspension,
)

UNKNOWN = -1
MAX_SENTENCE = "max_sentence_years"

EventRow = tuple[int, int, int, int, int, int, int, int, int, int, bool, bool]


class Codes:
    """The code of every name the columns speak of; UNKNOWN for names the catalogue does not have."""

    def __init__(self, catalogue: Catalogue) -> None:
        asked = {
            variant.fact
            for rule in catalogue.rules.values()
            for version in rule.versions
            for variant in version.variants
        }
        self.rules = tuple(sorted(catalogue.rules))
        self.grounds = tuple(sorted(catalogue.grounds))
        self.reasons = tuple(sorted(catalogue.restarts))
        self.extension_grounds = tuple(sorted(catalogue.extension_grounds))
        self.facts = tuple(sorted(asked - {MAX_SENTENCE}))
        self.rule = {name: code for code, name in enumerate(self.rules)}
        self.ground = {name: code for code, name in enumerate(self.grounds)}
        self.reason = {name: code for code, name in enumerate(self.reasons)}

    def extension_ground(self, name: str | None) -> int:
        """Odd for the grounds of the catalogue, even for names between them (0 for none): unknown names keep their order."""
        place = bisect_left(self.extension_grounds, name or "")
        return 2 * place + (name in self.extension_grounds)

    def fact_bits(self, facts: Facts) -> int:
        return sum(1 << bit for bit, name in enumerate(self.facts) if facts.get(name))


def from_cases(cases: Sequence[CaseInput], catalogue: Catalogue) -> tuple[BulkCases, BulkEvents]:
    """The columns of cases that stand as objects (for comparing; large inputs come as columns in the first place)."""
    codes = Codes(catalogue)
    rows = [_event_row(event, codes) for case in cases for event in case.events]
    offsets = np.cumsum([0, *(len(case.events) for case in cases)])
    event_columns = list(zip(*rows)) if rows else [np.zeros(0, np.int32)] * 12
    kind, code, start, end, months, days, approver, applied_on, decided_on, approved, consent, filed = (
        event_columns
    )
    events = BulkEvents.of(
        offsets, kind, code, start, end, months=months, days=days, approver=approver, applied_on=applied_on,
        decided_on=decided_on, approved=approved, consent=consent, filed=filed,
    )  # fmt: skip
    return _case_columns(cases, codes), events


def _case_columns(cases: Sequence[CaseInput], codes: Codes) -> BulkCases:
    facts = [case.facts for case in cases]
    years = [fact.max_sentence_years for fact in facts]
    return BulkCases.of(
        procedure=[codes.rule.get(case.procedure, UNKNOWN) for case in cases],
        anchor=[_ordinal(case.anchor_date) for case in cases],
        court_level=[
            COURT_LEVELS.index(case.court_level) if case.court_level else NOT_SAID for case in cases
        ],
        in_custody=[NOT_SAID if fact.in_custody is None else int(fact.in_custody) for fact in facts],
        foreign=[fact.foreign_related or fact.hk_macao_tw for fact in facts],
        max_sentence_years=[np.nan if value is None else float(value) for value in years],
        election_day=[_ordinal(fact.election_day) for fact in facts],
        facts=[codes.fact_bits(fact) for fact in facts],
        as_of=[_ordinal(case.as_of) for case in cases],
        closed_on=[_ordinal(case.closed_on) for case in cases],
    )


def _event_row(event: Event, codes: Codes) -> EventRow:
    """The columns of BulkEvents, from `kind` on."""
    if isinstance(event, Extension):
        return (
            EXTENSION, codes.extension_ground(event.ground), NO_DAY, NO_DAY, event.months or 0, event.days or 0,
            APPROVERS.index(event.approver), _ordinal(event.applied_on), _ordinal(event.decided_on),
            NOT_SAID if event.approved is None else int(event.approved), event.parties_consent, event.filed_with_high,
        )  # fmt: skip
    if isinstance(event, Conversion):
        return _plain(CONVERSION, codes.rule.get(event.to, UNKNOWN), event.on)
    if isinstance(event, Restart):
        return _plain(RESTART, codes.reason.get(event.reason, UNKNOWN), event.on)
    if isinstance(event, Deduction | Suspension):
        kind = DEDUCTION if isinstance(event, Deduction) else SUSPENSION
        return _plain(kind, codes.ground.get(event.ground, UNKNOWN), event.start, event.end)
    return _plain(NOTICE if isinstance(event, NoticePeriod) else INVESTIGATION, 0, event.start, event.end)


def _plain(kind: int, code: int, start: date, end: date | None = None) -> EventRow:
    return kind, code, start.toordinal(), _ordinal(end), 0, 0, 0, NO_DAY, NO_DAY, NOT_SAID, False, False


def _ordinal(day: date | None) -> int:
    return NO_DAY if day is None else day.toordinal()
