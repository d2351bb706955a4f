"""Counts that pages show and that are no indicators: bands of age, what is lacking. Told in the language of the catalogue, so that each
number opens to its cases as an indicator does.
"""

from functools import cache
from itertools import zip_longest

from xiezhi.rules.indicators.catalogue import formulas
from xiezhi.rules.indicators.columns import fact_columns
from xiezhi.rules.indicators.conditions import read_condition
from xiezhi.rules.indicators.model import RATIO, Formula, Side
from xiezhi.rules.indicators.thresholds import thresholds
from xiezhi.rules.language import tr
from xiezhi.work.situation.counted import PREFIX, Counted, count_of
from xiezhi.work.situation.page_counts import OLD_MONTHS, page_counts

BANDS_FROM = thresholds().age_months
LONG_FROM = sum(
    first < OLD_MONTHS[0] for first in BANDS_FROM
)  # the place of the first band that is long pending


@cache
def age_bands() -> tuple[Counted, ...]:
    """The pending stock by age in whole calendar months since filing, at the end of the period."""
    return tuple(_band(first, last) for first, last in zip_longest(BANDS_FROM, BANDS_FROM[1:]))


def _band(first: int, last: int | None) -> Counted:
    parts = [f"filed_on <= months_before(end, {first})"] if first else []
    if last is not None:
        parts.append(f"filed_on > months_before(end, {last})")
    if last is None:
        words = f"满{first}个月", f"{first} months or more"
    elif first == 0:
        words = f"不满{last}个月", f"under {last} months"
    else:
        words = f"{first}至{last}个月", f"{first} to {last} months"
    return count_of(f"age_{first}", *words, "pending", " and ".join(parts))


@cache
def flaws() -> tuple[Counted, ...]:
    """What is lacking or contradicts itself among the cases of the period."""
    return (
        # Every case has a cause; of the civil ones alone the official list gives codes, by which causes are counted.
        count_of("without_cause", "民事新收，案由没有代码", "New civil cases, cause without its code", "filed_on",
                 "cause_code is None and case_class == 'civil'"),
        count_of("without_procedure", "新收，没有程序", "New, without procedure", "filed_on",
                 "procedure is None and case_class in ('civil', 'criminal', 'administrative')"),
        count_of("without_kind", "已结，没有结案方式", "Closed, without kind of closing", "closed_on", "closed_kind is None"),
        count_of("closed_first", "结案早于立案", "Closed before filed", "closed_on", "closed_on < filed_on"),
    )  # fmt: skip


@cache
def late_entries() -> tuple[Counted, ...]:
    """Cases of the period of which something was recorded late: a figure of then may have been another one."""
    return (
        count_of("late_new", "新收，有补记", "New, something entered late", "filed_on", "late_entries > 0"),
        count_of("late_closed", "已结，有补记", "Closed, something entered late", "closed_on", "late_entries > 0"),
    )  # fmt: skip


@cache
def within_base() -> Counted:
    """Closed within the base limit by the calendar, without deductions and extensions: the gross share beside the net one."""

    def side(where: str) -> Side:
        return Side(bases=("closed_on",), where=read_condition(where, fact_columns()), text=where)

    key = f"{PREFIX}within_base"
    limited = side("deadline_deducted is not None")
    within = side("deadline_deducted is not None and closed_on <= deadline_base")
    formula = Formula(key, RATIO, within, limited, follows_scope=True, unit="share", nested=True)
    return Counted(key, "自然天数不过基本期限", "Within the base limit by the calendar", formula)


@cache
def hidden_overruns() -> tuple[Counted, Counted]:
    """Beyond the base limit by the calendar, within it as deducted and extended: closed in the period, pending at its end (隐性超审限)."""
    within = "deadline_extended is not None and deadline_base is not None"
    return (
        count_of(
            "hidden_closed", "已结的隐性超审限", "Closed as hidden overruns", "closed_on",
            f"with_limit and {within} and closed_on > deadline_base and closed_on <= deadline_extended",
        ),
        count_of(
            "hidden_pending", "未结的隐性超审限", "Pending as hidden overruns", "pending",
            f"{within} and deadline_base < end and deadline_extended >= end and active",
        ),
    )  # fmt: skip


@cache
def counts() -> dict[str, Counted]:
    """Every such count by its key."""
    return {
        one.key: one
        for one in (
            *age_bands(),
            *flaws(),
            *late_entries(),
            *hidden_overruns(),
            within_base(),
            *page_counts(),
        )
    }


def formula_of(key: str) -> Formula | None:
    """A formula of the catalogue or of these counts; None for a key that is neither."""
    if key in counts():
        return counts()[key].formula
    found = formulas().get(key)
    return found[1] if found else None


def name_of(key: str) -> str:
    """What a key is called in the reader's language."""
    if key in counts():
        return counts()[key].words
    indicator, formula = formulas()[key]
    variant = next((one for one in indicator.variants if one.formula.key == formula.key), None)
    name = tr(indicator.name_zh, indicator.name_en)
    return name if variant is None else tr(f"{name}：{variant.name_zh}", f"{name}: {variant.name_en}")
