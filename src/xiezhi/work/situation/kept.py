"""Answers of the engine kept for a while in this process: so much and no more, and only values, never rows of cases."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """Answers that weigh at most so much together (each 1 unless `weigh` says otherwise); the one asked for longest ago goes first.

    What a key stands for never changes: a snapshot does not.
    """

    def __init__(self, most: int, weigh: Callable[[Value], int] = lambda value: 1) -> None:
        self._most, self._weigh = most, weigh
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._weight = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The answer, made when it is not kept. Two who ask at once may both make it; that does no harm."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            if key not in self._values:
                self._values[key] = value
                self._weight += self._weigh(value)
            while self._weight > self._most:
                _, gone = self._values.popitem(last=False)
                self._weight -= self._weigh(gone)
        return value

    def clear(self) -> None:
        with self._lock:
            self._values.clear()
            self._weight = 0
