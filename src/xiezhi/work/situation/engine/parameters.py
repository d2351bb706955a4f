"""Numbers from outside the facts for a group of a figure: of the courts that the group is about."""

from collections.abc import Mapping
from math import nan

from xiezhi.work.situation.engine.question import Amount, ByPeriod, OfCourts, Question
from xiezhi.work.situation.facts.table import Facts

COURT_ATTRIBUTES = ("court_id", "province_id", "city_id", "court_level")


class GroupCourts:
    """Which courts a group of figures is about: those with its values of the columns that tell courts apart."""

    def __init__(self, facts: Facts, question: Question) -> None:
        self._places = [place for place, name in enumerate(question.by) if name in COURT_ATTRIBUTES]
        self._question = question
        self._courts: dict[tuple[str | None, ...], set[str]] = {}
        names = [question.by[place] for place in self._places]
        if names and names != ["court_id"]:
            rows = facts.table.filter(facts.table.court_id.notnull())
            found = facts.run(
                rows.select("court_id", **{f"by_{name}": rows[name] for name in names}).distinct()
            )
            columns = [column.to_pylist() for column in found.columns]
            for court, *values in zip(*columns):
                self._courts.setdefault(tuple(values), set()).add(court)

    def amounts(self, amount: Amount | None, group: tuple[str | None, ...]) -> list[float]:
        """The number for a group in each period of the question; NaN where it is not known for all of its courts."""
        periods = self._question.grid.periods
        if isinstance(amount, ByPeriod):
            return [self._amount(amount.of.get(period), group) for period in periods]
        return [self._amount(amount, group)] * len(periods)

    def _amount(self, amount: OfCourts | None, group: tuple[str | None, ...]) -> float:
        if amount is None:
            return nan
        told = tuple(group[place] for place in self._places)
        if not isinstance(amount, Mapping):
            alone = self._question.courts is not None and len(self._question.courts) == 1
            return amount if not told or alone else nan
        courts = self._of(told, amount)
        known = [one for one in map(amount.get, sorted(courts)) if one is not None]
        return sum(known) if known and len(known) == len(courts) else nan

    def _of(self, told: tuple[str | None, ...], amount: Mapping[str, float | None]) -> set[str]:
        asked = self._question.courts
        if not told:
            return set(asked if asked is not None else amount)
        if [self._question.by[place] for place in self._places] == ["court_id"]:
            return {court for court in told if court is not None}
        found = self._courts.get(told, set())
        return found & set(asked) if asked is not None else found
