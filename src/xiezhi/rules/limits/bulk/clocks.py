"""A column of clocks: how each starts, what it shows in the end. The counterpart of `outcome`, `_running` and `_stopped`.

Names follow the single clock's, so that the two can be read side by side; docs/clock.md tells the rules of play. A clock
without events goes from `open_clocks` straight to `close`; the others pass through `rounds` in between.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from xiezhi.rules.limits.bulk.columns import (
    BIT,
    EXEMPT,
    INVALID,
    NO_DAY,
    NO_DAYS,
    NO_LIMIT,
    NOT_SAID,
    NOTICE,
    PAUSED,
    RUNNING,
    SUSPENDED,
    BulkCases,
    BulkEvents,
    BulkOutcome,
    Column,
)
from xiezhi.rules.limits.bulk.tables import (
    ELECTION_DAY,
    LAST_DAY,
    NOTICE_END,
    OUTSIDE_VALIDITY,
    ROLLS,
    SIDES,
    UNNAMED,
    Tables,
)
from xiezhi.rules.limits.model import Issue

STATUS = ROLLS - 1  # the bits of a status in Tables.standing


@dataclass(slots=True)
class Clocks:
    """The state of docs/clock.md, one column a field; `reach` is anchor + (base + extensions), before excluded days.

    `status` holds OUTSIDE_VALIDITY where the data cannot answer; the columns after `reach` are None while there are no events.
    """

    tables: Tables
    cases: BulkCases
    side: Column
    origin: Column
    form: Column
    law_day: Column
    status: Column
    rolls: Column
    anchor: Column
    reach: Column
    until: Column | None
    excluded: Column | None = None
    stop: Column | None = None
    stop_suspended: Column | None = None
    net_excluded: Column | None = None


def said(column: Column) -> bool:
    """Whether a column of days says anything: a single missing day that stands for all does not."""
    return not (column.strides == (0,) and column[:1].sum() == NO_DAY)


def open_clocks(tables: Tables, cases: BulkCases, events: BulkEvents) -> Clocks:
    """Every clock at its start: the rule's form on the starting day, and where its base leads."""
    forms = tables.forms
    rule = cases.procedure.astype(np.intp)
    start = starting_days(tables, cases, events, rule)
    period = forms.period_of.take(start, mode="clip")
    form = forms.governing.take((rule << forms.period_bits) + period)
    form = chosen_forms(tables, cases.max_sentence_years, cases.facts, form)
    side = sides(cases)
    standing = forms.standing.take(form * SIDES + side)
    clocks = Clocks(
        tables,
        cases,
        side=side,
        origin=start,
        form=form,
        law_day=start,
        status=standing & STATUS,
        rolls=standing >= ROLLS,
        anchor=start,
        reach=base_reach(tables, form, start, cases.election_day if said(cases.election_day) else None),
        until=until(cases),
    )
    idle = np.flatnonzero(clocks.status != RUNNING)
    unanchored = idle[start.take(idle) == NO_DAY]
    if unanchored.size:
        clocks.law_day = start.copy()
        clocks.law_day[unanchored] = forms.begins.take(form.take(unanchored))
    return clocks


def starting_days(tables: Tables, cases: BulkCases, events: BulkEvents, rule: Column) -> Column:
    """The anchor day; for voter cases any day will do; where the limit runs from the end of a public notice, that end."""
    starts_by = tables.forms.starts_by.take(rule)
    special = np.flatnonzero(starts_by)
    if not special.size:
        return cases.anchor
    start = cases.anchor.copy()
    elections = special[starts_by.take(special) == ELECTION_DAY]
    anchor, election = cases.anchor[elections], cases.election_day[elections]
    start[elections] = np.where((election == NO_DAY) | (anchor == NO_DAY), election, anchor)
    notices = starts_by == NOTICE_END
    start[notices] = NO_DAY
    place = np.flatnonzero((events.kind == NOTICE) & (events.end != NO_DAY) & (events.end >= events.start))
    case = np.searchsorted(events.offsets, place, side="right") - 1
    place, case = place[notices.take(case)], case[notices.take(case)]
    np.maximum.at(start, case, events.end[place])
    return start


def chosen_forms(tables: Tables, years: Column, facts: Column, form: Column) -> Column:
    """The form of the first variant the facts call for, in place of a version's own."""
    varied = np.flatnonzero(tables.forms.varied.take(form))
    if not varied.size:
        return form
    chosen = form.take(varied)
    years, bits = years[varied], facts[varied]
    for first, variants in tables.forms.variants:
        open_still = chosen == first
        for place, variant in enumerate(variants, 1):
            if variant.above is not None:
                matches = years > variant.above
            else:
                fact = tables.codes.facts.index(variant.fact)
                matches = (bits >> fact & 1 == 1) == variant.is_true
            chosen[open_still & matches] = first + place
            open_still &= ~matches
    form[varied] = chosen
    return form


def sides(cases: BulkCases) -> Column:
    """Custody, court level and foreign element of every case in one small number."""
    return np.asarray(
        (cases.in_custody + np.int8(1))
        + (cases.court_level + np.int8(1)) * np.int8(3)
        + cases.foreign * np.int8(15)
    )


def base_reach(tables: Tables, form: Column, anchor: Column, election: Column | None) -> Column:
    """The day a form's base leads to from the anchor; before an election, the day before it."""
    forms = tables.forms
    reach = forms.reach.take(forms.base_row.take(form) + anchor, mode="clip")
    if election is not None:
        before = np.flatnonzero(forms.before_day.take(form))
        reach[before] = election[before] - 1
    return reach


def until(cases: BulkCases) -> Column | None:
    """The day up to which days are counted: the closing, else the asker's today."""
    if not said(cases.closed_on):
        return cases.as_of if said(cases.as_of) else None
    return np.where(cases.closed_on == NO_DAY, cases.as_of, cases.closed_on)


def close(clocks: Clocks, out: BulkOutcome) -> None:
    """Write the answers: those of running clocks for all, then what is otherwise for clocks that stand or never ran."""
    forms = clocks.tables.forms
    out.status[:] = clocks.status
    out.version[:] = forms.version.take(clocks.form)
    out.rule[:] = forms.rule.take(clocks.form)
    out.law_day[:] = clocks.law_day
    nominal = clocks.reach
    if clocks.excluded is not None:
        nominal = nominal + clocks.excluded
        out.deducted_days[:] = clocks.excluded
    out.nominal_deadline[:] = nominal
    out.deadline[:] = deadline = clocks.tables.calendar.roll(nominal, clocks.rolls)
    if deadline.min() <= NO_DAY or nominal.max() > LAST_DAY:
        unknown = (deadline <= NO_DAY) | (nominal > LAST_DAY)
        clocks.status[unknown & (clocks.status == RUNNING)] = OUTSIDE_VALIDITY
    _soft(clocks, out)
    _provisional(clocks, out)
    _asked(clocks, out)
    _elapsed(clocks, out)
    out.remaining_days[:] = NO_DAYS
    idle = np.flatnonzero(clocks.status != RUNNING)
    if idle.size:
        _not_running(clocks, out, idle)


def _asked(clocks: Clocks, out: BulkOutcome) -> None:
    """Days left on the asker's day, and whether the closing was in time."""
    cases = clocks.cases
    if said(cases.as_of):
        np.subtract(out.deadline, cases.as_of, out=out.days_left)
        _blank(out, _missing(cases.as_of), ("days_left",), NO_DAYS)
    else:
        out.days_left[:] = NO_DAYS
    if said(cases.closed_on):
        np.less_equal(cases.closed_on, out.deadline, out=out.in_time.view(np.bool_))
        _blank(out, _missing(cases.closed_on), ("in_time",), NOT_SAID)
    else:
        out.in_time[:] = NOT_SAID


def _soft(clocks: Clocks, out: BulkOutcome) -> None:
    forms = clocks.tables.forms
    lanes = np.flatnonzero(forms.has_soft.take(clocks.form))
    if not lanes.size:
        return
    soft = forms.reach.take(forms.soft_row.take(clocks.form[lanes]) + clocks.anchor[lanes], mode="clip")
    if clocks.excluded is not None:
        soft += clocks.excluded[lanes]
    rolls = clocks.rolls[lanes]
    rolled = clocks.tables.calendar.roll(soft, rolls)
    outside = ((rolled <= NO_DAY) | (soft > LAST_DAY)) & (clocks.status[lanes] == RUNNING)
    clocks.status[lanes[outside]] = OUTSIDE_VALIDITY
    out.soft_deadline[lanes] = rolled
    out.provisional[lanes] = rolls & clocks.tables.calendar.judged.take(soft, mode="clip")


def _provisional(clocks: Clocks, out: BulkOutcome) -> None:
    """R-MAKEUP: whether a day had to be judged working or rest in a year whose notice is not out."""
    calendar = clocks.tables.calendar
    late = np.flatnonzero(out.nominal_deadline >= calendar.first_judged)
    if not late.size:
        return
    nominal = out.nominal_deadline[late]
    judged = clocks.rolls[late] & calendar.judged.take(nominal, mode="clip")
    counted = clocks.tables.forms.working.take(clocks.form[late])
    counted &= (nominal > calendar.published_through) & (clocks.anchor[late] < nominal)
    out.provisional[late] |= judged | counted


def _elapsed(clocks: Clocks, out: BulkOutcome) -> None:
    """Gross days from the anchor of the case to its closing (or today); net days without the excluded ones."""
    if clocks.until is None:
        out.gross_days[:] = NO_DAYS
        out.net_days[:] = NO_DAYS
        return
    np.subtract(clocks.until, clocks.origin, out=out.gross_days)
    out.net_days[:] = out.gross_days if clocks.net_excluded is None else out.gross_days - clocks.net_excluded
    _blank(out, _missing(clocks.until), ("gross_days", "net_days"), NO_DAYS)


def _missing(days: Column) -> Column:
    """The places of missing days; none in a single day that stands for all."""
    return np.flatnonzero(days == NO_DAY) if days.strides != (0,) else np.zeros(0, np.intp)


def _not_running(clocks: Clocks, out: BulkOutcome, idle: Column) -> None:
    """Clocks that stand, that no law sets, or that could not start: no date but the day they stopped."""
    status = clocks.status.take(idle)
    standing = idle[(status == SUSPENDED) | (status == PAUSED)]
    nominal, covered = out.nominal_deadline[standing], out.deducted_days[standing]
    _blank(out, idle, ("deadline", "nominal_deadline", "soft_deadline", "deducted_days", "provisional"))
    _blank(out, idle, ("days_left",), NO_DAYS)
    _blank(out, idle, ("in_time",), NOT_SAID)
    if standing.size:
        _stopped(clocks, out, standing, nominal, covered)
    untold = idle[(status == EXEMPT) | (status == NO_LIMIT) | (status >= INVALID)]
    _blank(out, untold, ("gross_days", "net_days"), NO_DAYS)
    _blank(out, untold, ("issues",))
    invalid = idle[status >= INVALID]
    out.rule[invalid] = clocks.cases.procedure[invalid]
    _blank(out, invalid, ("law_day",), NO_DAY)
    named = clocks.form.take(invalid) != UNNAMED
    out.issues[invalid] = np.where(named, BIT[Issue.ANCHOR_MISSING], BIT[Issue.UNKNOWN_PROCEDURE])
    outside = idle[clocks.status.take(idle) == OUTSIDE_VALIDITY]
    out.error[outside] = True
    out.status[outside] = INVALID
    out.version[outside] = -1
    _blank(out, outside, ("issues", "stopped_on"))
    _blank(out, outside, ("remaining_days", "gross_days", "net_days"), NO_DAYS)


def _stopped(clocks: Clocks, out: BulkOutcome, standing: Column, nominal: Column, excluded: Column) -> None:
    """R-OPEN: no deadline; what was left on the day the clock stopped."""
    assert clocks.stop is not None  # a clock stands only after an event
    stop = clocks.stop[standing]
    out.deducted_days[standing] = excluded
    out.remaining_days[standing] = nominal - stop
    out.stopped_on[standing] = stop
    outside = standing[(nominal <= NO_DAY) | (nominal > LAST_DAY)]
    clocks.status[outside] = OUTSIDE_VALIDITY


def _blank(out: BulkOutcome, lanes: Column, names: tuple[str, ...], value: Any = 0) -> None:
    if lanes.size:
        for name in names:
            out.columns[name][lanes] = value
