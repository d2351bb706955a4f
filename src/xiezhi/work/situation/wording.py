"""How periods, numbers, changes and courts are written, on the pages of the situation and in its reports alike.

Pages round shares to one decimal, reports to two (`exact`); a missing denominator never reads as nought.
"""

import re
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from xiezhi.rules.indicators.model import Interval
from xiezhi.rules.indicators.periods import HALF, MONTH, QUARTER, YEAR, Period
from xiezhi.rules.indicators.thresholds import thresholds
from xiezhi.rules.language import tr
from xiezhi.rules.limits.sentences import MONTHS_EN, day_en, day_zh

if TYPE_CHECKING:
    from xiezhi.record.models import Court, Division

NOTHING = "—"
MINUS = "−"
_QUARTERS_ZH = "一二三四"
_PROVINCE = re.compile("^[^省区]{2,8}?(省|自治区)(?!高级)")
_MEASURES = {
    "per_judge": ("件/人", " per judge"), "per_fte": ("件/人", " per FTE"), "per_100": ("件/百人", " per 100"),
    "per_10k": ("件/万人", " per 10,000"),
}  # fmt: skip


# --- when


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


def short_period(period: Period) -> str:
    """2019Q3, 2019-07: as narrow as a chart needs it."""
    return period.name if period.kind in (MONTH, QUARTER, HALF, YEAR) else f"{period.start:%m-%d}"


def day_words(day: date) -> str:
    """2019年10月16日 / 16 Oct 2019."""
    return tr(day_zh(day), day_en(day))


def span_words(first: date | None, last: date | None) -> str:
    """From when to when something is in force, an open end told as such: 2025年1月1日起."""
    if first and last:
        return tr(f"{day_words(first)}至{day_words(last)}", f"{day_words(first)} to {day_words(last)}")
    if first:
        return tr(f"{day_words(first)}起", f"from {day_words(first)}")
    return tr(f"至{day_words(last)}", f"until {day_words(last)}") if last else tr("不限期间", "at any time")


def moment_words(moment: datetime) -> str:
    """2019年10月16日 24:00, in the time of mainland China."""
    local = timezone.localtime(moment)
    return f"{day_words(local.date())} {local:%H:%M}"


# --- how many


def value_words(value: float | None, unit: str, *, exact: bool = False) -> str:
    """A value in the measure of its indicator: 94.2% (exact: 94.21%), 1.46, 125.3天; a dash (exact: "no cases") where there is none."""
    if value is None:
        return tr("无案件", "no cases") if exact else NOTHING
    if unit == "share":
        return f"{100 * value:.{2 if exact else 1}f}%"
    if unit == "day_count":
        return tr(f"{count_words(value)}天", f"{count_words(value)} days")
    if unit == "days":
        return tr(f"{value:,.1f}天", f"{value:,.1f} days")
    if unit in ("cases", "entries"):
        return count_words(value)
    if unit == "yuan":
        return amount_words(value)
    return f"{value:,.2f}{tr(*_MEASURES.get(unit, ('', '')))}".replace("-", MINUS)


def interval_words(interval: Interval, unit: str, *, exact: bool = False) -> str:
    """90%至98%; an open end is told as such."""
    low, high = (
        None if end is None else value_words(end, unit, exact=exact) for end in (interval.low, interval.high)
    )
    if low and high:
        return tr(f"{low}至{high}", f"{low} to {high}")
    return tr(f"{low}以上", f"{low} or more") if low else tr(f"{high}以下", f"{high} or less")


def document_words(used: Iterable[tuple[str, Interval]]) -> list[str]:
    """The documents whose intervals were used, each with its days and the names of the indicators for which it was."""
    names: dict[tuple[str, str], list[str]] = {}
    for name, one in used:
        names.setdefault((one.document, span_words(one.first, one.last)), []).append(name)
    return [
        tr(f"{document}（{span}）：{'、'.join(some)}", f"{document} ({span}): {', '.join(some)}")
        for (document, span), some in names.items()
    ]


def count_words(count: float | None) -> str:
    """A count with its thousands apart; sums of money keep no more than what is told."""
    if count is None:
        return NOTHING
    return f"{int(count):,}" if count == int(count) else f"{count:,.2f}"


def people_words(count: float | None, per: str) -> str:
    """What a figure divides by that is no case: 31名法官, 28.4折算人力, 1,204,000人."""
    if count is None:
        return NOTHING
    if per == "judges":
        return tr(f"{count_words(count)}名法官", f"{count_words(count)} judges")
    if per == "fte":
        return tr(f"折算人力{count:,.1f}", f"{count:,.1f} FTE")
    return tr(f"{count_words(count)}人", f"{count_words(count)} inhabitants")


def no_people_words() -> str:
    """In place of a value where people are too few below, or not known."""
    return tr("人数不足或者不详", "people few or not known")


def people_note(pers: Collection[str]) -> str:
    """How the people were counted by whom figures divide; "" where they divide by none."""
    fewest, said = thresholds().fewest_people, []
    if "judges" in pers:
        said.append(
            tr(
                "法官人数：期末（未过完的期间到数据截至日）任办案岗位的人，含执行员。",
                "Judges: officers in posts that carry cases on the last day counted, enforcement officers among them.",
            )
        )
    if "fte" in pers:
        said.append(
            tr(
                "折算人力：期间内任办案岗位的天数所占比例之和。",
                "Full-time equivalents: the share of the days of the period on which such posts were held.",
            )
        )
    if not said:
        return ""
    said.append(
        tr(
            f"按整个法院计，不分口径；以任职记录的现状为准，看过去的数据也是如此。不足{fewest}人的，或者有案件而没有任职记录的法院，不算。",
            f"Of whole courts, whatever the scope; by the posts as they now stand in the record, for data of a past day too. Not told for "
            f"fewer than {fewest}, nor with a court that has cases and no posts.",
        )
    )
    return tr("", " ").join(said)


def amount_words(yuan: float) -> str:
    """41.2亿元 / 4,120 m yuan."""
    if abs(yuan) >= 1e8:
        return tr(f"{yuan / 1e8:,.2f}亿元", f"{yuan / 1e6:,.0f} m yuan")
    if abs(yuan) >= 1e4:
        return tr(f"{yuan / 1e4:,.1f}万元", f"{yuan / 1e3:,.0f} k yuan")
    return tr(f"{yuan:,.0f}元", f"{yuan:,.0f} yuan")


# --- by how much


def change_words(now: float | None, before: float | None) -> str:
    """By how many per cent of before: +8.1%; "" where it cannot be told."""
    return "" if now is None or not before else signed(100 * (now - before) / before, "%")


def points_words(now: float | None, before: float | None) -> str:
    """The change of a share in percentage points: +1.20."""
    return NOTHING if now is None or before is None else signed(100 * (now - before), "", digits=2)


def signed(value: float, measure: str, *, digits: int = 1) -> str:
    """+1,234.5 or −1.2; what rounds to nought has no sign. Counts take no digits."""
    words = f"{value:+,.{digits}f}"
    if not words.strip("+-0.,"):
        words = words[1:]
    return words.replace("-", MINUS) + measure


# --- where


def named(one: "Court | Division") -> str:
    """The name of a court or division in the reader's language."""
    return tr(one.name, one.name_en or one.name)


def area_place(name: str) -> str:
    """A court with those below it, in its short name, by its place alone: 桑荫市."""
    return name.removesuffix("中院辖区").removesuffix(" Intermediate, area") or name


def short_name(name: str) -> str:
    """A court in a narrow place: without its province, and in fewer words where everybody knows them."""
    short = (
        _PROVINCE.sub("", name)
        .replace("和辖区法院", "辖区")
        .replace("中级人民法院", "中院")
        .replace("高级人民法院", "高院")
    )
    short = short.replace("人民法院", "法院").replace(" and the courts below", ", area")
    return (
        short.replace("Intermediate People's Court", "Intermediate")
        .replace("High People's", "High")
        .replace(" People's Court", "")
        or name
    )
