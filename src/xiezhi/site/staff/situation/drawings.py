"""Small drawings that stand in a line of a table of the page: the strip of an indicator, the sign of a state.

Whole charts come from `work.situation.charts`. What a strip draws stands beside it in words, for who does not see it.
"""

from collections.abc import Callable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from xiezhi.rules.indicators.model import Interval
from xiezhi.rules.language import tr
from xiezhi.work.situation.few import chance
from xiezhi.work.situation.health import FEW, INSIDE, OUTSIDE, STATE_WORDS, WITHOUT, Line
from xiezhi.work.situation.looking import Shown
from xiezhi.work.situation.wording import short_period, value_words


def strip(line: Line) -> SafeString:
    """The value as a dot, its own past as ticks, the interval in force as a tint with two ends; for few cases the reach of chance. With the
    same in words (`words`), unseen."""
    now = line.now.value
    if now is None:
        return SafeString("")
    past = [one.value for one in line.past if one.value is not None]
    reach = chance(line.now)
    low, high = _span([now, *past, *_ends(line.interval), *(reach or ())])

    def at(value: float) -> float:
        return round(100 * (value - low) / (high - low), 1)

    parts = [SafeString('<line class="base" x1="0" x2="100%" y1="15" y2="15"/>')]
    parts += _interval(line.interval, at)
    parts += [
        format_html('<line class="past" x1="{}%" x2="{}%" y1="11" y2="19"/>', at(value), at(value))
        for value in past
    ]
    if reach is not None:
        parts.append(
            format_html('<line class="reach" x1="{}%" x2="{}%" y1="15" y2="15"/>', at(reach[0]), at(reach[1]))
        )
    kind = {OUTSIDE: "now outside", FEW: "now few"}.get(line.state, "now")
    parts.append(format_html('<circle class="{}" cx="{}%" cy="15" r="5"/>', kind, at(now)))
    drawing = format_html_join("", "{}", ((part,) for part in parts))
    return format_html('<svg aria-hidden="true">{}</svg><span class="unseen">{}</span>', drawing, words(line))


def words(line: Line) -> str:
    """What the strip draws and no cell beside it tells: its own past, oldest first, and for few cases the reach of chance."""
    unit = line.indicator.formula.unit
    past = [
        f"{short_period(one.period)} {value_words(one.value, unit)}"
        for one in line.past
        if one.value is not None
    ]
    told = [tr(f"近{len(past)}期：", f"The last {len(past)}: ") + tr("、", ", ").join(past)] if past else []
    reach = chance_words(line.now)
    return tr("；", "; ").join([*told, *([tr(f"95%区间{reach}", f"95% interval {reach}")] if reach else [])])


def chance_words(shown: Shown) -> str:
    """61.0%至92.3%: between which shares chance alone may move a share of few cases; "" for everything else."""
    reach = chance(shown)
    if reach is None:
        return ""
    low, high = (value_words(end, "share") for end in reach)
    return tr(f"{low}至{high}", f"{low} to {high}")


def _ends(interval: Interval | None) -> list[float]:
    return [end for end in (interval.low, interval.high) if end is not None] if interval else []


def _span(values: list[float]) -> tuple[float, float]:
    """From where to where the strip reaches: a little beyond what stands on it."""
    low, high = min(values), max(values)
    room = (high - low) * 0.12 or abs(high) * 0.1 or 1.0
    return low - room, high + room


def _interval(interval: Interval | None, at: Callable[[float], float]) -> list[SafeString]:
    if interval is None:
        return []
    left = at(interval.low) if interval.low is not None else 0.0
    right = at(interval.high) if interval.high is not None else 100.0
    ticks = [end for end, told in ((left, interval.low), (right, interval.high)) if told is not None]
    return [
        format_html(
            '<rect class="interval" x="{}%" y="7" width="{}%" height="16"/>', left, round(right - left, 1)
        ),
        *(
            format_html('<line class="end-tick" x1="{}%" x2="{}%" y1="6" y2="24"/>', end, end)
            for end in ticks
        ),
    ]


HIDDEN = "hidden"  # a state of the page alone: what reports tell is never hidden
STATE_SIGNS = {
    INSIDE: '<circle cx="7" cy="7" r="5.5"/><circle class="dot" cx="7" cy="7" r="2"/>',
    OUTSIDE: '<path d="M1 1v12M9 1v12"/><circle class="dot" cx="14" cy="7" r="2.5"/>',
    WITHOUT: '<path d="M2 7h10"/>',
    FEW: '<circle cx="7" cy="7" r="5.5"/>',
}


def state_sign(state: str) -> SafeString:
    """The word of a state with its shape: colour is never the only sign."""
    words = STATE_WORDS | {HIDDEN: ("不显示", "not shown")}
    kind = state if state in (INSIDE, OUTSIDE, WITHOUT) else "few-cases"
    sign = SafeString(STATE_SIGNS.get(state, ""))
    drawing = format_html('<svg viewBox="0 0 14 14" aria-hidden="true">{}</svg>', sign) if sign else ""
    return format_html('<span class="state {}">{}{}</span>', kind, drawing, tr(*words[state]))


__all__ = ["HIDDEN", "chance_words", "state_sign", "strip"]
