"""The pending stock by age: bands since filing, by class, the long pending, the suspended apart, the oldest cases (handbook, 3.4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from xiezhi.record.models import Case
from xiezhi.record.visibility import searchable_for
from xiezhi.work.situation.case_list import MOST_LOOKED_THROUGH
from xiezhi.work.situation.counts import age_bands, formula_of
from xiezhi.work.situation.flow_keys import PENDING
from xiezhi.work.situation.looking import NUMERATOR, Look, Shown, cases_for, figures_for
from xiezhi.work.situation.page_counts import old, suspended
from xiezhi.work.situation.parts import told_together
from xiezhi.work.situation.sight import Sight

OLDEST = 20


@dataclass(frozen=True, slots=True)
class Stock:
    """Figures by key: of all, and by class ("" = not told; none for who lists no cases).

    `oldest`: the oldest cases that may be named; `unnamed`: how many of the old ones may not (None: no such list for this viewer).
    """

    whole: dict[str, Shown]
    classes: dict[str, dict[str, Shown]]
    oldest: Sequence[Case]
    unnamed: int | None


def stock(sight: Sight, look: Look) -> Stock | None:
    """The stock at the end of the look's period; None where there is nothing to count."""
    pending = formula_of(PENDING)
    assert pending is not None
    formulas = [pending, suspended().formula, *(one.formula for one in (*age_bands(), *old()))]
    whole = {one.key: one for one in figures_for(sight, look, formulas)}
    if not whole:
        return None
    whole = told_together(sight, whole, [formula.key for formula in formulas if formula.key != PENDING])
    classes: dict[str, dict[str, Shown]] = {}
    # A table of two ways would tell by its sums what is hidden in it: only for who lists the cases.
    for one in figures_for(sight, look, formulas, by=("case_class",)) if sight.lists else ():
        classes.setdefault(one.group[0] or "", {})[one.key] = one
    oldest, unnamed = _oldest(sight, look, whole)
    return Stock(whole, classes, oldest, unnamed)


def _oldest(sight: Sight, look: Look, whole: dict[str, Shown]) -> tuple[list[Case], int | None]:
    """The oldest cases: looked for among the longest pending, and among all where those are few."""
    if not sight.lists:
        return [], None
    keys = [*(one.key for one in reversed(old())), PENDING]
    key = next((one for one in keys if (whole[one].numerator or 0) >= OLDEST), keys[-1])
    formula = formula_of(key)
    assert formula is not None
    if (whole[key].numerator or 0) > MOST_LOOKED_THROUGH:
        return [], None
    found = cases_for(sight, look, formula, NUMERATOR)
    named = (
        searchable_for(sight.viewer)
        .filter(pk__in=found)
        .select_related("court", "division", "reporting_judge")
    )
    return list(named.order_by("filed_on", "id")[:OLDEST]), len(found) - named.count()
