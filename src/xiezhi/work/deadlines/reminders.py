"""The warning ladder: which open clocks reached a point at which somebody must be told, and the reminder that tells him.

Points are days before the last day, by branch, for short limits and for those in custody (rules/data/limits/warnings.toml), then the
day itself (0) and the day it has passed (-1). A scan, safe to repeat: never two reminders for one answer of a clock and one point; after days
without a worker only the latest point reached is told. An answer that supersedes another starts the ladder again.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from xiezhi.rules.limits.duties import USUAL_BRANCH, WarningPoints
from xiezhi.work.deadlines.law_in_force import law_in_force

PAST, TODAY = -1, 0
STEP = 1_000  # reminders written together

# Every open clock that reached a point which was not told yet. Short is a limit by its own days, not by those of a rolled last day.
_REACHED = """
WITH ladder AS (SELECT * FROM unnest(%(branches)s::text[], %(least)s::int[], %(most)s::int[], %(points)s::int[]) AS l(branch, least, most, point)),
near AS (
    SELECT d.id, d.case_id, d.due_on - %(on)s::date AS days_left, split_part(d.rule, '.', 1) AS branch,
        d.base_days AS length, d.subject, d.kind
    FROM deadlines_deadline d
    WHERE d.superseded_at IS NULL AND d.closed_on IS NULL AND d.due_on <= %(on)s::date + %(furthest)s
), asked AS (
    SELECT n.*, CASE WHEN n.branch = 'criminal' AND n.kind = 'trial' AND n.days_left BETWEEN 1 AND %(daily)s THEN (
        SELECT CASE WHEN n.subject = '' THEN q.asks->'facts'->'in_custody'
                    ELSE q.asks->'accused'->split_part(n.subject, '/', 2) END = 'true'::jsonb
        FROM deadlines_question q WHERE q.case_id = n.case_id) END AS custody
    FROM near n
), reached AS (
    SELECT a.id, CASE
        WHEN a.days_left < 0 THEN %(past)s
        WHEN a.days_left = 0 THEN %(today)s
        WHEN a.custody THEN a.days_left
        WHEN a.length < %(short)s THEN
            CASE WHEN a.days_left <= greatest(a.length / %(fraction)s, 1) THEN greatest(a.length / %(fraction)s, 1) END
        ELSE l.point END AS point
    FROM asked a LEFT JOIN ladder l ON l.branch = CASE WHEN a.branch = ANY(%(known)s) THEN a.branch ELSE %(other)s END
        AND a.days_left BETWEEN l.least AND l.most
)
SELECT r.id, r.point FROM reached r
WHERE r.point IS NOT NULL AND NOT EXISTS (SELECT 1 FROM deadlines_reminder m WHERE m.deadline_id = r.id AND m.point = r.point)
"""
# Only for answers that stand still, to whoever has the case now.
_REMIND = """
INSERT INTO deadlines_reminder (deadline_id, case_id, court_id, division_id, officer_id, point, due_on, issued_on, note)
SELECT d.id, d.case_id, c.court_id, c.division_id, c.reporting_judge_id, r.point, d.due_on, %s, ''
FROM unnest(%s::uuid[], %s::int[]) AS r(id, point)
JOIN deadlines_deadline d ON d.id = r.id AND d.superseded_at IS NULL AND d.closed_on IS NULL
JOIN record_case c ON c.id = d.case_id
ON CONFLICT (deadline_id, point) DO NOTHING
"""


def scan(on: date) -> int:
    """Issue every reminder that is due on a day; how many there were."""
    issued = 0
    found = reached(on)
    for begin in range(0, len(found), STEP):
        some = found[begin : begin + STEP]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_REMIND, [on, [row for row, _ in some], [point for _, point in some]])
            issued += cursor.rowcount
    return issued


def reached(on: date) -> list[tuple[UUID, int]]:
    """The standing deadlines that reached a point nobody was told of yet, with the point."""
    with connection.cursor() as cursor:
        cursor.execute(_REACHED, _values(law_in_force().warnings, on))
        found: list[tuple[UUID, int]] = cursor.fetchall()
        return found


def _values(points: WarningPoints, on: date) -> dict[str, Any]:
    ladder = list(zip(*_steps(points)))
    return {
        "on": on, "branches": list(ladder[0]), "least": list(ladder[1]), "most": list(ladder[2]), "points": list(ladder[3]),
        "furthest": max(points.earliest, points.custody_daily_from, points.short_below_days), "daily": points.custody_daily_from,
        "short": points.short_below_days, "fraction": points.short_fraction, "past": PAST, "today": TODAY,
        "known": list(points.days_before), "other": USUAL_BRANCH,
    }  # fmt: skip


def _steps(points: WarningPoints) -> Iterator[tuple[str, int, int, int]]:
    """For every branch the spans of days left in which a point is the latest one reached: branch, fewest, most, point."""
    for branch, days in points.days_before.items():
        least = 1
        for point in sorted(days):
            yield branch, least, point, point
            least = point + 1
