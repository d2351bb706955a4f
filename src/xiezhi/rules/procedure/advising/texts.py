"""The advice as data: rules/data/procedure/advice.toml, read once and refused where it is not whole, naming file and key."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from xiezhi.rules.lawdata import DATA, Table, read_table
from xiezhi.rules.limits.catalogue import Catalogue
from xiezhi.rules.limits.duties import Duty, load_duties
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.procedure.catalogue import load_procedure


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One piece of advice: when it is looked for, and its sentence with places for what was found."""

    code: str
    issue: str
    on: frozenset[str]
    check: str
    rules: frozenset[str] | None
    to: frozenset[str]
    duty: Duty | None
    words: tuple[str, ...]
    days: int
    field: str
    zh: str
    en: str
    articles: tuple[str, ...]

    def speaks_of(self, kind: str, rule: str) -> bool:
        """Whether an act of this kind in a case under this rule is looked at."""
        return (not self.on or kind in self.on) and (self.rules is None or rule in self.rules)


@cache
def load_advice(file: Path = DATA / "procedure" / "advice.toml") -> tuple[Entry, ...]:
    """Every entry in its order. Raises RuleDataError naming file and key."""
    law = load_catalogue()
    return tuple(_entry(code, table, law) for code, table in read_table(file).entries())


def _entry(code: str, table: Table, law: Catalogue) -> Entry:
    duty, kinds, rules = table.get("duty", str), table.words("on"), table.words("rules")
    for kind in kinds:
        if kind not in load_procedure().kinds:
            raise table.fault("on", f"没有事件 {kind!r}", f"there is no event kind {kind!r}")
    if duty is not None and duty not in load_duties():
        raise table.fault("duty", f"没有 {duty!r}", f"there is no {duty!r}")
    articles = table.words("articles")
    for citation in articles:
        law.documents.check(citation, table, "articles", law.texts_checked_to, law.texts_checked_to)
    entry = Entry(
        code,
        table.get("issue", str) or code,
        frozenset(kinds),
        table.need("check", str),
        _matching(table, "rules", rules, law) if rules else None,
        _matching(table, "to", table.words("to"), law),
        load_duties()[duty] if duty else None,
        table.words("words"),
        table.get("days", int) or 0,
        table.need("field", str),
        table.need("zh", str),
        table.need("en", str),
        articles,
    )
    table.verification()
    for note in ("note_zh", "note_en"):
        table.get(note, str)
    table.done()
    return entry


def _matching(table: Table, name: str, patterns: tuple[str, ...], law: Catalogue) -> frozenset[str]:
    """The rules that the patterns mean; each must mean at least one."""
    found: set[str] = set()
    for pattern in patterns:
        meant = {rule for rule in law.rules if fnmatchcase(rule, pattern)}
        if not meant:
            raise table.fault(
                name, f"没有程序符合 {pattern!r}", f"no rule of the catalogue matches {pattern!r}"
            )
        found |= meant
    return frozenset(found)
