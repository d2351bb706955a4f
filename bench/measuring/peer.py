"""What one would write today without this product: a loop with python-dateutil and chinesecalendar.

Only the bare date arithmetic: months, the sum of the deducted days (overlaps counted twice), the roll. No ladder, no refusals,
no articles, no issue codes.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from chinese_calendar import is_workday
from dateutil.relativedelta import relativedelta

from xiezhi.rules.limits.model import CaseInput, Conversion, Deduction, Extension, Suspension

MONTHS = {
    "civil.first.ordinary": 6,
    "civil.first.simplified": 3,
    "civil.first.small_claims": 2,
    "civil.appeal.judgment": 3,
    "enforcement.first": 6,
    "criminal.first.ordinary": 3,
    "criminal.first.simplified": 1,
    "administrative.first.ordinary": 6,
}
LAST_KNOWN = date(2026, 12, 31)


def deadlines(cases: Sequence[CaseInput]) -> list[date]:
    """The deadline of every case, as far as date arithmetic goes."""
    return [_deadline(case) for case in cases]


def _deadline(case: CaseInput) -> date:
    assert case.anchor_date is not None  # the mix has one for every case
    months, days = MONTHS[case.procedure], 0
    for event in case.events:
        if isinstance(event, Deduction | Suspension) and event.end is not None:
            days += (event.end - event.start).days
        elif isinstance(event, Extension):
            months += event.months or 0
        elif isinstance(event, Conversion):
            months = MONTHS[event.to]
    day: date = case.anchor_date + relativedelta(months=months) + timedelta(days=days)
    while day <= LAST_KNOWN and not is_workday(day):
        day += timedelta(days=1)
    return day
