"""Figures over generated facts by court and quarter: one indicator, then all of them, beside SQL written by hand and pandas in the same run.

Over coded facts, as pages ask them, and over the Parquet files that they are made of. XIEZHI_BENCH_ROWS facts, a million unless told
otherwise. Generated once, kept in var/bench.
"""

import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from measuring import heading, row
from measuring.facts import FIRST, LAST, write_facts
from xiezhi.rules.indicators.catalogue import formulas
from xiezhi.rules.indicators.periods import grid_over
from xiezhi.work.situation.engine.figures import Figure, figure_arrays, figures
from xiezhi.work.situation.engine.question import Parameters, Question
from xiezhi.work.situation.facts import coded
from xiezhi.work.situation.facts.connection import DuckDB
from xiezhi.work.situation.facts.parquet import open_facts
from xiezhi.work.situation.facts.table import Facts

ROWS = int(os.environ.get("XIEZHI_BENCH_ROWS", "1000000"))
FOLDER = Path(__file__).parents[1] / "var" / "bench"
MILLION, TEN_MILLION = 1_000_000, 10_000_000
GOALS = {MILLION: 50.0, TEN_MILLION: 400.0}  # ms, one indicator
RATIO = 1.5  # of the engine to SQL written by hand
ALL_GOAL, ALL_ROWS = 90.0, 46_000_000  # s, all indicators
REPEATS = 9
INDICATOR = "ops.in_normal_limit"
PARAMETERS = Parameters(judges=1200, fte=1000, population=5_000_000)
# What a person would write for it.
SQL = """
SELECT court_id, year(closed_on) * 4 + quarter(closed_on) AS period,
    count(*) FILTER (closed_on <= deadline_deducted) AS in_limit, count(*) FILTER (deadline_deducted IS NOT NULL) AS with_limit
FROM {facts}
WHERE closed_on BETWEEN DATE '{first}' AND DATE '{last}' AND filed_on IS NOT NULL
    AND (case_class IS NULL OR case_class <> 'mediation')
    AND (instance IS NULL OR instance NOT IN ('confirmation', 'exec_preservation', 'exec_resumed'))
GROUP BY ALL
"""
COLUMNS = ["court_id", "closed_on", "filed_on", "deadline_deducted", "case_class", "instance"]


class Took(NamedTuple):
    """Medians in milliseconds: by the clock on the wall, both cores at work, and of the processor."""

    wall: float
    worked: float


def median(work: Callable[[], object], repeats: int = REPEATS) -> Took:
    work()
    walls, works = [], []
    for _ in range(repeats):
        began, worked = time.perf_counter(), time.process_time()
        work()
        walls.append(1000 * (time.perf_counter() - began))
        works.append(1000 * (time.process_time() - worked))
    return Took(statistics.median(walls), statistics.median(works))


def by_pandas(paths: list[Path]) -> dict[tuple[str, int], float]:
    """The same indicator as a person would write it with pandas, reading included."""
    import pandas as pd

    facts = pd.concat(pd.read_parquet(path, columns=COLUMNS) for path in paths)
    closed = pd.to_datetime(facts["closed_on"])
    outside = ("confirmation", "exec_preservation", "exec_resumed")
    kept = (facts["case_class"] != "mediation") & ~facts["instance"].isin(outside) & facts["filed_on"].notna()
    kept &= (closed >= pd.Timestamp(FIRST)) & (closed <= pd.Timestamp(LAST))
    facts, closed = facts[kept], closed[kept]
    limit = pd.to_datetime(facts["deadline_deducted"])
    counted = pd.DataFrame({
        "court": facts["court_id"], "period": closed.dt.year * 4 + closed.dt.quarter,
        "in_limit": closed <= limit, "with_limit": limit.notna(),
    }).groupby(["court", "period"]).sum()  # fmt: skip
    shares: dict[tuple[str, int], float] = (counted["in_limit"] / counted["with_limit"]).to_dict()
    return shares


def main() -> None:
    paths = write_facts(FOLDER / f"facts-{ROWS}", ROWS)
    heading(f"Figures over {ROWS:,} facts by court and quarter")
    began = time.process_time()
    kept = coded.write(paths, FOLDER / f"facts-{ROWS}{coded.ENDING}")
    row(
        "coded facts made",
        time.process_time() - began,
        "s",
        "",
        f"processor time; {kept.stat().st_size / 1e6:,.0f} MB",
    )
    quarters = grid_over("quarter", FIRST, LAST)
    question = Question("core", quarters, None, by=("court_id",), parameters=PARAMETERS)
    one_indicator(open_facts(kept), question, "facts", GOALS.get(ROWS))
    files = ", ".join(f"'{path}'" for path in paths)
    one_indicator(open_facts(paths), question, f"read_parquet([{files}])", None)
    if ROWS <= TEN_MILLION:
        tell("  with pandas", median(lambda: by_pandas(paths), 3))
    every_formula(open_facts(kept), question)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1 << (20 if sys.platform != "darwin" else 30)
    )
    row("  most memory of this process", peak, "GB", "goal ≤ 8 GB")


def one_indicator(facts: Facts, question: Question, source: str, goal: float | None) -> None:
    """The engine and SQL by hand over the same facts."""
    database, sql = _database(facts), SQL.format(facts=source, first=FIRST, last=LAST)
    formula = [formulas()[INDICATOR][1]]
    _check(figures(facts, question, formula), database, sql)
    hand = median(lambda: database.connection.sql(sql).fetchall())
    engine = median(lambda: figures(facts, question, formula))
    ratio = engine.worked / hand.worked
    name = "coded" if source == "facts" else "in Parquet"
    told = f"{ratio:.2f} × SQL by hand{'' if ratio <= RATIO else ' MISSED'}, may be {RATIO} ×"
    tell(f"one indicator, facts {name}", engine, f"goal ≤ {goal:.0f} ms" if goal else "", told)
    tell("  SQL by hand", hand)


def tell(name: str, took: Took, goal: str = "", beside: str = "") -> None:
    row(name, took.wall, "ms", goal)
    row(f"  {'':{len(name) - len(name.lstrip())}}processor time", took.worked, "ms", "", beside)


def every_formula(facts: Facts, question: Question) -> None:
    """All formulas, the first time and, their queries written, again."""
    every = [formula for _, formula in formulas().values()]
    for name in ("first", "again"):
        began, worked = time.perf_counter(), time.process_time()
        arrays = figure_arrays(facts, question, every)
        took, worked = time.perf_counter() - began, time.process_time() - worked
        number = len(arrays.answers) * len(arrays.groups) * len(arrays.periods)
        goal = f"goal ≤ {ALL_GOAL:.0f} s" if ROWS == ALL_ROWS else ""
        row(f"all {len(arrays.answers)} formulas, {name}", took, "s", goal, f"{number:,} figures")
        row("  processor time", worked, "s")


def _database(facts: Facts) -> DuckDB:
    assert isinstance(facts.engine, DuckDB)
    return facts.engine


def _check(found: list[Figure], database: DuckDB, sql: str) -> None:
    """The engine and the SQL by hand say the same, or nothing is measured."""
    by_hand = {(court, period): counts for court, period, *counts in database.connection.sql(sql).fetchall()}
    for figure in found:
        (court,), start = figure.group, figure.period.start
        counts = by_hand.get((court, start.year * 4 + (start.month + 2) // 3), [0, 0])
        assert [figure.numerator, figure.denominator] == counts, (figure, counts)


if __name__ == "__main__":
    main()
