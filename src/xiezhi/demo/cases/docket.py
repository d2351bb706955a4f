"""The docket of the whole province: which cases are filed where and when, and what grows out of them, with their numbers.

Disputes stand in the order of their first filing, the cases of one dispute together, so that a batch of the docket never
refers to a case outside itself; numbers run by court, type and year in the order of filing.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from xiezhi.demo.cases.columns import NEVER, NONE, Columns, Ints, blank, joined
from xiezhi.demo.cases.courses import Planner
from xiezhi.demo.cases.kinds import Chain, categories, chains, grounds, outcomes
from xiezhi.demo.cases.time import WAYS, Horizon
from xiezhi.demo.courts import LEVELS, CourtTree
from xiezhi.demo.seeds import vector_draws

GENERATIONS = 8
_CHILDREN = (
    0.38  # about so many cases grow out of a hundred others; the rest is drawn anew if that was too few
)
_COURSE = (
    "converted", "converted_to", "deduction", "deducted_from", "deducted_to", "suspension", "suspended_from", "suspended_to",
    "asked", "decided", "answer", "asked_again", "decided_again", "investigated_from", "investigated_to", "notice_to",
)  # fmt: skip
_DESK_OPENS, _DESK_CLOSES = 9 * 3600, 17 * 3600


class Docket(NamedTuple):
    """All cases in order, with the serial number and year of each, and where the disputes begin."""

    cases: Columns
    serials: Ints
    years: Ints
    starts: Ints


def draw_docket(seed: int, count: int, tree: CourtTree, horizon: Horizon) -> Docket:
    """Exactly so many cases."""
    drawer = _Drawer(seed, tree, horizon)
    roots = int(count / (1 + _CHILDREN)) + 8
    while True:
        cases = drawer.disputes(roots)
        if len(cases) >= count:
            break
        roots += max(8, int((count - len(cases)) * 0.9))
    return _ordered(_cut(cases, count), horizon)


class _Drawer:
    def __init__(self, seed: int, tree: CourtTree, horizon: Horizon) -> None:
        self.seed, self.tree, self.horizon = seed, tree, horizon
        self.levels = {level: _shares(tree, level) for level in LEVELS}
        digits = {seat.digits: place for place, seat in enumerate(tree.seats)}
        self.superior = np.array(
            [digits[seat.digits[:2] if len(seat.digits) == 4 else ""] for seat in tree.seats], dtype=np.int16
        )

    def disputes(self, roots: int) -> Columns:
        """So many disputes with everything that grew out of them."""
        self.draws = vector_draws(self.seed, f"docket {roots}")
        planner = Planner(self.horizon, self.draws)
        generation = self._roots(roots)
        planner.plan(generation)
        self._done_before_the_end(generation)
        parts, base = [generation], 0
        for _ in range(GENERATIONS):
            children = self._children(generation, base, parts)
            if not len(children):
                break
            planner.plan(children)
            self._bind(children, generation, base)
            self._done_before_the_end(children)
            base += len(generation)
            parts.append(children)
            generation = children
        return joined(parts)

    def _roots(self, count: int) -> Columns:
        cases = blank(count)
        shares = np.cumsum([category.share for category in categories()])
        cases.category = np.searchsorted(shares, self.draws.random(count) * shares[-1], side="right").astype(
            np.int16
        )
        cases.filed = np.searchsorted(
            np.cumsum(self.horizon.filing_weights()), self.draws.random(count)
        ).astype(np.int32)
        cases.filed = np.minimum(cases.filed, self.horizon.last).astype(np.int32)
        self._at_the_desk(cases)
        levels = np.array([LEVELS.index(category.level) for category in categories()])[cases.category]
        for place, level in enumerate(LEVELS):
            rows = np.flatnonzero(levels == place)
            courts, sums = self.levels[level]
            cases.court[rows] = courts[
                np.searchsorted(sums, self.draws.random(len(rows)), side="right").clip(max=len(courts) - 1)
            ]
        self._to_open_courts(cases)
        cases.root = np.arange(count, dtype=np.int32)
        return cases

    def _at_the_desk(self, cases: Columns) -> None:
        cases.second = self.draws.integers(_DESK_OPENS, _DESK_CLOSES, len(cases)).astype(np.int32)

    def _done_before_the_end(self, cases: Columns) -> None:
        """A court that is merged away ends its cases before, plainly."""
        for place, seat in enumerate(self.tree.seats):
            if seat.court.last_on is not None:
                gone = (seat.court.last_on - self.horizon.first).days
                rows = np.flatnonzero((cases.court == place) & (cases.filed <= gone) & (cases.closed > gone))
                _make_plain(cases, rows)
                cases.closed[rows] = np.maximum(self.horizon.back[gone], cases.filed[rows])

    def _to_open_courts(self, cases: Columns) -> None:
        """What would be filed with a court that is gone is filed with its successor."""
        places = {seat.court.id: place for place, seat in enumerate(self.tree.seats)}
        for place, seat in enumerate(self.tree.seats):
            if seat.court.last_on is not None and seat.court.successor_id is not None:
                gone = (seat.court.last_on - self.horizon.first).days
                cases.court[(cases.court == place) & (cases.filed > gone)] = places[seat.court.successor_id]

    def _children(self, parents: Columns, base: int, parts: list[Columns]) -> Columns:
        """What grows out of the cases of one generation; `base` is the row of its first case."""
        born: list[Columns] = []
        having: dict[int, npt.NDArray[np.bool_]] = {}
        for place, chain in enumerate(chains()):
            rows = self._chosen(parents, chain, having)
            if not len(rows):
                continue
            child = blank(len(rows))
            child.category[:] = chain.child
            child.chain[:] = place
            since = {"closing": parents.closed, "filing": parents.filed, "deduction": parents.deducted_from}[
                chain.since
            ]
            days = since[rows] + self.draws.integers(chain.days[0], chain.days[1] + 1, len(rows))
            child.parent = (rows + base).astype(np.int32)
            child.root = parents.root[rows]
            last = len(self.horizon.ahead) - 1
            moved = self.horizon.spread[child.root % WAYS, np.minimum(days, last)]
            child.filed = np.maximum(moved, self.horizon.ahead[np.minimum(since[rows], last)])
            child.court = self._court(parents, rows, chain, parts)
            self._at_the_desk(child)
            shown = child.filed <= self.horizon.last
            if chain.since != "closing":
                shown &= child.filed < parents.closed[rows]
            done = np.flatnonzero(shown).astype(np.int32)
            mark = having.setdefault(chain.child, np.zeros(len(parents), dtype=bool))
            mark[rows] = True
            if len(done):
                born.append(child.take(done))
        if not born:
            return blank(0)
        children = joined(born)
        self._to_open_courts(children)
        return children

    def _bind(self, children: Columns, parents: Columns, base: int) -> None:
        """Children that end before their parent goes on, plainly, and those whose end is settled beforehand."""
        for place, chain in enumerate(chains()):
            rows = np.flatnonzero(children.chain == place)
            if chain.outcome is not None:
                children.outcome[rows] = outcomes().index(chain.outcome)
            if chain.within and len(rows):
                above = children.parent[rows] - base
                until = parents.deducted_to[above] if chain.since == "deduction" else parents.closed[above]
                _make_plain(children, rows)
                closed = np.minimum(children.filed[rows] + self.draws.integers(5, 22, len(rows)), until)
                closed = self.horizon.back[np.minimum(closed, len(self.horizon.back) - 1)]
                children.closed[rows] = np.maximum(closed, children.filed[rows])

    def _chosen(self, parents: Columns, chain: Chain, having: dict[int, npt.NDArray[np.bool_]]) -> Ints:
        fitting = np.isin(parents.outcome, [outcomes().index(outcome) for outcome in chain.outcomes])
        chosen = (
            (parents.category == chain.parent) & fitting & (self.draws.random(len(parents)) < chain.share)
        )
        chosen &= parents.closed != NEVER
        if chain.since == "closing":
            chosen &= parents.closed <= self.horizon.last
        if chain.needs is not None:
            long_enough = parents.deducted_to - parents.deducted_from > 2 * chain.days[1]
            chosen &= (parents.deduction == grounds().index(chain.needs)) & long_enough
        if chain.unless is not None and chain.unless in having:
            chosen &= ~having[chain.unless]
        return np.flatnonzero(chosen).astype(np.int32)

    def _court(
        self, parents: Columns, rows: Ints, chain: Chain, parts: list[Columns]
    ) -> npt.NDArray[np.int16]:
        courts: npt.NDArray[np.int16] = parents.court[rows]
        if chain.at == "superior":
            above: npt.NDArray[np.int16] = self.superior[courts]
            return above
        if chain.at == "first":
            return self._first_instance(parents, rows, parts)
        if chain.at == "other":
            found, sums = self.levels[categories()[chain.child].level]
            other = found[
                np.searchsorted(sums, self.draws.random(len(rows)), side="right").clip(max=len(found) - 1)
            ]
            beside = found[(np.searchsorted(found, other) + 1) % len(found)]
            elsewhere: npt.NDArray[np.int16] = np.where(other == courts, beside, other)
            return elsewhere
        return courts

    def _first_instance(self, parents: Columns, rows: Ints, parts: list[Columns]) -> npt.NDArray[np.int16]:
        """The court whose decision was appealed against."""
        courts = np.concatenate([part.court for part in parts])
        found: npt.NDArray[np.int16] = courts[parents.parent[rows]]
        return found


def _make_plain(cases: Columns, rows: npt.NDArray[np.intp]) -> None:
    """Nothing stops the clock of these cases."""
    plain = blank(len(rows))
    for name in _COURSE:
        getattr(cases, name)[rows] = getattr(plain, name)


def _shares(tree: CourtTree, level: str) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.float64]]:
    places = [place for place, seat in enumerate(tree.seats) if seat.court.level == level]
    sums = np.cumsum([tree.seats[place].weight for place in places])
    return np.array(places, dtype=np.int16), sums / sums[-1]


def _cut(cases: Columns, count: int) -> Columns:
    """As many cases as wanted: whole disputes in the order drawn, of the last one its first cases."""
    order = np.lexsort((np.arange(len(cases)), cases.root))[:count].astype(np.int32)
    return _rearranged(cases, order)


def _ordered(cases: Columns, horizon: Horizon) -> Docket:
    """Disputes by the moment of their first filing, then numbers by court, type and year."""
    first, rows = cases.root, np.arange(len(cases))
    order = np.lexsort((rows, first, cases.second[first], cases.filed[first])).astype(np.int32)
    moved = _rearranged(cases, order)
    starts = np.flatnonzero(moved.root == rows).astype(np.int32)
    return Docket(moved, *_serials(moved, horizon), starts)


def _rearranged(cases: Columns, order: Ints) -> Columns:
    """These rows in this order, roots and parents told by their new rows."""
    places = np.full(len(cases), NONE, dtype=np.int32)
    places[order] = np.arange(len(order), dtype=np.int32)
    moved = cases.take(order)
    moved.root = places[moved.root]
    moved.parent = np.where(moved.parent == NONE, NONE, places[np.maximum(moved.parent, 0)]).astype(np.int32)
    return moved


def _serials(cases: Columns, horizon: Horizon) -> tuple[Ints, Ints]:
    """Serial numbers without gap per court, type symbol and year, in the order of filing, and the years."""
    symbols = list(dict.fromkeys(category.symbol for category in categories()))
    symbol = np.array([symbols.index(category.symbol) for category in categories()])[cases.category]
    years = horizon.years(cases.filed)
    rows = np.arange(len(cases))
    order = np.lexsort((rows, cases.second, cases.filed, years, symbol, cases.court))
    group = (cases.court[order].astype(np.int64) * len(symbols) + symbol[order]) * 10_000 + years[order]
    begins = np.flatnonzero(np.diff(group, prepend=-1))
    serials = np.empty(len(cases), dtype=np.int32)
    serials[order] = rows - np.repeat(begins, np.diff(np.append(begins, len(cases)))) + 1
    return serials, years
