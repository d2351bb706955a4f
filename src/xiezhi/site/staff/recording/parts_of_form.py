"""The shape of a form: fields, objects and rows of objects, as the catalogue nests them. Names are the paths of the catalogue.

A path is written as in the messages of the record: `party.name`, `members[2].officer`; so an error finds its field.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from xiezhi.rules.procedure.catalogue import Field

Content: TypeAlias = dict[str, Any]
NOTHING: tuple[object, ...] = (None, "", [], {})


@dataclass(frozen=True, slots=True)
class Leaf:
    """One input. `hidden` = filled in by the program, carried along unseen."""

    path: str
    field: Field
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """An object: the whole event, a party, one member of a panel."""

    path: str
    field: Field | None
    parts: tuple["Part", ...]
    needed: bool = True

    @property
    def drop(self) -> str:
        """The name of the box that leaves this row out."""
        return f"{self.path}.drop"

    def leaves(self) -> Iterator[Leaf]:
        """Every input inside, in order."""
        for part in self.parts:
            if isinstance(part, Leaf):
                yield part
            elif isinstance(part, Group):
                yield from part.leaves()
            else:
                for row in part.rows:
                    yield from row.leaves()


@dataclass(frozen=True, slots=True)
class Rows:
    """Several objects of one kind, a row each; empty rows are left out."""

    path: str
    field: Field
    rows: tuple[Group, ...]

    @property
    def count_name(self) -> str:
        """The name of the hidden input that says how many rows were sent."""
        return f"{self.path}.rows"


Part: TypeAlias = Leaf | Group | Rows


def content_of(group: Group, given: dict[str, Any]) -> Content:
    """The content of an object from the cleaned inputs; what is empty is left out."""
    content: Content = {}
    for part in group.parts:
        value = _value(part, given)
        if value not in NOTHING:
            content[part.field.name if part.field else part.path] = value
    return content


def _value(part: Part, given: dict[str, Any]) -> Any:
    if isinstance(part, Group):
        return content_of(part, given)
    if isinstance(part, Rows):
        return [content_of(row, given) for row in part.rows if is_filled(row, given)]
    value = given.get(part.path)
    return value.isoformat() if isinstance(value, date) else value


def is_filled(group: Group, given: dict[str, Any]) -> bool:
    """Whether a row says anything, and was not struck out; what the program fills in does not count."""
    if given.get(group.drop):
        return False
    return any(given.get(leaf.path) not in NOTHING for leaf in group.leaves() if not leaf.hidden)


def missing(group: Group, given: dict[str, Any]) -> Iterator[Leaf | Rows]:
    """What must be filled in and is not: of objects that are left empty, nothing."""
    for part in group.parts:
        if isinstance(part, Leaf):
            if part.field.required and not part.hidden and given.get(part.path) in NOTHING:
                yield part
        elif isinstance(part, Group):
            if part.needed or is_filled(part, given):
                yield from missing(part, given)
        else:
            filled = [row for row in part.rows if is_filled(row, given)]
            if part.field.required and not filled:
                yield part
            for row in filled:
                yield from missing(row, given)
