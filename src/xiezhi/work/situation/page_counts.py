"""The counts of the further pages: time to close, stock, cohorts, bunching, enforcement, planning. Each opens to its cases."""

from functools import cache

from xiezhi.work.situation.counted import Counted, count_of

LEFT_KINDS = ("merged", "transferred")  # left the court undecided: what becomes of them is seen elsewhere
_LEFT = f"closed_kind in {LEFT_KINDS}"
COHORT_DAYS = (30, 60, 90, 180, 365)
OLD_MONTHS = (12, 24, 36)
MONTHS_AHEAD = 6


@cache
def ends() -> tuple[Counted, ...]:
    """Of what was filed in a period: closed by its end, left undecided by then, still open at it. The three are all that was filed."""
    return (
        count_of("ended", "当期立案，期末已结", "Filed in the period, closed by its end", "filed_on",
                 f"closed_on <= end and (closed_kind is None or not {_LEFT})"),
        count_of("left", "当期立案，期末已移送、并案", "Filed in the period, transferred or merged by its end", "filed_on",
                 f"closed_on <= end and {_LEFT}"),
        count_of("still_open", "当期立案，期末未结", "Filed in the period, open at its end", "filed_on",
                 "closed_on is None or closed_on > end"),
    )  # fmt: skip


@cache
def old() -> tuple[Counted, ...]:
    """The pending stock filed so many calendar months ago or more."""
    return tuple(
        count_of(f"old_{months}", f"满{months}个月未结", f"Pending {months} months or more", "pending", f"filed_on <= months_before(end, {months})")
        for months in OLD_MONTHS
    )  # fmt: skip


@cache
def suspended() -> Counted:
    """The pending stock whose clock stands by ruling."""
    return count_of("suspended", "未结，中止中", "Pending, suspended", "pending", "not active")


@cache
def within() -> tuple[Counted, ...]:
    """Of what was filed in a period: closed within so many days of its filing."""
    return tuple(
        count_of(f"within_{days}", f"当期立案，{days}日内结案", f"Filed in the period, closed within {days} days", "filed_on",
                 f"days(filed_on, closed_on) <= {days}")
        for days in COHORT_DAYS
    )  # fmt: skip


@cache
def bunched() -> tuple[Counted, ...]:
    """Of what was closed in a period: with an extension; and a few days after its filing."""
    return (
        count_of("extended", "结案，曾延长审限", "Closed, with an extension", "closed_on", "extended_times > 0"),
        count_of("young", "结案，立案不满10日", "Closed within 9 days of filing", "closed_on", "days(filed_on, closed_on) < 10"),
    )  # fmt: skip


@cache
def passing() -> tuple[Counted, ...]:
    """The pending stock by the month, counted from a day on, in which it passes its limit if nothing changes."""
    return tuple(_passing(month) for month in range(1, MONTHS_AHEAD + 1))


def _passing(month: int) -> Counted:
    # The limit ends at most so many calendar months after the day: so many months before the limit lies on it or before it.
    begun = f" and months_before(deadline_extended, {month - 1}) > end" if month > 1 else ""
    return count_of(
        f"passes_{month}", f"未结，{month}个月内届满" if month == 1 else f"未结，第{month}个月内届满",
        "Pending, limit ends within a month" if month == 1 else f"Pending, limit ends in month {month} from now", "pending",
        f"active and deadline_extended >= end and months_before(deadline_extended, {month}) <= end{begun}",
    )  # fmt: skip


@cache
def limits() -> tuple[Counted, ...]:
    """The rest of the pending stock by its limit: past it, later than the months looked at, standing, without one."""
    later = f"months_before(deadline_extended, {MONTHS_AHEAD}) > end"
    return (
        count_of("past", "未结，已超审限", "Pending, past the limit", "pending", "active and deadline_extended < end"),
        count_of("later", f"未结，{MONTHS_AHEAD}个月以后届满", f"Pending, limit ends in more than {MONTHS_AHEAD} months", "pending",
                 f"active and {later}"),
        suspended(),
        count_of("unlimited", "未结，没有审限", "Pending, without a limit", "pending", "active and deadline_extended is None"),
    )  # fmt: skip


@cache
def page_counts() -> tuple[Counted, ...]:
    """All of them."""
    return (*ends(), *old(), *within(), *bunched(), *passing(), *limits())
