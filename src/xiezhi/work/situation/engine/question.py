"""What is asked of the engine: which cases, in which periods, apart by which columns, with which numbers from outside."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from xiezhi.rules.indicators.periods import Grid, Period

# One number for all the courts asked about, or one for each court (None = not known of it).
OfCourts: TypeAlias = float | Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class ByPeriod:
    """An amount that differs from period to period of the grid; not known in those that are missing."""

    of: Mapping[Period, OfCourts]


Amount: TypeAlias = OfCourts | ByPeriod


@dataclass(frozen=True, slots=True)
class Parameters:
    """Numbers that stand in no case: quota judges, full-time equivalents, inhabitants. None = not known."""

    judges: Amount | None = None
    fte: Amount | None = None
    population: Amount | None = None

    def amount(self, name: str) -> Amount | None:
        found: Amount | None = getattr(self, name)
        return found

    @property
    def key(self) -> Hashable:
        """The same for the same numbers: mappings are no keys."""
        return tuple(_key(amount) for amount in (self.judges, self.fte, self.population))


def _key(amount: Amount | None) -> Hashable:
    if isinstance(amount, ByPeriod):
        return tuple((period, _key(one)) for period, one in amount.of.items())
    return tuple(sorted(amount.items())) if isinstance(amount, Mapping) else amount


@dataclass(frozen=True, slots=True)
class Question:
    """`scope` is a named scope; `courts` None means all courts of the facts; `where` narrows to rows whose column has the value
    (empty text: whose column is missing); `by` are columns of the facts for whose values figures stand apart."""

    scope: str
    grid: Grid
    courts: tuple[str, ...] | None
    where: tuple[tuple[str, str], ...] = ()
    by: tuple[str, ...] = ()
    parameters: Parameters = field(default_factory=Parameters)

    @property
    def columns(self) -> frozenset[str]:
        """The columns by which cases are chosen and told apart."""
        chosen = {name for name, _ in self.where} | set(self.by)
        return frozenset(chosen | {"court_id"} if self.courts is not None else chosen)
