"""The status page: is what was recorded sealed, does everything agree, is the recurring work done."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from xiezhi.record import seals
from xiezhi.record.logs import LOGS, LogName
from xiezhi.record.models import Chore, Job
from xiezhi.record.models.jobs import OPEN
from xiezhi.rules.language import language, tr
from xiezhi.site.staff.access import signed_in, viewer_in
from xiezhi.site.staff.chore_words import fault_words, result_words
from xiezhi.work.deadlines.watched.scope import WHOLE, lists_pending
from xiezhi.work.deadlines.watched.unseen import adrift_count
from xiezhi.work.situation.own_intervals import intervals_in_force, own_intervals

CHORE_NAMES = {
    "facts": ("案件事实随时更新", "Facts kept up to date"),
    "whole_facts": ("每晚逐件重读案件事实并比较", "Facts read anew and compared, each night"),
    "seal": ("封缄", "Sealing"),
    "verify": ("核验哈希与链", "Verifying hashes and chains"),
    "compare": ("案件各表与事件核对", "Comparing rows with events"),
    "sessions": ("清理过期会话", "Removing expired sessions"),
    "exports": ("清理过期导出文件", "Removing old exports"),
    "uploads": ("清理从未登记的上传文件", "Removing uploads that were never recorded"),
    "editions": ("法规数据的版本", "Editions of the law data"),
    "deadlines": ("每晚重新计算期限", "Recomputing deadlines, each night"),
    "reminders": ("期限提醒", "Reminders of deadlines"),
    "packs": ("每晚生成纸本", "Packs on paper, each night"),
    "mail": ("邮件提醒", "Reminders by mail"),
}
LOG_NAMES = {"events": ("事件", "Events"), "audit": ("阅览留痕", "Audit trail")}
WITNESS_NAMES = {
    "same": ("一致", "agrees"),
    "behind": ("待补", "behind, completed at the next seal"),
    "differs": ("不一致，请查", "differs: look into it"),
}
# Settings of the server on which it rests that what is acknowledged is kept.
DURABLE = {
    "server_version": ("PostgreSQL", "PostgreSQL"),
    "fsync": ("写入落盘（fsync）", "Writes reach the disk (fsync)"),
    "synchronous_commit": ("提交即落盘", "A commit waits for the disk"),
    "full_page_writes": ("防止半页损坏", "No half-written pages"),
    "data_checksums": ("数据页校验", "Checksums of pages"),
}
SWITCHES = {"on": ("开", "on"), "off": ("关", "off")}


@signed_in
def status(request: HttpRequest) -> HttpResponse:
    """Seals, chores, the database's promises."""
    now = timezone.now()
    logs = [_log(name, seals.status(name, at=now, witness=settings.WITNESS)) for name in LOGS]
    chores = [
        {
            "name": tr(*CHORE_NAMES.get(chore.name, (chore.name, chore.name))),
            "chore": chore,
            "late": chore.due_at < now,
            "result": result_words(chore.name, chore.result) if chore.done_at else "",
            "fault": fault_words(chore.fault),
        }
        for chore in Chore.objects.order_by("name")
    ]
    context = {
        "logs": logs,
        "chores": chores,
        "durable": _durable(),
        "now": now,
        "watched": _watched(request),
        "intervals": _intervals(timezone.localdate(now)),
    }
    return render(request, "staff/status.html", context)


def _watched(request: HttpRequest) -> dict[str, int] | None:
    """How many pending cases of the reader's docket have nobody who acts next, or no next date; and the long work that is open."""
    viewer = viewer_in(request)
    if not lists_pending(viewer):
        return None
    return {
        "adrift": adrift_count(viewer, WHOLE),
        "jobs": Job.objects.filter(state__in=OPEN).count(),
    }


def _intervals(today: date) -> dict[str, Any]:
    """The file of this installation's reference intervals: its name, why it is not used, how many it sets today."""
    own = own_intervals()
    return {
        "file": own.file, "fault": own.fault.text(language()) if own.fault else "", "in_force": len(intervals_in_force(today)),
        "demonstration": own.read.demonstration,
    }  # fmt: skip


def _log(name: LogName, found: seals.LogStatus) -> dict[str, Any]:
    minutes = None if found.age is None else int(found.age.total_seconds() // 60)
    return {
        "name": tr(*LOG_NAMES[name]), "sealed": found.sealed, "sealed_at": found.sealed_at, "minutes": minutes,
        "unsealed": found.unsealed, "witness": tr(*WITNESS_NAMES[found.witness]), "sound": found.witness != "differs",
    }  # fmt: skip


def _durable() -> list[tuple[str, str]]:
    """What the server promises, in words; another server may be set otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(DURABLE)])
        found = dict(cursor.fetchall())
    return [
        (tr(*words), tr(*SWITCHES.get(found[name], (found[name], found[name]))))
        for name, words in DURABLE.items()
        if name in found
    ]
