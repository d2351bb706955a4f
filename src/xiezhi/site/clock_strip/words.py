"""What the strip says in words: days, the large figure, the line beside it, and the whole picture for a screen reader."""

from dataclasses import dataclass
from datetime import date

from xiezhi.rules.language import language, tr
from xiezhi.rules.limits.sentences import MONTHS_EN, day_en, day_zh
from xiezhi.site.clock_strip.course import Course, Excluded, State, short_name

WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKDAYS_ZH = "一二三四五六日"


def whole_day(day: date) -> str:
    """2026年10月8日 / 8 Oct 2026."""
    return tr(day_zh(day), day_en(day))


def short_day(day: date, today: date) -> str:
    """10月8日 / 8 Oct; with the year unless it is this year."""
    if day.year != today.year:
        return whole_day(day)
    return tr(f"{day.month}月{day.day}日", f"{day.day} {MONTHS_EN[day.month - 1]}")


def weekday(day: date) -> str:
    """周四 / Thu."""
    return tr(f"周{WEEKDAYS_ZH[day.weekday()]}", WEEKDAYS_EN[day.weekday()])


def count_days(days: int) -> str:
    """22日 / 22 days."""
    return tr(f"{days}日", f"{days} day" if days == 1 else f"{days} days")


@dataclass(frozen=True, slots=True)
class Summary:
    """What stands above the strip: 剩 22 日, the due date, what else matters, and the figures."""

    before: str
    figure: str
    after: str
    headline: str
    notes: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]
    past: bool

    @property
    def spoken(self) -> str:
        """The large figure as one phrase."""
        if language() == "en":
            return " ".join(filter(None, (self.before, self.figure, self.after)))
        return f"{self.before}{self.figure}{self.after}"


def summary_of(course: Course) -> Summary:
    """The words above the strip, for any state."""
    past = course.state in (State.OVERDUE, State.CLOSED_LATE)
    return Summary(*_large(course), _headline(course), tuple(_notes(course)), tuple(_figures(course)), past)


def _large(course: Course) -> tuple[str, str, str]:
    days = abs(course.days_left or 0)
    unit = "day" if days == 1 else "days"
    remaining = course.remaining or 0
    match course.state:
        case State.RUNNING if days == 0:
            return ("", tr("今日", "today"), tr("届满", "is the last day"))
        case State.RUNNING:
            return (tr("剩", ""), str(days), tr("日", f"{unit} left"))
        case State.OVERDUE:
            return (tr("超", ""), str(days), tr("日", f"{unit} past the limit"))
        case State.PAUSED | State.SUSPENDED:
            return (tr("停，余", "stopped,"), str(remaining), tr("日", "days remain"))
        case State.CLOSED_IN_TIME:
            return (tr("余", ""), str(days), tr("日", f"{unit} to spare"))
        case State.CLOSED_LATE:
            return (tr("超", ""), str(days), tr("日", f"{unit} late"))
        case State.CLOSED:
            return ("", tr("已结案", "closed"), "")
        case State.EXEMPT:
            return ("", tr("不受限", "exempt"), "")
        case State.NO_LIMIT:
            return ("", tr("无期限", "no limit"), "")
        case State.INVALID:
            return ("", tr("算不出", "cannot be computed"), "")
        case _:
            return ("", tr("未立案", "not yet docketed"), "")


def _headline(course: Course) -> str:
    due = course.deadline
    match course.state:
        case State.RUNNING | State.OVERDUE if due is not None:
            end = (
                tr("届满", "is the last day")
                if course.state is State.RUNNING
                else tr("已届满", "was the last day")
            )
            return tr(
                f"{whole_day(due)}（{weekday(due)}）{end}",
                f"{weekday(due)} {whole_day(due)} {end}",
            )
        case State.PAUSED | State.SUSPENDED:
            return _standing_words(course)
        case State.CLOSED_IN_TIME | State.CLOSED_LATE if due is not None:
            closed = short_day(course.until, course.today)
            return tr(
                f"{closed}结案，{short_day(due, course.today)}届满",
                f"closed {closed}, due {short_day(due, course.today)}",
            )
        case State.CLOSED:
            return tr(
                f"{short_day(course.until, course.today)}结案时期限停止计算",
                f"closed {short_day(course.until, course.today)}, while the clock stood",
            )
        case State.EXEMPT:
            return tr(
                "法律不设审理期限：" if course.reasons else "",
                "not bound by the limit: " if course.reasons else "",
            ) + _joined(course)
        case State.NO_LIMIT:
            return tr("法律没有规定期限", "the law sets no limit")
        case State.INVALID:
            return _joined(course)
        case _:
            return tr("审限自立案的次日起算", "the limit starts on the day after docketing")


def _joined(course: Course) -> str:
    return tr("；", "; ").join(course.reasons)


def _standing_words(course: Course) -> str:
    """Why the clock stands and since when."""
    standing = next((span for span in reversed(course.excluded) if span.open), None)
    since = course.stopped_on or course.until
    if standing is None:
        return tr(
            f"{short_day(since, course.today)}起停止计算",
            f"clock stopped since {short_day(since, course.today)}",
        )
    kind = tr("中止：", "suspended: ") if course.state is State.SUSPENDED else tr("扣除：", "deduction: ")
    name, days = standing.words, (course.until - since).days
    return tr(
        f"{kind}{name}，{short_day(since, course.today)}起，已{days}日",
        f"{kind}{name}, since {short_day(since, course.today)}, {count_days(days)} so far",
    )


def _notes(course: Course) -> list[str]:
    notes = []
    if course.soft is not None and course.state is State.RUNNING:
        left = (course.soft - course.until).days
        day = short_day(course.soft, course.today)
        notes.append(
            tr(f"距软期限{day}还有{left}日", f"{count_days(left)} to the soft date {day}")
            if left >= 0
            else tr(f"软期限{day}已过{-left}日", f"{count_days(-left)} past the soft date {day}")
        )
    if course.hidden_days:
        notes.append(
            tr(
                f"自然天数已过基本期限{course.hidden_days}日，经扣除、延长仍在期限内",
                f"{count_days(course.hidden_days)} beyond the base limit by the calendar; within it after deductions and extensions",
            )
        )
    if course.provisional and course.deadline is not None:
        year = course.deadline.year
        notes.append(tr(f"{year}年放假安排未公布", f"the holiday notice for {year} is not out"))
    if course.state in (State.EXEMPT, State.NO_LIMIT) and course.closed_on:
        notes.append(tr(f"{whole_day(course.closed_on)}结案", f"closed {whole_day(course.closed_on)}"))
    if course.state is State.NO_LIMIT and course.reasons:
        notes.append(_joined(course))
    return notes


def _figures(course: Course) -> list[tuple[str, str]]:
    if course.gross is None or course.net is None:
        return []
    granted = tr("、", ", ").join(course.extensions)
    times = len(course.extensions)
    return [
        (tr("自然天数", "gross days"), str(course.gross)),
        (tr("扣除", "excluded"), str(course.gross - course.net)),
        (tr("净审限天数", "net days"), str(course.net)),
        (tr("延长", "extensions"), tr(f"{times}次，{granted}", granted) if times else tr("无", "none")),
    ]


def span_label(span: Excluded) -> str:
    """The words over a hatched span."""
    name = short_name(span.words)
    if span.suspension:
        name = tr(f"中止：{name}", f"suspended: {name}")
    if span.open:
        return tr(f"{name}，已{span.days}日", f"{name}, {span.days} d so far")
    return tr(f"{name}{span.days}日", f"{name}, {span.days} d")


def span_title(span: Excluded) -> str:
    """What a hatched span says when touched."""
    kind = tr("中止", "suspension") if span.suspension else tr("扣除", "deduction")
    end = (
        tr("尚未结束", "still open")
        if span.open
        else tr(f"至{whole_day(span.end)}", f"to {whole_day(span.end)}")
    )
    return tr(
        f"{kind}：{span.words}，{whole_day(span.start)}{'起，' if span.open else ''}{end}，{span.days}日不计入",
        f"{kind}: {span.words}, {whole_day(span.start)} {end}; {count_days(span.days)} not counted",
    )


def described(course: Course, summary: Summary) -> str:
    """The whole picture in sentences, for a reader who cannot see it."""
    parts = [summary.spoken, summary.headline, *summary.notes]
    if course.first is not None:
        parts.append(tr(f"自{whole_day(course.first)}起", f"from {whole_day(course.first)}"))
    if course.base_end is not None:
        parts.append(
            tr(f"基本期限至{whole_day(course.base_end)}", f"base limit to {whole_day(course.base_end)}")
        )
    if course.extensions:
        granted = tr("、", ", ").join(course.extensions)
        parts.append(tr(f"延长{granted}", f"extended by {granted}"))
    parts.extend(span_title(span) for span in course.excluded)
    if course.nominal is not None and course.nominal != course.deadline:
        parts.append(
            tr(
                f"名义届满日{whole_day(course.nominal)}，休息日顺延",
                f"nominal date {whole_day(course.nominal)}, moved over rest days",
            )
        )
    return tr("；", "; ").join(parts) + tr("。", ".")
