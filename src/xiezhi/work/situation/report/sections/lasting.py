"""How long cases take when those still open are counted too: what was filed in the last months, followed to the end of the period."""

from typing import Any

from xiezhi.rules.indicators.thresholds import thresholds
from xiezhi.rules.language import tr
from xiezhi.work.situation.charts.survival import Named, survival
from xiezhi.work.situation.codes import code_words
from xiezhi.work.situation.durations import curve_of
from xiezhi.work.situation.report.measuring import FOLLOWED_MONTHS, NEW, Measured, times_window
from xiezhi.work.situation.report.values import Cell, Head, Link, Picture, Section, Table, Text
from xiezhi.work.situation.report.words import told
from xiezhi.work.situation.statistics.survival import Curve
from xiezhi.work.situation.wording import NOTHING, count_words, value_words

MARKS = thresholds().followed_days


def lasting(measured: Measured) -> Section | None:
    """The curve of all, and what it says by class; None where too few cases were filed."""
    curves = (measured.times or {}).get("curves", [])
    whole = next((one for one in curves if one["group"] is None), None)
    if whole is None:
        return None
    note = tr(
        f"生存曲线（Kaplan–Meier）：期末前{FOLLOWED_MONTHS}个月立案的案件，跟踪到期末；未结的，以及移送、并案的，计到那一天为止。"
        "只看已结案件会漏掉慢案，所以两个中位数并列。件数少的类别不列。",
        f"Kaplan–Meier: cases filed in the {FOLLOWED_MONTHS} months before the end of the period, followed to it; those still open, and those "
        "transferred or merged, count up to that day. Looking at closed cases alone leaves out the slow ones, so both medians are told. "
        "Classes with few cases are left out.",
    )
    beyond = tr("“—”：还没有案件跟踪到这么多天。", "“—”: no case has been followed for so many days yet.")
    short = any(curve_of(one["curve"]).longest < max(MARKS) for one in curves)
    chart = survival(
        [Named(tr("全部", "All"), curve_of(whole["curve"]), whole["closed_only"], left=whole.get("left"))]
    )
    picture = Picture(chart.title, chart.standalone(), chart.description)
    return Section(
        "lasting", tr("从立案到结案（计入未结）", "From filing to closing, open cases counted"), (_said(measured, whole),), (picture,),
        (_table(measured, curves),), (note, beyond) if short else (note,),
    )  # fmt: skip


def _said(measured: Measured, whole: dict[str, Any]) -> Text:
    curve = curve_of(whole["curve"])
    if curve.median is None:
        middle = tr("到期末还不到一半结案", "less than half were closed by the end of the period")
    else:
        middle = tr(
            f"一半在{curve.median:g}天内结案{_interval(curve)}",
            f"half were closed within {curve.median:g} days{_interval(curve)}",
        )
        if whole["closed_only"] is not None:
            middle += tr(
                f"（只看已结的为{whole['closed_only']:g}天）",
                f" ({whole['closed_only']:g} for the closed ones alone)",
            )
    shares = tr("、", ", ").join(
        tr(f"{day}天内{_share(curve, day)}", f"{_share(curve, day)} within {day} days")
        for day in MARKS
        if day <= curve.longest
    )
    if shares:
        middle += tr(f"；结案的比例：{shares}", f"; closed: {shares}")
    return told(
        tr(
            "近{months}个月立案的{count}件，{middle}。",
            "Of {count} cases filed in the last {months} months {middle}.",
        ),
        months=str(FOLLOWED_MONTHS), count=_counted(measured, NEW, curve.cases), middle=middle,
    )  # fmt: skip


def _interval(curve: Curve) -> str:
    if curve.median_low is None:
        return ""
    high = (
        tr("以上", " or more")
        if curve.median_high is None
        else tr(f"至{curve.median_high:g}", f" to {curve.median_high:g}")
    )
    return tr(f"（95%区间{curve.median_low:g}{high}）", f" (95 %: {curve.median_low:g}{high})")


def _share(curve: Curve, day: int) -> str:
    """The share closed within so many days; a dash beyond the longest time of observation."""
    return NOTHING if day > curve.longest else value_words(1 - curve.share_at(day), "share")


def _counted(measured: Measured, key: str, count: float, case_class: str | None = None) -> Cell:
    where = () if case_class is None else (("case_class", case_class),)
    link = Link(key, times_window(measured.period), where=where) if count else None
    return Cell(count_words(count), link, count, "cases")


def _table(measured: Measured, curves: list[dict[str, Any]]) -> Table:
    heads = (
        Head(tr("类别", "Class")),
        *(Head(words, right=True) for words in (
            tr("立案", "Filed"), tr("中位天数", "Median days"), tr("95%区间", "95 % interval"), tr("只看已结", "Closed alone"),
            *(tr(f"{day}天内结案", f"Closed in {day} d") for day in MARKS),
        )),
    )  # fmt: skip
    rows = tuple(_row(measured, one) for one in curves)
    title = tr("各类案件从立案到结案", "From filing to closing by class")
    return Table(tr("计入未结的历时", "Time to close"), title, heads, rows, wide=True)


def _row(measured: Measured, one: dict[str, Any]) -> tuple[Cell, ...]:
    curve, whole = curve_of(one["curve"]), one["group"] is None
    low, high = (NOTHING if end is None else f"{end:g}" for end in (curve.median_low, curve.median_high))
    words = tr("全部", "All") if whole else code_words("case_class", one["group"])
    return (
        Cell(words), _counted(measured, NEW, curve.cases, None if whole else one["group"] or ""),
        Cell(NOTHING if curve.median is None else f"{curve.median:g}", None, curve.median, "days"),
        Cell(NOTHING if curve.median_low is None else f"{low}–{high}"),
        Cell(NOTHING if one["closed_only"] is None else f"{one['closed_only']:g}", None, one["closed_only"], "days"),
        *(Cell(_share(curve, day), None, None if day > curve.longest else 1 - curve.share_at(day), "share") for day in MARKS),
    )  # fmt: skip
