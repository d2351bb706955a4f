"""The counts of the further pages: time to close, stock, cohorts, bunching, limits, enforcement, planning. Each opens to its cases."""

from functools import cache

from xiezhi.rules.indicators.columns import fact_columns
from xiezhi.rules.indicators.conditions import read_amount, read_condition
from xiezhi.rules.indicators.model import MEDIAN, Formula, Side
from xiezhi.rules.indicators.thresholds import thresholds
from xiezhi.work.situation.counted import PREFIX, Counted, count_of

LEFT_KINDS = ("merged", "transferred")  # left the court undecided: what becomes of them is seen elsewhere
_LEFT = f"closed_kind in {LEFT_KINDS}"
_STANDS = "clock_stopped and deadline_extended is None"
COHORT_DAYS = thresholds().cohort_days
OLD_MONTHS = thresholds().old_months
YOUNG_DAYS = thresholds().young_days
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
        count_of("young", f"结案，立案不满{YOUNG_DAYS}日", f"Closed, filed under {YOUNG_DAYS} days before", "closed_on",
                 f"days(filed_on, closed_on) < {YOUNG_DAYS}"),
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
def stopped() -> Counted:
    """The pending stock whose clock stands: suspended, or a deduction runs."""
    return count_of(
        "stopped",
        "未结，停表（扣除、中止中）",
        "Pending, clock stopped",
        "pending",
        f"not active or ({_STANDS})",
    )


@cache
def limits() -> tuple[Counted, ...]:
    """The rest of the pending stock by its limit: past it, later than the months looked at, clock stopped, without one."""
    later = f"months_before(deadline_extended, {MONTHS_AHEAD}) > end"
    return (
        count_of("past", "未结，已超审限", "Pending, past the limit", "pending", "active and deadline_extended < end"),
        count_of("later", f"未结，{MONTHS_AHEAD}个月以后届满", f"Pending, limit ends in more than {MONTHS_AHEAD} months", "pending",
                 f"active and {later}"),
        stopped(),
        count_of("unlimited", "未结，没有审限", "Pending, without a limit", "pending",
                 "active and deadline_extended is None and (clock_stopped is None or not clock_stopped)"),
    )  # fmt: skip


@cache
def closed_by_limit() -> tuple[Counted, ...]:
    """Of what was closed in a period: with a limit, beyond it as deducted and extended, without one."""
    return (
        count_of("limited", "结案，有审限", "Closed, with a limit", "closed_on", "with_limit"),
        count_of("closed_past", "结案，超过扣除、延长后的审限", "Closed beyond the limit as deducted and extended", "closed_on",
                 "with_limit and closed_on > deadline_extended"),
        count_of("closed_unlimited", "结案，没有审限", "Closed, without a limit", "closed_on", "deadline_deducted is None"),
    )  # fmt: skip


_DEDUCTED = "deducted_days > 0"


@cache
def deducted() -> Counted:
    """Closed with days that did not count towards the limit: the facts do not tell deductions and past suspensions apart."""
    return count_of(
        "deducted",
        "结案，有扣除或者中止的日数",
        "Closed, with days deducted or suspended",
        "closed_on",
        _DEDUCTED,
    )


@cache
def days_deducted() -> Counted:
    """The median of those days, over the cases that have any."""
    columns, key = fact_columns(), f"{PREFIX}days_deducted"
    side = Side(
        bases=("closed_on",), where=read_condition(_DEDUCTED, columns), of=read_amount("deducted_days", columns), text=_DEDUCTED,
        of_text="deducted_days",
    )  # fmt: skip
    formula = Formula(key, MEDIAN, side, None, follows_scope=True, unit="days")
    return Counted(key, "扣除、中止日数的中位数", "Median of days deducted or suspended", formula)


@cache
def within_base_pending() -> Counted:
    """The pending stock within its base limit, beside its hidden overruns and the four of `limits` that tell the rest."""
    return count_of(
        "pending_in_base", "未结，在基本期限内", "Pending, within the base limit", "pending",
        "active and deadline_extended >= end and (deadline_base is None or deadline_base >= end)",
    )  # fmt: skip


@cache
def page_counts() -> tuple[Counted, ...]:
    """All of them."""
    return (
        *ends(), *old(), *within(), *bunched(), *passing(), *limits(), suspended(), *closed_by_limit(), deducted(), days_deducted(),
        within_base_pending(),
    )  # fmt: skip
