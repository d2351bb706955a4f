"""What a column can be mapped to, in groups, with names in the reader's language; and the other choices of the mapping page."""

from functools import cache

from xiezhi.record.intake.files.lines import ENCODINGS
from xiezhi.record.intake.mapping.fields import fields, vocabulary
from xiezhi.record.intake.mapping.values import Mapping
from xiezhi.rules.language import language, tr
from xiezhi.rules.procedure.catalogue import load_procedure
from xiezhi.site.staff.imports.typed_mapping import field_words

Choices = list[tuple[str, str]]

SHAPES = {
    "cases": ("一个案件", "a case"),
    "events": ("案件的一个事件（事件日志）", "an event of a case (an event log)"),
    "judgments": ("一份裁判文书", "a judgment"),
}
ORDERS = {
    "": ("看形状，两可的隔离", "by the shape; what could be two days is quarantined"),
    "ymd": ("年月日", "year, month, day"),
    "dmy": ("日月年", "day, month, year"),
    "mdy": ("月日年", "month, day, year"),
}
ENCODING_NAMES = {
    "utf-8": "UTF-8",
    "gb18030": "GB 18030 / GBK",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "cp1252": "Windows-1252",
}
DELIMITERS = {
    ",": ("逗号", "comma"),
    "tab": ("制表符", "tab"),
    ";": ("分号", "semicolon"),
    "|": ("竖线", "bar"),
}
_GROUPS = {
    "case": ("案件", "Case"),
    "party": ("当事人", "Parties"),
    "deduction": ("扣除", "Deductions"),
    "suspension": ("中止", "Suspensions"),
    "extension": ("延长", "Extensions"),
}


def targets(mapping: Mapping) -> list[tuple[str, Choices]]:
    """Every field in its group. Of deductions, suspensions and extensions those in use, and one more."""
    return _targets(language(), tuple(_spans_in_use(mapping).items()))


def _spans_in_use(mapping: Mapping) -> dict[str, int]:
    used = dict.fromkeys(("deduction", "suspension", "extension"), 0)
    for rule in mapping.rules:
        thing, _, rest = rule.field.partition(".")
        number = rest.partition(".")[0]
        if thing in used and number.isdigit():
            used[thing] = max(used[thing], int(number))
    return used


@cache
def _targets(lang: str, used: tuple[tuple[str, int], ...]) -> list[tuple[str, Choices]]:
    groups: dict[str, Choices] = {key: [] for key in _GROUPS}
    for name in fields():
        thing = name.partition(".")[0]
        key = thing if thing in _GROUPS and "." in name else "case"
        groups[key].append((name, field_words(name)))
    for thing, highest in used:
        of_first = [name for name, _ in groups[thing]]
        for number in range(2, highest + 2):
            again = [name.replace(".1.", f".{number}.") for name in of_first]
            groups[thing] += [(name, field_words(name)) for name in again]
    return [(tr(*_GROUPS[key]), choices) for key, choices in groups.items()]


def code_choices(choices: str) -> Choices:
    """The values of a list of codes."""
    return [(value, tr(*names) or value) for value, names in vocabulary(choices).items()]


def named(choices: dict[str, tuple[str, str]]) -> Choices:
    """Choices with their names in the reader's language."""
    return [(value, tr(*names)) for value, names in choices.items()]


def encodings() -> Choices:
    return [(name, ENCODING_NAMES[name]) for name in ENCODINGS]


def event_kinds() -> Choices:
    """Every kind of event that an event log can tell."""
    return [(name, tr(kind.name_zh, kind.name_en)) for name, kind in load_procedure().kinds.items()]
