"""Who follows what: capabilities never call each other, they react to events. The whole table fits on one screen."""

from xiezhi.work.deadlines import follow as deadlines

# Called in this order, inside the transaction of the ledger, for every event recorded.
FOLLOWERS = (deadlines.FOLLOWER,)
