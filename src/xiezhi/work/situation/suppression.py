"""Small counts are not shown to those who list no cases, nor what would let them be worked out by subtraction.

A count from one to four could point at somebody (handbook of tasks and access, 6.5). Nought is shown: it points at nobody. Of counts
that add up to something shown, one hidden count could be had by subtraction, so a second one is hidden with it; and since not every sum
can be foreseen, what is shown is rounded to fives.
"""

from collections.abc import Sequence

from xiezhi.rules.indicators.thresholds import thresholds

FEWEST_SHOWN = thresholds().fewest_shown
FEWEST_IN_A_SHARE = (
    thresholds().fewest_in_a_share
)  # a share of fewer, in whole per cent, would tell both of its counts

Count = float | None


def is_small(count: Count) -> bool:
    """Whether a count may not be shown."""
    return count is not None and 0 < count < FEWEST_SHOWN


def in_fives(count: Count) -> Count:
    """A count as it is told to who lists no cases: to the nearest five, nought staying nought."""
    return None if count is None else float(FEWEST_SHOWN * round(count / FEWEST_SHOWN))


def hidden_among(counts: Sequence[Count]) -> frozenset[int]:
    """Which places of counts that add up to a shown one are hidden: the small ones, and further ones, the smallest first, until
    what is hidden is more than one count and no small number together."""
    hidden = {place for place, count in enumerate(counts) if is_small(count)}
    others = sorted(
        (place for place, count in enumerate(counts) if count and place not in hidden),
        key=lambda place: (counts[place] or 0, place),
    )
    while hidden and others and (len(hidden) == 1 or is_small(sum(counts[place] or 0 for place in hidden))):
        hidden.add(others.pop(0))
    return frozenset(hidden)


def hides_share(numerator: Count, denominator: Count) -> bool:
    """Whether a share tells a small count: of the cases that meet its condition, of all, or of those that do not."""
    if numerator is None or denominator is None:
        return is_small(numerator) or is_small(denominator)
    return any(is_small(count) for count in (numerator, denominator, denominator - numerator))
