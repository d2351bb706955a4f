"""A helping process of an import: batches from a pipe into the record until the pipe ends.

Nothing of Django is imported above: the process begins with this module, before Django is set up.
"""

from collections import Counter
from multiprocessing.connection import Connection
from queue import Queue
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

if TYPE_CHECKING:
    from xiezhi.record.intake.batch import Desk
    from xiezhi.record.intake.items import Reader
    from xiezhi.record.intake.mapping.converting import Unmapped


class Order(NamedTuple):
    """What a helper must know of the import: moment and day as texts."""

    of: UUID
    columns: tuple[str, ...]
    at: str
    today: str
    epoch_1904: bool
    size: int


class Done(NamedTuple):
    """A batch is committed: its rows by outcome, and the values that no code names."""

    counts: dict[str, int]
    unmapped: "Counter[Unmapped]"


def help_out(pipe: Connection, order: Order) -> None:
    """Record the batches that come, and answer each with its counts, or with the fault."""
    import signal

    import django

    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # who breaks off speaks to the process in front of him; our pipe ends with it
    django.setup()
    from django.db import connection

    from xiezhi.record.intake.batch import record
    from xiezhi.rules.errors import XiezhiError

    desk, reader = _prepared(order)
    tasks: Queue[Any] = Queue()
    Thread(target=_fetch, args=(pipe, tasks), daemon=True).start()
    while (task := tasks.get()) is not None:
        try:
            before = Counter(reader.unmapped)
            counts = record(desk, task.place, reader.items(task.rows))
            answer: object = Done(dict(counts), reader.unmapped - before)
        except Exception as fault:  # told to the one who asked, who raises it
            answer = (fault.zh, fault.en) if isinstance(fault, XiezhiError) else (repr(fault), repr(fault))
        try:
            pipe.send(answer)
        except OSError:
            break
    connection.close()


def _fetch(pipe: Connection, tasks: "Queue[Any]") -> None:
    """Take batches out of the pipe as they come, so that nobody waits to put one in; nothing at the end."""
    try:
        while True:
            tasks.put(pipe.recv())
    except (EOFError, OSError):
        tasks.put(None)


def _prepared(order: Order) -> "tuple[Desk, Reader]":
    from datetime import date, datetime

    from xiezhi.record.intake.batch import Desk
    from xiezhi.record.intake.items import Reader
    from xiezhi.record.intake.mapping.values import read_mapping
    from xiezhi.record.intake.models import Import
    from xiezhi.record.intake.places import Places
    from xiezhi.record.intake.policy import courts_of_import, may_found_courts

    of = Import.objects.select_related("source", "mapping").get(pk=order.of)
    assert of.mapping is not None
    today = date.fromisoformat(order.today)
    mapping = read_mapping(of.mapping.content)
    places = Places(courts_of_import(of, today), mapping.outside_courts and may_found_courts(of))
    reader = Reader(mapping, order.columns, places, today, epoch_1904=order.epoch_1904)
    return Desk(of, order.columns, datetime.fromisoformat(order.at), order.size), reader
