"""Who follows what, and what recurs: capabilities never call each other, they react to events. The whole table on one screen."""

from datetime import timedelta

from xiezhi.project import recurring
from xiezhi.record.jobs import Handler
from xiezhi.work.deadlines import follow as deadlines

# Called in this order, inside the transaction of the ledger, for every event recorded.
FOLLOWERS = (deadlines.FOLLOWER,)

# Done by the worker, each safe to repeat: how often, and what.
CHORES = {
    "seal": (timedelta(minutes=5), recurring.seal),
    "verify": (timedelta(days=1), recurring.verify),
    "compare": (timedelta(days=1), recurring.compare),
    "sessions": (timedelta(days=1), recurring.forget_sessions),
}

# Long work that people ask for and wait for, done by the worker: its kind, and who does it.
JOBS: dict[str, Handler] = {}
