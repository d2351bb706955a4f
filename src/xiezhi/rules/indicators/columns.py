"""The columns of the facts from which every figure is computed: one row for each docket entry (handbook of indicators, section 2).

Data: rules/data/indicators/facts.toml. The record writes such rows (`record.facts`); files made elsewhere have the same columns.
"""

from dataclasses import dataclass
from functools import cache

from xiezhi.rules.lawdata import DATA, Table, read_table

TEXT, CODE, DAY, FLAG, WHOLE, MONEY, MOMENT = "text", "code", "day", "flag", "whole", "money", "moment"
KINDS = (TEXT, CODE, DAY, FLAG, WHOLE, MONEY, MOMENT)
FOLDER = DATA / "indicators"
UNTOLD = (
    "untold"  # the columns of which the source of a row does not tell at all: ",hearing_held,settings_count,"
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `words` are the values of a coded one with their names (Chinese, English); `derived` = not in the handbook's list:
    the platform finds it from the other columns or from the record.
    `optional`: facts without the column are facts where it is empty in every row, so that no figure is missing for want of it.
    `may_be_untold`: a row may name it in the column UNTOLD. `stands_now`: of an open case it tells how things stand on the day of the facts
    and not how they stood before."""

    name: str
    kind: str
    name_zh: str
    name_en: str
    words: dict[str, tuple[str, str]]
    needed: bool
    derived: bool
    optional: bool
    may_be_untold: bool
    stands_now: bool


@cache
def fact_columns() -> dict[str, Column]:
    """The columns of `case_fact` by name, in the order of the handbook."""
    table = read_table(FOLDER / "facts.toml")
    found = {name: _column(name, entry) for name, entry in table.entries()}
    table.done()
    return found


def _column(name: str, entry: Table) -> Column:
    kind = entry.choice("kind", KINDS)
    words = {}
    codes = entry.table("words")
    for word in codes.names() if codes is not None else ():
        assert codes is not None
        pair = codes.words(word)
        if len(pair) != 2:
            raise codes.fault(word, "应为［中文，英文］", "expected [Chinese, English]")
        words[word] = (pair[0], pair[1])
    if (kind == CODE) != bool(words):
        raise entry.fault("words", "编码栏须列出代码", "a coded column lists its words, no other does")
    names = entry.need("name_zh", str), entry.need("name_en", str)
    flags = (entry.flag(name) for name in ("needed", "derived", "optional", "may_be_untold", "stands_now"))
    column = Column(name, kind, *names, words, *flags)
    entry.done()
    return column
