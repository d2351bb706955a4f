"""The pages of the situation over a million facts, one web process: the same page again, each time another question, and a whole report.

A small installation of its own, and a snapshot of XIEZHI_BENCH_ROWS invented facts of its courts in the form in which snapshots are
kept. An answer is kept for a while, so what counts is the page that asks something new; both stand here.
"""

import math
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from measuring import heading, row
from measuring.facts import LAST, facts
from measuring.installation import HOME, installation, settle
from pages import PORT, REQUESTS, Visitor

if TYPE_CHECKING:
    from xiezhi.work.situation.models import Snapshot

ROWS = int(os.environ.get("XIEZHI_BENCH_ROWS", "1000000"))
FOLDER = HOME / "var" / "bench-situation"
CASES = 3_000  # of the record: the pages read facts
PAGE_GOAL, REPORT_GOAL = 250.0, 1.0  # ms at the 95th percentile; s
KNOWN_AT = datetime(2024, 1, 1, tzinfo=UTC)
VIEWERS = ("provincial-management", "intermediate-president", "president", "division-head")
# Of a fresh snapshot the first page of a process also opens the file; it is told apart.
NEW_QUESTIONS = 60
YEARS = (2023, 2022, 2021, 2020)
PERIODS = [
    *(f"{year}Q{quarter}" for year in YEARS for quarter in (4, 3, 2, 1)),
    *(f"{year}-{month:02}" for year in YEARS for month in range(12, 0, -1)),
]
PAGES = {
    "overview": "/situation/", "health check": "/situation/health", "one indicator": "/situation/indicator/ops.in_normal_limit",
    "interface, indicators in force": "/api/situation/figures",
}  # fmt: skip
_ORDERED = "COPY (SELECT * FROM rows ORDER BY court_id, case_id) TO '{path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {group})"


def snapshot() -> "Snapshot":
    """The generated snapshot, made once."""
    from xiezhi.record.facts.writing import CURRENT, PAST, ROW_GROUP
    from xiezhi.work.situation import snapshot_files
    from xiezhi.work.situation.models import Snapshot

    found = Snapshot.objects.filter(cases=ROWS, digest="generated").first()
    if found is not None and snapshot_files.stand(found.pk):
        return found
    key = UUID(int=ROWS)
    Snapshot.objects.filter(pk=key).delete()
    snapshot_files.take_away(snapshot_files.folder_of(key))
    rows = of_these_courts()
    with snapshot_files.made(key) as folder:
        duckdb.sql(_ORDERED.format(path=folder / CURRENT, group=ROW_GROUP))
        pq.write_table(rows.slice(0, 0), folder / PAST)
    return Snapshot.objects.create(
        id=key,
        kind=Snapshot.FULL,
        known_at=KNOWN_AT,
        taken_at=datetime.now(UTC),
        cases=ROWS,
        rows=ROWS,
        digest="generated",
    )


def of_these_courts() -> pa.Table:
    """Invented facts, their courts and divisions those of the installation."""
    from xiezhi.record.models import Court, Division

    courts = [
        str(key) for key in Court.objects.filter(level="basic").order_by("place").values_list("pk", flat=True)
    ]
    division = dict(Division.objects.order_by("-place").values_list("court", "pk"))
    rows = facts(ROWS, courts=len(courts))
    place = {name: at for at, name in enumerate(sorted(rows["court_id"].unique().to_pylist()))}
    owner = pa.array([courts[place[name]] for name in rows["court_id"].to_pylist()])
    columns = {
        "court_id": owner, "prior_court_id": owner,
        "division_id": pa.array([str(division.get(UUID(court))) for court in owner.to_pylist()]),
        "secrecy": pa.array(["ordinary"] * ROWS),
    }  # fmt: skip
    for name, values in columns.items():
        rows = rows.set_column(rows.column_names.index(name), name, values)
    return rows


def late(times: list[float]) -> float:
    """The 95th percentile, by nearest rank."""
    return sorted(times)[math.ceil(0.95 * len(times)) - 1]


def told(name: str, times: list[float], goal: float | None = None) -> None:
    row(f"{name}, median", statistics.median(times), "ms")
    beside = "" if goal is None or late(times) <= goal else "MISSED"
    row(f"{name}, 95th percentile", late(times), "ms", f"goal ≤ {goal:.0f} ms" if goal else "", beside)


def questions(visitor: Visitor, path: str) -> Iterator[str]:
    """So many addresses of a page, none asked before: other quarters and months, other courts, now and then another scope."""
    page = visitor.get("/situation/")
    select = re.search(r'<select name="court".*?</select>', page, re.DOTALL)
    courts = re.findall(r'value="([^"]+)"', select[0]) if select else []
    for place in range(NEW_QUESTIONS):
        court = f"&court={courts[place % len(courts)]}" if courts and path.startswith("/situation") else ""
        scope = "core" if place % 4 == 3 else "all"
        yield f"{path}?period={PERIODS[place]}&scope={scope}{court}"


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def visit(username: str) -> None:
    from xiezhi.demo.load import PASSWORD

    visitor = Visitor(username, PASSWORD)
    for name, path in PAGES.items():
        first = timed(lambda path=path: visitor.get(path))  # type: ignore[misc]
        row(f"{name} of {username}, first", first, "ms")
        again = [timed(lambda path=path: visitor.get(path)) for _ in range(REQUESTS)]  # type: ignore[misc]
        told(f"  the same {REQUESTS} times", again, PAGE_GOAL)
        anew = [timed(lambda address=address: visitor.get(address)) for address in questions(visitor, path)]  # type: ignore[misc]
        told(f"  {NEW_QUESTIONS} other questions", anew, PAGE_GOAL)


def pages() -> None:
    server = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(PORT), "--workers", "1",
            "--blocking-threads", "1", "--log-level", "warning", "xiezhi.project.wsgi:application",
        ]
    )  # fmt: skip
    try:
        time.sleep(5)
        for username in VIEWERS:
            visit(username)
    finally:
        server.terminate()
        server.wait()


def report(made: "Snapshot") -> None:
    """All figures of the province's report, and of a court's, counted anew each time."""
    from xiezhi.record.models import Court
    from xiezhi.rules.indicators.periods import read_period
    from xiezhi.work.situation import looking
    from xiezhi.work.situation.report import keeping
    from xiezhi.work.situation.report.wanted import Wanted
    from xiezhi.work.situation.sight import sight_of_keeper

    for name, level in (("the province", "high"), ("one court", "basic")):
        court = Court.objects.filter(level=level).order_by("place")[0]
        wanted = Wanted(court, level == "high", None, "all", read_period("2023Q3"), made)

        def contents(wanted: Wanted = wanted) -> None:
            looking._answers.clear()
            keeping.contents_for(sight_of_keeper(LAST), wanted, made_on=LAST)

        contents()
        took = statistics.median(timed(contents) for _ in range(3)) / 1000
        row(
            f"figures and text of a quarter's report, {name}",
            took,
            "s",
            f"goal ≤ {REPORT_GOAL:.0f} s",
            "" if took <= REPORT_GOAL else "MISSED",
        )


def main() -> None:
    from xiezhi.project.database import migrate

    migrate()
    settle()
    made = snapshot()
    size = sum(path.stat().st_size for path in Path(_folder(made)).iterdir()) / 1e6
    heading(f"The situation over {ROWS:,} facts ({size:,.0f} MB), one process")
    pages()
    report(made)


def _folder(made: "Snapshot") -> Path:
    from xiezhi.work.situation import snapshot_files

    return snapshot_files.folder_of(made.pk)


if __name__ == "__main__":
    with installation(FOLDER, CASES):
        main()
