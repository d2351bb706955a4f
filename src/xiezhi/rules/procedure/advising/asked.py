"""What advice is given about: the act, the case as it stands, and the clock's answers before and after it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from xiezhi.rules.limits.catalogue import RuleVersion
from xiezhi.rules.limits.law import Law
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.limits.model import Outcome


class Spanning(Protocol):
    """A deduction, suspension, investigation or notice of the case; `end` None = not ended."""

    @property
    def no(self) -> int: ...
    @property
    def thing(self) -> str: ...
    @property
    def ground(self) -> str | None: ...
    @property
    def start(self) -> date: ...
    @property
    def end(self) -> date | None: ...


class Past(Protocol):
    """An event of the case."""

    @property
    def kind(self) -> str: ...
    @property
    def occurred_on(self) -> date: ...
    @property
    def data(self) -> Mapping[str, Any]: ...


class Situation(Protocol):
    """A case as it stands before the act, as far as advice asks."""

    @property
    def procedure(self) -> str | None: ...
    @property
    def facts(self) -> Mapping[str, Any]: ...
    @property
    def hearings(self) -> Sequence[Mapping[str, Any]]: ...
    @property
    def spans(self) -> Sequence[Spanning]: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """One act about to be recorded. `past`: the events before it that hold, as corrected. `outcome` and `after`: the limit as it stands
    and as the act would leave it, None where unknown."""

    kind: str
    data: Mapping[str, Any]
    state: Situation
    past: Sequence[Past]
    on: date
    outcome: Outcome | None
    after: Outcome | None
    court_level: str | None
    recorded_on: date | None

    @property
    def rule(self) -> str:
        """The procedure the case follows now; empty where none is recorded."""
        return (self.outcome.rule if self.outcome else self.state.procedure) or ""

    @property
    def last_day(self) -> date | None:
        """The last day of the limit; None while the clock stands, or where there is no limit."""
        return self.outcome.deadline if self.outcome else None

    def version(self) -> RuleVersion | None:
        """The wording of the rule that governs the case, where the clock has an answer."""
        rule = load_catalogue().rules.get(self.rule)
        if rule is None or self.outcome is None or self.outcome.rule_from is None:
            return None
        return rule.version(self.outcome.rule_from)

    def months_on(self, law: Law, day: date, months: int, days: int = 0) -> date:
        """A day moved by a length, as the branch of the case counts months."""
        branch = load_catalogue().branches.get(self.rule.partition(".")[0])
        month_rule = branch.month_rule if branch else "corresponding_day"
        return date.fromordinal(law.add_months(month_rule, day.toordinal(), months) + days)
