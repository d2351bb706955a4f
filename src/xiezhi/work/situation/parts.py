"""Figures that are parts of one whole, for who lists no cases: where one part may not be shown, none is, since the others would tell it."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from xiezhi.work.situation.looking import Shown
from xiezhi.work.situation.sight import Sight
from xiezhi.work.situation.suppression import is_small


def told_together(sight: Sight, figures: Mapping[str, Shown], keys: Sequence[str]) -> dict[str, Shown]:
    """The figures, those of these keys hidden together if one of them is."""
    if sight.lists or not any(figures[key].hidden for key in keys if key in figures):
        return dict(figures)
    return {key: hide(one) if key in keys else one for key, one in figures.items()}


def told_in_steps(sight: Sight, whole: Shown, steps: Sequence[Shown]) -> list[Shown]:
    """Counts of which each holds the one before, up to the whole: hidden together where one is, or where a step between two is small."""
    if sight.lists:
        return list(steps)
    counts = [0.0, *(one.numerator for one in steps), whole.numerator]
    known = [count for count in counts if count is not None]
    if len(known) == len(counts) and not any(is_small(after - before) for before, after in pairwise(known)):
        return list(steps)
    return [hide(one) for one in steps]


def told_by_age(sight: Sight, whole: Shown, bands: Mapping[int, Shown], older: Mapping[int, Shown]) -> bool:
    """Whether a stock may be told by its age: in bands by the month at which each begins, and, as other pages tell it, as what is older than
    so many months. The two cut at different months, so that together they tell what lies between any two of the cuts."""
    if sight.lists:
        return True
    if any(one.hidden or one.numerator is None for one in (whole, *bands.values(), *older.values())):
        return False
    since = {month: sum(bands[one].numerator or 0 for one in bands if one >= month) for month in bands}
    counts = since | {month: one.numerator or 0 for month, one in older.items()}
    steps = [0.0, *(counts[month] for month in sorted(counts, reverse=True))]
    return not any(is_small(after - before) for before, after in pairwise(steps))


def hide(one: Shown) -> Shown:
    """The figure without its numbers."""
    return Shown(one.key, one.period, one.group, None, None, None, hidden=True)
