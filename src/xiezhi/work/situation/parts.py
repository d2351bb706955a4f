"""Figures that are parts of one whole, for who lists no cases: where one part may not be shown, none is, since the others would tell it."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence

from xiezhi.rules.indicators.model import Formula
from xiezhi.rules.indicators.periods import Grid
from xiezhi.work.situation.flow_keys import FLOW
from xiezhi.work.situation.looking import Look, Shown, by_key, figures_for
from xiezhi.work.situation.sight import Sight


def told_together(sight: Sight, figures: Mapping[str, Shown], keys: Sequence[str]) -> dict[str, Shown]:
    """The figures, those of these keys hidden together if one of them is."""
    if sight.lists or not any(figures[key].hidden for key in keys if key in figures):
        return dict(figures)
    return {key: hide(one) if key in keys else one for key, one in figures.items()}


def flow_told_together(
    sight: Sight,
    look: Look,
    formulas: Sequence[Formula],
    *,
    grid: Grid | None = None,
    by: tuple[str, ...] = (),
) -> list[Shown]:
    """The figures of a look; opening, new, closed and pending hidden together, even where only one of them is asked for: each is what the other
    three leave."""
    wanted = {formula.key for formula in formulas}
    if sight.lists or not wanted & set(FLOW):
        return figures_for(sight, look, formulas, grid=grid, by=by)
    beside = [formula for formula in by_key(FLOW) if formula.key not in wanted]
    places: defaultdict[Hashable, dict[str, Shown]] = defaultdict(dict)
    shown = figures_for(sight, look, [*formulas, *beside], grid=grid, by=by)
    for one in shown:
        places[one.period, one.group][one.key] = one
    told = {place: told_together(sight, figures, FLOW) for place, figures in places.items()}
    return [told[one.period, one.group][one.key] for one in shown if one.key in wanted]


def hide(one: Shown) -> Shown:
    """The figure without its numbers."""
    return Shown(one.key, one.period, one.group, None, None, None, hidden=True)
