"""Every court month by month: one question from which flows, months and areas are added up."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from xiezhi.record.models import Court
from xiezhi.rules.indicators.periods import MONTHS_A_YEAR, Period
from xiezhi.work.situation.flow_keys import CLOSED, NEW, OPENING, PENDING
from xiezhi.work.situation.looking import Look, by_key, figures_for
from xiezhi.work.situation.overview_values import (
    MONTHS_SHOWN,
    Area,
    Flow,
    Month,
    counted_as,
    months_to,
)
from xiezhi.work.situation.sight import Sight


class CourtMonths:
    """New, closed and pending of each court in each month, as far back as the figures compared with reach. For who lists cases: nothing
    of it is hidden."""

    def __init__(self, sight: Sight, look: Look) -> None:
        self._period = look.period
        earliest = min(
            look.period.last_year.start, look.period.previous.start, look.period.year_to_date.last_year.start
        )
        back = (look.period.end.year - earliest.year) * MONTHS_A_YEAR + look.period.end.month - earliest.month
        grid = months_to(
            look.period, max(MONTHS_SHOWN, back + 2)
        )  # and the month before: its stock is what is there at the start
        self._shown = grid.periods[-MONTHS_SHOWN:]
        self._counts: dict[tuple[str, date], dict[str, float]] = defaultdict(dict)
        for one in figures_for(sight, look, by_key((NEW, CLOSED, PENDING)), grid=grid, by=("court_id",)):
            if one.numerator:
                self._counts[one.key, one.period.start][str(one.group[0])] = one.numerator
        self._starts = [one.start for one in grid.periods]

    def _total(self, key: str, month: date, courts: Iterable[str] | None = None) -> float:
        counts = self._counts.get((key, month), {})
        return sum(counts.values()) if courts is None else sum(counts.get(court, 0) for court in courts)

    def _over(self, key: str, period: Period, courts: Iterable[str] | None = None) -> float:
        """What came in or was closed in a period of whole months."""
        return sum(self._total(key, one, courts) for one in self._starts if period.start <= one <= period.end)

    def _standing(self, day: date, courts: Iterable[str] | None = None) -> float:
        """What stood open at the end of the month of a day."""
        return self._total(PENDING, day.replace(day=1), courts)

    def flow(self, period: Period) -> Flow:
        """The flow of a period of whole months, all courts together."""
        before = self._starts[self._starts.index(period.start) - 1]
        counts = {
            OPENING: self._standing(before), NEW: self._over(NEW, period), CLOSED: self._over(CLOSED, period), PENDING: self._standing(period.end),
        }  # fmt: skip
        return Flow(*(counted_as(key, period, count) for key, count in counts.items()))

    @property
    def months(self) -> list[Month]:
        """The last months, all courts together."""
        return [
            Month(
                one,
                counted_as(NEW, one, self._total(NEW, one.start)),
                counted_as(CLOSED, one, self._total(CLOSED, one.start)),
            )
            for one in self._shown
        ]

    def areas(self, of_period: dict[str, dict[str, float]] | None = None) -> list[Area]:
        """The parts of what is looked at: for the province each superior court with those below it, else each court by itself, in
        administrative order. `of_period`: each court's counts of a period that is not made of whole months."""
        keys = {court for counts in self._counts.values() for court in counts} | set(of_period or ())
        groups = _groups(sorted(keys))
        return [self._area(*group, of_period) for group in groups] if len(groups) > 1 else []

    def _area(
        self, court: Court, keys: list[str], below: bool, of_period: dict[str, dict[str, float]] | None
    ) -> Area:
        line = [
            (one, self._total(NEW, one.start, keys), self._total(CLOSED, one.start, keys))
            for one in self._shown
        ]
        if of_period is None:
            counts = (
                self._over(NEW, self._period, keys),
                self._over(CLOSED, self._period, keys),
                self._standing(self._period.end, keys),
            )
        else:
            new, closed, pending = (
                sum(of_period.get(key, {}).get(name, 0) for key in keys) for name in (NEW, CLOSED, PENDING)
            )
            counts = new, closed, pending
        return Area(court, below, *counts, line)


def _groups(keys: list[str]) -> list[tuple[Court, list[str], bool]]:
    """Courts of which there are figures; those below an intermediate court with it where there are several of these."""
    courts = {
        str(court.pk): court for court in Court.objects.filter(pk__in=[key for key in keys if key != "None"])
    }
    heads = {court.parent_id for court in courts.values() if court.level == "basic"}
    gathered = len(heads) > 1
    found: dict[str, list[str]] = {}
    for key, court in courts.items():
        head = str(court.parent_id) if gathered and court.level == "basic" and court.parent_id else key
        found.setdefault(head, []).append(key)
    missing = [key for key in found if key not in courts]
    courts |= {str(court.pk): court for court in Court.objects.filter(pk__in=missing)}
    named = (
        (courts[head], keys, gathered and courts[head].level == "intermediate")
        for head, keys in found.items()
    )
    return sorted(named, key=lambda group: group[0].place)
