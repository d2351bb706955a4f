"""The list a number opens: exactly the cases it counted, those that the viewer's docket does not name standing as placeholders."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from xiezhi.record.visibility import searchable_for
from xiezhi.rules.indicators.model import Formula, Side
from xiezhi.work.situation.looking import NUMERATOR, Look, cases_for
from xiezhi.work.situation.sight import Sight

MOST_LOOKED_THROUGH = 5_000  # cases behind a number that are looked up one by one


@dataclass(frozen=True, slots=True)
class CaseList:
    """The cases behind a side of a figure, in a fixed order. `side` is the side's definition."""

    sight: Sight
    cases: Sequence[str]
    side: Side

    def __len__(self) -> int:
        return len(self.cases)

    def part(self, first: int, last: int) -> list[UUID]:
        """The cases from one place up to another."""
        return [UUID(case) for case in self.cases[first:last]]

    def named_among(self, some: Iterable[UUID]) -> set[UUID]:
        """Which of these cases the viewer's list names: not the sealed, not those protected from him, not those that have left
        his docket since, nor those of a superior court."""
        return set(searchable_for(self.sight.viewer).filter(pk__in=list(some)).values_list("pk", flat=True))

    def placeholders(self) -> int | None:
        """How many stand as placeholders; None where the list is too long to look through."""
        if len(self.cases) > MOST_LOOKED_THROUGH:
            return None
        whole = self.part(0, len(self.cases))
        return len(whole) - len(self.named_among(whole))


def case_list(sight: Sight, look: Look, formula: Formula, side: str) -> CaseList:
    """The list behind the numerator or denominator of a figure. Whoever lists no cases gets an empty one."""
    told = formula.numerator if side == NUMERATOR or formula.denominator is None else formula.denominator
    return CaseList(sight, cases_for(sight, look, formula, side), told)
