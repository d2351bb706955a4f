"""Finding the topics of a meeting: each rule looks at the figures of a report and says what it found, with the lists behind it.

Nothing is found for few cases, and nothing is said of persons, divisions or courts beside each other.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from xiezhi.rules.indicators.model import Interval
from xiezhi.rules.indicators.periods import Period, between, grid
from xiezhi.rules.indicators.topics import (
    BUNCHING,
    COUNT,
    FLAWS,
    GAP,
    OUTSIDE,
    RISING,
    SIGNAL,
    TopicRule,
    topic_rules,
)
from xiezhi.rules.language import LANGUAGES, speak_to, tr
from xiezhi.work.situation.counts import flaws, name_of
from xiezhi.work.situation.health import OUTSIDE as OUTSIDE_STATE
from xiezhi.work.situation.health import in_force, state_of
from xiezhi.work.situation.looking import Look, by_key, figures_for
from xiezhi.work.situation.report.measuring import LAST_DAYS, Measured
from xiezhi.work.situation.report.telling import count_cell, unit_of, value_cell
from xiezhi.work.situation.report.values import Link
from xiezhi.work.situation.sight import Sight
from xiezhi.work.situation.statistics.control import individuals, points_outside
from xiezhi.work.situation.wording import count_words, interval_words, period_words, value_words


@dataclass(frozen=True, slots=True)
class Found:
    """A topic: what was found, in both languages, and the lists behind its numbers, with how many cases each has."""

    rule: str
    zh: str
    en: str
    lists: tuple[Link, ...]
    counts: tuple[int, ...] = ()


def topics_of(sight: Sight, measured: Measured) -> list[Found]:
    """The topics of what was measured, in the order of the rules."""
    return [found for rule in topic_rules().values() for found in _FINDERS[rule.kind](rule, sight, measured)]


# Numbers of a sentence, written in the language of the moment.
Numbers = Callable[[], Mapping[str, str]]


def _found(rule: TopicRule, numbers: Numbers, *lists: Link | None) -> Found:
    told = {}
    for lang in LANGUAGES:
        with speak_to(lang):
            told[lang] = (rule.zh if lang == "zh" else rule.en).format_map(numbers())
    return Found(rule.id, told["zh"], told["en"], tuple(link for link in lists if link is not None))


def _rising(rule: TopicRule, sight: Sight, measured: Measured) -> Iterator[Found]:
    """A stock that grew in each of the last periods; nothing where the first of them ended before the facts begin."""
    (key,) = rule.figures
    basis = measured.basis
    look = Look(basis.snapshot, basis.scope, basis.period, basis.courts, basis.division)
    periods = grid(basis.period, rule.periods + 1)
    if measured.begun is not None and periods.periods[0].end < measured.begun:
        return
    values = [one.numerator or 0 for one in figures_for(sight, look, by_key((key,)), grid=periods)]
    grew = len(values) > rule.periods and all(two > one for one, two in pairwise(values))
    if grew and values[-1] >= rule.least:
        numbers = {
            "periods": str(rule.periods),
            "before": count_words(values[0]),
            "now": count_words(values[-1]),
        }
        yield _found(rule, lambda: numbers, count_cell(measured.now.get(key)).link)


def _outside(rule: TopicRule, _: Sight, measured: Measured) -> Iterator[Found]:
    """Every indicator outside an interval in force."""
    for one in in_force(measured.period):
        now, interval = measured.now.get(one.id), one.interval_on(measured.period.end)
        if now is None or interval is None or state_of(now, interval) != OUTSIDE_STATE:
            continue

        def numbers(
            key: str = one.id, value: float | None = now.value, told: Interval = interval
        ) -> Mapping[str, str]:
            return {
                "name": name_of(key),
                "value": value_words(value, unit_of(key), exact=True),
                "interval": interval_words(told, unit_of(key), exact=True),
                "document": told.document,
            }

        yield _found(rule, numbers, value_cell(now).link)


def _signal(rule: TopicRule, _: Sight, measured: Measured) -> Iterator[Found]:
    """Months of the period beyond the limits of the individuals chart of the months up to its end; January and February together where
    the chart judges them so (Spring Festival)."""
    (key,) = rule.figures
    months = [(month, found) for month, found in measured.months if key in found]
    while months and not any(shown.numerator for shown in months[0][1].values()):
        months = months[1:]
    if len(months) < rule.periods:
        return
    values = [measured.amount(key, found) for _, found in months]
    chart = individuals(values, first_month=months[0][0].start.month)
    for unit in points_outside(chart, months[0][0].start.month):
        first, last = (months[place][0] for place in (unit[0], unit[-1]))
        count, usual = sum(values[place] for place in unit), len(unit) * sum(values) / len(values)
        if last.start < measured.period.start or max(count, usual) < rule.least:
            continue
        # What was judged may be without season: the limits are told on the scale of the counts.
        shift = count - sum(chart.judged[place] or 0 for place in unit)
        low, high = (
            max(0.0, sum(limits[place] or 0 for place in unit) + shift) for limits in (chart.low, chart.high)
        )

        def numbers(
            first: Period = first,
            last: Period = last,
            count: float = count,
            low: float = low,
            high: float = high,
        ) -> Mapping[str, str]:
            named = tr("和", " and ").join(map(period_words, dict.fromkeys((first, last))))
            limits = {"low": f"{low:,.1f}", "high": f"{high:,.1f}"}
            return {"month": named, "value": count_words(count)} | limits

        yield _found(rule, numbers, Link(key, between(first.start, last.end)) if count else None)


def _gap(rule: TopicRule, _: Sight, measured: Measured) -> Iterator[Found]:
    """Two shares of the same cases that lie far apart."""
    net, gross = (measured.now.get(key) for key in rule.figures)
    if (
        net is None
        or gross is None
        or net.value is None
        or gross.value is None
        or (net.denominator or 0) < rule.least
    ):
        return
    points = 100 * (net.value - gross.value)
    if points >= rule.points:
        numbers = {
            "net": value_words(net.value, "share", exact=True),
            "gross": value_words(gross.value, "share", exact=True),
            "points": f"{points:.2f}",
        }
        yield _found(rule, lambda: numbers, value_cell(net).link, value_cell(gross).link)


def _count(rule: TopicRule, _: Sight, measured: Measured) -> Iterator[Found]:
    """Cases of a kind there should be looked at one by one."""
    shown = measured.now.get(rule.figures[0])
    if shown is not None and (shown.numerator or 0) >= rule.least:
        numbers = {"count": count_words(shown.numerator)}
        yield _found(rule, lambda: numbers, count_cell(shown).link)


def _bunching(rule: TopicRule, _: Sight, measured: Measured) -> Iterator[Found]:
    """More closings on the last days of the months than those days are of all days, by a factor."""
    ends = [end for end in measured.ends if end.month.start >= measured.period.start]
    closed, late = sum(end.closed for end in ends), sum(end.in_last for end in ends)
    if closed < max(1, rule.least):
        return
    share, of_days = late / closed, LAST_DAYS * len(ends) / sum(end.month.days for end in ends)
    if share >= rule.factor * of_days:
        numbers = {
            "days": str(LAST_DAYS), "late": count_words(late), "share": f"{100 * share:.1f}%", "of_days": f"{100 * of_days:.1f}%",
        }  # fmt: skip
        yield _found(rule, lambda: numbers, *(Link(rule.figures[0], end.last) for end in ends if end.in_last))


def _flaws(rule: TopicRule, _: Sight, measured: Measured) -> Iterator[Found]:
    """What is lacking in the data of the period."""
    there = [measured.now[one.key] for one in flaws() if one.key in measured.now]
    count = sum(shown.numerator or 0 for shown in there)
    if count >= max(1, rule.least):
        numbers = {"count": count_words(count)}
        yield _found(rule, lambda: numbers, *(count_cell(shown).link for shown in there))


_FINDERS: Mapping[str, Callable[[TopicRule, Sight, Measured], Iterator[Found]]] = {
    RISING: _rising, OUTSIDE: _outside, SIGNAL: _signal, GAP: _gap, COUNT: _count, BUNCHING: _bunching, FLAWS: _flaws,
}  # fmt: skip
