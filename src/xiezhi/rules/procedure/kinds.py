"""The catalogue of events: every kind of thing that can happen in a case, with its fields, its recorders and its place in the order.

Values only; `catalogue.load_procedure` builds them from rules/data/procedure. Asked by the ledger (who may record, may it
follow), by the schemas (fields), by the pages (names).
"""

from dataclasses import dataclass

from xiezhi.rules.errors import InputError

Names = tuple[str, str]

FIELD_TYPES = (
    "text",
    "day",
    "moment",
    "number",
    "decimal",
    "flag",
    "flags",
    "id",
    "officer",
    "court",
    "division",
    "sha256",
    "json",
    "choice",
    "rule",
    "case_type",
    "ground_deduction",
    "ground_suspension",
    "restart",
    "shape",
)
NUMBERED = {
    "party": "party_no",
    "hearing": "hearing_no",
    "deduction": "span_no",
    "suspension": "span_no",
    "supplementary_investigation": "span_no",
    "notice": "span_no",
    "request": "request_no",
    "document": "document_no",
}
"""What is begun, ended or spoken of by a number, and the field that carries it. All spans share one count."""
FLAGS = (
    "received",
    "docketed",
    "procedure",
    "panel",
    "closed",
    "appealed",
    "effective",
    "archived",
    "sealed",
)
"""Where a case can stand: the words of `needs` and `forbids`."""
CHECKS = (
    "parties_numbered",
    "received_first",
    "panel_whole",
    "without_conflict",
    "representative_known",
    "one_length",
    "other_ground_reasoned",
    "procedure_other",
    "correction_possible",
    "events_recorded",
)
"""What the content of an event must satisfy: the words of `checks`, carried out by `order`."""
SPANS = frozenset(thing for thing, field in NUMBERED.items() if field == "span_no")


@dataclass(frozen=True, slots=True)
class Field:
    """One entry of an event's content. `most` bounds the length of a text, a number, or (with `many`) a list.

    The `choices` of a text are those the law lists: a value of the list is told by its name, any other text as it stands.
    """

    name: str
    type: str
    required: bool
    name_zh: str
    name_en: str
    many: bool = False
    least: int | None = None
    most: int | None = None
    choices: str | None = None
    shape: "Shape | None" = None


@dataclass(frozen=True, slots=True)
class Shape:
    """An object that events carry inside: a party, a representative, a link."""

    name: str
    name_zh: str
    name_en: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """Where a case can stand; what to say when an event needs it, and when it forbids the event."""

    name: str
    name_zh: str
    name_en: str
    lacking: Names
    barred: Names


@dataclass(frozen=True, slots=True)
class PanelRule:
    """How many judges and assessors make up a panel of one form."""

    form: str
    least: int
    most: int | None
    odd: bool
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventKind:
    """One kind of event. `clock` = it bears on the limit; `parties` = they see it among the steps of their case.

    Roles in `part_roles` record it when they have a part in the case, those in `office_roles` by their office alone, those in
    `early_roles` by their office until the case is assigned. `branches`: the only ones in which it is usual (empty: all).
    """

    name: str
    version: int
    name_zh: str
    name_en: str
    phase: str
    object_class: str
    part_roles: tuple[str, ...]
    office_roles: tuple[str, ...]
    early_roles: tuple[str, ...]
    fields: tuple[Field, ...]
    needs: tuple[str, ...]
    forbids: tuple[str, ...]
    opens: str | None
    ends: str | None
    uses: str | None
    checks: tuple[str, ...]
    not_before: str
    after_closing: str
    clock: bool
    parties: bool
    citations: tuple[str, ...]
    branches: tuple[str, ...] = ()

    def is_usual_in(self, branch: str) -> bool:
        """Whether events of this kind happen in cases of the branch as a rule; nothing is barred by it."""
        return not self.branches or branch in self.branches

    @property
    def recorders(self) -> tuple[str, ...]:
        """Every role that may record it, with or without a part in the case."""
        return tuple(dict.fromkeys(self.part_roles + self.office_roles + self.early_roles))

    def may_record(self, role: str, *, has_part: bool, assigned: bool) -> bool:
        """Whether a holder of the role may record it in a case in which he has, or has not, a part, and which is assigned or not yet."""
        return (
            role in self.office_roles
            or (has_part and role in self.part_roles)
            or (not assigned and role in self.early_roles)
        )


@dataclass(frozen=True, slots=True, eq=False)
class Procedure:
    """The whole catalogue, in the order of a case's life."""

    kinds: dict[str, EventKind]
    shapes: dict[str, Shape]
    choices: dict[str, dict[str, Names]]
    conditions: dict[str, Condition]
    panels: dict[str, PanelRule]

    def kind(self, name: str) -> EventKind:
        """Raises InputError for a kind that is not in the catalogue."""
        kind = self.kinds.get(name)
        if kind is None:
            raise InputError(
                f"没有名为 {name!r} 的事件；全部事件见 docs/events.md",
                f"there is no event kind {name!r}; docs/events.md lists them all",
                field="kind",
            )
        return kind

    def names_of(self, choices: str, value: str) -> Names:
        """The Chinese and the English name of a value of a closed list; the value itself when the list has none."""
        return self.choices[choices].get(value, (value, value))
