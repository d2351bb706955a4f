"""What the mapping page shows of each column: samples, the field with the reason of the guess, what the samples become, values of codes."""

from collections import Counter
from collections.abc import Mapping as Typed
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from xiezhi.record.intake.looking import Look
from xiezhi.record.intake.mapping.converting import Converter
from xiezhi.record.intake.mapping.fields import field_of, spellings, vocabulary
from xiezhi.record.intake.mapping.guessing import Reason
from xiezhi.record.intake.mapping.values import Mapping, Rule
from xiezhi.rules.errors import XiezhiError
from xiezhi.rules.language import language, tr
from xiezhi.site.staff.imports.targets import Choices, code_choices
from xiezhi.site.staff.imports.typed_mapping import field_words
from xiezhi.site.templatetags.words import day

MOST_CODES = 60
LONGEST_SAMPLE = 80
SURE = 0.9
CODED = ("code", "flag")
WAYS = ("default", "before", "after", "separators", "decimal", "join", "order")


@dataclass(frozen=True, slots=True)
class Code:
    """A value of the source: how often it was seen, what was chosen for it, what its own name would mean."""

    place: int
    value: str
    count: int
    chosen: str
    known: str


@dataclass(frozen=True)
class ColumnShown:
    """One column on the page. `rule` is the rule it begins; `joined` says so where several columns fill a field together."""

    place: int
    head: str
    samples: tuple[str, ...] = ()
    field: str = ""
    why: str = ""
    kind: str = ""
    rule: Rule | None = None
    also: str = ""
    also_rule: str = ""
    joined: str = ""
    becomes: tuple[tuple[str, str, bool], ...] = ()
    codes: tuple[Code, ...] = ()
    codes_more: int = 0
    choices: tuple[tuple[str, str], ...] = ()
    carried: bool = False
    counts: str = ""
    faulty: bool = False

    @property
    def number(self) -> int:
        return self.place + 1

    @property
    def also_words(self) -> str:
        """The name of the second field this column fills."""
        return field_words(self.also) if self.also else ""

    @property
    def codes_unknown(self) -> int:
        """How many values mean nothing yet."""
        return sum(not code.chosen and not code.known for code in self.codes)

    @property
    def codes_open(self) -> bool:
        return bool(self.codes_unknown)

    @property
    def ways_set(self) -> bool:
        """Whether anything is said about how the column is read."""
        return self.rule is not None and (self.rule.serial or any(getattr(self.rule, name) for name in WAYS))


def columns_shown(
    mapping: Mapping, look: Look, reasons: Sequence[Reason] = (), wrong: Typed[str, int] | None = None
) -> list[ColumnShown]:
    """Every column of the file in its order. `wrong`: in how many of the rows tried a column or field had a fault."""
    why = {(reason.column, reason.field): reason for reason in reasons}
    shown = [
        ColumnShown(place, head, tuple(map(_short, look.samples[place])))
        for place, head in enumerate(look.columns)
    ]
    places = {head: place for place, head in enumerate(look.columns)}
    for rule in mapping.rules:
        for number, head in enumerate(column for column in rule.columns if column in places):
            here = shown[places[head]]
            if here.field:
                shown[here.place] = replace(here, also=rule.field, also_rule=rule.model_dump_json())
                continue
            mapped = replace(
                here, field=rule.field, kind=field_of(rule.field).kind, why=_why(why.get((head, rule.field)))
            )
            shown[here.place] = _begun(mapped, rule, mapping, look) if number == 0 else _joined(mapped, rule)
    return [_tried(replace(column, carried=column.head in mapping.carried), wrong) for column in shown]


def _tried(column: ColumnShown, wrong: Typed[str, int] | None) -> ColumnShown:
    """The column with what the trial of the mapping says of it."""
    if wrong is None or column.rule is None:
        return column
    labels = {"、".join(column.rule.columns), column.rule.field}
    rows = sum(count for label, count in wrong.items() if label in labels)
    said = tr(f"{rows:,}行有问题", f"{rows:,} rows with problems") if rows else tr("没有问题", "no problem")
    return replace(column, counts=said, faulty=bool(rows))


def _begun(column: ColumnShown, rule: Rule, mapping: Mapping, look: Look) -> ColumnShown:
    """The column that begins a rule: it shows how the rule reads."""
    codes, more = _codes(rule, column.kind, look.values.get(column.head, Counter()))
    several = len(rule.columns) > 1
    return replace(
        column,
        rule=rule,
        joined=tr(f"与{len(rule.columns) - 1}列合并", f"joined with {len(rule.columns) - 1} more")
        if several
        else "",
        becomes=tuple(_becomes(rule, mapping, look, column.place)),
        codes=codes,
        codes_more=more,
        choices=tuple(_choices(rule, column.kind)),
    )


def _joined(column: ColumnShown, rule: Rule) -> ColumnShown:
    return replace(column, joined=tr(f"并入“{rule.columns[0]}”", f"joined to “{rule.columns[0]}”"))


def _choices(rule: Rule, kind: str) -> Choices:
    if kind == "flag":
        return [("是", tr("是", "yes")), ("否", tr("否", "no"))]
    return code_choices(field_of(rule.field).choices) if kind == "code" else []


def _codes(rule: Rule, kind: str, values: Counter[str]) -> tuple[tuple[Code, ...], int]:
    """The values that were seen, the most frequent first, and those only the mapping knows; how many are not shown."""
    if kind not in CODED:
        return (), 0
    choices = field_of(rule.field).choices
    known = spellings(choices) if kind == "code" else {}
    said = {" ".join(value.split()).lower(): chosen for value, chosen in rule.codes.items()}
    every = [*values.most_common(), *((value, 0) for value in rule.codes if value not in values)]
    # What means nothing yet comes first, so that it is never among those that are not shown.
    every.sort(key=lambda pair: (pair[0].lower() in said or pair[0].lower() in known, -pair[1]))
    codes = [
        Code(place, value, count, said.get(value.lower(), ""), _own_name(value, kind, choices, known))
        for place, (value, count) in enumerate(every)
    ]
    shown = [code for code in codes if code.place < MOST_CODES or code.chosen]
    return tuple(replace(code, place=place) for place, code in enumerate(shown)), len(codes) - len(shown)


def _own_name(value: str, kind: str, choices: str, known: dict[str, str]) -> str:
    """What a value means without any table."""
    if kind == "flag":
        return value if _is_truth(value) else ""
    ours = known.get(value.lower())
    return tr(*vocabulary(choices)[ours]) or ours if ours else ""


def _is_truth(value: str) -> bool:
    from xiezhi.record.intake.mapping.fields import FLAGS

    return any(value.lower() in words for words in FLAGS.values())


def _becomes(rule: Rule, mapping: Mapping, look: Look, place: int) -> list[tuple[str, str, bool]]:
    """Some cells of the column, what each becomes, and whether it is wrong; of joined columns the first rows."""
    alone = mapping.model_copy(update={"rules": (rule,), "turns": (), "carried": ()})
    try:
        converter = Converter(alone, look.columns, epoch_1904=look.epoch_1904)
    except XiezhiError as fault:
        return [("", fault.text(language()), True)]
    if len(rule.columns) > 1:
        rows = list(look.first)
    else:
        rows = [
            [cell if at == place else None for at in range(len(look.columns))] for cell in look.samples[place]
        ]
    found = []
    for cells in rows:
        mapped = converter.row(cells)
        raw = _short(cells[place])
        if mapped.faults:
            found.append((raw, tr(mapped.faults[0].zh, mapped.faults[0].en), True))
        else:
            found.append((raw, value_words(rule.field, mapped.values.get(rule.field)), False))
    return found


def value_words(name: str, value: Any) -> str:
    """A value of a field as people read it."""
    known = field_of(name)
    if value is None:
        return tr("（空）", "(nothing)")
    if isinstance(value, bool):
        return tr("是", "yes") if value else tr("否", "no")
    if isinstance(value, date):
        return day(value)
    if known.kind == "amount":
        return tr(f"{value / 100:,.2f}元", f"{value / 100:,.2f} yuan")
    if known.kind == "code":
        names = vocabulary(known.choices).get(str(value))
        return (tr(*names) or str(value)) if names else str(value)
    if isinstance(value, list):
        return tr("、", ", ").join(map(str, value))
    return _short(value)


def _short(cell: Any) -> str:
    text = " ".join(str(cell).split()) if cell is not None else ""
    return text if len(text) <= LONGEST_SAMPLE else f"{text[:LONGEST_SAMPLE]}…"


def _why(reason: Reason | None) -> str:
    if reason is None:
        return ""
    doubt = "" if reason.sure >= SURE else tr("，请核对", "; please check")
    return tr(f"猜测：{reason.zh}", f"guessed: {reason.en}") + doubt


def coded_columns(mapping: Mapping) -> list[str]:
    """The columns whose values are looked up in a table, and activities of a log."""
    kinds = {rule.field: field_of(rule.field).kind for rule in mapping.rules}
    return [
        rule.columns[0]
        for rule in mapping.rules
        if rule.columns and (kinds[rule.field] in CODED or rule.field == "activity")
    ]
