"""The strip laid out: band, rail, marks and axis as shapes, for three widths; the sheet shows the one that fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xiezhi.rules.calendar import Calendar, load_calendar
from xiezhi.rules.language import tr
from xiezhi.site.clock_strip.axis import Axis, axis_with_room
from xiezhi.site.clock_strip.band import Piece, band_of, rail_of
from xiezhi.site.clock_strip.course import LIFTED, STOPPED, Course, State
from xiezhi.site.clock_strip.labels import ROW, Placed, Wanted, arrange
from xiezhi.site.clock_strip.lens import Lens, lens_of
from xiezhi.site.clock_strip.marks import Mark
from xiezhi.site.clock_strip.measure import text_width
from xiezhi.site.clock_strip.shapes import Box, Drawing, Label, Sign, Stroke
from xiezhi.site.clock_strip.words import Summary, described, short_day, span_label, summary_of

WIDTHS = (
    ("wide", 1000),
    ("medium", 600),
    ("narrow", 288),
)  # px a drawing is laid out for; the sheet's containers agree
BESIDE = 600  # from this width the due date is written beside its flag
MOST_ROWS = 4
SIGN = 10  # px a flag or the needle stands out above the band
BAND, GAP, RAIL = 26, 9, 8
TICK, TICK_NAME = 5, 17
EDGE = 14  # px left free after the last thing drawn
OPEN_END = 60  # px the dashed end of a standing clock reaches
OPEN_SHARE = 0.7
ON_STRIP = ("target", "check")


@dataclass(frozen=True, slots=True)
class Strip:
    """A clock strip ready for its template: words above, drawings for three widths, the last weeks, the key to read it."""

    key: str
    state: State
    summary: Summary
    description: str
    drawings: tuple[Drawing, ...]
    lens: Lens | None
    legend: tuple[str, ...]
    provisional: bool
    hidden: bool


def strip_of(
    course: Course, *, marks: Sequence[Mark] = (), key: str = "clock", calendar: Calendar | None = None
) -> Strip:
    """The strip of a course; `key` tells several strips of one page apart."""
    summary = summary_of(course)
    drawings = (
        ()
        if course.first is None
        else tuple(_Layout(course, marks, name, width).drawing() for name, width in WIDTHS)
    )
    return Strip(
        key,
        course.state,
        summary,
        described(course, summary),
        drawings,
        lens_of(course, marks, calendar or load_calendar()),
        _legend(course) if drawings else (),
        course.provisional,
        course.hidden_days > 0,
    )


class _Layout:
    """One drawing of one course, from the top row of labels down to the axis."""

    def __init__(self, course: Course, marks: Sequence[Mark], name: str, width: int) -> None:
        assert course.first is not None  # asked by strip_of
        self.course, self.name, self.width = course, name, width
        self.marks = [mark for mark in marks if mark.kind in ON_STRIP and mark.on > course.first]
        self.beside = width >= BESIDE
        self.first = course.first
        self.rail = rail_of(course)
        self.axis = self._axis()
        self.above = arrange(self._wanted_above(), width, MOST_ROWS)
        self.below = arrange(self._wanted_below(), width, MOST_ROWS)
        self.band_top = self.above.height + SIGN + 2
        self.band_end = self.band_top + BAND
        self.rail_top = self.band_end + GAP
        self.rail_end = self.rail_top + RAIL if self.rail else self.band_end
        self.axis_y = self.rail_end + self.below.height + (7 if self.below.height else 13)
        self.boxes: list[Box] = []
        self.strokes: list[Stroke] = []
        self.signs: list[Sign] = []
        self.labels: list[Label] = []

    def drawing(self) -> Drawing:
        """All shapes, those that lie on others last."""
        if self.course.state in LIFTED or self.course.state is State.UNDOCKETED:
            middle = self.band_top + BAND / 2
            self.strokes.append(Stroke("unbound", 0, middle, 100, middle))
        else:
            self._draw_band()
            self._draw_rail()
            self._draw_limits()
        self._draw_axis()
        self._draw_marks()
        self._draw_today()
        self._write()
        height = self.axis_y + TICK_NAME
        return Drawing(
            self.name,
            self.width,
            height,
            tuple(self.boxes),
            tuple(self.strokes),
            tuple(self.signs),
            tuple(self.labels),
        )

    def _axis(self) -> Axis:
        course = self.course
        last = max(
            filter(None, (course.until, course.deadline, self.first, *(mark.on for mark in self.marks)))
        )
        room = float(EDGE)
        if course.state in STOPPED:
            room = OPEN_END + EDGE
        elif self._due_is_beside():
            room = max(text_width(words) for words in self._due_words()) + EDGE
        elif course.state in LIFTED or course.state is State.UNDOCKETED:
            room = self.width / 4
        return axis_with_room(self.first, last, self.width, room)

    def _due_is_beside(self) -> bool:
        """Whether the due date is written to the right of its flag, where nothing else is drawn."""
        course = self.course
        return (
            self.beside and course.deadline is not None and course.until <= course.deadline and not self.marks
        )

    def _due_words(self) -> list[str]:
        course = self.course
        assert course.deadline is not None
        due = short_day(course.deadline, course.today)
        words = [
            tr(f"{due}届满", f"due {due}") + (tr("，暂定", ", provisional") if course.provisional else "")
        ]
        if course.nominal is not None and course.nominal != course.deadline:
            nominal = short_day(course.nominal, course.today)
            words.append(tr(f"名义届满{nominal}", f"nominal {nominal}"))
        return words

    def _wanted_above(self) -> list[Wanted]:
        course, at, today = self.course, self.axis.at, self.course.today
        wanted = [self._today_label()]
        if course.deadline is not None and not self._due_is_beside():
            wanted.append(
                Wanted(
                    self._due_words()[0], at(course.deadline), "strong", sides=("end", "start"), needed=True
                )
            )
        if course.soft is not None:
            day = short_day(course.soft, today)
            wanted.append(Wanted(tr(f"软期限{day}", f"soft {day}"), at(course.soft), "soft"))
        if self._shows_base():
            assert course.base_end is not None
            words = tr("基本期限届满", "base limit ends")
            wanted.append(Wanted(words, at(course.base_end)))
        wanted += [
            Wanted(tr(f"{short_day(day, today)}重新起算", f"restart {short_day(day, today)}"), at(day))
            for day in course.restarts
        ]
        wanted += [
            Wanted(f"{mark.words} {short_day(mark.on, today)}", at(mark.on), mark.kind) for mark in self.marks
        ]
        spans = sorted(
            (span for span in course.excluded if span.start < self.axis.last), key=lambda span: -span.days
        )
        wanted += [Wanted(span_label(span), at(span.start)) for span in spans if span.words]
        word = tr("收案", "received") if course.state is State.UNDOCKETED else tr("起算", "from")
        day = short_day(self.first, today)
        return [*wanted, Wanted(tr(f"{day}{word}", f"{word} {day}"), 0, "quiet", sides=("start",))]

    def _today_label(self) -> Wanted:
        course = self.course
        day, at = short_day(course.until, course.today), self.axis.at(course.until)
        if course.closed_on is None:
            return Wanted(tr(f"今天{day}", f"today {day}"), at, "strong", 8, ("end", "start"), needed=True)
        kind = "past" if course.state is State.CLOSED_LATE else "strong"
        sides = ("start", "end") if course.state is State.CLOSED_LATE else ("end", "start")
        return Wanted(tr(f"{day}结案", f"closed {day}"), at, kind, 8, sides, needed=True)

    def _shows_base(self) -> bool:
        """The end of the base limit is worth a line where the case has gone on, or may go on, beyond it."""
        course = self.course
        return course.base_end is not None and bool(self.rail) and course.base_end != course.nominal

    def _wanted_below(self) -> list[Wanted]:
        return [
            Wanted(piece.title, self.axis.at(piece.start), dx=0, sides=(self._side_below(piece),))
            for piece in self.rail
            if piece.kind != "roll"
        ]

    def _side_below(self, piece: Piece) -> str:
        """A part of the rail is named from its start on; near the right edge, up to it."""
        left = self.axis.at(piece.start) * self.width / 100
        return "start" if left + text_width(piece.title) <= self.width else "end"

    def _box(self, piece: Piece, y: int, height: int) -> Box:
        return Box(
            piece.kind,
            self.axis.at(piece.start),
            y,
            self.axis.length(piece.start, piece.end),
            height,
            piece.title,
        )

    def _draw_band(self) -> None:
        self.boxes += [self._box(piece, self.band_top, BAND) for piece in band_of(self.course)]
        if self.course.state in STOPPED:
            start = self.axis.at(self.course.until)
            end = start + OPEN_SHARE * (100 - start)
            for y in (self.band_top + 0.5, self.band_end - 0.5):
                self.strokes.append(Stroke("open", start, y, end, y))
        if self.course.state is State.SUSPENDED and self.course.stopped_on is not None:
            self.signs.append(Sign("ruling", self.axis.at(self.course.stopped_on), self.band_top - 5))

    def _draw_rail(self) -> None:
        self.boxes += [self._box(piece, self.rail_top, RAIL) for piece in self.rail]

    def _draw_limits(self) -> None:
        course, at = self.course, self.axis.at
        if self._shows_base():
            assert course.base_end is not None
            self._line("thin", course.base_end, self.band_top - 4, self.rail_end)
        for day in course.restarts:
            self._line("restart", day, self.band_top - 4, self.band_end)
        if course.nominal is not None and course.nominal != course.deadline:
            self._line("dashed", course.nominal, self.band_top, self.rail_end)
        if course.soft is not None:
            self._line("thin", course.soft, self.band_top, self.band_end)
            self.signs.append(Sign("soft", at(course.soft), self.band_top - SIGN))
        if course.deadline is not None:
            self._line(
                "staff-dashed" if course.provisional else "staff",
                course.deadline,
                self.band_top - SIGN,
                self.rail_end + (1 if self.rail else 4),  # no further: below stand the names of the rail
            )
            self.signs.append(
                Sign(
                    "flag-hollow" if course.provisional else "flag", at(course.deadline), self.band_top - SIGN
                )
            )

    def _line(self, kind: str, day: date, top: float, bottom: float) -> None:
        x = self.axis.at(day)
        self.strokes.append(Stroke(kind, x, top, x, bottom))

    def _draw_marks(self) -> None:
        for mark in self.marks:
            self._line("thin", mark.on, self.band_top + 4, self.band_end - 4)

    def _draw_today(self) -> None:
        course, x = self.course, self.axis.at(self.course.until)
        if course.closed_on is not None:
            kind = "past" if course.state is State.CLOSED_LATE else ""
            self.signs.append(Sign("tick-box", x, self.band_top + BAND / 2, kind))
        else:
            self.signs.append(Sign("needle", x, self.band_top - SIGN))

    def _draw_axis(self) -> None:
        self.strokes.append(Stroke("axis", 0, self.axis_y, 100, self.axis_y))
        for tick in self.axis.ticks(self.width):
            self.strokes.append(Stroke("axis", tick.x, self.axis_y, tick.x, self.axis_y + TICK))
            if tick.x * self.width / 100 + 3 + text_width(tick.words) <= self.width:
                self.labels.append(
                    Label(tick.words, tick.x, self.axis_y + TICK_NAME - 3, "start", 3, "quiet")
                )

    def _write(self) -> None:
        top = self.above.height
        for placed in self.above.placed:
            self._write_above(placed, top - ROW * placed.row)
        for placed in self.below.placed:
            baseline = self.rail_end + ROW * (placed.row + 1) - 2
            if placed.row:
                self.strokes.append(
                    Stroke("leader", placed.wanted.x, self.rail_end, placed.wanted.x, baseline)
                )
            self._label(placed, baseline)
        if self._due_is_beside():
            assert self.course.deadline is not None
            words, x = self._due_words(), self.axis.at(self.course.deadline)
            self.labels.append(Label(words[0], x, self.band_top + 17, "start", 7, "strong"))
            for nominal in words[1:]:
                self.labels.append(Label(nominal, x, self.rail_end, "start", 7))

    def _write_above(self, placed: Placed, bottom: int) -> None:
        self._label(placed, bottom - 3)
        led_by_sign = placed.wanted.kind in ("strong", "past", "soft")
        if placed.row or not led_by_sign:
            end = self.band_top - (SIGN if led_by_sign else 0)
            self.strokes.append(Stroke("leader", placed.wanted.x, bottom - ROW + 4, placed.wanted.x, end))

    def _label(self, placed: Placed, y: int) -> None:
        self.labels.append(
            Label(placed.wanted.words, placed.wanted.x, y, placed.anchor, placed.dx, placed.wanted.kind)
        )


def _legend(course: Course) -> tuple[str, ...]:
    """The signs this strip uses, in the order they are explained."""
    if course.state in LIFTED or course.state is State.UNDOCKETED:
        return ("unbound", "needle") if course.closed_on is None else ("unbound", "tick-box")
    kinds = {piece.kind for piece in (*band_of(course), *rail_of(course))}
    kinds |= {"needle"} if course.closed_on is None else {"tick-box"}
    if course.deadline is not None:
        kinds.add("flag-hollow" if course.provisional else "flag")
    if course.nominal != course.deadline:
        kinds.add("nominal")
    if course.soft is not None:
        kinds.add("soft")
    if course.state is State.SUSPENDED:
        kinds.add("ruling")
    return tuple(kind for kind in LEGEND if kind in kinds)


LEGEND = (
    "worked", "earlier", "out", "left", "over", "base", "granted", "roll", "nominal", "ruling", "soft", "needle",
    "tick-box", "flag", "flag-hollow",
)  # fmt: skip
