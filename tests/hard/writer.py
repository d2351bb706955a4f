"""A writer that may be killed at any moment: docketings, steps and bulk loads without end, each acknowledgement on disk before the next.

Run as a process of its own: `writer.py NUMBER FOLDER COURT SHARED_CASE`. A line of FOLDER/acknowledged-… names an event that the
ledger said was recorded: case and number within it.
"""

import os
import sys
import time
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from random import Random
from uuid import UUID

import django

django.setup()

from django.db import InterfaceError, OperationalError, connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from tests.cast import DOCKETING, ELSEWHERE, JUDGMENT  # noqa: E402
from xiezhi.record import ledger  # noqa: E402
from xiezhi.record.bulk import IncomingCase, IncomingEvent, append_many  # noqa: E402
from xiezhi.record.errors import InputError  # noqa: E402
from xiezhi.record.models.shared import new_id  # noqa: E402

DOCKETED_ON = date(2019, 3, 1)


class Writer:
    def __init__(self, number: str, folder: str, court: str, shared: str) -> None:
        self.court, self.rng = UUID(court), Random(os.urandom(8))
        self.cases = [UUID(shared)]
        self.numbers = count(int(number) * 1_000_000)
        self.log = os.open(
            Path(folder) / f"acknowledged-{os.getpid()}", os.O_CREAT | os.O_WRONLY | os.O_APPEND
        )

    def acknowledge(self, *events: tuple[UUID, int]) -> None:
        os.write(self.log, "".join(f"{case} {seq}\n" for case, seq in events).encode())
        os.fsync(self.log)

    def docket(self) -> None:
        written = ledger.open_case(
            self.court, "case.docketed", DOCKETING, occurred_on=DOCKETED_ON, by=ELSEWHERE, at=timezone.now()
        )
        self.cases.append(written.case)
        self.acknowledge((written.case, written.seq))

    def step(self) -> None:
        number = self.rng.randrange(1, 50)
        kind, data = self.rng.choice((
            ("note.recorded", {"text": "阅卷" * number}),
            ("deduction.started", {"span_no": number, "ground": "appraisal"}),
            ("party.joined", {"party": {"no": number, "role": "third_party", "kind": "person", "name": "丹增", "sensitive": {"phone": "19900001234"}}}),
            ("hearing.scheduled", {"hearing_no": number, "starts_at": "2019-04-20T09:30"}),
            ("case.closed", JUDGMENT),
        ))  # fmt: skip
        if kind == "case.closed" and self.rng.random() < 0.8:
            return
        on = DOCKETED_ON + timedelta(days=self.rng.randrange(60))
        case = self.rng.choice(self.cases[:1] + self.cases[-20:])
        written = ledger.append(case, kind, data, occurred_on=on, by=ELSEWHERE, at=timezone.now())
        self.acknowledge((case, written.seq))

    def load(self) -> None:
        cases = [IncomingCase(new_id(), self.court, "", list(self._life())) for _ in range(5)]
        loaded = append_many(cases, by=ELSEWHERE, at=timezone.now())
        assert not loaded.rejected
        self.acknowledge(*((case.id, seq + 1) for case in cases for seq in range(len(case.events))))

    def _life(self) -> "list[IncomingEvent]":
        number = f"（2018）示0102民初{next(self.numbers)}号"
        return [
            IncomingEvent("case.docketed", DOCKETED_ON, {**DOCKETING, "number": number}),
            IncomingEvent("note.recorded", DOCKETED_ON, {"text": "移送"}),
            IncomingEvent("case.closed", DOCKETED_ON + timedelta(days=90), JUDGMENT),
        ]

    def work(self) -> None:
        act = self.rng.choice((self.docket, self.step, self.step, self.step, self.load))
        try:
            act()
        except InputError:
            pass  # what the order of events forbids, is forbidden
        except (OperationalError, InterfaceError):
            connection.close()  # the server is gone; it comes again
            time.sleep(0.05)


if __name__ == "__main__":
    writer = Writer(*sys.argv[1:])
    while True:
        writer.work()
