"""The recurring chores themselves: each does one thing with this installation's places and says what it did."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from xiezhi.project import places
from xiezhi.record import rebuild, seals, uploads, verification
from xiezhi.record.logs import LOGS
from xiezhi.record.signing import public_keys
from xiezhi.rules.errors import XiezhiError
from xiezhi.site.staff.docket import exporting
from xiezhi.site.staff.situation import list_exporting
from xiezhi.work.deadlines import reminders
from xiezhi.work.deadlines.changed_law import editions
from xiezhi.work.deadlines.outgoing import mail
from xiezhi.work.deadlines.pack import making as pack_work
from xiezhi.work.deadlines.recomputing import filling, recompute
from xiezhi.work.situation import snapshots

HALF_A_DAY = timedelta(hours=12)


class Drift(XiezhiError):
    """The record does not agree with itself."""


def seal() -> str:
    """Seal what was recorded and what was read since the last seal."""
    told = []
    for log in ("events", "audit"):
        made = seals.seal(log, at=timezone.now(), keys=places.KEYS, witness=places.WITNESS)
        told.append(f"{log} {made.size if made else '='}")
    return ", ".join(told)


def verify() -> str:
    """The record checks its hashes, chains and seals. Raises Drift naming the first fault."""
    checked = 0
    for log in LOGS:
        for verdict in (
            verification.verify_chain(log),
            verification.verify_seals(log, keys=public_keys(places.KEYS), witness=places.WITNESS),
        ):
            if verdict.faults:
                raise Drift(verdict.faults[0].zh, verdict.faults[0].en)
            checked += verdict.checked
    return f"{checked}"


def compare() -> str:
    """Every case folded from its events and compared with its rows. Raises Drift naming the first difference."""
    compared = rebuild.check()
    if compared.differing:
        first = compared.differences[0]
        raise Drift(
            f"{compared.differing}件与事件不一致，如{first.case}的{first.table}.{first.column}",
            f"{compared.differing} cases differ from their events, such as {first.case} in {first.table}.{first.column}",
        )
    return f"{compared.cases}"


def forget_exports() -> str:
    """Files of lists that were written a week ago are removed; snapshots kept for files that nobody writes any more are let go."""
    list_exporting.let_go()
    return f"{exporting.forget(timezone.now())}"


def forget_uploads() -> str:
    """Papers of forms that nobody recorded are removed."""
    return f"{uploads.forget(timezone.now(), timedelta(days=settings.UPLOADS_KEPT_DAYS))}"


def forget_sessions() -> str:
    """Sessions that have ended are removed."""
    call_command("clearsessions")
    return ""


def settle_editions() -> str:
    """The packaged law data come into force at the first start, and wait for a decision when an update changed them. Raises what
    keeps this program from reading the edition in force."""
    made = editions.settle(timezone.now())
    fault = editions.fault_in_force()
    if fault is not None:
        raise XiezhiError(
            f"现行法规数据无法读取，暂按随软件提供的数据计算，已有日期不变：{fault.zh}",
            f"the law data in force cannot be read; the packaged data answer meanwhile, stored dates stay: {fault.en}",
        )
    return "" if made is None else str(made)


def recompute_deadlines() -> str:
    """Every open clock answered anew: some move by the mere passing of days. Raises XiezhiError where the edition in force cannot be
    read."""
    at = timezone.now()
    filling.fill(at=at)
    return str(recompute.recompute(on=timezone.localdate(), at=at))


def remind() -> str:
    """The reminders due today that were not issued yet."""
    return str(reminders.scan(timezone.localdate()))


def refresh_facts() -> str:
    """The facts brought up to date, from which figures are computed; all of them where there are none."""
    snapshot = snapshots.refresh()
    return "" if snapshot is None else f"{snapshot.cases}"


def take_whole_facts() -> str:
    """The facts of every case read anew. Raises Drift where those kept up to date had a case otherwise; the new ones count from now on."""
    if snapshots.whole_since(timezone.now() - HALF_A_DAY):  # the first ones were just made
        return ""
    snapshot = snapshots.take()
    if snapshot.differing:
        first = snapshot.differences[0]
        raise Drift(
            f"{snapshot.differing}件的事实与随时更新的不同，如{first['case']}：{'、'.join(first['columns'])}",
            f"{snapshot.differing} cases differ from the facts kept up to date, such as {first['case']}: {', '.join(first['columns'])}",
        )
    return f"{snapshot.cases}"


class PacksMissing(XiezhiError):
    """The packs of the last night were not all made."""


def ask_for_packs() -> str:
    """Have the packs of this night made by the worker of jobs, so that sealing waits for none. Raises NoChineseFont; PacksMissing
    when those of the last night failed."""
    at = timezone.now()
    failed = pack_work.last_night_failed(at)
    job = pack_work.ask_for_night(at)
    if failed is not None:
        raise PacksMissing(
            f"{failed.subject}：{failed.fault_zh}；今晚重新生成",
            f"{failed.subject}: {failed.fault_en}; made again tonight",
        )
    return job.subject


MORNING = 7  # no letter before this hour


def mail_reminders() -> str:
    """Write to the officers whose reminders were not mailed. Raises NotMailed."""
    at = timezone.localtime()
    if at.hour < MORNING:
        return ""
    sent = mail.mail_reminders(at.date(), at, _page_of)
    return f"{sent.letters} ({sent.reminders})"


def _page_of(case: UUID) -> str:
    return f"{settings.SITE_ADDRESS}{reverse('staff:case', args=[case])}"
