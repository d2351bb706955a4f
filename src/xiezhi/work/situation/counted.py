"""A count of cases told in the language of the catalogue: how pages name what is no indicator, so that it opens to its cases."""

from dataclasses import dataclass

from xiezhi.rules.indicators.catalogue import terms
from xiezhi.rules.indicators.columns import fact_columns
from xiezhi.rules.indicators.conditions import read_condition
from xiezhi.rules.indicators.model import COUNT, Formula, Side
from xiezhi.rules.language import tr

PREFIX = "count."


@dataclass(frozen=True, slots=True)
class Counted:
    """A count of cases with its name."""

    key: str
    zh: str
    en: str
    formula: Formula

    @property
    def words(self) -> str:
        return tr(self.zh, self.en)


def count_of(name: str, zh: str, en: str, base: str, where: str) -> Counted:
    """A count of the cases of a base (rules/indicators/model.py) that meet a condition."""
    words = {term.id: term.where for term in terms().values()}
    side = Side(bases=(base,), where=read_condition(where, fact_columns(), words), text=where)
    key = f"{PREFIX}{name}"
    return Counted(key, zh, en, Formula(key, COUNT, side, None, follows_scope=True))
