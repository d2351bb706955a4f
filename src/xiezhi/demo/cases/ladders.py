"""Whom a request for more time goes to, and how much it asks for: by the ladders of rules/data/limits."""

import random
from typing import NamedTuple

from xiezhi.demo.cases.kinds import paces
from xiezhi.demo.cases.limits import Limits
from xiezhi.demo.model import Payload

_DEFAULT_MONTHS = 3  # where the ladder grants as much as is asked for


class Asking(NamedTuple):
    """What a request says besides its number and reason."""

    length: Payload
    approver: str
    ground: str | None
    filed_with_high: bool


class Ladders:
    """Answers per procedure and step, each worked out once."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._known: dict[tuple[str, int, str], Asking | None] = {}
        self._grounds = {pace.procedure: pace.extension_grounds for pace in paces()}

    def asking(self, procedure: str, used: int, level: str, draws: random.Random) -> Asking | None:
        """The request that fits after so many grants; None where no more time can be granted."""
        key = procedure, used, level
        if key not in self._known:
            self._known[key] = self._asking(*key)
        asking, grounds = self._known[key], self._grounds.get(procedure, ())
        if asking is None or not grounds or used:
            return asking
        return asking._replace(ground=grounds[int(draws.random() * len(grounds))])

    def _asking(self, procedure: str, used: int, level: str) -> Asking | None:
        step = self._limits.step(procedure, used)
        if step is None:
            return None
        length: Payload = {"months": _DEFAULT_MONTHS}
        if step.length is not None:
            length = {"months": step.length.months} if step.length.months else {"days": step.length.days}
        approver = {"any": "president", "high_or_spc": "spc" if level == "high" else "high"}.get(
            step.approver, step.approver
        )
        return Asking(length, approver, None, step.filing_required)
