"""What a source now says otherwise of a case it told before: corrections of the events that changed, further events appended."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiezhi.record import ledger, schemas
from xiezhi.record.intake.incoming import Incoming, Told
from xiezhi.record.models import Case, Event
from xiezhi.record.projection import MAINLAND
from xiezhi.record.recorders import Feed
from xiezhi.record.state import CORRECTION, Happening, acting, fold
from xiezhi.rules.errors import InputError, XiezhiError

_REASON = "来源系统的数据已更改"


def correct(case: UUID, incoming: Incoming, by: Feed, at: datetime) -> int:
    """Bring a case up to what its source says now; how many events that took. All or nothing. Raises XiezhiError.

    Only events that this source recorded are corrected; what was recorded here, or by another source, stays.
    """
    with transaction.atomic():
        row = Case.objects.only("court_id").get(pk=case)
        if row.court_id != incoming.court:
            raise InputError(
                "案件的法院变了；案件不能换法院，请登记移送",
                "the court has changed; a case cannot change its court: record a transfer",
                field="court",
            )
        steps = _steps(case, incoming, by)
        _take(case, steps, by, at)
        return len(steps)


Step = tuple[Happening | None, Told | None]
"""An event recorded before and what takes its place; nothing before: it is new; nothing after: it is withdrawn."""


def _steps(case: UUID, incoming: Incoming, by: Feed) -> list[Step]:
    ours = set(Event.objects.filter(case=case, source=by.source, officer=None).values_list("seq", flat=True))
    before: dict[str, list[Happening]] = defaultdict(list)
    for happening in acting(fold(ledger.happenings(case))):
        if happening.seq in ours and happening.kind != CORRECTION:
            before[happening.kind].append(happening)
    now: dict[str, list[Told]] = defaultdict(list)
    for told in incoming.events:
        clean = told._replace(data=schemas.validate(told.kind, told.data))
        same = next(
            (one for one in before[told.kind] if (one.occurred_on, one.data) == (clean.on, clean.data)), None
        )
        if same is not None:
            before[told.kind].remove(same)
        else:
            now[told.kind].append(clean)
    steps: list[Step] = []
    for kind in [*now, *(kind for kind in before if kind not in now)]:
        pairs = max(len(before[kind]), len(now[kind]))
        old: list[Happening | None] = [*before[kind], *[None] * pairs]
        new: list[Told | None] = [*now[kind], *[None] * pairs]
        steps += list(zip(old[:pairs], new[:pairs]))
    return steps


def _take(case: UUID, steps: list[Step], by: Feed, at: datetime) -> None:
    """Take every step. One that does not hold yet, because another must come first, is tried again after it."""
    waiting = steps
    while waiting:
        refused: list[Step] = []
        fault: XiezhiError | None = None
        for step in waiting:
            try:
                with transaction.atomic():
                    _take_one(case, step, by, at)
            except XiezhiError as told:
                refused.append(step)
                fault = fault or told
        if len(refused) == len(waiting):
            assert fault is not None
            raise fault
        waiting = refused


def _take_one(case: UUID, step: Step, by: Feed, at: datetime) -> None:
    old, new = step
    if old is None:
        assert new is not None
        ledger.append(case, new.kind, new.data, occurred_on=new.on, by=by, at=at)
        return
    data: dict[str, object] = {"corrects": old.seq, "reason": _REASON}
    if new is None:
        data["action"] = "withdraw"
    else:
        data["action"] = "replace"
        if new.data != old.data:
            data["data"] = new.data
        if new.on != old.occurred_on:
            data["occurred_on"] = new.on.isoformat()
    today = at.astimezone(MAINLAND).date()
    ledger.append(case, CORRECTION, data, occurred_on=today, by=by, at=at)
