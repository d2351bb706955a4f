"""A figure as a page shows it: its words, and the link to the cases behind it.

Templates write `{{ number }}` and get a link, plain text where nothing can be opened, or what is said in place of a number.
"""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from xiezhi.rules.indicators.columns import MONEY, fact_columns
from xiezhi.rules.indicators.conditions import Call, Named
from xiezhi.rules.indicators.model import MEDIAN
from xiezhi.rules.language import tr
from xiezhi.site.staff.situation.asking import Asked
from xiezhi.work.situation.counts import formula_of
from xiezhi.work.situation.few import is_few, lacks_people
from xiezhi.work.situation.looking import DENOMINATOR, NUMERATOR, Shown, Where
from xiezhi.work.situation.suppression import FEWEST_SHOWN
from xiezhi.work.situation.wording import (
    amount_words,
    count_words,
    no_people_words,
    people_note,
    people_words,
    value_words,
)


@dataclass(frozen=True, slots=True)
class Number:
    """`href` "" = opens nothing. `few`: so few cases that it is drawn grey. `title` is said when one points at it. `counts`: the words
    are how many cases the list has."""

    words: str
    href: str = ""
    few: bool = False
    title: str = ""
    counts: bool = False

    def __str__(self) -> str:
        return self.__html__()

    def __html__(self) -> SafeString:
        kind = f"num{' few' if self.few else ''}{' count' if self.counts else ''}"
        if self.href:
            return format_html(
                '<a class="{}" href="{}" title="{}">{}</a>', kind, self.href, self.title, self.words
            )
        return format_html('<span class="{}" title="{}">{}</span>', kind, self.title, self.words)


def no_cases() -> Number:
    """In place of a value whose denominator is nought."""
    return Number(tr("无案件", "no cases"), few=True)


def no_people(shown: Shown) -> Number:
    """In place of a value where people are too few below, or not known."""
    return Number(no_people_words(), few=True, title=people_note({per_of(shown.key, DENOMINATOR)}))


def hidden() -> Number:
    """In place of a count that is too small for this viewer, or would give one away."""
    told = tr(
        f"不足{FEWEST_SHOWN}件，或者可据以推出不足{FEWEST_SHOWN}件的数",
        f"fewer than {FEWEST_SHOWN} cases, or a number that would give such a one away",
    )
    return Number(tr("不显示", "not shown"), few=True, title=told)


def counted(
    asked: Asked, shown: Shown | None, side: str = NUMERATOR, *, court: str | None = None, where: Where = ()
) -> Number:
    """The numerator (or denominator) of a figure: how many cases, and the list of them."""
    if shown is None:
        return Number("—")
    if shown.hidden:
        return hidden()
    count = shown.numerator if side == NUMERATOR else shown.denominator
    per = per_of(shown.key, side)
    opens = count and has_cases(shown.key, side)
    href = asked.cases(shown.key, side, period=shown.period, court=court, where=where) if opens else ""
    title = people_note({per}) if per else ""
    return Number(side_words(shown.key, side, count), href, title=title, counts=counts_cases(shown.key, side))


def side_words(key: str, side: str, count: float | None) -> str:
    """A count of cases as a bare number; a sum or a count of something else with its measure, so that nobody takes it for cases."""
    formula = formula_of(key)
    told = formula and (formula.numerator if side == NUMERATOR else formula.denominator)
    if (
        not formula or not told or count is None or formula.value == MEDIAN
    ):  # a median tells how many cases it is of
        return count_words(count)
    if told.per:
        return people_words(count, told.per)
    if told.distinct:
        return tr(f"{count_words(count)}个纠纷", f"{count_words(count)} disputes")
    if isinstance(told.of, Call):
        return value_words(count, "day_count")
    if isinstance(told.of, Named):
        money = fact_columns()[told.of.column].kind == MONEY
        return (
            amount_words(count) if money else tr(f"合计{count_words(count)}", f"{count_words(count)} in all")
        )
    return count_words(count)


def counts_cases(key: str, side: str) -> bool:
    """Whether a side of a figure is how many cases there are, and no sum or number of something else."""
    formula = formula_of(key)
    told = formula and (formula.numerator if side == NUMERATOR else formula.denominator)
    if formula and formula.value == MEDIAN:
        return True
    return bool(told and not (told.per or told.of or told.distinct))


def has_cases(key: str, side: str) -> bool:
    """Whether a side of a figure counts cases, and not judges or inhabitants."""
    formula = formula_of(key)
    told = formula and (formula.numerator if side == NUMERATOR else formula.denominator)
    return bool(told and not told.per)


def per_of(key: str, side: str) -> str:
    """What a side of a figure is that counts no cases: judges, fte, population; "" for cases."""
    formula = formula_of(key)
    told = formula and (formula.numerator if side == NUMERATOR else formula.denominator)
    return told.per if told else ""


def valued(
    asked: Asked, shown: Shown | None, unit: str, *, court: str | None = None, where: Where = ()
) -> Number:
    """The value of a figure; it opens the cases of the numerator."""
    if shown is None:
        return Number("—")
    if shown.hidden:
        return hidden()
    if shown.value is None:
        return no_people(shown) if lacks_people(shown) else no_cases()
    opens = shown.numerator and has_cases(shown.key, NUMERATOR)
    href = asked.cases(shown.key, period=shown.period, court=court, where=where) if opens else ""
    return Number(value_words(shown.value, unit), href, is_few(shown))


__all__ = ["DENOMINATOR", "NUMERATOR", "Number", "counted", "hidden", "no_cases", "valued"]
