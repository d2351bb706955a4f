"""Two people at once: what was recorded in the case after the form was opened, beside what is about to be recorded."""

from typing import NamedTuple

from xiezhi.site.staff.case.timeline import readable, recorded
from xiezhi.site.staff.case.voice import Said
from xiezhi.site.staff.case.wording import say
from xiezhi.site.staff.recording.desk import Desk


class Entry(NamedTuple):
    """An event that somebody recorded meanwhile."""

    said: Said
    record: str
    seq: int


class Meanwhile(NamedTuple):
    """The comparison. `hidden` = something was recorded that is not open to this viewer; nothing else is said of it."""

    entries: tuple[Entry, ...]
    hidden: bool
    yours: Said


def meanwhile(desk: Desk, seen: int, content: dict[str, object]) -> Meanwhile:
    """What was recorded after entry `seen`, and the act it is to be compared with."""
    state, voice = desk.state, desk.voice
    newer = [one for one in state.history if one.seq > seen]
    open_ = {one.seq for one in readable(desk.opened, desk.known)} if desk.opened.reads_contents else set()
    entries = tuple(
        Entry(
            say(voice, one.kind, one.data, one.occurred_on),
            recorded(voice, desk.known.log[one.seq], one.occurred_on, desk.today),
            one.seq,
        )
        for one in newer
        if one.seq in open_ and one.data
    )
    yours = say(voice, desk.kind.name, content, desk.today)
    return Meanwhile(entries, len(entries) < len(newer), yours)
