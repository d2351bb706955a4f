"""Editions of the law data: which one is in force, which one waits, and who lets it move the stored dates.

An edition is the texts of rules/data/calendar, rules/data/law and rules/data/limits. A new one is staged (it came with the
software, or an officer entered a holiday notice), compared with what stands (job "edition.compare"), and moves nothing before
a named person accepts; then the job "edition.carry_out" moves the stored dates. Until then events are answered by the edition in force.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from xiezhi.record import jobs, recorders
from xiezhi.record.errors import InputError, NotThere, Refused
from xiezhi.record.models import Court
from xiezhi.record.projection import MAINLAND
from xiezhi.record.recorders import Recorder
from xiezhi.rules.holiday_notice import NoticeDay, NoticeFaults, read_notice, with_notice, with_own_notices
from xiezhi.work.deadlines import law_in_force
from xiezhi.work.deadlines.law_in_force import FOUNDATION, clock_in_force, fault_in_force
from xiezhi.work.deadlines.models import Edition

COMPARE, CARRY_OUT = "edition.compare", "edition.carry_out"
DECIDERS = ("president", "trial_management")
LONGEST_NOTE = 500


def in_force() -> Edition | None:
    """The edition in force; None before the worker's first round, while the packaged data answer."""
    return Edition.objects.filter(standing=Edition.IN_FORCE).first()


def staged() -> Edition | None:
    """The edition that waits for a decision, if any."""
    return Edition.objects.filter(standing=Edition.STAGED).first()


# --- how editions come about


@transaction.atomic
def settle(at: datetime) -> Edition | None:
    """Bring the packaged data in: into force where nothing is, as staged where they differ from those the edition in force was
    built on. Gives the edition that is new; safe to repeat, for the schedule."""
    files, package = law_in_force.packaged_files(), law_in_force.packaged_digest()
    now = Edition.objects.select_for_update().filter(standing=Edition.IN_FORCE).first()
    if now is None:
        return _first(files, package, at)
    if now.files.get(FOUNDATION) == package or Edition.objects.filter(standing=Edition.STAGED).exists():
        return None
    if Edition.objects.filter(standing=Edition.REFUSED, files__contains={FOUNDATION: package}).exists():
        return None
    merged = _with_own(files, now)
    if law_in_force.digest_of(merged) == now.digest:
        now.files = {**merged, FOUNDATION: package}
        now.save(update_fields=["files"])
        return None
    titles = f"随软件更新的法规数据（{package[:8]}）", f"law data of a software update ({package[:8]})"
    return _stage({**merged, FOUNDATION: package}, titles, None, at)


def _first(files: dict[str, str], package: str, at: datetime) -> Edition | None:
    edition = Edition(
        digest=package, files={**files, FOUNDATION: package}, title_zh="随软件提供的法规数据", title_en="law data packaged with the software",
        standing=Edition.IN_FORCE, staged_at=at, decided_at=at,
    )  # fmt: skip
    made = Edition.objects.bulk_create([edition], ignore_conflicts=True)
    return made[0]


def _with_own(files: dict[str, str], now: Edition) -> dict[str, str]:
    """The packaged texts with the notices entered here for years that the package does not know."""
    packaged = law_in_force.law_of(None).calendar.notices
    before = law_in_force.law_of(now.digest).calendar.notices
    own = {year: notice.name_zh for year, notice in before.items() if notice.entered_here}
    missing = {year: name for year, name in own.items() if year not in packaged}
    return with_own_notices(files, missing, now.files) if missing else dict(files)


@transaction.atomic
def stage_calendar(year: int, rows: Sequence[NoticeDay], *, by: Recorder, at: datetime) -> Edition:
    """Stage the edition in force with the holiday notice of a year: the next one, or a year that has one, to correct it.

    Raises Refused where the post may not, InputError while another edition waits, NoticeFaults (each with `line` and `field`)
    for rows that cannot be.
    """
    _check_may_decide(by, at)
    now = Edition.objects.select_for_update().filter(standing=Edition.IN_FORCE).first()
    if now is None:
        now = settle(at)
    if now is None or staged() is not None:
        raise InputError(
            "已有待决定的法规数据；请先接受或者不予采用", "another edition waits for a decision; accept or refuse it first"
        )  # fmt: skip
    names = f"{year}年放假安排（本院录入）", f"holidays in {year} (entered by the court)"
    files = with_notice(now.files, law_in_force.law_of(now.digest).calendar, year, rows, source=names)
    law_in_force.read(files)
    if law_in_force.digest_of(files) == now.digest:
        raise InputError("与现行日历相同", "the same as the calendar in force")
    return _stage(files, names, by, at)


def _stage(files: dict[str, str], titles: tuple[str, str], by: Recorder | None, at: datetime) -> Edition:
    edition = Edition.objects.create(
        digest=law_in_force.digest_of(files), files=files, title_zh=titles[0], title_en=titles[1], staged_at=at,
        staged_by_id=by.officer if by else None,
    )  # fmt: skip
    jobs.ask(
        COMPARE, str(edition.pk), court=by.court if by else None, officer=by.officer if by else None, at=at
    )
    return edition


# --- who decides


def may_decide(by: Recorder) -> bool:
    """Whether a post may stage, accept or refuse: president or trial management of the highest court of the installation."""
    return by.role in DECIDERS and Court.objects.filter(pk=by.court, parent=None, last_on=None).exists()


def _check_may_decide(by: Recorder, at: datetime) -> None:
    recorders.check_post(by, at.astimezone(MAINLAND).date())
    if not may_decide(by):
        raise Refused(
            "法规数据的采用由最高一级法院的院长或者审判管理办公室决定",
            "the president or the trial management of the highest court decides on editions of the law data",
        )


@transaction.atomic
def accept(edition: int, *, by: Recorder, at: datetime, note: str = "") -> Edition:
    """Bring a staged edition into force. The stored dates follow in the job "edition.carry_out".

    Raises Refused where the post may not, NotThere, and InputError where it was decided already or its list is not made yet.
    """
    found = _to_decide(edition, by, at, note)
    if found.compared_at is None:
        raise InputError(
            "前后对照尚未完成，不能接受", "the list of what it moves is not made yet; it cannot be accepted"
        )
    Edition.objects.filter(standing=Edition.IN_FORCE).update(standing=Edition.SUPERSEDED)
    _decide(found, Edition.IN_FORCE, by, at, note)
    jobs.ask(CARRY_OUT, str(found.pk), court=by.court, officer=by.officer, at=at)
    return found


@transaction.atomic
def refuse(edition: int, *, by: Recorder, at: datetime, note: str = "") -> Edition:
    """Turn a staged edition down: nothing moves. Raises as `accept` does."""
    found = _to_decide(edition, by, at, note)
    _decide(found, Edition.REFUSED, by, at, note)
    return found


def _to_decide(edition: int, by: Recorder, at: datetime, note: str) -> Edition:
    _check_may_decide(by, at)
    recorders.check_text("note", note, LONGEST_NOTE)
    found = Edition.objects.select_for_update().filter(pk=edition).first()
    if found is None:
        raise NotThere("没有这一版法规数据", "no such edition")
    if found.standing != Edition.STAGED:
        raise InputError("这一版法规数据已有决定", "this edition has been decided on already")
    return found


def _decide(edition: Edition, standing: str, by: Recorder, at: datetime, note: str) -> None:
    edition.standing, edition.decided_at, edition.note = standing, at, note
    edition.decided_by_id = by.officer
    edition.save(update_fields=["standing", "decided_at", "note", "decided_by"])


__all__ = [
    "CARRY_OUT",
    "COMPARE",
    "NoticeDay",
    "NoticeFaults",
    "accept",
    "clock_in_force",
    "fault_in_force",
    "in_force",
    "may_decide",
    "read_notice",
    "refuse",
    "settle",
    "stage_calendar",
    "staged",
]
