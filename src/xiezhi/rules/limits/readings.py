"""The documented readings that are switches (handbook section 3): where the text leaves a choice.

The handbook's choice is the default, kept in data/limits/readings.toml; a court that reads a text otherwise
passes another `Readings` to the clock, and the answer names it.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Readings:
    """One set of choices; see `xiezhi law show R-ORDER` and the like for the texts behind them."""

    extension_order: str
    excluded_span: str
    unknown_custody: str
    defence_preparation_days: int
    president_delegates: bool
    new_law_for_pending: tuple[date, ...] = ()
