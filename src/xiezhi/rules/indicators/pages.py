"""The catalogue of indicators as a page of the documentation, in both languages.

docs/indicators.md is what this writes; a test compares them. After a change of the data:

    python -m xiezhi.rules.indicators.pages docs
"""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from xiezhi.rules.indicators.catalogue import excluded, indicators, scopes, terms
from xiezhi.rules.indicators.marks import STATUS_WORDS, VERIFICATION_WORDS
from xiezhi.rules.indicators.model import MEDIAN, PRIOR, Formula, Indicator, Side
from xiezhi.rules.indicators.thresholds import thresholds_told

Pair = tuple[str, str]

FAMILIES: dict[str, Pair] = {
    "flow": ("收结存与工作量", "Stock, flow and workload"),
    "cn2024": ("审判质量管理指标（2024年）", "Indicators of trial quality, Supreme People's Court, 2024"),
    "ops": ("日常通报", "Everyday bulletins"),
    "cn2018exec": ("“基本解决执行难”（2018年）", "Enforcement campaign of 2018"),
    "cn2011": (
        "案件质量评估（2011年，历史指标，默认不显示）",
        "Case quality assessment, 2011: legacy, off by default",
    ),
    "international": ("国际与外国指标", "International and foreign measures"),
}
VALUES: dict[str, Pair] = {
    "count": ("件数", "count"),
    "ratio": ("比值", "ratio"),
    "median": ("中位数", "median"),
    "evenness": ("1－σ÷μ（逐月）", "1 − σ/μ of the months"),
}
DIRECTIONS: dict[str, Pair] = {
    "more": ("通常越高越好", "more is usually healthier"),
    "less": ("通常越低越好", "less is usually healthier"),
    "none": ("仅作描述", "describes"),
    "interval": ("两端都须查看", "both ends raise a question"),
}
BASES: dict[str, Pair] = {"opening": ("旧存", "opening"), "pending": ("未结", "pending")}


def indicators_page() -> str:
    """docs/indicators.md: how to read it, scopes and terms, every indicator by family, then what is not computed."""
    return "\n".join(_page()) + "\n"


def _page() -> Iterator[str]:
    yield "# Indicators 指标"
    yield ""
    yield "Generated from `src/xiezhi/rules/data/indicators` by `python -m xiezhi.rules.indicators.pages docs`; do not edit here."
    yield "本页由数据生成，请勿直接修改。"
    yield ""
    found = indicators()
    yield (
        f"{len(found)} indicators. Each is computed by the definition in force on its day; a report names the version it used. A figure "
        "carries its numerator, its denominator and the cases behind both; where nothing stands below there is no value. There is no "
        "composite index, no ranking and no figure of a person."
    )
    yield (
        f"共{len(found)}项指标，按当日有效的定义计算，报告注明所用版本。每一数值都有分子、分母及各自的案件；分母为零则无值。"
        "不作综合指数，不排名，不给个人打分。"
    )
    yield ""
    yield (
        "“In the period” means: the day named lies in it. Those marked *own base* look at the cases their formula names whatever the "
        "scope. What counts *for the court of the prior decision* goes to the court whose decision the case is about."
    )
    yield (
        "“期间内”指所列日期在期间内。标明“自有范围”的，不论所选口径，只看公式所列案件；标明“按原审法院计”的，计入作出原裁判的法院。"
    )
    yield from _conditions()
    yield from _thresholds()
    for family, (zh, en) in FAMILIES.items():
        yield from ("", f"## {en} {zh}")
        for indicator in found.values():
            if indicator.family == family:
                yield from _indicator(indicator)
    yield from (
        "",
        "## Not computed 不计算的",
        "",
        "| id | 名称 | name | 原因 | reason |",
        "|---|---|---|---|---|",
    )
    for one in excluded():
        yield f"| `{one.id}` | {one.name_zh} | {one.name_en} | {one.why_zh} | {one.why_en} |"


def _conditions() -> Iterator[str]:
    for heading, entries in (("Scopes 口径", scopes()), ("Terms 用语", terms())):
        yield from ("", f"## {heading}", "", "| id | 名称 | name | condition 条件 |", "|---|---|---|---|")
        for one in entries.values():
            yield f"| `{one.id}` | {one.name_zh} | {one.name_en} | `{one.text}` |"


def _thresholds() -> Iterator[str]:
    yield from ("", "## Thresholds 阈值", "")
    yield (
        "Choices that may be edited in `thresholds.toml`; every page, report and text takes its number from there. "
        "可在 `thresholds.toml` 修改；页面、报告和文字中的数都取自该文件。"
    )
    yield from ("", "| id | 值 value | 用途 | for | 依据 | source |", "|---|---|---|---|---|---|")
    for key, told in thresholds_told().items():
        yield f"| `{key}` | {told.values} | {told.zh} | {told.en} | {told.source_zh} | {told.source_en} ({told.status}) |"


def _indicator(indicator: Indicator) -> Iterator[str]:
    yield from ("", f"### `{indicator.id}` {indicator.name_zh} · {indicator.name_en}", "")
    yield f"{indicator.formula_zh}。"
    yield f"{indicator.formula_en}."
    yield ""
    yield f"- {_marks(indicator, 1)} · {_marks(indicator, 0)}"
    if indicator.first or indicator.last:
        first, last = _day(indicator.first), _day(indicator.last)
        yield f"- in force {first} to {last} · 有效期{first}至{last}"
    if indicator.succeeds:
        yield f"- after `{indicator.succeeds}`, which counts otherwise: no comparison across · 此前为 `{indicator.succeeds}`，口径不同，不可同比"
    for interval in indicator.intervals:
        bounds = (
            f"{'' if interval.low is None else interval.low}–{'' if interval.high is None else interval.high}"
        )
        days = f"{_day(interval.first)}–{_day(interval.last)}"
        yield f"- interval 区间 {bounds} ({days}): {interval.document_en} · {interval.document_zh}"
    yield f"- {indicator.source_en} · {indicator.source_zh}"
    if indicator.caveat_zh:
        yield f"- {indicator.caveat_en} · {indicator.caveat_zh}"
    yield from _formula(indicator.formula)
    for variant in indicator.variants:
        yield f"- `{variant.formula.key}` {variant.name_zh} · {variant.name_en}"
        yield from (f"    {line}" for line in _formula(variant.formula))


def _marks(indicator: Indicator, language: int) -> str:
    words = [
        DIRECTIONS[indicator.direction][language],
        VERIFICATION_WORDS[indicator.verification][language],
        STATUS_WORDS[indicator.formula_status][language],
    ]
    if not indicator.formula.follows_scope:
        words.append(("自有范围", "own base")[language])
    return ("，", ", ")[language].join(words)


def _formula(formula: Formula) -> Iterator[str]:
    numerator = _side(formula.numerator, summed=formula.value != MEDIAN)
    zh, en = VALUES[formula.value]
    extra = f" × {formula.scale}" if formula.scale != 1 else ""
    extra += " × days 天数" if formula.by_days else ""
    extra += "; 1 −" if formula.complement else ""
    below = f" ÷ {_side(formula.denominator)}" if formula.denominator else ""
    yield f"- {en} {zh}{extra}: {numerator}{below}"


def _side(side: Side, *, summed: bool = True) -> str:
    if side.per:
        return f"`{side.per}`"
    told = " + ".join(
        " ".join((BASES[base][1], BASES[base][0])) if base in BASES else f"`{base}`" for base in side.bases
    )
    if side.of is not None:
        told = f"{'Σ ' if summed else ''}`{side.of_text}` ({told})"
    if side.distinct:
        told = f"different 不同的 `{side.distinct}` ({told})"
    if side.text:
        told += f" where 条件 `{side.text}`"
    return told + (" (for the court of the prior decision 按原审法院计)" if side.owner == PRIOR else "")


def _day(day: date | None) -> str:
    return "…" if day is None else day.isoformat()


def write(folder: Path) -> None:
    """Write the page into a folder."""
    (folder / "indicators.md").write_text(indicators_page(), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
