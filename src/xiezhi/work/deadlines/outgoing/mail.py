"""Reminders by mail: one letter a day to each officer, or to whoever stands in, for the reminders that were not mailed yet.

A reminder is marked before its letter goes and unmarked when it does not go: none is mailed twice, and a mail server that is away
loses none. Addresses: staff number@domain of this installation (docs/configuration.md).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from smtplib import SMTPException, SMTPServerDisconnected
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q

from xiezhi.record.models import Conflict, Officer, Post
from xiezhi.rules.errors import XiezhiError
from xiezhi.work.deadlines.models import Absence, Reminder
from xiezhi.work.deadlines.outgoing.letters import Address, Reminding, letter

DAYS_BACK = 7  # older ones are on the desk anyhow; nobody who turns mail on gets a year of them
_LOCAL_PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}")
Seat = tuple[UUID, UUID]
"""An officer in a court."""


class NotMailed(XiezhiError):
    """Letters did not go; their reminders wait for the next time."""


class Sent(NamedTuple):
    """How many letters went, with how many reminders."""

    letters: int
    reminders: int


def mail_reminders(on: date, at: datetime, address: Address) -> Sent:
    """Write to everybody who has reminders that were not mailed; once a day each. Raises NotMailed after all that could go went."""
    waiting = letters_waiting(on)
    if not waiting:
        return Sent(0, 0)
    people = Officer.objects.in_bulk(waiting)
    letters, reminders, faults = 0, 0, []
    connection = _opened()
    try:
        for person, lines in waiting.items():
            mine = _mark([line.reminder for line in lines], at)
            ours = [line for line in lines if line.reminder in mine]
            fault = _sent(people[person], ours, on, address, connection) if ours else None
            if fault is not None:
                _unmark(mine)
                faults.append(f"{type(fault).__name__}: {fault}"[:200])
                if _is_away(fault):
                    break  # the others wait for the next time
            elif ours:
                letters, reminders = letters + 1, reminders + len(ours)
    finally:
        connection.close()
    if faults:
        rest = len(waiting) - letters
        raise NotMailed(
            f"{letters}封已发，{rest}封未发，提醒留待下次：{faults[0]}",
            f"{letters} letters went, {rest} did not, their reminders wait: {faults[0]}",
        )
    return Sent(letters, reminders)


def letters_waiting(on: date) -> dict[UUID, list[Reminding]]:
    """What is to be written to whom on a day, in a steady order; nobody who was written to that day already."""
    stand_ins = _stand_ins(on)
    found: dict[UUID, list[Reminding]] = defaultdict(list)
    rows = list(_unmailed(on))
    seated, barred = _seated(on), _barred(row["case"] for row in rows)
    written = {stand_ins.get(seat, (seat[0], ""))[0] for seat in _written_to(on)}
    for row in rows:
        seat = (row["officer"], row["court"])
        person, absent = stand_ins.get(seat, (row["officer"], ""))
        protected = row["case__secrecy"] != "ordinary"
        if person in written or (person, row["court"]) not in seated or (person, row["case"]) in barred:
            continue
        if absent and protected:  # of which a stand-in learns nothing
            continue
        found[person].append(
            Reminding(
                row["pk"], row["case"], row["case__number"], protected, row["deadline__kind"], row["deadline__rule"],
                row["deadline__subject"], row["due_on"], row["deadline__provisional"], absent,
            )
        )  # fmt: skip
    return dict(found)


def _unmailed(on: date) -> Iterable[Any]:
    """The reminders of dates that still hold, of officers who have not seen them."""
    return (
        Reminder.objects.filter(
            mailed_at=None, acknowledged_at=None, officer__isnull=False, issued_on__lte=on,
            issued_on__gte=on - timedelta(days=DAYS_BACK), deadline__superseded_at=None, deadline__closed_on=None,
        )
        .order_by("officer__staff_number", "due_on", "pk")
        .values(
            "pk", "officer", "court", "case", "case__number", "case__secrecy", "deadline__kind", "deadline__rule",
            "deadline__subject", "due_on", "deadline__provisional",
        )
    )  # fmt: skip


def _stand_ins(on: date) -> dict[Seat, tuple[UUID, str]]:
    """Who is written to instead of an officer who is away, with the name of that officer."""
    away = Absence.objects.filter(ended_at=None, first_on__lte=on, last_on__gte=on).order_by("pk")
    found = away.values_list("officer", "court", "stand_in", "officer__name")
    return {(officer, court): (stand_in, name) for officer, court, stand_in, name in found}


def _seated(on: date) -> set[Seat]:
    """The officers who hold a post in a court."""
    held = Post.objects.filter(Q(last_on=None) | Q(last_on__gte=on), first_on__lte=on)
    return set(held.values_list("officer", "court"))


def _barred(cases: Iterable[UUID]) -> set[tuple[UUID, UUID]]:
    """The officers who may not see a case, for a conflict."""
    return set(Conflict.objects.filter(case__in=set(cases)).values_list("officer", "case"))


def _written_to(on: date) -> set[Seat]:
    mailed = Reminder.objects.filter(mailed_at__date=on, officer__isnull=False)
    return {(officer, court) for officer, court in mailed.values_list("officer", "court") if officer}


@transaction.atomic
def _mark(reminders: Sequence[int], at: datetime) -> set[int]:
    """Take the reminders before they are mailed; those that another worker took meanwhile are not among them."""
    free = Reminder.objects.select_for_update(skip_locked=True).filter(pk__in=reminders, mailed_at=None)
    ours = set(free.values_list("pk", flat=True))
    Reminder.objects.filter(pk__in=ours).update(mailed_at=at)
    return ours


def _unmark(reminders: Iterable[int]) -> None:
    Reminder.objects.filter(pk__in=list(reminders)).update(mailed_at=None)


def _opened() -> Any:
    """The connection for all letters. Raises NotMailed when the server is away: then nothing was marked."""
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException) as fault:
        raise NotMailed(
            f"连不上邮件服务器，提醒留待下次：{fault}",
            f"the mail server cannot be reached; reminders wait: {fault}",
        ) from fault
    return connection


def _sent(
    officer: Officer, lines: Sequence[Reminding], on: date, address: Address, connection: Any
) -> Exception | None:
    """Send one letter; what kept it from going, such as a refusal of the server or a staff number that makes no address."""
    if not _LOCAL_PART.fullmatch(officer.staff_number):
        return ValueError(f"{officer.staff_number!r}")
    written = letter(officer.name, lines, on, address)
    message = EmailMessage(
        written.subject, written.text, to=[f"{officer.staff_number}@{settings.MAIL_DOMAIN}"], connection=connection,
        headers={"Auto-Submitted": "auto-generated"},
    )  # fmt: skip
    try:
        message.send()
    except (OSError, SMTPException) as fault:
        return fault
    return None


def _is_away(fault: Exception) -> bool:
    """Whether nothing more can go; else only this letter was refused."""
    if isinstance(fault, SMTPException):
        return isinstance(fault, SMTPServerDisconnected)
    return isinstance(fault, OSError)
