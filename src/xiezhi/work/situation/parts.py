"""Figures that are parts of one whole, for who lists no cases: where one part may not be shown, none is, since the others would tell it."""

from collections.abc import Mapping, Sequence

from xiezhi.work.situation.looking import Shown
from xiezhi.work.situation.sight import Sight


def told_together(sight: Sight, figures: Mapping[str, Shown], keys: Sequence[str]) -> dict[str, Shown]:
    """The figures, those of these keys hidden together if one of them is."""
    if sight.lists or not any(figures[key].hidden for key in keys if key in figures):
        return dict(figures)
    return {key: hide(one) if key in keys else one for key, one in figures.items()}


def hide(one: Shown) -> Shown:
    """The figure without its numbers."""
    return Shown(one.key, one.period, one.group, None, None, None, hidden=True)
