"""What an edition of the law data would move: every open clock answered by the edition in force and by the staged one, and the
list of those whose day, provisionality or status differs. Nothing that stands is touched.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from xiezhi.record import ledger
from xiezhi.record.errors import NotThere
from xiezhi.record.models import Case
from xiezhi.record.state import fold
from xiezhi.work.deadlines.clocks import Answer, Clocks, Key, clocks_beside, duty_answer
from xiezhi.work.deadlines.law_in_force import LawInForce, law_in_force, read
from xiezhi.work.deadlines.models import Change, Edition
from xiezhi.work.deadlines.recomputing import standing
from xiezhi.work.deadlines.recomputing.asking import Asked, dates
from xiezhi.work.deadlines.recomputing.moving import change_of
from xiezhi.work.deadlines.recomputing.standing import Group, Standing

Report = Callable[[int, int], None]
Differing = tuple[UUID, Key, Answer | None, Answer | None]


def compare(edition: int, *, on: date, at: datetime, report: Report) -> int:
    """Make the list of a staged edition anew; how many dates it moves. Raises NotThere for one that is decided on already, and what
    `report` raises, which ends the work."""
    found = Edition.objects.filter(pk=edition, standing=Edition.STAGED).first()
    if found is None:
        raise NotThere("没有待决定的这一版法规数据", "no such edition waits for a decision")
    before, after = law_in_force(), read(found.files)
    Change.objects.filter(edition=edition).delete()
    asked = listed = 0
    total = standing.count_asked()
    for page in standing.pages():
        one, other = (standing.asked_on(law, page, on) for law in (before, after))
        asked += sum(len(one[standing_now.asks]) for standing_now in page)
        listed += _list(edition, _in_page(page, one, other))
        report(min(asked, total), total)
    for group in standing.groups():
        asked += group.clocks
        listed += _list(edition, _in_group(before, after, group))
    Edition.objects.filter(pk=edition).update(compared_at=at, compared=asked)
    return listed


def _in_page(page: list[Standing], before: Asked, after: Asked) -> Iterator[Differing]:
    unlike = {text: _unlike(before[text], after[text]) for text in before}
    for one in page:
        for key, was, becomes in unlike[one.asks]:
            yield one.case, key, was, becomes


def _unlike(before: Clocks, after: Clocks) -> list[tuple[Key, Answer | None, Answer | None]]:
    told = ((key, before.get(key), after.get(key)) for key in {**before, **after})
    return [(key, was, becomes) for key, was, becomes in told if not _alike(was, becomes)]


def _alike(was: Answer | None, becomes: Answer | None) -> bool:
    return (was and dates(was)) == (becomes and dates(becomes))


def _in_group(before: LawInForce, after: LawInForce, group: Group) -> Iterator[Differing]:
    """The clocks of a group that differ; where the answer hangs on facts of the case, its events are asked."""
    one, other = before.duties.get(group.kind), after.duties.get(group.kind)
    if one is not None and other is not None:
        was, becomes = (
            duty_answer(law, duty, group.anchor_on) for law, duty in ((before, one), (after, other))
        )
        if not _alike(was, becomes):
            yield from ((case, key, was, becomes) for case, key in standing.cases_of(group))
    elif standing.possible(before, group) != standing.possible(after, group):
        for case, key in standing.cases_of(group):
            state = fold(ledger.happenings(case))
            was, becomes = (clocks_beside(law, state, None).get(key) for law in (before, after))
            if not _alike(was, becomes):
                yield case, key, was, becomes


@transaction.atomic
def _list(edition: int, differing: Iterator[Differing]) -> int:
    found = {(case, key): (was, becomes) for case, key, was, becomes in differing}
    if not found:
        return 0
    courts = dict(Case.objects.filter(pk__in={case for case, _ in found}).values_list("pk", "court_id"))
    Change.objects.bulk_create(
        [change_of(edition, case, courts[case], key, *pair) for (case, key), pair in found.items()],
        batch_size=5_000,
    )
    return len(found)
