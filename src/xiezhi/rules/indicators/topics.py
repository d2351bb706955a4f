"""By which rules figures become topics of a decision meeting (数据会商). Data: rules/data/indicators/topics.toml; called by `work.situation`."""

from dataclasses import dataclass
from functools import cache

from xiezhi.rules.indicators.catalogue import formulas
from xiezhi.rules.indicators.columns import FOLDER
from xiezhi.rules.lawdata import Table, read_table

RISING, OUTSIDE, SIGNAL, GAP, COUNT, BUNCHING, FLAWS = (
    "rising",
    "outside",
    "signal",
    "gap",
    "count",
    "bunching",
    "flaws",
)
KINDS = (RISING, OUTSIDE, SIGNAL, GAP, COUNT, BUNCHING, FLAWS)
# How many figures a rule of a kind looks at.
LOOKED_AT = {RISING: 1, OUTSIDE: 0, SIGNAL: 1, GAP: 2, COUNT: 1, BUNCHING: 1, FLAWS: 0}
COUNTED = "count."  # figures that are counts of the platform and no indicators


@dataclass(frozen=True, slots=True)
class TopicRule:
    """`figures`: keys of formulas, or of the platform's counts. `periods`: in a row in which a stock grew (RISING), or months from which on
    a month is judged (SIGNAL). `least`: cases under which nothing is told. `zh`, `en`: what was found,
    with its numbers in braces; `ask_zh`, `ask_en`: what to talk about."""

    id: str
    kind: str
    figures: tuple[str, ...]
    periods: int
    least: int
    points: float
    factor: float
    zh: str
    en: str
    ask_zh: str
    ask_en: str


@cache
def topic_rules() -> dict[str, TopicRule]:
    """The rules in the order in which topics are told."""
    table = read_table(FOLDER / "topics.toml")
    found = {key: _rule(key, entry) for key, entry in table.entries()}
    table.done()
    return found


def _rule(key: str, entry: Table) -> TopicRule:
    kind = entry.choice("kind", KINDS)
    figures = entry.words("figures")
    unknown = [name for name in figures if not name.startswith(COUNTED) and name not in formulas()]
    if unknown:
        raise entry.fault("figures", f"没有这个指标：{unknown[0]}", f"there is no indicator {unknown[0]}")
    if len(figures) != LOOKED_AT[kind]:
        raise entry.fault(
            "figures", f"{kind} 应有{LOOKED_AT[kind]}个数字", f"{kind} looks at {LOOKED_AT[kind]} figures"
        )
    rule = TopicRule(
        key, kind, figures, entry.get("periods", int) or 0, entry.get("least", int) or 0, entry.get("points", float) or 0.0,
        entry.get("factor", float) or 0.0, entry.need("zh", str), entry.need("en", str), entry.need("ask_zh", str),
        entry.need("ask_en", str),
    )  # fmt: skip
    needed = {RISING: rule.periods, SIGNAL: rule.periods, GAP: rule.points, BUNCHING: rule.factor}
    if kind in needed and not needed[kind]:
        raise entry.fault("kind", f"{kind} 缺少阈值", f"{kind} lacks its threshold")
    entry.done()
    return rule
