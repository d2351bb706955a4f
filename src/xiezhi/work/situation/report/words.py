"""How the report writes numbers, changes and days. A missing denominator reads "no cases", small numbers are counts."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone

from xiezhi.rules.indicators.model import Interval
from xiezhi.rules.indicators.periods import HALF, MONTH, QUARTER, YEAR, Period
from xiezhi.rules.language import tr
from xiezhi.rules.limits.sentences import MONTHS_EN, day_en, day_zh
from xiezhi.work.situation.report.values import Cell, Text

FEW = (
    20  # cases in the denominator below which a share says little (handbook of indicators, section 4, rule 4)
)
MINUS = "−"
NOTHING = "—"
_QUARTERS_ZH = "一二三四"
_MEASURES = {
    "per_judge": ("件/人", " per judge"), "per_fte": ("件/人", " per FTE"), "per_100": ("件/百人", " per 100"),
    "per_10k": ("件/万人", " per 10,000"),
}  # fmt: skip


def period_words(period: Period) -> str:
    """2019年第三季度 / Q3 2019."""
    year, month = period.start.year, period.start.month
    if period.kind == MONTH:
        return tr(f"{year}年{month}月", f"{MONTHS_EN[month - 1]} {year}")
    if period.kind == QUARTER:
        quarter = (month - 1) // 3
        return tr(f"{year}年第{_QUARTERS_ZH[quarter]}季度", f"Q{quarter + 1} {year}")
    if period.kind == HALF:
        second = month > 6
        return tr(
            f"{year}年{'下' if second else '上'}半年", f"{'second' if second else 'first'} half of {year}"
        )
    if period.kind == YEAR:
        return tr(f"{year}年", str(year))
    return tr(
        f"{day_zh(period.start)}至{day_zh(period.end)}", f"{day_en(period.start)} to {day_en(period.end)}"
    )


def day_words(day: date) -> str:
    return tr(day_zh(day), day_en(day))


def moment_words(moment: datetime) -> str:
    """2019年10月16日24:00, in the time of mainland China."""
    local = timezone.localtime(moment)
    return f"{day_words(local.date())} {local:%H:%M}"


def count_words(count: float | None) -> str:
    """A count, its thousands apart."""
    if count is None:
        return NOTHING
    return f"{int(count):,}" if count == int(count) else f"{count:,.2f}"


def value_words(value: float | None, unit: str) -> str:
    """A value in the measure of its indicator: 94.2%, 1.46, 125.3天; "no cases" where there is none."""
    if value is None:
        return tr("无案件", "no cases")
    if unit == "share":
        return f"{100 * value:.2f}%"
    if unit == "days":
        return tr(f"{value:,.1f}天", f"{value:,.1f} days")
    if unit == "cases":
        return count_words(value)
    return f"{value:,.2f}{tr(*_MEASURES.get(unit, ('', '')))}"


def interval_words(interval: Interval, unit: str) -> str:
    """90.00%至98.00%; an open end is told as such."""
    low, high = (None if end is None else value_words(end, unit) for end in (interval.low, interval.high))
    if low and high:
        return tr(f"{low}至{high}", f"{low} to {high}")
    return f"≥ {low}" if low else f"≤ {high}"


def growth_words(now: float | None, before: float | None) -> str:
    """By how many per cent of before: +8.1%; a dash where a per cent says nothing."""
    if now is None or not before or before < FEW:
        return NOTHING
    return signed(100 * (now - before) / before, "%")


def points_words(now: float | None, before: float | None) -> str:
    """The change of a share in percentage points: +1.20."""
    if now is None or before is None:
        return NOTHING
    return signed(100 * (now - before), "", digits=2)


def signed(value: float, measure: str, *, digits: int = 1) -> str:
    """+1.2 or −1.2; what rounds to nought has no sign."""
    words = f"{value:+.{digits}f}"
    if float(words) == 0:
        words = words[1:]
    return words.replace("-", MINUS) + measure


def told(template: str, /, **parts: Cell | str) -> Text:
    """A sentence: the template with its {names} replaced, numbers keeping what they open."""
    return _pieces(template, parts)


def _pieces(template: str, parts: Mapping[str, Cell | str]) -> Text:
    found: list[Cell] = []
    for place, piece in enumerate(template.split("{")):
        name, brace, rest = piece.partition("}")
        if place == 0 or not brace:
            found.append(Cell(piece))
            continue
        part = parts[name]
        found += [part if isinstance(part, Cell) else Cell(part), Cell(rest)]
    return tuple(_joined(found))


def _joined(cells: list[Cell]) -> list[Cell]:
    """Neighbouring pieces of plain text in one; empty ones gone."""
    joined: list[Cell] = []
    for cell in cells:
        if not cell.words:
            continue
        bare = cell == Cell(cell.words)
        if bare and joined and joined[-1] == Cell(joined[-1].words):
            joined[-1] = Cell(joined[-1].words + cell.words)
        else:
            joined.append(cell)
    return joined


def sentence_end(text: Text) -> Text:
    """With a full stop."""
    return tuple(_joined([*text, Cell(tr("。", "."))]))


def listed(texts: list[Text], zh: str = "；", en: str = "; ") -> Text:
    """Several pieces one after the other."""
    found: list[Cell] = []
    for place, text in enumerate(texts):
        found += ([Cell(tr(zh, en))] if place else []) + list(text)
    return tuple(_joined(found))
