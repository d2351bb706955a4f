"""Builds the catalogue of limits from rules/data/limits, refusing whatever is not whole.

Messages name file and key. Called once per process by `load_catalogue`; the schema is told in docs/law-data.md.
"""

from dataclasses import fields
from datetime import date
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from xiezhi.rules.dates import MONTHS_A_YEAR
from xiezhi.rules.documents import load_documents
from xiezhi.rules.lawdata import DATA, Table, check_versions, read_table
from xiezhi.rules.limits.catalogue import (
    Branch,
    Catalogue,
    ConversionRule,
    Exclusion,
    Ground,
    Ladder,
    LadderStep,
    LadderVersion,
    Length,
    ReadingText,
    RestartReason,
    Rule,
    RuleVersion,
    SupplementaryRule,
    Variant,
)
from xiezhi.rules.limits.readings import Readings

ROLLS = ("always", "unless_in_custody", "unless_custody_flagged", "never")
MONTH_RULES = ("corresponding_day", "last_day_to_last_day")
STATUSES = ("limit", "no_limit", "exempt", "before_day")
APPROVERS = ("president", "superior", "high", "high_or_spc", "spc", "any")
EFFECTS = ("continuous", "restart")

Span = tuple[date, date]


class Folder:
    """Where the loader reads: the files, the texts that citations are checked against, the days covered."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.documents = load_documents(folder.parent / "law")
        validity = self.file("validity")
        self.known_through = validity.need("known_through", date)
        self.texts_checked_to = validity.need("texts_checked_to", date)

    def file(self, name: str) -> Table:
        return read_table(self.folder / f"{name}.toml")

    def cited(self, table: Table, name: str, span: Span) -> tuple[str, ...]:
        """A list of citations, each of which has a text on the first and the last day of the span."""
        citations = table.words(name)
        for citation in citations:
            self.documents.check(citation, table, name, span[0], min(span[1], self.known_through))
        return citations

    def cited_today(self, table: Table, name: str = "articles") -> tuple[str, ...]:
        """Citations of an undated entry: the present texts must know them."""
        return self.cited(table, name, (self.texts_checked_to, self.texts_checked_to))


def names(table: Table) -> tuple[str, str]:
    return table.need("name_zh", str), table.need("name_en", str)


def pair(table: Table, name: str) -> tuple[str, str]:
    return table.get(f"{name}_zh", str) or "", table.get(f"{name}_en", str) or ""


def optional_length(table: Table, name: str) -> Length | None:
    part = table.table(name)
    if part is None:
        return None
    years, months, days = (part.get(unit, int) or 0 for unit in ("years", "months", "days"))
    length = Length(
        years * MONTHS_A_YEAR + months, days, part.get("working_days", int) or 0, part.get("hours", int) or 0
    )
    part.done()
    kinds = (length.months + length.days, length.working_days, length.hours)
    if sum(kind > 0 for kind in kinds) != 1 or min(length.months, length.days, *kinds) < 0:
        raise table.fault(
            name, "须为一个正的期限，且单位不得混用", "expected one positive length, units not mixed"
        )
    return length


def _needed_length(table: Table, name: str) -> Length:
    length = optional_length(table, name)
    if length is None:
        raise table.fault(name, "缺少期限", "a length is missing")
    return length


def _known(table: Table, name: str, value: str | None, options: dict[str, object]) -> str | None:
    if value is not None and value not in options:
        raise table.fault(name, f"没有 {value!r}", f"there is no {value!r}")
    return value


def _branch(key: str, table: Table, folder: Folder) -> Branch:
    law = _known(table, "law", table.get("law", str), {**folder.documents.by_key})
    branch = Branch(
        key,
        *names(table),
        law=law,
        month_rule=table.choice("month_rule", MONTH_RULES),
        roll=table.choice("roll", ROLLS),
        articles=folder.cited_today(table),
    )
    table.done()
    return branch


def variant(table: Table, ladders: dict[str, Ladder]) -> Variant:
    when = table.need_table("when")
    variant = Variant(
        when.need("fact", str),
        when.get("above", int),
        when.get("is", bool),
        _needed_length(table, "base"),
        optional_length(table, "soft"),
        _known(table, "ladder", table.get("ladder", str), {**ladders}),
        pair(table, "note"),
    )
    if (variant.above is None) == (variant.is_true is None):
        raise when.fault("above", "条件须为 above 或 is 之一", "a condition is either above or is")
    when.done()
    table.done()
    return variant


def _rule_version(
    table: Table,
    rule: str,
    branch: Branch,
    folder: Folder,
    anchors: dict[str, tuple[str, str]],
    ladders: dict[str, Ladder],
) -> RuleVersion:
    span = table.span()
    status = table.choice("status", STATUSES, "limit")
    base = _needed_length(table, "base") if status == "limit" else Length()
    note_zh, note_en = pair(table, "note")
    version = RuleVersion(
        rule=rule,
        first=span[0],
        last=span[1],
        status=status,
        base=base,
        soft=optional_length(table, "soft"),
        variants=tuple(variant(part, ladders) for part in table.tables("variants")),
        anchor=_known(table, "anchor", table.need("anchor", str), {**anchors}) or "",
        ladder=_known(table, "ladder", table.get("ladder", str), {**ladders}),
        foreign=table.get("foreign", str),
        foreign_articles=folder.cited(table, "foreign_articles", span),
        no_limit_at=table.words("no_limit_at"),
        roll=table.choice("roll", ROLLS, branch.roll),
        month_rule=branch.month_rule,
        law=branch.law,
        articles=folder.cited(table, "articles", span) + folder.cited(table, "no_limit_articles", span),
        computation_articles=folder.cited_today(table, "computation_articles") or branch.articles,
        readings=table.words("readings"),
        verification=table.verification(),
        target=optional_length(table, "target"),
        target_note=pair(table, "target_note"),
        note_zh=note_zh,
        note_en=note_en,
    )
    table.done()
    return version


def _rules(
    folder: Folder,
    branches: dict[str, Branch],
    anchors: dict[str, tuple[str, str]],
    ladders: dict[str, Ladder],
) -> dict[str, Rule]:
    rules = {}
    for name, branch in branches.items():
        for key, table in folder.file(name).entries():
            if key.partition(".")[0] != name:
                raise table.fault("", f"规则编号应以 {name}. 开头", f"the rule id must begin with {name}.")
            parts = [part.over(table) for part in table.tables("versions")]
            if not parts:
                raise table.fault("versions", "缺少版本", "there is no version")
            titles = [names(part) for part in parts]  # every version inherits them
            versions = tuple(_rule_version(part, key, branch, folder, anchors, ladders) for part in parts)
            check_versions(table, [(version.first, version.last) for version in versions])
            rules[key] = Rule(key, name, *titles[0], versions)
    return rules


def _ladder_step(
    table: Table, folder: Folder, span: Span, extension_grounds: dict[str, tuple[str, str]]
) -> LadderStep:
    grounds = table.words("grounds")
    for ground in grounds:
        _known(table, "grounds", ground, {**extension_grounds})
    step = LadderStep(
        approver=table.choice("approver", APPROVERS),
        length=optional_length(table, "length"),
        minimum=optional_length(table, "minimum"),
        repeatable=table.flag("repeatable"),
        total=optional_length(table, "total"),
        grounds=grounds,
        consent_required=table.flag("consent_required"),
        filing_required=table.flag("filing_required"),
        apply_by_days=table.get("apply_by_days", int),
        decide_by_days=table.get("decide_by_days", int),
        refuse_by_days=table.get("refuse_by_days", int),
        articles=folder.cited(table, "articles", span),
        readings=table.words("readings"),
    )
    pair(table, "note")
    table.done()
    return step


def _ladder(key: str, table: Table, folder: Folder, extension_grounds: dict[str, tuple[str, str]]) -> Ladder:
    versions = []
    for part in table.tables("versions"):
        span = part.span()
        steps = tuple(_ladder_step(step, folder, span, extension_grounds) for step in part.tables("steps"))
        versions.append(
            LadderVersion(*span, steps, folder.cited(part, "articles", span), part.verification())
        )
        pair(part, "note")
        part.words("readings")
        part.done()
    check_versions(table, [(version.first, version.last) for version in versions])
    ladder = Ladder(key, *names(table), tuple(versions))
    pair(table, "note")
    table.done()
    return ladder


def _matching(table: Table, patterns: tuple[str, ...], rules: dict[str, Rule], name: str) -> frozenset[str]:
    """The rule ids that the patterns name; a pattern that names none is a misspelling."""
    for pattern in patterns:
        if not any(fnmatchcase(rule, pattern) for rule in rules):
            raise table.fault(name, f"没有规则符合 {pattern!r}", f"no rule matches {pattern!r}")
    return frozenset(rule for rule in rules if any(fnmatchcase(rule, pattern) for pattern in patterns))


def _articles_by_branch(table: Table, folder: Folder) -> dict[str, tuple[str, ...]]:
    """Citations for every branch (under the key "") or branch by branch."""
    if not isinstance(table.get("articles", object), dict):
        return {"": folder.cited_today(table)}
    part = table.need_table("articles")
    by_branch = {name: folder.cited_today(part, name) for name in part.names()}
    part.done()
    return by_branch


def _ground(key: str, table: Table, folder: Folder, rules: dict[str, Rule]) -> Ground:
    excluded = []
    for part in table.tables("excluded"):
        span = part.span()
        excluded.append(
            Exclusion(
                _matching(part, part.words("rules"), rules, "rules"),
                *span,
                folder.cited(part, "articles", span),
            )
        )
        pair(part, "note")
        part.done()
    ground = Ground(
        id=key,
        kind=table.choice("kind", ("deduction", "suspension")),
        name_zh=table.need("name_zh", str),
        name_en=table.need("name_en", str),
        rules=_matching(table, table.words("applies_to"), rules, "applies_to"),
        excluded=tuple(excluded),
        cap=optional_length(table, "cap"),
        cap_switch=_known(
            table,
            "cap_switch",
            table.get("cap_switch", str),
            {switch.name: None for switch in fields(Readings)},
        ),
        articles=_articles_by_branch(table, folder),
        verification=table.verification(),
        shown_cap=pair(table, "shown_cap"),
        starts=pair(table, "start"),
        ends=pair(table, "end"),
    )
    pair(table, "note")
    table.words("readings")
    table.done()
    return ground


def _conversions(folder: Folder, rules: dict[str, Rule]) -> dict[tuple[str, str], ConversionRule]:
    conversions = {}
    for part in folder.file("conversions").tables("conversion"):
        ends = part.need("from", str), part.need("to", str)
        for name, rule in zip(("from", "to"), ends):
            _known(part, name, rule, {**rules})
        conversions[ends] = ConversionRule(
            part.choice("effect", EFFECTS), folder.cited_today(part), part.words("readings")
        )
        pair(part, "note")
        part.verification()
        part.done()
    return conversions


def _restarts(table: Table, folder: Folder, rules: dict[str, Rule]) -> dict[str, RestartReason]:
    by_name: dict[str, RestartReason] = {}
    for key, part in table.entries():
        fits = _matching(part, part.words("applies_to"), rules, "applies_to")
        reason = RestartReason(key, *names(part), fits, _articles_by_branch(part, folder))
        for name in (key, *part.words("aliases")):
            if by_name.setdefault(name, reason) is not reason:
                raise part.fault("aliases", f"{name!r} 重复", f"{name!r} stands twice")
        pair(part, "note")
        part.words("readings")
        part.verification()
        part.done()
    return by_name


def _supplementary(table: Table, folder: Folder, rules: dict[str, Rule]) -> SupplementaryRule:
    fits = _matching(table, table.words("applies_to"), rules, "applies_to")
    rule = SupplementaryRule(
        fits, table.need("most_times", int), _needed_length(table, "cap"), folder.cited_today(table)
    )
    names(table)
    pair(table, "note")
    table.words("readings")
    table.verification()
    table.done()
    return rule


def _extension_grounds(folder: Folder) -> dict[str, tuple[str, str]]:
    grounds = {}
    for key, table in folder.file("extension_grounds").entries():
        grounds[key] = names(table)
        folder.cited_today(table)
        table.verification()
        pair(table, "note")
        table.done()
    return grounds


def _anchors(folder: Folder) -> dict[str, tuple[str, str]]:
    return {key: names(table) for key, table in folder.file("anchors").entries()}


def _readings(folder: Folder) -> tuple[Readings, dict[str, ReadingText]]:
    texts: dict[str, ReadingText] = {}
    defaults: dict[str, Any] = {}
    for key, table in folder.file("readings").entries():
        switch = table.get("switch", str)
        if switch is not None:
            defaults[switch] = _default(table)
        statement, ground = pair(table, "statement"), pair(table, "ground")
        texts[key] = ReadingText(key, *statement, *ground, table.need("certainty", str), switch)
        pair(table, "note")
        table.done()
    known = {switch.name for switch in fields(Readings)}
    if defaults.keys() != known:
        wrong = "、".join(sorted(defaults.keys() ^ known))
        raise folder.file("readings").fault(
            "switch", f"缺少或者多出设置：{wrong}", f"switches missing or too many: {wrong}"
        )
    return Readings(**defaults), texts


def _default(table: Table) -> Any:
    """The handbook's choice for a switch, one of its options where they are listed."""
    value, options = table.need("default", object), table.get("options", list)
    if options is not None and value not in options:
        raise table.fault(
            "default", f"应为 {options} 之一，实为 {value!r}", f"expected one of {options}, found {value!r}"
        )
    return tuple(value) if isinstance(value, list) else value


@cache
def load_catalogue(where: Path = DATA / "limits") -> Catalogue:
    """The whole catalogue. Raises RuleDataError naming file and key."""
    folder = Folder(where)
    branches = {key: _branch(key, table, folder) for key, table in folder.file("branches").entries()}
    anchors = _anchors(folder)
    extension_grounds = _extension_grounds(folder)
    ladders = {
        key: _ladder(key, table, folder, extension_grounds) for key, table in folder.file("ladders").entries()
    }
    rules = _rules(folder, branches, anchors, ladders)
    restarts = folder.file("restarts")
    reasons, supplementary = (
        restarts.need_table("reasons"),
        restarts.need_table("supplementary_investigation"),
    )
    readings, reading_texts = _readings(folder)
    return Catalogue(
        documents=folder.documents,
        branches=branches,
        anchors=anchors,
        rules=rules,
        ladders=ladders,
        extension_grounds=extension_grounds,
        grounds={key: _ground(key, table, folder, rules) for key, table in folder.file("grounds").entries()},
        conversions=_conversions(folder, rules),
        restarts=_restarts(reasons, folder, rules),
        supplementary=_supplementary(supplementary, folder, rules),
        readings=readings,
        reading_texts=reading_texts,
        known_through=folder.known_through,
        texts_checked_to=folder.texts_checked_to,
    )
