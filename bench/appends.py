"""Single appends: eight writers at once, every event durable, with permission, lock, order, rows and the deadline that follows.

Beside the limit, a bare INSERT and COMMIT of as many bytes by as many writers on the same server.
"""

import time
from datetime import UTC, date, datetime
from multiprocessing import get_context
from uuid import UUID

from measuring import heading, row
from measuring.installation import CASES, installation

WRITERS, SECONDS = 8, 15.0
GOAL = 700.0


def pending(count: int) -> list[UUID]:
    """Cases with a running clock in which nothing is deducted now."""
    from xiezhi.work.deadlines.models import CURRENT, Deadline

    found = Deadline.objects.filter(CURRENT, status="running", closed_on=None, rule__startswith="civil.first")
    return list(found.values_list("case_id", flat=True)[:count])


def append_on(cases: list[UUID], until: float) -> int:
    """One writer: deductions begun and ended in its own cases, in turn, until time is up."""
    import django

    django.setup()
    from xiezhi.record import ledger
    from xiezhi.record.recorders import Feed

    by, done = Feed("demo"), 0
    spans = dict.fromkeys(cases, 1000 + int(until) // 15 % 100 * 80)  # numbers that no run before has used
    while True:
        for case in cases:
            for kind in ("deduction.started", "deduction.ended"):
                data: dict[str, object] = {"span_no": spans[case]}
                if kind == "deduction.started":
                    data["ground"] = "appraisal"
                ledger.append(case, kind, data, occurred_on=date(2026, 11, 26), by=by, at=datetime.now(UTC))
                done += 1
                if time.time() > until:
                    return done
            spans[case] += 1


def insert_bare(until: float) -> int:
    """One writer of the limit: a row of an event's size, committed."""
    import django

    django.setup()
    from django.db import connection

    done, filling = 0, b"x" * 600
    with connection.cursor() as cursor:
        while time.time() < until:
            cursor.execute("INSERT INTO bench_bare (filling) VALUES (%s)", [filling])
            done += 1
    return done


def main() -> None:
    from django.db import connection, connections

    from xiezhi.project.database import as_owner
    from xiezhi.project.postgres import APP_ROLE

    heading(f"Appends at {CASES:,} cases: {WRITERS} writers, durable, with followers")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "DROP TABLE IF EXISTS bench_bare; CREATE TABLE bench_bare (id bigserial PRIMARY KEY, filling bytea)"
        )
        cursor.execute(
            f"GRANT INSERT ON bench_bare TO {APP_ROLE}; GRANT USAGE ON SEQUENCE bench_bare_id_seq TO {APP_ROLE}"
        )
    cases = pending(WRITERS * 40)
    connections.close_all()
    with get_context("spawn").Pool(WRITERS) as pool:
        pool.map(insert_bare, [0.0] * WRITERS)  # every process is up and imported
        began = time.time()
        limit = sum(pool.map(insert_bare, [began + SECONDS] * WRITERS)) / SECONDS
        began = time.time()
        shares = [(cases[place::WRITERS], began + SECONDS) for place in range(WRITERS)]
        figure = sum(pool.starmap(append_on, shares)) / SECONDS
    row(
        "appends with followers",
        figure,
        "events/s",
        f"goal ≥ {GOAL:.0f}",
        f"limit, bare INSERT and COMMIT: {limit:,.0f}/s",
    )
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_bare")


if __name__ == "__main__":
    with installation():
        main()
