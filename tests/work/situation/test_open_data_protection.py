"""Nobody who reads the published tables can work out a count that was hidden, whatever equations he sets up."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import lil_matrix

from xiezhi.work.situation.open_data.protection import (
    Flow,
    Remainder,
    hidden_flow,
    hidden_in_line,
    hidden_shares,
    is_small,
    with_sums,
)
from xiezhi.work.situation.open_data.tables import described, remainders

OPENING, NEW, CLOSED, ACCEPTED = "opening", "new", "closed", "accepted"


class Reader:
    """Somebody who knows how the tables hang together and takes what is published, and nothing else, as equations."""

    def __init__(self) -> None:
        self.places: dict[tuple, int] = {}
        self.equations: list[tuple[dict[tuple, int], int]] = []

    def know(self, parts: dict[tuple, int], total: int = 0) -> None:
        for cell in parts:
            self.places.setdefault(cell, len(self.places))
        self.equations.append((parts, total))

    def range_of(self, cell: tuple) -> tuple[float, float]:
        """Between which numbers a cell must lie: nothing falls below nought."""
        matrix = lil_matrix((len(self.equations), len(self.places)))
        for line, (parts, _) in enumerate(self.equations):
            for one, factor in parts.items():
                matrix[line, self.places[one]] = factor
        totals = [total for _, total in self.equations]
        ends = []
        for sign in (1, -1):
            wanted = np.zeros(len(self.places))
            wanted[self.places[cell]] = sign
            found = linprog(wanted, A_eq=matrix.tocsr(), b_eq=totals, bounds=(0, None))
            ends.append(np.inf * -sign if found.status == 3 else sign * found.fun)  # 3: without bound
        return ends[0], ends[1]


def sums(reader: Reader, name: str, rows: int, columns: int) -> None:
    """The last row and column are sums."""
    for row in range(rows):
        reader.know(
            {(name, row, column): 1 for column in range(columns - 1)} | {(name, row, columns - 1): -1}
        )
    for column in range(columns):
        reader.know({(name, row, column): 1 for row in range(rows - 1)} | {(name, rows - 1, column): -1})


def published(reader: Reader, name: str, counts, hidden) -> None:
    for cell in zip(*np.nonzero(~hidden)):
        reader.know({(name, *map(int, cell)): 1}, int(counts[cell]))


def reader_of(flow: Flow, hidden) -> Reader:
    """A reader of all quarters: the tables of each, and how stock and flow explain each other."""
    reader = Reader()
    quarters, rows, columns = flow.new.shape
    for boundary in range(quarters + 1):
        sums(reader, f"stock{boundary}", rows, columns)
        published(reader, f"stock{boundary}", flow.stock[boundary], hidden.stock[boundary])
    for quarter in range(quarters):
        for name, counts in ((NEW, flow.new), (CLOSED, flow.closed), (ACCEPTED, flow.accepted)):
            sums(reader, f"{name}{quarter}", rows, columns)
            published(reader, f"{name}{quarter}", counts[quarter], hidden.flow[quarter])
        for row in range(rows):
            for column in range(columns):
                place = (row, column)
                before, after = (f"stock{quarter}", *place), (f"stock{quarter + 1}", *place)
                new, closed, accepted = ((f"{name}{quarter}", *place) for name in (NEW, CLOSED, ACCEPTED))
                reader.know({before: 1, new: 1, closed: -1, after: -1})
                reader.know({before: 1, new: 1, accepted: -1})
    return reader


def small_or_not(most: int) -> st.SearchStrategy[int]:
    return st.one_of(st.integers(0, 4), st.integers(0, 12), st.integers(0, most))


@st.composite
def flows(draw) -> Flow:
    quarters, courts, classes = draw(st.integers(1, 3)), draw(st.integers(1, 4)), draw(st.integers(1, 3))
    shape = (courts, classes)

    def table():
        return np.array(
            draw(st.lists(small_or_not(90), min_size=courts * classes, max_size=courts * classes))
        ).reshape(shape)

    stock, new, closed = [table()], [], []
    for _ in range(quarters):
        new.append(table())
        closed.append(np.minimum(table(), stock[-1] + new[-1]))
        stock.append(stock[-1] + new[-1] - closed[-1])
    return Flow(*(with_sums(np.array(one)) for one in (stock, new, closed)))


def cells_of(flow: Flow, hidden):
    """Every hidden cell with its name, its count, and whether it is a small one."""
    for boundary, row, column in zip(*np.nonzero(hidden.stock)):
        yield (f"stock{boundary}", int(row), int(column)), int(flow.stock[boundary, row, column])
    for quarter, row, column in zip(*np.nonzero(hidden.flow)):
        for name, counts in ((NEW, flow.new), (CLOSED, flow.closed), (ACCEPTED, flow.accepted)):
            yield (f"{name}{quarter}", int(row), int(column)), int(counts[quarter, row, column])


@given(flows())
def test_no_small_count_is_published(flow):
    hidden = hidden_flow(flow)
    assert not (is_small(flow.stock) & ~hidden.stock).any()
    for counts in (flow.new, flow.closed, flow.accepted):
        assert not (is_small(counts) & ~hidden.flow).any()


@settings(max_examples=25)
@given(flows(), st.randoms(use_true_random=False))
def test_no_hidden_count_can_be_worked_out_from_the_published_ones(flow, random):
    """Not even a bound: a small count might as well be five more."""
    hidden = hidden_flow(flow)
    reader, every = reader_of(flow, hidden), list(cells_of(flow, hidden))
    for cell, count in random.sample(every, min(6, len(every))):
        least, most = reader.range_of(cell)
        assert most - least > 0.5, (cell, count)
        if 0 < count < 5:
            assert most >= count + 5 - 1e-6, (cell, count, most)


def test_where_all_counts_are_large_nothing_is_hidden():
    tables = with_sums(np.full((2, 3, 4), 40))
    flow = Flow(np.concatenate([tables[:1], tables]), tables, tables)
    hidden = hidden_flow(flow)
    assert not hidden.stock.any() and not hidden.flow.any()


def test_one_small_cell_takes_a_rectangle_of_ordinary_cells_and_no_sum():
    new = np.full((1, 4, 3), 40)
    new[0, 1, 2] = 3
    tables = with_sums(new)
    stock = with_sums(np.full((2, 4, 3), 100))
    hidden = hidden_flow(Flow(stock, tables, with_sums(np.full((1, 4, 3), 40))))
    assert hidden.flow.sum() == 4
    assert not hidden.flow[0, -1].any() and not hidden.flow[0, :, -1].any()


def test_where_nothing_else_can_move_the_sums_are_hidden():
    new = with_sums(np.array([[[3]]]))
    hidden = hidden_flow(Flow(with_sums(np.full((2, 1, 1), 50)), new, with_sums(np.array([[[3]]]))))
    assert hidden.flow.all()


@pytest.mark.parametrize("seed", range(3))
def test_a_provinces_tables_keep_most_of_their_numbers(seed):
    """A hundred courts, of which a class is large, others small: what is lost is a part only."""
    chance = np.random.default_rng(seed)
    mean = np.array([1400, 200, 60, 12, 3, 900, 20])
    courts = chance.lognormal(0, 0.5, 100)
    new, closed = (chance.poisson(np.outer(courts, mean), (4, 100, 7)) for _ in range(2))
    stock = [chance.poisson(np.outer(courts, mean) * 2)]
    for quarter in range(4):
        closed[quarter] = np.minimum(closed[quarter], stock[-1] + new[quarter])
        stock.append(stock[-1] + new[quarter] - closed[quarter])
    flow = Flow(with_sums(np.array(stock)), with_sums(new), with_sums(closed))
    hidden = hidden_flow(flow)
    assert not hidden.flow[:, -1, -1].any()
    small = (is_small(flow.new) | is_small(flow.closed) | is_small(flow.accepted)).mean()
    assert hidden.flow.mean() < 3 * small + 0.1


@st.composite
def share_tables(draw):
    courts, shares = draw(st.integers(1, 5)), draw(st.integers(1, 3))
    denominator = np.array(draw(st.lists(small_or_not(60), min_size=courts, max_size=courts)))
    numerators = np.array([[draw(st.integers(0, int(most))) for most in denominator] for _ in range(shares)])

    def whole(line):
        return np.append(line, line.sum())

    return np.array([whole(line) for line in numerators]), whole(denominator)


def rests(shares):
    """What is left of the denominator beside each numerator."""
    return [Remainder(None, (place,)) for place in range(shares)]


@settings(max_examples=40)
@given(share_tables())
def test_no_hidden_side_of_a_share_can_be_worked_out(tables):
    numerators, denominator = tables
    above, below = hidden_shares(
        numerators, denominator, np.zeros(len(denominator), np.bool_), rests(len(numerators))
    )
    assert not (is_small(denominator) & ~below).any()
    last = len(denominator) - 1
    reader = Reader()
    for name, counts, hidden in (
        ("d", denominator, below),
        *((f"n{place}", line, above[place]) for place, line in enumerate(numerators)),
    ):
        reader.know({(name, court): 1 for court in range(last)} | {(name, last): -1})
        published(reader, name, counts, hidden)
        for court in range(len(denominator)):
            if name != "d":  # what meets the condition and what does not
                reader.know({(name, court): 1, (f"rest-{name}", court): 1, ("d", court): -1})
    for name, counts, hidden in (
        ("d", denominator, below),
        *((f"n{place}", line, above[place]) for place, line in enumerate(numerators)),
    ):
        for place in np.nonzero(hidden)[0]:
            least, most = reader.range_of((name, int(place)))
            assert most - least > 0.5, (name, place, counts[place])


# Civil cases of first instance, set apart as the shares of open data do: 0 and 1 by two procedures, 2 before a sole judge, 3 before a sole
# judge by a third procedure; the parts are those that nobody publishes.
PARTS = {
    "simplified, sole": (0, 2), "simplified": (0,), "small, sole": (1, 2), "small": (1,), "ordinary, sole": (2, 3), "ordinary": (),
    "another, sole": (2,),
}  # fmt: skip
OVERLAPPING = [
    *(Remainder(None, taken) for taken in ((0,), (1,), (2,), (3,), (0, 1), (0, 3), (1, 3), (0, 1, 3))),
    Remainder(2, (3,)),
]


@st.composite
def overlapping_shares(draw):
    courts = draw(st.integers(1, 5))
    parts = {
        name: np.array(draw(st.lists(small_or_not(60), min_size=courts, max_size=courts))) for name in PARTS
    }
    none = np.zeros(courts, "int64")
    lines = [sum((parts[name] for name, of in PARTS.items() if place in of), none) for place in range(4)]
    return [np.append(line, line.sum()) for line in (*lines, sum(parts.values(), none))]


def readers_of_shares(numerators, denominator, above, below) -> Reader:
    """Readers who know of which parts each numerator and the denominator are made, and what is left when they are taken from each other."""
    reader, last = Reader(), len(denominator) - 1
    lines = [*((f"n{place}", line, above[place]) for place, line in enumerate(numerators))]
    for name, counts, hidden in (*lines, ("d", denominator, below)):
        reader.know({(name, court): 1 for court in range(last)} | {(name, last): -1})
        published(reader, name, counts, hidden)
    for court in range(last + 1):
        for place in range(len(numerators)):
            made_of = {(name, court): 1 for name, of in PARTS.items() if place in of}
            reader.know(made_of | {(f"n{place}", court): -1})
        reader.know({(name, court): 1 for name in PARTS} | {("d", court): -1})
        for number, left in enumerate(OVERLAPPING):
            whole = "d" if left.whole is None else f"n{left.whole}"
            taken = {(f"n{place}", court): -1 for place in left.taken}
            reader.know({(whole, court): 1} | taken | {(f"left{number}", court): -1})
    return reader


@settings(max_examples=60, deadline=None)
@given(overlapping_shares())
def test_no_small_count_between_shares_of_one_denominator_can_be_worked_out(tables):
    *lines, denominator = tables
    numerators = np.array(lines)
    above, below = hidden_shares(numerators, denominator, np.zeros(len(denominator), np.bool_), OVERLAPPING)
    reader = readers_of_shares(numerators, denominator, above, below)
    wanted = [(f"n{place}", int(court)) for place, court in zip(*np.nonzero(above))]
    wanted += [
        (f"left{number}", int(court))
        for number, left in enumerate(OVERLAPPING)
        for court in np.nonzero(is_small(left.counts(numerators, denominator)))[0]
    ]
    for cell in wanted:
        least, most = reader.range_of(cell)
        assert most - least > 0.5, cell


def test_a_hundred_less_seventy_less_twenty_eight_names_no_two_cases():
    numerators, denominator = np.array([[70, 40, 110], [28, 30, 58]]), np.array([100, 90, 190])
    nothing = np.zeros(3, np.bool_)
    alone, _ = hidden_shares(numerators, denominator, nothing, rests(2))
    assert not alone.any()
    above, _ = hidden_shares(numerators, denominator, nothing, [*rests(2), Remainder(None, (0, 1))])
    assert above.tolist() == [[False] * 3, [True, True, False]]


def test_the_shares_of_open_data_that_lie_within_and_apart_are_known_from_their_conditions():
    keys = ["ops.simplified", "ops.small_claims", "ops.sole", "ops.sole_ordinary"]
    group = [one.formula for one in described() if one.id in keys]
    assert [formula.key for formula in group] == keys
    assert sorted(remainders(group), key=str) == sorted(OVERLAPPING, key=str)


def test_a_line_in_which_nothing_can_move_hides_its_sum():
    line = np.array([3, 0, 0, 3])
    assert hidden_in_line(is_small(line), line, line >= 5)[-1]
