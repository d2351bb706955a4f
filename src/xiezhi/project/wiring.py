"""Who follows what, and what recurs: capabilities never call each other, they react to events. The whole table on one screen."""

from datetime import time, timedelta

from xiezhi.project import recurring
from xiezhi.record import reindex
from xiezhi.record.intake import run as intake
from xiezhi.record.jobs import Handler
from xiezhi.site.staff.docket import exporting
from xiezhi.site.staff.situation import list_exporting, meeting_work, reporting
from xiezhi.work.deadlines import follow as deadlines
from xiezhi.work.deadlines.changed_law import long_work as deadlines_work
from xiezhi.work.deadlines.pack import making as pack_work
from xiezhi.work.situation import long_work as situation_work

# Called in this order, inside the transaction of the ledger, for every event recorded.
FOLLOWERS = (deadlines.FOLLOWER,)

# Done by the worker, each safe to repeat: how often, and what.
CHORES = {
    "facts": (timedelta(seconds=20), recurring.refresh_facts),
    "seal": (timedelta(minutes=5), recurring.seal),
    "verify": (timedelta(days=1), recurring.verify),
    "compare": (timedelta(days=1), recurring.compare),
    "sessions": (timedelta(days=1), recurring.forget_sessions),
    "exports": (timedelta(days=1), recurring.forget_exports),
    "uploads": (timedelta(days=1), recurring.forget_uploads),
    "editions": (timedelta(hours=1), recurring.settle_editions),
    "deadlines": (timedelta(days=1), recurring.recompute_deadlines),
    "reminders": (timedelta(hours=1), recurring.remind),
    "packs": (timedelta(days=1), recurring.ask_for_packs),
    "mail": (timedelta(hours=1), recurring.mail_reminders),
    "whole_facts": (timedelta(days=1), recurring.take_whole_facts),
}

# Of these, what is done at an hour of the night in mainland China, the first time at once.
HOURS = {
    "deadlines": time(1),
    "packs": time(2),
    "verify": time(3),
    "compare": time(3),
    "sessions": time(3),
    "uploads": time(3),
    "whole_facts": time(4),
}

# Of these, what waits for no other work: it has a lane of its own.
PROMPT = ("facts",)

# What two workers may begin at once, since a lock of its own lets one of them do it: so one that was killed is soon replaced.
LEASES = {"facts": timedelta(seconds=30)}

# Long work that people ask for and wait for, done by the worker: its kind, and who does it.
JOBS: dict[str, Handler] = {
    reindex.REINDEX: reindex.run,
    exporting.EXPORT: exporting.run,
    list_exporting.EXPORT: list_exporting.run,
    intake.KIND: intake.run,
    pack_work.PACKS: pack_work.make_asked,
    reporting.REPORT: reporting.run,
    meeting_work.MEETING: meeting_work.run,
    **deadlines_work.HANDLERS,
    **situation_work.HANDLERS,
}
