"""What every statistic asks of its input before it computes."""

from collections.abc import Sequence
from typing import Any

from xiezhi.work.situation.statistics.errors import TooFewValues, UnusableValues


def numbers(values: Sequence[float], *, fewest: int = 1) -> Any:
    """The values as a numpy array of floats. Raises TooFewValues, UnusableValues for what is no finite number."""
    import numpy as np

    array = np.asarray(values, dtype=float)
    if array.ndim != 1 or array.size < fewest:
        raise TooFewValues(fewest, int(array.size) if array.ndim == 1 else 0)
    if not np.isfinite(array).all():
        raise UnusableValues("有的值不是数", "some values are no numbers")
    return array


def not_negative(array: Any) -> Any:
    """The array itself. Raises UnusableValues where a value lies under nought."""
    if (array < 0).any():
        raise UnusableValues("有的值小于零", "some values are below nought")
    return array


def equally_many(*lists: Sequence[object]) -> None:
    """Raises UnusableValues where the lists differ in length."""
    if len({len(one) for one in lists}) > 1:
        raise UnusableValues("各列的个数不一致", "the lists differ in length")


def parts_of(counts: Any, totals: Any) -> None:
    """Raises UnusableValues where a count is larger than what it is part of."""
    if (counts > totals).any():
        raise UnusableValues("部分大于全体", "a part is larger than its whole")
