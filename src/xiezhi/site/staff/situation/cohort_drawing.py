"""The lines of the cohorts: one for each length of time, over the quarters of filing."""

from collections.abc import Sequence

from xiezhi.rules.language import tr
from xiezhi.work.situation.charts.drawing import (
    Dot,
    Drawing,
    Line,
    Linked,
    Mark,
    Path,
    Text,
    names_at_end,
    room_for,
)
from xiezhi.work.situation.charts.rendering import Markup, page
from xiezhi.work.situation.charts.scale import grid, scale_over
from xiezhi.work.situation.cohorts import Cohort, Part
from xiezhi.work.situation.page_counts import COHORT_DAYS
from xiezhi.work.situation.wording import period_words

TOP, BOTTOM, HEIGHT = 24, 236, 262
MAIN = COHORT_DAYS[len(COHORT_DAYS) // 2]  # days whose line is the accent: those in the middle


def cohort_lines(found: Sequence[Cohort]) -> Markup:
    """Share closed within so many days, by quarter; dashed from where the days are not over."""
    scale = scale_over([0.0, 1.0], TOP, BOTTOM, most=1.0)
    marks: list[Mark] = [
        *grid(scale, [f"{100 * tick:g}" for tick in scale.ticks]),
        Text(0, 12, "%", "quiet", "end", -8),
    ]
    many = max(1, len(found))
    for place, cohort in enumerate(found):
        x = (place + 0.5) / many
        marks += [
            Line(x, BOTTOM, x, BOTTOM + 4, "axis"),
            Text(x, BOTTOM + 18, _quarter(cohort), "quiet", "middle", roomy=place % 2 == 0),
        ]
    names: list[tuple[float, str, str]] = []
    for at, days in enumerate(COHORT_DAYS):
        points = [
            ((place + 0.5) / many, scale.y(part.share), part)
            for place, part in enumerate(cohort.parts[at] for cohort in found)
            if part.share is not None
        ]
        if points:
            marks += _line(points, "line" if days == MAIN else "line-grey")
            names.append(
                (points[-1][1], tr(f"{days}日内", f"{days} days"), "accent-text" if days == MAIN else "quiet")
            )
    marks += names_at_end(names)
    told = tr("立案季度与各期限内结案比例", "quarters of filing and share closed within so many days")
    left, right = (
        room_for([f"{100 * tick:g}" for tick in scale.ticks]),
        room_for([words for _, words, _ in names], 14),
    )
    return page(Drawing(tuple(marks), HEIGHT, left, right), tr("立案批次", "Cohorts"), told)


def _quarter(cohort: Cohort) -> str:
    start = cohort.period.start
    return f"{start.year % 100:02}Q{(start.month - 1) // 3 + 1}"


def _line(points: list[tuple[float, float, Part]], kind: str) -> list[Mark]:
    whole = [(x, y) for x, y, part in points if part.whole]
    rest = [*whole[-1:], *((x, y) for x, y, part in points if not part.whole)]
    marks: list[Mark] = [Path(tuple(whole), kind)] if len(whole) > 1 else []
    if len(rest) > 1:
        marks.append(Path(tuple(rest), "line-ahead" if kind == "line" else "line-dashed"))
    dot = "dot-small" if kind == "line" else "dot-small-grey"
    return [
        *marks,
        *(Linked("", _told(part), (Dot(x, y, 9, "touch"), Dot(x, y, 2.5, dot))) for x, y, part in points),
    ]


def _told(part: Part) -> str:
    days = tr(f"{part.days}日内", f"within {part.days} days")
    return f"{period_words(part.shown.period)} {days} {100 * (part.share or 0):.1f}%"
