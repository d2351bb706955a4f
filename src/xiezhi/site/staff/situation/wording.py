"""How periods and values are told on the pages of the situation."""

import re

from xiezhi.rules.indicators.periods import HALF, MONTH, QUARTER, YEAR, Period
from xiezhi.rules.language import tr
from xiezhi.rules.limits.sentences import MONTHS_EN, day_en, day_zh

_QUARTERS_ZH = "一二三四"
NOTHING = "—"
_PROVINCE = re.compile("^[^省区]{2,8}?(省|自治区)(?!高级)")


def period_words(period: Period) -> str:
    """2019年第三季度 / Q3 2019."""
    year, month = period.start.year, period.start.month
    quarter, half = (month - 1) // 3, (month - 1) // 6
    if period.kind == MONTH:
        return tr(f"{year}年{month}月", f"{MONTHS_EN[month - 1]} {year}")
    if period.kind == QUARTER:
        return tr(f"{year}年第{_QUARTERS_ZH[quarter]}季度", f"Q{quarter + 1} {year}")
    if period.kind == HALF:
        return tr(f"{year}年{'上下'[half]}半年", f"{('first', 'second')[half]} half of {year}")
    if period.kind == YEAR:
        return tr(f"{year}年", str(year))
    return tr(
        f"{day_zh(period.start)}至{day_zh(period.end)}", f"{day_en(period.start)} to {day_en(period.end)}"
    )


def month_words(period: Period, *, with_year: bool = False) -> str:
    """7月 / Jul."""
    if with_year:
        return period_words(period)
    return tr(f"{period.start.month}月", MONTHS_EN[period.start.month - 1])


def value_words(value: float | None, unit: str) -> str:
    """A value in the measure of its indicator: 94.2%, 1.46, 125.3日; a dash where there is none."""
    if value is None:
        return NOTHING
    if unit == "share":
        return f"{100 * value:.1f}%"
    if unit == "day_count":
        return tr(f"{count_words(value)}日", f"{count_words(value)} days")
    if unit == "days":
        return tr(f"{value:,.1f}日", f"{value:,.1f} days")
    if unit in ("cases", "entries") and value == int(value):
        return f"{int(value):,}"
    if unit == "yuan":
        return amount_words(value)
    return f"{value:,.2f}"


def count_words(count: float | None) -> str:
    """A count with its thousands apart; sums of money keep no more than what is told."""
    if count is None:
        return NOTHING
    return f"{int(count):,}" if count == int(count) else f"{count:,.2f}"


def amount_words(yuan: float) -> str:
    """41.2亿元 / 4,120 m yuan."""
    if abs(yuan) >= 1e8:
        return tr(f"{yuan / 1e8:,.2f}亿元", f"{yuan / 1e6:,.0f} m yuan")
    if abs(yuan) >= 1e4:
        return tr(f"{yuan / 1e4:,.1f}万元", f"{yuan / 1e3:,.0f} k yuan")
    return tr(f"{yuan:,.0f}元", f"{yuan:,.0f} yuan")


def change_words(now: float | None, before: float | None) -> str:
    """+8.1% against before; "" where it cannot be told."""
    if now is None or not before:
        return ""
    return f"{100 * (now - before) / before:+.1f}%".replace("-", "−")


def points_words(now: float | None, before: float | None) -> str:
    """The change of a share in percentage points: +1.2."""
    if now is None or before is None:
        return ""
    return f"{100 * (now - before):+.1f}".replace("-", "−")


def short_period(period: Period) -> str:
    """2019Q3, 2019-07: as narrow as a chart needs it."""
    return period.name if period.kind in (MONTH, QUARTER, HALF, YEAR) else f"{period.start:%m-%d}"


def short_name(name: str) -> str:
    """A court in a narrow place: without its province, and in fewer words where everybody knows them."""
    short = (
        _PROVINCE.sub("", name)
        .replace("和辖区法院", "辖区")
        .replace("中级人民法院", "中院")
        .replace("高级人民法院", "高院")
    )
    short = short.replace("人民法院", "法院").replace(" and the courts below", ", area")
    return short.replace("Intermediate People's Court", "Intermediate").replace(" People's Court", "") or name
