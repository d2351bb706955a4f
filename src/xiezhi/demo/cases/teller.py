"""The cases of a batch told one by one: dispute by dispute, each case with its number, parties and events.

Nothing in a batch depends on another batch, so that batches may be told in any order and in any process.
"""

import gc
import random
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from uuid import UUID

from xiezhi.demo.cases.columns import NONE, Columns
from xiezhi.demo.cases.docket import Docket
from xiezhi.demo.cases.flaws import SHARE, put_right
from xiezhi.demo.cases.kinds import categories, paces
from xiezhi.demo.cases.ladders import Ladders
from xiezhi.demo.cases.limits import Limits
from xiezhi.demo.cases.offices import Offices
from xiezhi.demo.cases.parties import Dispute, draw_dispute
from xiezhi.demo.cases.recording import put_on_record
from xiezhi.demo.cases.story import tell_story
from xiezhi.demo.cases.telling import Family, Head, Relative, Row, Setting, Telling
from xiezhi.demo.cases.time import Horizon
from xiezhi.demo.courts import CourtTree
from xiezhi.demo.model import SOURCE, Case
from xiezhi.demo.officers import Staff
from xiezhi.demo.seeds import single_draws, timed_id

BATCH = 1000  # cases; a batch ends with a whole dispute


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector: a batch is a heap of plain values in no circle, which it would search in vain, a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Teller:
    """Tells the batches of a docket."""

    def __init__(self, seed: int, tree: CourtTree, staff: Staff, horizon: Horizon, docket: Docket) -> None:
        self.seed, self.horizon, self.docket = seed, horizon, docket
        self.officers: list[UUID] = [officer.id for officer in staff.officers]
        self.setting = Setting(horizon, tree, Offices(tree, staff), Ladders(Limits(horizon)))
        self.tree = tree
        starts = docket.starts.tolist()
        self.bounds = [0]
        while self.bounds[-1] < len(docket.cases):
            after = bisect_right(starts, self.bounds[-1] + BATCH - 1)
            self.bounds.append(starts[after] if after < len(starts) else len(docket.cases))

    @property
    def batches(self) -> int:
        return len(self.bounds) - 1

    def tell(self, batch: int) -> list[Case]:
        """All cases of a batch in the order of the docket."""
        with _uncollected():
            return self._told_batch(batch)

    def _told_batch(self, batch: int) -> list[Case]:
        first, last = self.bounds[batch], self.bounds[batch + 1]
        draws = single_draws(self.seed, f"batch {batch}")
        cases = [Relative(row, self._head(row, draws)) for row in self._rows(first, last)]
        children: dict[int, list[Relative]] = {}
        for case in cases:
            if case.row.parent != NONE:
                children.setdefault(case.row.parent - first, []).append(case)
        told: list[Case] = []
        disputes: dict[int, Dispute] = {}
        for at, (row, head) in enumerate(cases):
            root = row.root - first
            if root not in disputes:
                disputes[root] = self._dispute(row, draws)
            parent = None if row.parent == NONE else cases[row.parent - first]
            family = Family(disputes[root], parent, children.get(at, []))
            told.append(self._told(f"{SOURCE}-{first + at + 1:07d}", row, head, family, draws))
        return told

    def _told(self, reference: str, row: Row, head: Head, family: Family, draws: random.Random) -> Case:
        case = Telling(self.setting, row, head, family, draws)
        tell_story(case)
        events = put_on_record(case.drafts, row.second, self.setting, self.officers, draws)
        if draws.random() < SHARE:
            put_right(events, self.setting, draws)
        return Case(head.id, case.court.court.id, SOURCE, reference, events)

    def _rows(self, first: int, last: int) -> Iterator[Row]:
        cases = self.docket.cases
        columns = [getattr(cases, field.name)[first:last].tolist() for field in fields(Columns)]
        serials, years = self.docket.serials[first:last].tolist(), self.docket.years[first:last].tolist()
        return map(Row._make, zip(*columns, serials, years))

    def _head(self, row: Row, draws: random.Random) -> Head:
        identity = timed_id(self.horizon.dates[row.filed], row.second, draws)
        code, symbol = self.tree.seats[row.court].court.code, categories()[row.category].symbol
        return Head(identity, str(identity), f"（{row.year}）{code}{symbol}{row.serial}号")

    def _dispute(self, row: Row, draws: random.Random) -> Dispute:
        seat = self.tree.seats[row.court]
        identity = str(timed_id(self.horizon.dates[row.filed], row.second, draws))
        procedure = paces()[row.procedure].procedure
        return draw_dispute(draws, identity, categories()[row.category], procedure, seat, row.year)
