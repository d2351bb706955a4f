"""The nightly scan for reminders: every open clock held against its warning ladder, in one pass over the table.

Beside the province as it is, as many open clocks as a large province has in all kinds of proceedings, in a table of their own.
"""

import time
from datetime import timedelta

from measuring import heading, row
from measuring.installation import CASES, TODAY, installation

SECONDS, CLOCKS = 60.0, 1_300_000
# Copies of the standing rows, in a schema of the connection that hides the table itself.
_MANY = """
CREATE TEMP TABLE deadlines_deadline AS
SELECT gen_random_uuid() AS id, d.case_id, d.subject, d.kind, d.rule, d.status, d.anchor_on, d.due_on, d.base_days, d.superseded_at, d.closed_on
FROM public.deadlines_deadline d CROSS JOIN generate_series(1, %s) WHERE d.superseded_at IS NULL AND d.closed_on IS NULL
"""


def main() -> None:
    from django.db import connection

    from xiezhi.project.database import as_owner, migrate
    from xiezhi.work.deadlines.models import CURRENT, Deadline
    from xiezhi.work.deadlines.reminders import reached, scan

    migrate()
    heading(f"Scan for reminders, {CASES:,} cases")
    clocks = Deadline.objects.filter(CURRENT, closed_on=None).count()
    scan(TODAY)
    began = time.perf_counter()
    issued = scan(TODAY + timedelta(days=1))
    took = time.perf_counter() - began
    row(
        "a night's scan",
        took,
        "s",
        f"goal ≤ {SECONDS:.0f} s",
        f"{clocks:,} open clocks, {issued:,} reminders",
    )
    began = time.perf_counter()
    again = scan(TODAY + timedelta(days=1))
    row("the same again", time.perf_counter() - began, "s", "", f"{again:,} reminders")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(_MANY, [-(-CLOCKS // max(clocks, 1))])
        cursor.execute("ANALYZE deadlines_deadline")
        cursor.execute("SELECT count(*) FROM deadlines_deadline")
        many = cursor.fetchone()[0]
        began = time.perf_counter()
        found = reached(TODAY)
        took = time.perf_counter() - began
        row(
            "one pass over so many clocks",
            took,
            "s",
            f"goal ≤ {SECONDS:.0f} s",
            f"{many:,} clocks, {len(found):,} at a point",
        )


if __name__ == "__main__":
    with installation():
        main()
