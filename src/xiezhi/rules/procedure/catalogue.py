"""The catalogue of events: reads rules/data/procedure and refuses whatever is not whole, naming file and key.

`load_procedure` gives all of it, once per process; `event_kind` one kind by name. The values themselves: `kinds`.
"""

from functools import cache
from pathlib import Path

from xiezhi.rules.lawdata import DATA, Table, read_table
from xiezhi.rules.limits.catalogue import Catalogue
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.offices import load_offices
from xiezhi.rules.procedure.kinds import (
    CHECKS,
    FIELD_TYPES,
    FLAGS,
    NUMBERED,
    Condition,
    EventKind,
    Field,
    Names,
    PanelRule,
    Procedure,
    Shape,
)

NOT_BEFORE = ("docketing", "closing", "nothing")
AFTER_CLOSING = ("no", "late", "yes")
OPTIONAL = "?"
LONGEST_TEXT = 200  # where a field says nothing else
LONGEST_LIST = 100


class _Fields:
    """The fields events may name, and how a list of such names becomes fields."""

    def __init__(self, folder: Path, choices: dict[str, dict[str, Names]]) -> None:
        self._tables = dict(read_table(folder / "fields.toml").entries())
        self._choices = choices
        self._known: dict[str, Field] = {}
        self._used: set[str] = set()
        self.shapes: dict[str, Shape] = {}
        self._shape_tables = dict(read_table(folder / "shapes.toml").entries())
        for name in self._shape_tables:
            self._shape(name)

    def of(self, table: Table) -> tuple[Field, ...]:
        """The fields a kind or a shape lists under `fields`."""
        listed = tuple(self._field(table, word) for word in table.words("fields"))
        names = [field.name for field in listed]
        for name in names:
            if names.count(name) > 1:
                raise table.fault("fields", f"{name!r} 重复", f"{name!r} stands twice")
        return listed

    def check_used(self) -> None:
        """Refuse a field that no event carries."""
        for key in self._tables.keys() - self._used:
            raise self._tables[key].fault("", "没有事件使用这一字段", "no event carries this field")

    def _field(self, table: Table, word: str) -> Field:
        key = word.removesuffix(OPTIONAL)
        if key not in self._tables:
            raise table.fault("fields", f"没有字段 {key!r}", f"there is no field {key!r}")
        self._used.add(key)
        if word not in self._known:
            self._known[word] = self._read(self._tables[key], key.partition(".")[0], word == key)
        return self._known[word]

    def _read(self, table: Table, name: str, required: bool) -> Field:
        type_ = table.choice("type", FIELD_TYPES)
        read = table.need if type_ == "choice" else table.get
        choices = read("choices", str) if type_ in ("choice", "text") else None
        if choices is not None and choices not in self._choices:
            raise table.fault("choices", f"没有列表 {choices!r}", f"there is no list {choices!r}")
        many = table.flag("list")
        most = table.get("most", int)
        if most is None and (many or type_ in ("text", "flags")):
            most = LONGEST_LIST if many or type_ == "flags" else LONGEST_TEXT
        field = Field(
            name,
            type_,
            required,
            *_names(table),
            many=many,
            least=table.get("least", int),
            most=most,
            choices=choices,
            shape=self._shape(table.need("shape", str), table) if type_ == "shape" else None,
        )
        table.done()
        return field

    def _shape(self, name: str, asked_by: Table | None = None) -> Shape:
        if name not in self.shapes:
            if name not in self._shape_tables:
                assert asked_by is not None
                raise asked_by.fault("shape", f"没有对象 {name!r}", f"there is no shape {name!r}")
            table = self._shape_tables[name]
            self.shapes[name] = Shape(name, *_names(table), self.of(table))
            table.done()
        return self.shapes[name]


def _names(table: Table) -> Names:
    return table.need("name_zh", str), table.need("name_en", str)


def _choices(folder: Path) -> dict[str, dict[str, Names]]:
    lists = {}
    for key, table in read_table(folder / "choices.toml").entries():
        values = {}
        for value in table.names():
            pair = table.words(value)
            if len(pair) != 2:
                raise table.fault(value, "应为中文、英文两个名称", "expected two names, Chinese and English")
            values[value] = (pair[0], pair[1])
        lists[key] = values
    return lists


def _conditions(folder: Path) -> dict[str, Condition]:
    conditions = {}
    for key, table in read_table(folder / "conditions.toml").entries():
        if key not in FLAGS:
            raise table.fault("", f"应为 {FLAGS} 之一", f"expected one of {FLAGS}")
        conditions[key] = Condition(
            key,
            *_names(table),
            lacking=(table.need("lacking_zh", str), table.need("lacking_en", str)),
            barred=(table.need("barred_zh", str), table.need("barred_en", str)),
        )
        table.done()
    return conditions


def _cited(table: Table, law: Catalogue) -> tuple[str, ...]:
    """Citations that the present texts know."""
    citations = table.words("articles")
    for citation in citations:
        law.documents.check(citation, table, "articles", law.texts_checked_to, law.texts_checked_to)
    return citations


def _panels(folder: Path, law: Catalogue, forms: dict[str, Names]) -> dict[str, PanelRule]:
    panels = {}
    for key, table in read_table(folder / "panels.toml").entries():
        if key not in forms:
            raise table.fault("", "没有这种审判组织", "there is no such form of panel")
        least, most, odd = table.need("least", int), table.get("most", int), table.flag("odd")
        panels[key] = PanelRule(key, least, most, odd, _cited(table, law))
        table.verification()
        for note in ("note_zh", "note_en"):
            table.get(note, str)
        table.done()
    return panels


def _recorders(folder: Path) -> dict[str, tuple[str, ...]]:
    """The roles behind every word: a role by its own name, a group by the names it lists."""
    known: dict[str, tuple[str, ...]] = {role: (role,) for role in load_offices().roles}
    table = read_table(folder / "recorders.toml")
    for group in table.names():
        words = table.words(group)
        for word in words:
            if word not in known:
                raise table.fault(group, f"没有岗位 {word!r}", f"there is no role {word!r}")
        known[group] = tuple(dict.fromkeys(role for word in words for role in known[word]))
    return known


class _Reader:
    """What every kind is checked against."""

    def __init__(self, folder: Path) -> None:
        self.law = load_catalogue()
        self.choices = _choices(folder)
        self.fields = _Fields(folder, self.choices)
        self.conditions = _conditions(folder)
        self.panels = _panels(folder, self.law, self.choices["panel_form"])
        self.groups = _recorders(folder)
        self.classes = load_offices().classes

    def roles(self, table: Table, name: str) -> tuple[str, ...]:
        words = self._words(table, name, self.groups)
        return tuple(dict.fromkeys(role for word in words for role in self.groups[word]))

    def kind(self, name: str, table: Table) -> EventKind:
        kind = EventKind(
            name=name,
            version=table.get("version", int) or 1,
            name_zh=table.need("name_zh", str),
            name_en=table.need("name_en", str),
            phase=table.choice("phase", tuple(self.choices["phase"])),
            object_class=table.choice("object_class", tuple(self.classes)),
            part_roles=self.roles(table, "part"),
            office_roles=self.roles(table, "office"),
            early_roles=self.roles(table, "early"),
            fields=self.fields.of(table),
            needs=self._words(table, "needs", self.conditions),
            forbids=self._words(table, "forbids", self.conditions),
            opens=self._numbered(table, "opens"),
            ends=self._numbered(table, "ends"),
            uses=self._numbered(table, "uses"),
            checks=self._words(table, "checks", CHECKS),
            not_before=table.choice("not_before", NOT_BEFORE, "docketing"),
            after_closing=table.choice("after_closing", AFTER_CLOSING, "no"),
            clock=table.flag("clock"),
            parties=table.flag("parties"),
            citations=_cited(table, self.law),
            branches=self._words(table, "branches", self.choices["branch"]),
        )
        table.done()
        if not kind.recorders:
            raise table.fault("part", "没有记录人", "nobody may record it")
        return kind

    def _words(self, table: Table, name: str, known: object) -> tuple[str, ...]:
        words = table.words(name)
        for word in words:
            if word not in known:  # type: ignore[operator]
                raise table.fault(name, f"没有 {word!r}", f"there is no {word!r}")
        return words

    def _numbered(self, table: Table, name: str) -> str | None:
        thing = table.get(name, str)
        if thing is None:
            return None
        if thing not in NUMBERED:
            raise table.fault(name, f"应为 {tuple(NUMBERED)} 之一", f"expected one of {tuple(NUMBERED)}")
        return thing


@cache
def load_procedure(folder: Path = DATA / "procedure") -> Procedure:
    """The whole catalogue of events. Raises RuleDataError naming file and key."""
    reader = _Reader(folder)
    kinds = {name: reader.kind(name, table) for name, table in read_table(folder / "events.toml").entries()}
    reader.fields.check_used()
    return Procedure(kinds, reader.fields.shapes, reader.choices, reader.conditions, reader.panels)


def event_kind(name: str) -> EventKind:
    """The kind of that name. Raises InputError when there is none."""
    return load_procedure().kind(name)


__all__ = ["EventKind", "Field", "Procedure", "Shape", "event_kind", "load_procedure"]
