"""Which standing deadlines say something else than the law does: the open clocks of a province, page by page and in groups.

Nothing is locked or written here; what is found is looked at once more, case by case and under its lock, by `moving`.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from xiezhi.rules.limits.model import CaseInput, Facts
from xiezhi.work.deadlines.clocks import UNTOLD, Answer, Key, duty_answer, rule_answer
from xiezhi.work.deadlines.law_in_force import LawInForce
from xiezhi.work.deadlines.recomputing.asking import LINE, Asked, answers, line

PAGE = 10_000
_PAGE = f"""
WITH page AS MATERIALIZED (
    SELECT case_id, asks::text AS asks FROM deadlines_question WHERE case_id > %s ORDER BY case_id LIMIT %s
)
SELECT page.case_id, page.asks, d.subject, {LINE}
FROM page LEFT JOIN deadlines_deadline d ON d.case_id = page.case_id AND d.kind = 'trial' AND d.superseded_at IS NULL
ORDER BY page.case_id
"""
_BESIDE = f"d.superseded_at IS NULL AND d.closed_on IS NULL AND d.kind <> 'trial' AND d.status <> '{UNTOLD}'"
_GROUPS = f"""
SELECT d.kind, d.anchor_on, d.due_on, d.provisional, d.status, count(*) FROM deadlines_deadline d WHERE {_BESIDE} GROUP BY 1, 2, 3, 4, 5
"""
_OF_GROUP = f"SELECT d.case_id, d.subject FROM deadlines_deadline d WHERE {_BESIDE} AND d.kind = %s AND d.anchor_on = %s"
_COUNT = "SELECT count(*) FROM deadlines_question"


class Standing(NamedTuple):
    """A case of a page: the text of its question, and the lines of its standing trial deadlines by subject."""

    case: UUID
    asks: str
    lines: dict[str, str]


class Group(NamedTuple):
    """Clocks beside the limit that say the same: of one rule, from one day."""

    kind: str
    anchor_on: date
    due_on: date | None
    provisional: bool
    status: str
    clocks: int


def count_asked() -> int:
    """How many cases have a question."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT)
        return int(cursor.fetchone()[0])


def pages() -> Iterator[list[Standing]]:
    """The pending cases with their standing trial deadlines, in pages."""
    last = UUID(int=0)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_PAGE, [last, PAGE])
            rows = cursor.fetchall()
        if not rows:
            return
        page: list[Standing] = []
        for case, asks, subject, told in rows:
            if not page or page[-1].case != case:
                page.append(Standing(case, asks, {}))
            if subject is not None:
                page[-1].lines[subject] = told
        yield page
        last = page[-1].case


def asked_on(law: LawInForce, page: list[Standing], on: date) -> Asked:
    """What the law says to the questions of a page."""
    return answers(law, (standing.asks for standing in page), on)


def differing(page: list[Standing], asked: Asked) -> list[UUID]:
    """The cases of a page whose standing trial deadlines are not what the law says."""
    told = {
        text: {key.subject: line(answer) for key, answer in found.items()} for text, found in asked.items()
    }
    return [standing.case for standing in page if standing.lines != told[standing.asks]]


# --- the clocks beside the limit


def groups() -> list[Group]:
    """The open clocks beside the limit, gathered by what they say."""
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS)
        return [Group(*row) for row in cursor.fetchall() if row[1] is not None]


def possible(law: LawInForce, group: Group) -> set[Answer | None]:
    """What the law may say to the clocks of a group: one answer, or several where it hangs on facts that a row does not show."""
    duty = law.duties.get(group.kind)
    if duty is not None:
        return {duty_answer(law, duty, group.anchor_on)}
    rule = law.clock.catalogue.rules.get(group.kind)
    if rule is None:
        return {None}
    facts = {v.fact for version in rule.versions for v in version.variants if v.is_true is not None}
    told = [Facts(in_custody=custody) for custody in (None, True)]
    told += [Facts(others=((fact, True),)) for fact in sorted(facts)]
    return {rule_answer(law, CaseInput(group.kind, group.anchor_on, None, one)) for one in told}


def says_otherwise(law: LawInForce, group: Group) -> bool:
    """Whether clocks of a group may have to say something else under a law."""
    said = {
        None if answer is None else (answer.due_on, answer.provisional, answer.status)
        for answer in possible(law, group)
    }
    return said != {(group.due_on, group.provisional, group.status)}


def cases_of(group: Group) -> list[tuple[UUID, Key]]:
    """The clocks of a group."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_GROUP, [group.kind, group.anchor_on])
        return [(case, Key(subject, group.kind)) for case, subject in cursor.fetchall()]
