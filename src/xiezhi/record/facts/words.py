"""How the record's words become the words of the facts. Data: rules/data/indicators/facts_of_record.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from xiezhi.rules.case_number import CaseNumberError, case_types, parse_case_number
from xiezhi.rules.indicators.columns import FOLDER, fact_columns
from xiezhi.rules.lawdata import Table, read_table
from xiezhi.rules.procedure.advising.texts import load_advice
from xiezhi.rules.procedure.catalogue import load_procedure

NONE = "none"  # a procedure that is none of the handbook's
ANY = "any"
FILE = "facts_of_record.toml"


@cache
def usual_days() -> int:
    """Within how many days of an act it is usually recorded: the same number as in the advice given while recording."""
    return next(entry.days for entry in load_advice() if entry.check == "recorded_late")


class Kind(NamedTuple):
    """What a case is by its branch, instance and type: class, instance and type symbol of the facts (None = not told)."""

    case_class: str | None
    instance: str | None
    symbol: str | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A product rule over words: in which of them it holds."""

    words: dict[str, frozenset[str]]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.words[name]


class Thing(NamedTuple):
    """What a source may not tell of: the columns that hang on it, the kinds of events that tell it, those that do when recorded here, the
    instances and classes in which there is such a thing (none named = all), and the facts of a docketing that tell it."""

    columns: tuple[str, ...]
    kinds: frozenset[str]
    here: frozenset[str]
    instances: frozenset[str]
    classes: frozenset[str]
    facts: frozenset[str]

    def concerns(self, row: Mapping[str, Any]) -> bool:
        """Whether there is such a thing in a case, by the columns of its row."""
        return (not self.instances or row["instance"] in self.instances) and (
            not self.classes or row["case_class"] in self.classes
        )

    def told_by(self, facts: Mapping[str, Any]) -> bool:
        """Whether the facts of a docketing tell it."""
        return not self.facts.isdisjoint(facts)


@dataclass(frozen=True)
class Words:
    """The tables of the file. Every word they give is one of the column's."""

    unknown: frozenset[str]
    untold: dict[str, Thing]
    branches: dict[str, str]
    class_symbols: dict[str, str]
    instances: dict[str, str]
    instance_symbols: dict[str, str]
    instance_types: dict[str, str]
    procedures: dict[str, str]
    closings: dict[str, dict[str, str]]
    by_ruling: Rule
    source_links: dict[str, str]
    source_instances: dict[str, str]
    prior: Rule
    prior_outcomes: dict[str, str]
    prior_otherwise: str
    basis: Rule
    basis_link: str
    basis_through: str
    basis_procedures: dict[str, str]
    basis_symbols: dict[str, str]
    mediable: Rule
    appealable: Rule
    in_court: Rule
    in_court_way: str
    service: Rule
    notice_service: Rule


@cache
def words() -> Words:
    """The tables, read once. Raises RuleDataError for a word that its column does not have."""
    table = read_table(FOLDER / FILE)
    classes, instances = table.need_table("class"), table.need_table("instance")
    sources, prior, basis = (
        table.need_table("source"),
        table.need_table("prior"),
        table.need_table("exec_basis"),
    )
    in_court, untold = table.need_table("in_court"), table.need_table("untold")
    closings = table.need_table("closing")
    found = Words(
        frozenset(_columns(table, "unknown")), {name: _thing(thing) for name, thing in untold.entries()},
        _map(classes.need_table("branches"), "case_class"), _listed(classes.need_table("symbols"), "case_class"),
        _map(instances.need_table("instances"), "instance"), _listed(instances.need_table("symbols"), "instance"),
        _listed(instances.need_table("types"), "instance"), _listed(table.need_table("procedure"), "procedure", NONE),
        {name: _map(closings.need_table(name), "closed_kind") for name in closings.names()},
        _rule(table.need_table("by_ruling"), "procedures", "symbols", "instances", "outcomes"),
        _map(sources.need_table("links"), "source"), _map(sources.need_table("instances"), "source"),
        _rule(prior, "links", "through", "instances"), _map(prior.need_table("outcomes"), "outcome_on_prior"),
        prior.choice("otherwise", tuple(fact_columns()["outcome_on_prior"].words)),
        _rule(basis, "instances"), basis.need("link", str), basis.need("through", str), _map(basis.need_table("procedures"), "exec_basis"),
        _map(basis.need_table("symbols"), "exec_basis"),
        _rule(table.need_table("mediable"), "classes", "instances", "not_procedures", "not_causes"),
        _rule(table.need_table("appealable"), "instances", "kinds", "not_told", "not_procedures", "not_levels"),
        _rule(in_court, "kinds"), in_court.need("way", str),
        _rule(table.need_table("service"), "attempts", "served", "electronic"),
        _rule(table.need_table("notice_service"), "kinds", "ways", "closing_ways", "deductions"),
    )  # fmt: skip
    for part in (table, classes, instances, sources, prior, basis, in_court, untold, closings):
        part.done()
    return found


def _columns(table: Table, name: str) -> tuple[str, ...]:
    listed = table.words(name)
    strange = [column for column in listed if column not in fact_columns()]
    if strange:
        raise table.fault(name, f"没有这样的列：{strange}", f"no such columns: {strange}")
    return listed


def _thing(table: Table) -> Thing:
    columns = _columns(table, "columns")
    settled = [name for name in columns if not fact_columns()[name].may_be_untold]
    if settled:
        raise table.fault(
            "columns", f"这些列总是载明：{settled}", f"these columns are always told: {settled}"
        )
    kinds, here = (frozenset(table.words(name)) for name in ("kinds", "here"))
    strange = sorted((kinds | here) - load_procedure().kinds.keys())
    if strange:
        raise table.fault("kinds", f"没有这样的事件：{strange}", f"no such kinds of events: {strange}")
    instances, classes = _words_of(table, "instances", "instance"), _words_of(table, "classes", "case_class")
    facts = frozenset(table.words("facts"))
    table.done()
    return Thing(columns, kinds, here, instances, classes, facts)


def _words_of(table: Table, name: str, column: str) -> frozenset[str]:
    listed = frozenset(table.words(name))
    strange = sorted(listed - fact_columns()[column].words.keys())
    if strange:
        raise table.fault(name, f"没有这样的代码：{strange}", f"no such words: {strange}")
    return listed


def _map(table: Table, column: str) -> dict[str, str]:
    """A word of the record to one of a column."""
    allowed = tuple(fact_columns()[column].words)
    found = {name: table.choice(name, allowed) for name in table.names()}
    table.done()
    return found


def _listed(table: Table, column: str, *more: str) -> dict[str, str]:
    """The same, written as lists by the word of the column."""
    allowed = (*fact_columns()[column].words, *more)
    for word in table.names():
        if word not in allowed:
            raise table.fault(word, f"应为 {allowed} 之一", f"expected one of {allowed}")
    found = {name: word for word in table.names() for name in table.words(word)}
    table.done()
    return found


def _rule(table: Table, *names: str) -> Rule:
    return Rule({name: frozenset(table.words(name)) for name in names})


def kind_of(branch: str, instance: str, type_code: str, number: str) -> Kind:
    """What a case is; the number tells the symbol of a type that has no code."""
    return _kind_of(branch, instance, type_code, _symbols().get(type_code) or number_read(number).symbol)


@lru_cache(maxsize=4_096)
def _kind_of(branch: str, instance: str, type_code: str, symbol: str | None) -> Kind:
    told = words()
    case_class = told.class_symbols.get(symbol or "") or told.branches.get(branch)
    found = (
        told.instance_types.get(type_code) or told.instance_symbols.get(symbol or "") or told.instances.get(instance)
    )  # fmt: skip
    return Kind(case_class, found, symbol)


@cache
def _symbols() -> dict[str, str]:
    return {kind.code: kind.symbol for kind in case_types() if kind.code and kind.symbol}


class NumberRead(NamedTuple):
    """What a case number tells: the code of the court and the type symbol; None where it is none of the form of 2015."""

    court: str | None
    symbol: str | None


@lru_cache(maxsize=65_536)
def number_read(number: str) -> NumberRead:
    """What can be read from a case number."""
    try:
        found = parse_case_number(number)
    except CaseNumberError:
        return NumberRead(None, None)
    return NumberRead(found.court, found.symbol) if found.form == "2015" else NumberRead(None, None)


@lru_cache(maxsize=512)
def procedure_word(rule: str | None) -> str | None:
    """The procedure a limits rule stands for, by the longest beginning that fits."""
    parts = (rule or "").split(".")
    for length in range(len(parts), 0, -1):
        found = words().procedures.get(".".join(parts[:length]))
        if found is not None:
            return None if found == NONE else found
    return None


def level_word(level: str) -> str | None:
    """The level of a court; None for one that stands in none of ours, such as a court abroad."""
    return level if level in fact_columns()["court_level"].words else None


def closing_kind(instance: str | None, outcome: str | None) -> str | None:
    """The kind of closing that an outcome is in an instance."""
    closings = words().closings
    if outcome is None:
        return None
    own = closings.get(instance or "", {})
    return own[outcome] if outcome in own else closings[ANY].get(outcome)
