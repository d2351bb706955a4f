"""A whole province answered anew: every open clock of a million cases through the bulk clock, compared with what stands; then so many
dates moved at once, in steps that lock nobody out.
"""

import time
from datetime import UTC, datetime

from measuring import heading, row
from measuring.installation import CASES, TODAY, installation

SECONDS, LOCK = 60.0, 100.0
MOVED = 20_000
_FALSIFY = """
UPDATE deadlines_deadline SET due_on = due_on + 7 WHERE id IN (
    SELECT id FROM deadlines_deadline WHERE superseded_at IS NULL AND closed_on IS NULL AND due_on IS NOT NULL AND kind = 'trial' LIMIT %s)
"""


def main() -> None:
    from django.db import connection

    from xiezhi.project.database import migrate
    from xiezhi.work.deadlines.recomputing.filling import fill
    from xiezhi.work.deadlines.recomputing.recompute import recompute

    migrate()
    at = datetime.now(UTC)
    heading(f"Recomputing: every open clock of {CASES:,} cases")
    began = time.perf_counter()
    filled = fill(at=at)
    took = time.perf_counter() - began
    if filled:
        row(
            "questions filled from events (once)",
            filled / took,
            "cases/s",
            "",
            f"{filled:,} cases in {took:.0f} s",
        )
    recompute(on=TODAY, at=at)  # what only the passing of days moved since the province was made
    began = time.perf_counter()
    done = recompute(on=TODAY, at=at)
    took = time.perf_counter() - began
    row(
        "answered and compared",
        took,
        "s",
        f"goal ≤ {SECONDS:.0f} s",
        f"{done.asked:,} clocks, {done.written:,} differ",
    )
    row("clocks a second", done.asked / took, "clocks/s")
    with connection.cursor() as cursor:
        cursor.execute(_FALSIFY, [MOVED])
        falsified = cursor.rowcount
    began = time.perf_counter()
    done = recompute(on=TODAY, at=at)
    took = time.perf_counter() - began
    row(
        "the same, with dates to move",
        took,
        "s",
        f"goal ≤ {SECONDS:.0f} s",
        f"{done.written:,} of {falsified:,} moved",
    )
    row("longest lock", done.longest * 1000, "ms", f"goal ≤ {LOCK:.0f} ms")


if __name__ == "__main__":
    with installation():
        main()
