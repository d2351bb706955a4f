"""The rows of an event log that belong to one case into its events. What no turn fits, or may not follow any more, is kept as a note."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from xiezhi.record.intake.cases import in_order, incoming_case
from xiezhi.record.intake.faults import Fault, of_error
from xiezhi.record.intake.incoming import FaultyError, Incoming, Told, digest_of
from xiezhi.record.intake.mapping.converting import Converter
from xiezhi.record.intake.mapping.values import Mapping, Turn
from xiezhi.record.intake.places import Places
from xiezhi.rules.errors import InputError
from xiezhi.rules.procedure.catalogue import EventKind, event_kind
from xiezhi.rules.procedure.kinds import NUMBERED

DOCKETED, CLOSED, NOTE = "case.docketed", "case.closed", "note.recorded"
_NUMBERS = frozenset((*NUMBERED.values(), "months", "days"))
_FLAGS = {"true": True, "false": False}


class LogRow(NamedTuple):
    """A row of a log: its line, its cells and its values."""

    line: int
    cells: Sequence[Any]
    values: dict[str, Any]


def incoming_log(rows: Sequence[LogRow], converter: Converter, places: Places, today: date) -> Incoming:
    """The case that these rows tell of. Raises FaultyError."""
    mapping = converter.mapping
    ordered = sorted(rows, key=lambda row: (row.values.get("happened_on") or date.max, row.line))
    ref = str(rows[0].values.get("external_id") or "")
    undated = [row for row in ordered if "happened_on" not in row.values or "activity" not in row.values]
    if undated:
        zh, en = (
            f"第{undated[0].line}行缺少活动或者发生日期",
            f"line {undated[0].line}: activity or day is missing",
        )
        raise FaultyError([Fault("happened_on", zh, en)], ref)
    try:
        turns = _turns(ordered, converter, mapping)
    except InputError as fault:
        raise FaultyError([of_error(fault, "activity")], ref) from fault
    begun = next((row for row, turn in turns if turn is not None and turn.event == DOCKETED), None)
    if begun is None:
        zh, en = (
            "没有立案的活动；请在对照中写明哪一活动是立案",
            "no activity of docketing; say in the mapping which one it is",
        )
        raise FaultyError([Fault("activity", zh, en)], ref)
    values: dict[str, Any] = {}
    for row in ordered:
        for name, value in row.values.items():
            values.setdefault(name, value)
    told = {name: value for name, value in values.items() if name not in ("activity", "happened_on")}
    base = incoming_case(told | {"filed_on": begun.values["happened_on"]}, places, mapping, today)
    events = list(base.events)
    follow = _Following(events)
    for row, turn in turns:
        if row is not begun:
            follow.add(row, turn)
    whole = in_order(events)
    return base._replace(events=whole, digest=digest_of(base.court, whole))


def _turns(
    rows: Sequence[LogRow], converter: Converter, mapping: Mapping
) -> list[tuple[LogRow, Turn | None]]:
    """Each row with the first turn whose condition holds; carried columns fill what a later row leaves empty."""
    by_activity: dict[str, list[Turn]] = {}
    for turn in mapping.turns:
        by_activity.setdefault(turn.activity, []).append(turn)
    carried = [converter.place(column) for column in mapping.carried]
    last: dict[int, Any] = {}
    found: list[tuple[LogRow, Turn | None]] = []
    for row in rows:
        cells = list(row.cells)
        for place in carried:
            if cells[place] in (None, ""):
                cells[place] = last.get(place)
            else:
                last[place] = cells[place]
        candidates = by_activity.get(row.values["activity"], ())
        fitting = (
            turn for turn in candidates if not turn.when or converter.holds(turn.when, cells, row.values)
        )
        found.append((row, next(fitting, None)))
    return found


class _Following:
    """Adds the events of later rows behind the docketing, numbering what they begin and end."""

    def __init__(self, events: list[Told]) -> None:
        self.events = events
        self.closed = any(told.kind == CLOSED for told in events)
        self.open: dict[str, list[int]] = {}
        self.count: dict[str, int] = {"party": sum(len(told.data.get("parties", ())) for told in events)}
        self.once: set[str] = {told.kind for told in events}

    def add(self, row: LogRow, turn: Turn | None) -> None:
        """One more row of the case."""
        on, activity = row.values["happened_on"], row.values["activity"]
        if turn is None or turn.event == NOTE or not self._may(event_kind(turn.event)):
            text = turn.data.get("text", activity) if turn else activity
            self.events.append(Told(NOTE, on, {"text": text}))
            return
        kind = event_kind(turn.event)
        data: dict[str, Any] = {name: _typed(name, value) for name, value in turn.data.items()}
        if kind.opens or kind.ends:
            self._number(kind, data)
        self.closed = self.closed or kind.name == CLOSED
        self.once.add(kind.name)
        self.events.append(Told(kind.name, on, data))

    def _may(self, kind: EventKind) -> bool:
        if kind.name == DOCKETED or (kind.name == CLOSED and self.closed):
            return False
        if self.closed and kind.after_closing != "yes":
            return False
        if ("closed" in kind.needs and not self.closed) or (kind.forbids and kind.name in self.once):
            return False
        return not kind.ends or bool(self.open.get(kind.ends))

    def _number(self, kind: EventKind, data: dict[str, Any]) -> None:
        thing = kind.opens or kind.ends
        assert thing is not None
        if kind.opens:
            series = "span" if NUMBERED[thing] == "span_no" else thing
            self.count[series] = self.count.get(series, 0) + 1
            data[NUMBERED[thing]] = self.count[series]
            self.open.setdefault(thing, []).append(self.count[series])
        else:
            data[NUMBERED[thing]] = self.open[thing].pop()


def _typed(name: str, value: str) -> Any:
    if name in _NUMBERS and value.isdecimal():
        return int(value)
    return _FLAGS.get(value, value)


def check_turns(mapping: Mapping, check_condition: Callable[[str], None]) -> None:
    """Raises InputError for a turn that names no event or no condition."""
    for turn in mapping.turns:
        event_kind(turn.event)
        if turn.when:
            check_condition(turn.when)
