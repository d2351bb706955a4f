"""The cases of a batch told one by one: dispute by dispute, each case with its number, parties and events.

Nothing in a batch depends on another batch, so that batches may be told in any order and in any process.
"""

import random
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import fields
from uuid import UUID

from xiezhi.demo.cases.columns import NONE, Columns
from xiezhi.demo.cases.courses import Limits
from xiezhi.demo.cases.docket import Docket
from xiezhi.demo.cases.kinds import categories
from xiezhi.demo.cases.ladders import Ladders
from xiezhi.demo.cases.offices import Offices
from xiezhi.demo.cases.parties import Dispute, draw_dispute
from xiezhi.demo.cases.recording import put_on_record
from xiezhi.demo.cases.story import Family, Head, Row, Setting, Story
from xiezhi.demo.cases.time import Horizon
from xiezhi.demo.courts import CourtTree
from xiezhi.demo.model import SOURCE, Case
from xiezhi.demo.officers import Staff
from xiezhi.demo.seeds import single_draws, timed_id

BATCH = 1000  # cases; a batch ends with a whole dispute


class Teller:
    """Tells the batches of a docket."""

    def __init__(self, seed: int, tree: CourtTree, staff: Staff, horizon: Horizon, docket: Docket) -> None:
        self.seed, self.horizon, self.docket = seed, horizon, docket
        self.officers: list[UUID] = [officer.id for officer in staff.officers]
        self.setting = Setting(
            horizon, tree, Offices(tree, staff), Ladders(Limits(horizon)), [str(one) for one in self.officers]
        )
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
        first, last = self.bounds[batch], self.bounds[batch + 1]
        draws = single_draws(self.seed, f"batch {batch}")
        rows = list(self._rows(first, last))
        heads = [self._head(row, draws) for row in rows]
        children: dict[int, list[int]] = {}
        for at, row in enumerate(rows):
            if row.parent != NONE:
                children.setdefault(row.parent - first, []).append(at)
        told: list[Case] = []
        disputes: dict[int, Dispute] = {}
        for at, row in enumerate(rows):
            root = row.root - first
            if root not in disputes:
                disputes[root] = self._dispute(row, draws)
            parent = None if row.parent == NONE else (rows[row.parent - first], heads[row.parent - first])
            born = [(rows[child], heads[child]) for child in children.get(at, ())]
            family = Family(disputes[root], row.root - first == at, parent, born)
            drafts = Story(self.setting, row, heads[at], family, draws).tell()
            events = put_on_record(drafts, row.second, self.horizon, self.setting.ahead, self.officers, draws)
            court = self.tree.seats[row.court].court.id
            told.append(Case(heads[at].id, court, SOURCE, f"{SOURCE}-{first + at + 1:07d}", events))
        return told

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
        return draw_dispute(draws, identity, categories()[row.category], seat.digits, seat.place, row.year)
