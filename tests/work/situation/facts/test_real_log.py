"""A real log of events of another country as a file of facts made elsewhere: the figures of each year add up and are of a sensible size."""

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from xiezhi.rules.indicators.catalogue import formulas
from xiezhi.rules.indicators.periods import Grid, read_period
from xiezhi.work.situation.engine.figures import figures
from xiezhi.work.situation.engine.question import Question
from xiezhi.work.situation.facts.reading import read_facts

LOG = Path(__file__).parents[5] / "shared" / "data" / "docket-real" / "it-traffic-fines-events.csv.gz"
YEARS = range(2006, 2013)
FLOW = ("flow.opening", "flow.new", "flow.closed", "flow.pending")
KEYS = (*FLOW, "flow.clearance", "ops.exec_days")

pytestmark = pytest.mark.skipif(not LOG.exists(), reason="the shared data are not here")


def facts_of_the_log() -> Iterator[dict[str, Any]]:
    """Closed by full payment, by sending for collection, by a successful appeal; else pending."""
    events: dict[str, list[dict[str, str]]] = defaultdict(list)
    with gzip.open(LOG, "rt", encoding="utf-8") as log:
        for row in csv.DictReader(log):
            events[row["case_id"]].append(row)
    for case, told in events.items():
        told.sort(key=lambda row: (row["timestamp"], int(row["event_order"])))
        closed, kind = _end(told)
        yield {
            "case_id": case, "court_id": "IT", "case_class": "enforcement", "type_code": "执", "instance": "exec_first", "source": "new",
            "filed_on": told[0]["timestamp"], "closed_on": closed, "closed_kind": kind,
        }  # fmt: skip


def _end(told: list[dict[str, str]]) -> tuple[str, str]:
    amount = 0.0
    for row in told:
        amount = float(row["amount"] or amount)
        if row["activity"] == "Payment" and float(row["totalpaymentamount"] or 0) >= amount:
            return row["timestamp"], "completed"
        if row["activity"] == "Send for Credit Collection":
            return row["timestamp"], "terminated"
        if row["dismissal"] in ("G", "#"):
            return row["timestamp"], "cancelled"
    return "", ""


@pytest.fixture(scope="module")
def by_year(tmp_path_factory: pytest.TempPathFactory) -> dict[int, dict[str, Any]]:
    """The figures of each year, by key."""
    path = tmp_path_factory.mktemp("log") / "fines.csv"
    rows = list(facts_of_the_log())
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    facts = read_facts(path)
    assert not facts.quality.unreadable
    grid = Grid(tuple(read_period(str(year)) for year in YEARS))
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for one in figures(facts, Question("all", grid, None), [formulas()[key][1] for key in KEYS]):
        found[one.period.start.year][one.key] = one
    return found


def test_what_stood_open_and_came_in_was_closed_or_stands_open(by_year):
    counts = {year: [by_year[year][key].value for key in FLOW] for year in YEARS}
    for opening, new, closed, pending in counts.values():
        assert opening + new - closed == pending
    for year in YEARS[1:]:
        assert counts[year][0] == counts[year - 1][3]
    assert sum(new for _, new, _, _ in counts.values()) == 7_003


def test_most_were_closed_and_the_rest_is_pending_and_not_nought_days_old(by_year):
    closed = sum(by_year[year]["flow.closed"].value for year in YEARS)
    assert 0.78 < closed / 7_003 < 0.81
    assert by_year[2012]["flow.pending"].value == 7_003 - closed


def test_clearance_and_days_are_of_a_sensible_size_and_null_where_nothing_came_in(by_year):
    assert [round(by_year[year]["flow.clearance"].value, 2) for year in (2006, 2007, 2008)] == [
        0.33,
        0.37,
        0.98,
    ]
    assert by_year[2010]["flow.clearance"].value is None
    days = [by_year[year]["ops.exec_days"].value for year in (2007, 2008, 2009)]
    assert days == sorted(days) and 20 < days[0] < 60 and days[2] > 365, "the slow ones are closed late"


def test_the_time_to_close_is_longer_with_the_open_cases_counted():
    from xiezhi.work.situation.statistics.survival import survival

    filed_in_2007 = [row for row in facts_of_the_log() if row["filed_on"].startswith("2007")]
    end = date(2012, 12, 31)
    lasted = [
        ((date.fromisoformat(row["closed_on"]) if row["closed_on"] else end) - date.fromisoformat(row["filed_on"])).days
        for row in filed_in_2007
    ]  # fmt: skip
    closed = [bool(row["closed_on"]) for row in filed_in_2007]
    of_closed = sorted(days for days, done in zip(lasted, closed) if done)
    median = survival(lasted, closed).median
    assert median is not None and median > of_closed[len(of_closed) // 2]
