"""The law as a clock asks it: which version, which text, how many months on, under one set of readings.

Catalogue, calendar and readings together, with what was asked before kept. Both clocks stand on it.
"""

from datetime import date

from xiezhi.rules.calendar import Calendar
from xiezhi.rules.dates import add_months, add_months_criminal
from xiezhi.rules.errors import OutsideValidity
from xiezhi.rules.limits.catalogue import Catalogue, Ground, Length, RuleVersion
from xiezhi.rules.limits.readings import Readings


class Law:
    """A catalogue, a calendar and a set of readings, ready to be asked about days (ordinals)."""

    def __init__(self, catalogue: Catalogue, calendar: Calendar, readings: Readings | None = None) -> None:
        self.catalogue = catalogue
        self.calendar = calendar
        self.readings = readings or catalogue.readings
        self.months_first = self.readings.extension_order == "months_first"
        self.caps = {key: self._cap(ground) for key, ground in catalogue.grounds.items()}
        self._versions: dict[tuple[str, int], RuleVersion] = {}
        self._law_versions: dict[tuple[str, int], str | None] = {}
        self._months: dict[tuple[str, int, int], int] = {}

    def _cap(self, ground: Ground) -> Length | None:
        """The cap of a ground, with the days of the reading where the text leaves a choice."""
        return Length(days=getattr(self.readings, ground.cap_switch)) if ground.cap_switch else ground.cap

    def version(self, rule: str, day: int) -> RuleVersion:
        """The version of a rule for a clock that starts that day (R-VERSION)."""
        version = self._versions.get((rule, day))
        if version is None:
            version = self._versions[rule, day] = self._find_version(rule, date.fromordinal(day))
        return version

    def _find_version(self, rule: str, on: date) -> RuleVersion:
        if on > self.catalogue.known_through:
            raise OutsideValidity(
                rule, on, "晚于规则库所知的最后一日", "later than the last day the catalogue knows"
            )
        version = self.catalogue.rules[rule].version(on)
        changed = self.readings.new_law_for_pending
        later = (
            new
            for new in reversed(self.catalogue.rules[rule].versions)
            if new.first in changed and new.first > on
        )
        return next(later, version)

    def law_version(self, version: RuleVersion, day: int) -> str | None:
        """The id of the text that governs a clock started that day: the branch's law, or the first text cited."""
        key = version.rule, day
        if key not in self._law_versions:
            citation = version.law or (version.articles[0] if version.articles else None)
            found = citation and self.catalogue.documents.version_id(citation, date.fromordinal(day))
            self._law_versions[key] = found or None
        return self._law_versions[key]

    def add_months(self, month_rule: str, day: int, months: int) -> int:
        """R-MONTH or R-MONTH-CR on ordinals."""
        if not months:
            return day
        moved = self._months.get((month_rule, day, months))
        if moved is None:
            add = add_months if month_rule == "corresponding_day" else add_months_criminal
            moved = self._months[month_rule, day, months] = add(date.fromordinal(day), months).toordinal()
        return moved
