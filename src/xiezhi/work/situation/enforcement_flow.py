"""Enforcement coming in and closed (收执): first, resumed, preservation and review apart, kinds of closing, terminations this time.

A case terminated this time leaves the stock although nothing is settled; it comes back as a resumed one. So both stand side by side.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from xiezhi.rules.indicators.catalogue import indicators
from xiezhi.rules.indicators.periods import MONTHS_A_YEAR, grid, last_whole_month
from xiezhi.work.situation.flow_keys import FLOW
from xiezhi.work.situation.looking import Look, Shown, Where, by_key, figures_for
from xiezhi.work.situation.sight import Sight

SCOPE = "all"  # the usual scopes leave out resumed and preservation cases
KINDS = ("exec_first", "exec_resumed", "exec_preservation", "exec_review")
RATES = (
    "cn2024.exec_completed",
    "cn2024.exec_zb",
    "cn2024.exec_recovery",
    "ops.exec_actual",
    "ops.exec_days",
)
TERMINATED = "terminated_this_time"
MONTHS = 2 * MONTHS_A_YEAR


@dataclass(frozen=True, slots=True)
class Enforcement:
    """Figures by kind of case and key; closings by kind of case and of closing; months of first and resumed ones; rates by key, those
    in force as the period ends."""

    flow: dict[str, dict[str, Shown]]
    endings: dict[str, dict[str, Shown]]
    months: dict[str, list[dict[str, Shown]]]
    rates: dict[str, Shown]


def where_kind(kind: str, ending: str = "") -> Where:
    """The cases of a kind, closed in a way if one is given."""
    return (("instance", kind), *((("closed_kind", ending),) if ending else ()))


def enforcement(sight: Sight, look: Look) -> Enforcement | None:
    """What came in and went out; None where there are no enforcement cases. `look` is taken over SCOPE."""
    flow = _by_kind(figures_for(sight, look, by_key(FLOW), by=("instance",)))
    flow = {
        kind: figures
        for kind, figures in flow.items()
        if any(one.numerator or one.hidden for one in figures.values())
    }
    if not flow:
        return None
    endings: dict[str, dict[str, Shown]] = {}
    # A table of two ways would tell by its sums what is hidden in it: only for who lists the cases.
    for one in (
        figures_for(sight, look, by_key(["flow.closed"]), by=("instance", "closed_kind"))
        if sight.lists
        else ()
    ):
        kind, ending = one.group
        if kind in flow and (one.numerator or one.hidden):
            endings.setdefault(kind or "", {})[ending or ""] = one
    last = last_whole_month(look.period.end)
    monthly = figures_for(
        sight, look, by_key(["flow.new", "flow.closed"]), grid=grid(last, MONTHS), by=("instance",)
    )
    months = {kind: _by_month(one for one in monthly if one.group == (kind,)) for kind in flow}
    in_force = [key for key in RATES if indicators()[key].in_force(look.period.end)]
    rates = {one.key: one for one in figures_for(sight, look, by_key(in_force))}
    return Enforcement(flow, endings, months, rates)


def _by_kind(shown: list[Shown]) -> dict[str, dict[str, Shown]]:
    found: dict[str, dict[str, Shown]] = {kind: {} for kind in KINDS}
    for one in shown:
        if one.group[0] in found:
            found[one.group[0]][one.key] = one
    return found


def _by_month(shown: Iterable[Shown]) -> list[dict[str, Shown]]:
    found: dict[str, dict[str, Shown]] = {}
    for one in shown:
        found.setdefault(one.period.name, {})[one.key] = one
    return [found[name] for name in sorted(found)]
