"""The catalogue of indicators as a page of the documentation, in both languages.

docs/indicators.md is what this writes; a test compares them. After a change of the data:

    python -m xiezhi.rules.indicators.pages docs
"""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from xiezhi.rules.indicators.catalogue import excluded, indicators, scopes, terms
from xiezhi.rules.indicators.marks import (
    DIRECTION_WORDS,
    FAMILY_WORDS,
    STATUS_WORDS,
    VALUE_WORDS,
    VERIFICATION_WORDS,
    Pair,
)
from xiezhi.rules.indicators.model import MEDIAN, PRIOR, Formula, Indicator, Side
from xiezhi.rules.indicators.periods import unusual_periods
from xiezhi.rules.indicators.thresholds import thresholds_told

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
    yield from _of_people()
    yield from _conditions()
    yield from _thresholds()
    yield from _periods()
    for family, (zh, en) in FAMILY_WORDS.items():
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


def _of_people() -> Iterator[str]:
    """What judges and full-time equivalents are."""
    yield from ("", "## Judges and full-time equivalents 法官人数与折算人力", "")
    yield (
        "Figures that divide by `judges`, `fte` or `population` are those of whole courts, whatever the scope: never of a division, of narrowed cases, "
        "of what one person works on or lists. On the command line the numbers are given (`--params`); the pages, the API and the reports take "
        "judges and equivalents from the dated posts of the record and leave out what divides "
        "by inhabitants. *Judges* are the officers in posts that carry cases (marked * in "
        "[offices](offices.md), enforcement officers among them) on the last day of the period that has been counted; whoever holds posts at two courts "
        "counts at both. *Full-time equivalents* are the days of the period so far on which such posts were held, by its days; each officer "
        "once, in equal parts over the courts where he held one. Under the threshold `fewest_people` there is no value, nor where a court has cases "
        "and nobody's post was entered. Posts do not say when they were entered: the numbers are those of the posts as they now stand, for facts of a "
        "past day too, and a report that is made again says when they have changed. Posts of those who left belong in the record, or the past has too few."
    )
    yield (
        "除以 `judges`、`fte`、`population` 的指标只按整个法院计，不分口径；不按庭室、筛选后的案件和某人承办或者列出的案件计。命令行由 `--params` 给出人数；"
        "页面、接口和报告的法官人数、折算人力取自任职记录，除以人口的不显示。*法官人数*是期末（未过完的期间到数据截至日）任办案岗位的人（[岗位](offices.md)中带*的，含执行员），"
        "在两个法院任职的两处都计。*折算人力*是期间内（到数据截至日）任办案岗位的天数除以期间天数，一人一份，在几个法院任职的平分。"
        "人数低于阈值 `fewest_people` 的，"
        "或者法院有案件而没有任何任职记录的，没有数值。任职记录不保存录入时间，所以看过去的数据，人数也以任职记录的现状为准；重新生成的报告会写明人数是否有变。"
        "已离任者的任职也应在记录中，否则过去的人数偏少。"
    )


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


def _periods() -> Iterator[str]:
    yield from ("", "## Other periods 其他期间", "")
    yield (
        "Besides months, quarters, half-years, years and the days between two dates; used only where somebody asks for them. "
        "月、季度、半年、年和起止日期之外的期间，只在有人指明时使用。"
    )
    yield from ("", "| id | 名称 | name | 算法 | how | 依据 | source |", "|---|---|---|---|---|---|---|")
    for key, one in unusual_periods().items():
        zh, en = VERIFICATION_WORDS[one.verification]
        yield (
            f"| `{key}` | {one.name_zh} | {one.name_en} | {one.formula_zh} | {one.formula_en} | {one.source_zh}（{zh}） | "
            f"{one.source_en} ({en}) |"
        )


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
        DIRECTION_WORDS[indicator.direction][language],
        VERIFICATION_WORDS[indicator.verification][language],
        STATUS_WORDS[indicator.formula_status][language],
    ]
    if not indicator.formula.follows_scope:
        words.append(("自有范围", "own base")[language])
    return ("，", ", ")[language].join(words)


def _formula(formula: Formula) -> Iterator[str]:
    numerator = _side(formula.numerator, summed=formula.value != MEDIAN)
    zh, en = VALUE_WORDS[formula.value]
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
