"""Reads the catalogue of indicators and the named scopes from rules/data/indicators, checked key by key.

A fault names the file and the key. Called by `work.situation`, the command line, the pages of definitions and the documentation.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache

from xiezhi.rules.indicators.columns import DAY, FOLDER, fact_columns
from xiezhi.rules.indicators.conditions import Expression, Misread, read_amount, read_condition
from xiezhi.rules.indicators.intervals import read_interval
from xiezhi.rules.indicators.marks import FAMILY_WORDS
from xiezhi.rules.indicators.model import (
    DIRECTIONS,
    GROUPS,
    OWN,
    PRIOR,
    RATIO,
    STATUSES,
    STOCKS,
    UNITS,
    VALUES,
    Excluded,
    Formula,
    Indicator,
    NamedCondition,
    Side,
    Variant,
)
from xiezhi.rules.indicators.thresholds import IN_FORMULAS, thresholds
from xiezhi.rules.lawdata import VERIFICATIONS, Table, read_table

FAMILIES = tuple(FAMILY_WORDS)
PARAMETERS = ("judges", "fte", "population")


@cache
def indicators() -> dict[str, Indicator]:
    """Every indicator by id, in the order of the handbook."""
    found: dict[str, Indicator] = {}
    for family in FAMILIES:
        table = read_table(FOLDER / f"{family}.toml")
        for key, entry in table.entries():
            if key in found:
                raise table.fault(key, "编号重复", "this id occurs twice")
            found[key] = _indicator(key, family, entry)
    _check_successions(found)
    return found


@cache
def formulas() -> dict[str, tuple[Indicator, Formula]]:
    """Every formula by its key (`id`, or `id:variant`), with the indicator it belongs to."""
    return {
        formula.key: (indicator, formula)
        for indicator in indicators().values()
        for formula in indicator.formulas()
    }


@cache
def terms() -> dict[str, NamedCondition]:
    """The words that stand for conditions; a later one may use those before it."""
    found: dict[str, NamedCondition] = {}
    for key, entry in read_table(FOLDER / "terms.toml").entries():
        if key in fact_columns():
            raise entry.fault("", "与事实表的栏同名", "a column of the facts has this name")
        names = entry.need("name_zh", str), entry.need("name_en", str)
        text = entry.need("where", str)
        found[key] = NamedCondition(key, *names, _condition(entry, "where", text, found), text)
        entry.done()
    return found


@cache
def scopes() -> dict[str, NamedCondition]:
    """The named scopes, in the order of the handbook."""
    table = read_table(FOLDER / "scopes.toml")
    found = {}
    for key, entry in table.entries():
        text = entry.need("where", str)
        where = _condition(entry, "where", text, terms())
        found[key] = NamedCondition(key, entry.need("name_zh", str), entry.need("name_en", str), where, text)
        entry.done()
    table.done()
    return found


@cache
def excluded() -> tuple[Excluded, ...]:
    """The entries of the handbook that are not computed, each with its reason."""
    table = read_table(FOLDER / "excluded.toml")
    found = []
    for key, entry in table.entries():
        names = ("name_zh", "name_en", "why_zh", "why_en")
        found.append(Excluded(key, *(entry.need(name, str) for name in names)))
        entry.done()
    table.done()
    return tuple(found)


def _check_successions(found: Mapping[str, Indicator]) -> None:
    for indicator in found.values():
        if indicator.succeeds and indicator.succeeds not in found:
            table = Table(f"{indicator.family}.toml", indicator.id, {})
            raise table.fault("succeeds", f"没有 {indicator.succeeds}", f"there is no {indicator.succeeds}")


def _indicator(key: str, family: str, entry: Table) -> Indicator:
    formula = _formula(key, entry, None)
    indicator = Indicator(
        id=key,
        name_zh=entry.need("name_zh", str),
        name_en=entry.need("name_en", str),
        family=family,
        group=entry.choice("group", GROUPS),
        formula=formula,
        direction=entry.choice("direction", DIRECTIONS),
        descriptive=entry.flag("descriptive"),
        shown=not entry.flag("legacy"),
        first=entry.get("from", date),
        last=entry.get("to", date),
        version=entry.get("version", int) or 1,
        succeeds=entry.get("succeeds", str) or "",
        intervals=tuple(read_interval(table) for table in entry.tables("intervals")),
        verification=entry.choice("verification", VERIFICATIONS),
        formula_status=entry.choice("formula_status", STATUSES),
        source_zh=entry.need("source_zh", str),
        source_en=entry.need("source_en", str),
        formula_zh=_with_numbers(entry.need("formula_zh", str)),
        formula_en=_with_numbers(entry.need("formula_en", str)),
        caveat_zh=entry.get("caveat_zh", str) or "",
        caveat_en=entry.get("caveat_en", str) or "",
        variants=tuple(_variant(key, formula, table) for table in entry.tables("variants")),
    )
    entry.done()
    return indicator


@cache
def _numbers() -> dict[str, int]:
    """The thresholds that conditions name."""
    return {name: getattr(thresholds(), name) for name in IN_FORMULAS}


def _with_numbers(text: str) -> str:
    """A text with each threshold in braces written out."""
    for name, number in _numbers().items():
        text = text.replace(f"{{{name}}}", str(number))
    return text


def _variant(key: str, formula: Formula, table: Table) -> Variant:
    word = table.need("id", str)
    names = table.need("name_zh", str), table.need("name_en", str)
    variant = Variant(word, *names, _formula(f"{key}:{word}", table, formula))
    table.done()
    return variant


def _formula(key: str, entry: Table, whole: Formula | None) -> Formula:
    """A formula; a variant says only what differs from the whole."""
    value = entry.choice("value", VALUES, whole.value if whole else None)
    numerator = _side(entry.table("numerator")) or (whole.numerator if whole else None)
    inherited = whole.denominator if whole and value == RATIO else None
    denominator = _side(entry.table("denominator")) or inherited
    if numerator is None or (value == RATIO) != (denominator is not None):
        raise entry.fault(
            "denominator",
            "比率须有分子和分母，其余只有分子",
            "a ratio has both sides, others have a numerator",
        )
    own_base = entry.get("own_base", bool)
    follows_scope = not own_base if own_base is not None else (whole.follows_scope if whole else True)
    scale = entry.get("scale", int) or (whole.scale if whole else 1)
    by_days = entry.flag("by_days") or (whole.by_days if whole else False)
    unit = entry.choice("unit", UNITS, whole.unit if whole else None)
    complement = entry.flag("complement") or (whole.complement if whole else False)
    nested = _nested(entry, unit, numerator, denominator)
    return Formula(
        key, value, numerator, denominator, follows_scope, scale, by_days, unit, complement, nested
    )


def _nested(entry: Table, unit: str, above: Side, below: Side | None) -> bool:
    """Whether the numerator counts some of what the denominator counts: as the data say, else of a share whose sides look at the same
    cases of the same courts."""
    said = entry.get("nested", bool)
    if below is None or any((above.of, above.per, below.of, below.per)) or above.distinct != below.distinct:
        if said:
            raise entry.fault("nested", "两边须数同一种对象", "both sides count things of one kind")
        return False
    same = (above.bases, above.owner) == (below.bases, below.owner)
    return said if said is not None else same and unit == "share"


def _side(table: Table | None) -> Side | None:
    if table is None:
        return None
    per = table.get("per", str) or ""
    if per:
        if per not in PARAMETERS:
            raise table.fault("per", f"没有这个参数：{per}", f"there is no such parameter: {per}")
        table.done()
        return Side(per=per, text=per)
    side = _of_cases(table)
    table.done()
    return side


def _of_cases(table: Table) -> Side:
    bases = table.words("bases")
    columns = fact_columns()
    for base in bases:
        if base not in STOCKS and (base not in columns or columns[base].kind != DAY):
            raise table.fault("bases", f"不是日期栏：{base}", f"not a column of days: {base}")
    if not bases:
        raise table.fault("bases", "缺少这一项", "this key is missing")
    where, of = table.get("where", str), table.get("of", str)
    distinct = table.get("distinct", str) or ""
    if distinct and distinct not in columns:
        raise table.fault("distinct", f"没有这一栏：{distinct}", f"there is no such column: {distinct}")
    return Side(
        bases=bases,
        where=_condition(table, "where", where, terms()) if where else None,
        of=_amount(table, "of", of) if of else None,
        distinct=distinct,
        owner=table.choice("owner", (OWN, PRIOR), OWN),
        text=where or "",
        of_text=of or "",
    )


def _condition(table: Table, name: str, text: str, known: Mapping[str, NamedCondition]) -> Expression:
    trees = {term.id: term.where for term in known.values()}
    try:
        return read_condition(text, fact_columns(), trees, _numbers())
    except Misread as fault:
        raise table.fault(name, fault.zh, fault.en) from None


def _amount(table: Table, name: str, text: str) -> Expression:
    try:
        return read_amount(text, fact_columns())
    except Misread as fault:
        raise table.fault(name, fault.zh, fault.en) from None


__all__ = ["excluded", "formulas", "indicators", "scopes", "terms"]
