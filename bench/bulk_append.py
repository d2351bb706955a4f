"""The bulk doorway: cases with three events each, checked, chained, encrypted, with all their rows and deadlines.

Beside the limit, COPY of the same columns of events and payloads alone, already made.
"""

import time
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from uuid import UUID

from measuring import heading, row
from measuring.installation import installation

CASES, PROCESSES = 20_000, 2
GOAL = 5_000.0
FIRST = date(2026, 1, 5)


def incoming(court: UUID, division: UUID, judge: UUID, first: int, count: int) -> list[object]:
    """Plain civil cases: docketed, assigned, closed."""
    from xiezhi.record.bulk import IncomingCase, IncomingEvent
    from xiezhi.record.models.shared import new_id

    cases: list[object] = []
    for serial in range(first, first + count):
        filed = FIRST + timedelta(days=serial % 200)
        docketing = {
            "number": f"（2026）示9999民初{serial}号", "type": "0301", "branch": "civil", "instance": "first",
            "procedure": "civil.first.simplified", "cause": {"name": "买卖合同纠纷"}, "facts": {}, "links": [],
            "parties": [
                {"no": 1, "role": "plaintiff", "kind": "person", "name": f"欧阳{serial}"},
                {"no": 2, "role": "defendant", "kind": "organisation", "name": f"示范机电{serial}有限公司"},
            ],
        }  # fmt: skip
        events = [
            IncomingEvent("case.docketed", filed, docketing),
            IncomingEvent(
                "case.assigned",
                filed,
                {"division_id": str(division), "reporting_judge": str(judge), "way": "random"},
            ),
            IncomingEvent(
                "case.closed", filed + timedelta(days=40), {"outcome": "judgment", "way": "pronounced"}
            ),
        ]
        cases.append(IncomingCase(new_id(), court, f"bench-{serial}", events))
    return cases


def load(court: UUID, division: UUID, judge: UUID, first: int, count: int) -> float:
    """One process: make its cases, then load them; the seconds of loading."""
    import django

    django.setup()
    from xiezhi.record.bulk import append_many
    from xiezhi.record.recorders import Feed

    cases = incoming(court, division, judge, first, count)
    began = time.perf_counter()
    loaded = append_many(cases, by=Feed("bench"), at=datetime(2026, 11, 26, 1, tzinfo=UTC))  # type: ignore[arg-type]
    assert not loaded.rejected, loaded.rejected[0].fault
    return time.perf_counter() - began


def copy_again() -> float:
    """The limit: the loaded events and payloads copied once more into bare tables."""
    from django.db import connection

    from xiezhi.project.database import as_owner

    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE made AS SELECT e.*, p.key, p.cipher FROM record_event e JOIN record_payload p ON p.event_id = e.id "
            "WHERE e.source = 'bench'; CREATE TEMP TABLE again (LIKE made)"
        )
        with cursor.cursor.copy("COPY made TO STDOUT") as copy:
            lines = [bytes(line) for line in copy]
        began = time.perf_counter()
        with cursor.cursor.copy("COPY again FROM STDIN") as copy:
            for line in lines:
                copy.write(line)
        return time.perf_counter() - began


def main() -> None:
    from django.db import connections
    from django.db.models import Max

    from xiezhi.record.models import Case, Division, Post

    heading(f"Bulk append: {CASES:,} cases of three events, {PROCESSES} processes")
    judge = Post.objects.filter(role="judge", last_on=None).select_related("division").first()
    assert judge is not None
    division = Division.objects.filter(court=judge.court_id, kind="civil").first()
    assert division is not None
    newest = Case.objects.filter(source="bench").aggregate(n=Max("number_key"))["n"]
    start = int(newest[-9:]) + 1 if newest else 1
    share = CASES // PROCESSES
    connections.close_all()
    arguments = [
        (judge.court_id, division.id, judge.officer_id, start + place * share, share)
        for place in range(PROCESSES)
    ]
    with get_context("spawn").Pool(PROCESSES) as pool:
        slowest = max(pool.starmap(load, arguments))
    limit = 3 * CASES / copy_again()
    row(
        "bulk append",
        CASES / slowest,
        "cases/s",
        f"goal ≥ {GOAL:,.0f}",
        f"limit, COPY alone: {limit:,.0f} events/s",
    )


if __name__ == "__main__":
    with installation():
        main()
