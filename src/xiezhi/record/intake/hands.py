"""Who records the batches: this process alone, or several side by side when the file is large.

A helping process ends with its pipe: when the worker is killed, it finishes the batch in hand, whose commit is whole or nothing, and goes.
"""

import os
from collections import Counter
from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from django.conf import settings

from xiezhi.record.intake.batch import Desk, record
from xiezhi.record.intake.files.table import Row
from xiezhi.record.intake.helper import Done, Order, help_out
from xiezhi.record.intake.items import Reader
from xiezhi.record.intake.mapping.converting import Unmapped
from xiezhi.rules.errors import XiezhiError

IN_HAND = 2  # batches that a helper has at once, so that it never waits for the reader


class Task(NamedTuple):
    """A batch: its place in the file and its rows."""

    place: int
    rows: list[Row]


class Hands:
    """Records tasks in any order; gives the counts of each as it is committed."""

    def __init__(self, desk: Desk, reader: Reader, *, large: bool) -> None:
        self.desk, self.reader = desk, reader
        self.unmapped: Counter[Unmapped] = Counter()
        self._count = processes() if large else 1
        self._helpers: list[tuple[Any, Connection]] = []

    def __enter__(self) -> "Hands":
        if self._count > 1:
            context = get_context("spawn")
            order = Order(
                self.desk.of.pk,
                tuple(self.desk.columns),
                self.desk.at.isoformat(),
                self.reader.today.isoformat(),
                self.reader.converter.epoch_1904,
                self.desk.size,
            )
            for _ in range(self._count - 1):
                ours, theirs = context.Pipe()
                helper = context.Process(target=help_out, args=(theirs, order), daemon=True)
                helper.start()
                theirs.close()
                self._helpers.append((helper, ours))
        return self

    def __exit__(self, *_: object) -> None:
        for _helper, pipe in self._helpers:
            pipe.close()
        for helper, _pipe in self._helpers:
            helper.join()

    def record(self, tasks: Iterator[Task]) -> Iterator[Counter[str]]:
        """Record every task: helpers have one in hand and one waiting, the others are done here. Raises what a helper met."""
        waiting = {pipe: 0 for _, pipe in self._helpers}
        for task in tasks:
            for pipe in [pipe for pipe in waiting if waiting[pipe] and pipe.poll()]:
                yield self._answer(pipe)
                waiting[pipe] -= 1
            free = min(waiting, key=waiting.__getitem__, default=None)
            if free is not None and waiting[free] < IN_HAND:
                self._send(free, task)
                waiting[free] += 1
            else:
                yield record(self.desk, task.place, self.reader.items(task.rows))
        for pipe, count in waiting.items():
            for _ in range(count):
                yield self._answer(pipe)
        self.unmapped.update(self.reader.unmapped)

    def _send(self, pipe: Connection, task: Task) -> None:
        try:
            pipe.send(task)
        except OSError as fault:
            raise _lost() from fault

    def _answer(self, pipe: Connection) -> Counter[str]:
        try:
            answer = pipe.recv()
        except EOFError:
            raise _lost() from None
        if isinstance(answer, Done):
            self.unmapped.update(answer.unmapped)
            return Counter(answer.counts)
        raise XiezhiError(*answer)


def _lost() -> XiezhiError:
    return XiezhiError(
        "协助导入的进程意外结束；可重新开始",
        "a process that helped with the import ended unexpectedly; start it again",
    )


def processes() -> int:
    """How many processes record side by side: the setting, at most the machine's cores."""
    return min(settings.INTAKE_PROCESSES, os.cpu_count() or 1)
