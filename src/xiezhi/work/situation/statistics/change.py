"""Why a rate changed: other cases, or the same cases dealt with otherwise? Kitagawa, JASA 50 (1955) 1168–1194.

R = Σ w·r over groups (class, procedure, court). Mix: Σ (w1−w0)·(r0+r1)/2. Rate: Σ (r1−r0)·(w0+w1)/2. They add up to R1 − R0.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from xiezhi.work.situation.statistics.errors import UnusableValues


@dataclass(frozen=True, slots=True)
class Part:
    """What one group contributes; `mix` against the level of both periods, so that only the sum over groups has a meaning of its own."""

    group: str
    mix: float
    rate: float


@dataclass(frozen=True, slots=True)
class Change:
    """The rate before and after, and the two parts of the difference."""

    before: float
    after: float
    mix: float
    rate: float
    parts: tuple[Part, ...]

    @property
    def difference(self) -> float:
        return self.after - self.before


Counts = Mapping[str, tuple[float, float]]


def kitagawa(before: Counts, after: Counts) -> Change | None:
    """Split the change of a rate; counts are (numerator, denominator) of each group. None where a period has no cases at all.

    A group without cases in one period has no rate there; it takes that of the other period, so its coming or going is all mix.
    Raises UnusableValues for a negative count or a numerator without denominator.
    """
    for top, bottom in (*before.values(), *after.values()):
        if top < 0 or bottom < 0 or (top and not bottom):
            raise UnusableValues("分子分母不成立", "a numerator or denominator is impossible")
    totals = [sum(bottom for _, bottom in counts.values()) for counts in (before, after)]
    if not all(totals):
        return None
    parts = [
        _part(group, before.get(group, (0.0, 0.0)), after.get(group, (0.0, 0.0)), totals)
        for group in dict.fromkeys((*before, *after))
    ]
    rates = [
        sum(top for top, _ in counts.values()) / total
        for counts, total in zip((before, after), totals, strict=True)
    ]
    return Change(
        rates[0], rates[1], sum(one.mix for one in parts), sum(one.rate for one in parts), tuple(parts)
    )


def _part(group: str, before: tuple[float, float], after: tuple[float, float], totals: list[float]) -> Part:
    (top0, bottom0), (top1, bottom1) = before, after
    weight0, weight1 = bottom0 / totals[0], bottom1 / totals[1]
    rate0 = top0 / bottom0 if bottom0 else top1 / bottom1 if bottom1 else 0.0
    rate1 = top1 / bottom1 if bottom1 else rate0
    return Part(group, (weight1 - weight0) * (rate0 + rate1) / 2, (rate1 - rate0) * (weight0 + weight1) / 2)
