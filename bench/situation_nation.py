"""All indicators of a nation by province × court × quarter over 1, 10 and 46 million generated facts, and how time and memory grow.

Over coded facts, as snapshots of that size have them. Each size runs in a process of its own, limited to the memory of the goal. Beside
it, in the same process, some figures of each base as a person would write them in SQL for DuckDB over the same facts, and the same by the
engine; they must be equal. XIEZHI_BENCH_SIZES names other sizes. Where
pyspark is installed Spark answers the same over XIEZHI_BENCH_SPARK facts (a million), with one worker and with two.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from measuring import heading, row
from measuring.facts import FIRST, LAST, write_facts
from measuring.spark import cluster
from xiezhi.rules.indicators.catalogue import formulas
from xiezhi.rules.indicators.model import Formula
from xiezhi.rules.indicators.periods import grid_over
from xiezhi.work.situation.engine.figures import Answers, figure_arrays
from xiezhi.work.situation.engine.question import Parameters, Question
from xiezhi.work.situation.facts import coded, spark
from xiezhi.work.situation.facts.connection import MEMORY, DuckDB
from xiezhi.work.situation.facts.parquet import ENGINE, open_facts

SIZES = [int(size) for size in os.environ.get("XIEZHI_BENCH_SIZES", "1000000,10000000,46000000").split(",")]
ON_SPARK, WORKERS, WORKER_MEGABYTES = int(os.environ.get("XIEZHI_BENCH_SPARK", "1000000")), (1, 2), 2_500
FOLDER = Path(__file__).parents[1] / "var" / "bench"
COURTS = 3_200  # of 32 provinces
WHOLE, LIMIT_SECONDS, LIMIT_GIGABYTES, RATIO = 46_000_000, 90.0, 8.0, 1.5
LARGEST_OF_PANDAS = 1_000_000
REPEATS = 3
BY = ("province_id", "court_id")
PARAMETERS = Parameters(judges=120_000, fte=100_000, population=1_400_000_000)
QUARTER = "year({day}) * 4 + quarter({day}) - 1"
# Of each base some, as they stand in a bulletin.
SQL = {
    "filed_on": """
SELECT province_id, court_id, {filed} AS period, count(*), count(*) FILTER (source = 'new'),
    count(*) FILTER (source = 'new' AND filing_channel IN ('online', 'cross_region'))
FROM facts WHERE filed_on BETWEEN '{first}' AND '{last}' AND {scope} GROUP BY ALL""",
    "closed_on": """
SELECT province_id, court_id, {closed} AS period, count(*), count(*) FILTER (deadline_deducted IS NOT NULL),
    count(*) FILTER (closed_on <= deadline_deducted), count(*) FILTER (closed_on <= deadline_extended AND deadline_deducted IS NOT NULL),
    count(*) FILTER ({adjudicated}), sum(date_diff('day', filed_on, closed_on)) FILTER ({adjudicated}),
    median(date_diff('day', filed_on, closed_on)) FILTER ({adjudicated})
FROM facts WHERE closed_on BETWEEN '{first}' AND '{last}' AND filed_on IS NOT NULL AND {scope} GROUP BY ALL""",
    "pending": """
WITH periods AS (SELECT unnest(range({first_number}, {last_number} + 1)) AS period),
ends AS (SELECT period, (make_date(period // 4, period % 4 * 3 + 1, 1) + INTERVAL 3 MONTH - INTERVAL 1 DAY)::DATE AS last FROM periods)
SELECT province_id, court_id, period, count(*)
FROM facts JOIN ends ON filed_on <= last AND (closed_on IS NULL OR closed_on > last) WHERE {scope} GROUP BY ALL""",
}
SCOPE = "(case_class IS NULL OR case_class <> 'mediation')"
ADJUDICATED = "closed_kind IN ('judgment', 'ruling', 'mediation', 'withdrawal', 'deemed_withdrawal', 'dismissed_ruling')"
# Which side of which figure each column of the answers is.
SIDES = {
    "filed_on": (("flow.new", "numerator"), ("flow.online_filing", "denominator"), ("flow.online_filing", "numerator")),
    "closed_on": (
        ("flow.closed", "numerator"), ("ops.in_normal_limit", "denominator"), ("ops.in_normal_limit", "numerator"),
        ("ops.in_approved_limit", "numerator"), ("ops.mean_days", "denominator"), ("ops.mean_days", "numerator"), ("ops.median_days", "value"),
    ),
    "pending": (("flow.pending", "numerator"),),
}  # fmt: skip
SOME = tuple(dict.fromkeys(key for sides in SIDES.values() for key, _ in sides))
ROLES = {"numerator": "numerator", "denominator": "denominator", "value": "value"}


def by_hand() -> dict[str, str]:
    """The queries with their days."""
    quarters = grid_over("quarter", FIRST, LAST)
    values = {
        "first": FIRST, "last": LAST, "scope": SCOPE, "adjudicated": ADJUDICATED, "filed": QUARTER.format(day="filed_on"),
        "closed": QUARTER.format(day="closed_on"), "first_number": quarters.start.year * 4,
        "last_number": quarters.end.year * 4 + (quarters.end.month - 1) // 3,
    }  # fmt: skip
    return {base: text.format(**values) for base, text in SQL.items()}


def question() -> Question:
    return Question("all", grid_over("quarter", FIRST, LAST), None, by=BY, parameters=PARAMETERS)


def chosen(keys: tuple[str, ...]) -> list[Formula]:
    return [formulas()[key][1] for key in keys]


def seconds(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """The best of some by the clock on the wall: on a shared machine the others tell of the neighbours."""
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def check(answers: Answers, database: DuckDB) -> int:
    """How many numbers the engine and the SQL by hand have both; they are equal, or nothing is measured."""
    place = {group: at for at, group in enumerate(answers.groups)}
    found = {answer.formula.key: answer for answer in answers.answers}
    first, compared = FIRST.year * 4, 0
    for base, text in by_hand().items():
        columns = [column.to_pylist() for column in database.ask(text).columns]
        rows = np.array([place[group] for group in zip(columns[0], columns[1])])
        numbers = np.array(columns[2]) - first
        for (key, role), values in zip(SIDES[base], columns[3:]):
            told = getattr(found[key], ROLES[role])[rows, numbers]
            wanted = np.array([np.nan if value is None else float(value) for value in values])
            if role == "numerator" and key == "ops.mean_days":
                wanted = np.nan_to_num(wanted)
            assert np.allclose(told, wanted, equal_nan=True), (key, role)
            compared += len(values)
    return compared


def child(size: int) -> None:
    """One size, told as a line of JSON."""
    began = time.perf_counter()
    paths = write_facts(FOLDER / f"nation-{size}", size, courts=COURTS)
    told: dict[str, Any] = {
        "made": time.perf_counter() - began,
        "bytes": sum(path.stat().st_size for path in paths),
    }
    began, kept = time.perf_counter(), FOLDER / f"nation-{size}{coded.ENDING}"
    if not kept.exists():
        coded.write(paths, kept)
    told |= {"coded": time.perf_counter() - began, "coded_bytes": kept.stat().st_size}
    facts = open_facts(kept)
    hand = facts.engine
    assert isinstance(hand, DuckDB)
    asked, some = question(), chosen(SOME)
    told["compared"] = check(figure_arrays(facts, asked, some), hand)
    told["hand"] = seconds(lambda: [hand.ask(text) for text in by_hand().values()])
    told["some"] = seconds(lambda: figure_arrays(facts, asked, some))
    if size <= LARGEST_OF_PANDAS:
        told["pandas"] = seconds(lambda: by_pandas(paths), 1)
    every = [formula for _, formula in formulas().values()]
    began, worked = time.perf_counter(), time.process_time()
    answers = figure_arrays(facts, asked, every)
    told |= {
        "all": time.perf_counter() - began, "worked": time.process_time() - worked, "formulas": len(answers.answers), "groups": len(answers.groups),
        "figures": len(answers.answers) * len(answers.groups) * len(answers.periods), "memory": _peak(),
    }  # fmt: skip
    print(json.dumps(told))


def child_on_spark(size: int, workers: int) -> None:
    """Some figures on a Spark of this machine; what it answers is what DuckDB answers."""
    paths = write_facts(FOLDER / f"nation-{size}", size, courts=COURTS)
    asked, some = question(), chosen(SOME)
    here = figure_arrays(open_facts(paths), asked, some)
    began = time.perf_counter()
    with cluster(workers, WORKER_MEGABYTES) as address:
        os.environ[ENGINE] = address
        facts = open_facts(paths)
        there = figure_arrays(facts, asked, some)
        first = time.perf_counter() - began
        assert here.groups == there.groups
        for one, other in zip(here.answers, there.answers):
            assert np.allclose(one.value, other.value, equal_nan=True), one.formula.key
        took = seconds(lambda: figure_arrays(facts, asked, some))
    print(json.dumps({"first": first, "some": took}))


def by_pandas(paths: list[Path]) -> list[Any]:
    """The same as a person would write it with pandas, but for the stock, which takes a loop over the quarters."""
    import pandas as pd

    columns = [
        "province_id", "court_id", "filed_on", "closed_on", "closed_kind", "case_class", "source", "filing_channel", "deadline_deducted",
        "deadline_extended",
    ]  # fmt: skip
    rows = pd.concat(pd.read_parquet(path, columns=columns) for path in paths)
    rows = rows[rows["case_class"] != "mediation"]
    for name in ("filed_on", "closed_on", "deadline_deducted", "deadline_extended"):
        rows[name] = pd.to_datetime(rows[name])
    rows["new"] = rows["source"] == "new"
    rows["online"] = rows["new"] & rows["filing_channel"].isin(["online", "cross_region"])
    filed = rows.groupby([*BY, rows["filed_on"].dt.to_period("Q")]).agg(
        {"filed_on": "size", "new": "sum", "online": "sum"}
    )
    rows["limited"] = rows["deadline_deducted"].notna()
    rows["normal"] = rows["closed_on"] <= rows["deadline_deducted"]
    rows["approved"] = rows["limited"] & (rows["closed_on"] <= rows["deadline_extended"])
    kinds = ["judgment", "ruling", "mediation", "withdrawal", "deemed_withdrawal", "dismissed_ruling"]
    rows["days"] = (rows["closed_on"] - rows["filed_on"]).dt.days.where(rows["closed_kind"].isin(kinds))
    sums = {"limited": "sum", "normal": "sum", "approved": "sum", "days": ["count", "sum", "median"]}
    closed = rows.groupby([*BY, rows["closed_on"].dt.to_period("Q")]).agg(sums)
    stock = []
    for period in grid_over("quarter", FIRST, LAST).periods:
        end = pd.Timestamp(period.end)
        stands = (rows["filed_on"] <= end) & ~(rows["closed_on"] <= end)
        stock.append(rows[stands].groupby(list(BY)).size())
    return [filed, closed, stock]


def _peak() -> float:
    """Gigabytes that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1 << (20 if sys.platform != "darwin" else 30)
    )


def run(size: int, *arguments: str) -> dict[str, Any]:
    """A size in a process of its own."""
    # What DuckDB may take leaves room for Python and the answers.
    environment = os.environ | {MEMORY: os.environ.get(MEMORY, f"{LIMIT_GIGABYTES - 2:.0f}GB")}
    words = [sys.executable, __file__, str(size), *arguments]
    done = subprocess.run(words, stdout=subprocess.PIPE, env=environment, check=True, encoding="utf-8")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def main() -> None:
    heading(f"A nation by province × court × quarter, {COURTS:,} courts, {FIRST.year} to {LAST.year}")
    before: tuple[int, float] | None = None
    for size in SIZES:
        told = run(size)
        show(size, told, before)
        before = size, told["all"]
    on_spark()


def on_spark() -> None:
    lacking = spark.lacking()
    if lacking:
        print(f"  Spark: not measured, {lacking[1]}")
        return
    for workers in WORKERS:
        told = run(ON_SPARK, str(workers))
        name = f"  {len(SOME)} figures of {ON_SPARK:,} facts, Spark, {workers} worker{'s' if workers > 1 else ''}"
        row(name, told["some"], "s", "", f"{told['first']:.0f} s with its start")


def show(size: int, told: dict[str, Any], before: tuple[int, float] | None) -> None:
    ratio = told["some"] / told["hand"]
    print(f"  {size:,} facts, {told['bytes'] / 1e9:.2f} GB in files, made in {told['made']:,.0f} s")
    print(f"  coded {told['coded_bytes'] / 1e9:.2f} GB, made in {told['coded']:,.0f} s")
    growth = (
        f"{told['all'] / before[1]:.1f} × the time for {size / before[0]:.1f} × the facts" if before else ""
    )
    whole = size == WHOLE
    row(
        f"  all {told['formulas']} formulas",
        told["all"],
        "s",
        f"goal ≤ {LIMIT_SECONDS:.0f} s" if whole else "",
        growth,
    )
    row("  processor time of it", told["worked"], "s", "", f"{os.cpu_count()} cores")
    row("  figures", told["figures"] / 1e6, "million", "", f"{told['groups']:,} groups")
    row("  most memory of the process", told["memory"], "GB", f"goal ≤ {LIMIT_GIGABYTES:.0f} GB")
    row(
        f"  {len(SOME)} figures by the engine",
        told["some"],
        "s",
        f"goal ≤ {RATIO} × by hand",
        f"{ratio:.2f} ×{'' if ratio <= RATIO else ' MISSED'}",
    )
    row("  the same in SQL by hand", told["hand"], "s", "", f"{told['compared']:,} numbers are equal")
    if "pandas" in told:
        row("  the same with pandas", told["pandas"], "s")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        child_on_spark(int(sys.argv[1]), int(sys.argv[2]))
    elif len(sys.argv) > 1:
        child(int(sys.argv[1]))
    else:
        main()
