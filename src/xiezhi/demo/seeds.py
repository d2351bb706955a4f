"""Randomness that depends on nothing but the seed, and identifiers made of it."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta, timezone
from uuid import UUID

import numpy as np

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
_EPOCH = date(1970, 1, 1).toordinal()
_MILLISECONDS_A_DAY = 86_400_000
_EIGHT_HOURS = 8 * 3_600_000


def vector_draws(seed: int, subject: str) -> np.random.Generator:
    """The generator of columns for one subject; subjects do not disturb each other."""
    return np.random.default_rng([seed, *subject.encode()])


def single_draws(seed: int, subject: str) -> random.Random:
    """The generator of single values for one subject."""
    return random.Random(f"{seed}/{subject}")


def timed_id(day: date, second: int, draws: random.Random) -> UUID:
    """A UUID of version 7 for a moment of a day in Asia/Shanghai, its other bits drawn."""
    moment = (day.toordinal() - _EPOCH) * _MILLISECONDS_A_DAY - _EIGHT_HOURS + second * 1000
    bits = draws.getrandbits(84)
    return UUID(int=moment << 80 | 7 << 76 | (bits >> 72) << 64 | 2 << 62 | bits & ((1 << 62) - 1))


def weighted(pairs: Sequence[str]) -> tuple[list[str], list[float]]:
    """Words with their weights, written `word 12`, as words and rising sums."""
    words, sums, total = [], [], 0.0
    for pair in pairs:
        word, _, weight = pair.rpartition(" ")
        total += float(weight)
        words.append(word)
        sums.append(total)
    return words, sums


def moment(day: date, second: int) -> datetime:
    """A moment of a day in Asia/Shanghai."""
    minutes, seconds = divmod(second, 60)
    return datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, seconds, tzinfo=SHANGHAI)


def days_from(first: date, count: int) -> Iterator[date]:
    """So many days in a row."""
    return (first + timedelta(days=step) for step in range(count))
