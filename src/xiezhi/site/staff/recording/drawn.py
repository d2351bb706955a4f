"""The parts of a form as the templates draw them: inputs bound to what was typed, objects, rows with their faults."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.forms.boundfield import BoundField

from xiezhi.site.staff.recording.entry_form import EntryForm, label_of
from xiezhi.site.staff.recording.kinds_in_words import hint
from xiezhi.site.staff.recording.parts_of_form import Group, Leaf, Part


@dataclass(frozen=True, slots=True)
class Drawn:
    """An input (`bound`), rows of objects (`rows`), or an object (`parts`)."""

    path: str
    label: str = ""
    hint: str = ""
    needed: bool = False
    hidden: bool = False
    bound: BoundField | None = None
    rows: tuple["Drawn", ...] | None = None
    parts: tuple["Drawn", ...] = ()
    drop: BoundField | None = None
    faults: tuple[str, ...] = ()

    @property
    def flat(self) -> bool:
        """Rows of a few inputs, which stand under each other like a table."""
        return bool(self.rows) and all(part.bound for part in self.rows[0].parts)  # type: ignore[index]


def drawn(form: EntryForm) -> Iterator[Drawn]:
    """The parts of the form in order."""
    for part in form.root.parts:
        yield _drawn(form, part)


def _drawn(form: EntryForm, part: Part) -> Drawn:
    if isinstance(part, Leaf):
        return Drawn(
            part.path, needed=part.field.required and not part.hidden, hidden=part.hidden, bound=form[part.path]
        )  # fmt: skip
    assert part.field is not None  # only the root has none
    label, below = label_of(part.field), hint(form.kind, part.field.name)
    faults = tuple(form.group_faults.get(part.path, ()))
    if isinstance(part, Group):
        inner = tuple(_drawn(form, one) for one in part.parts)
        return Drawn(part.path, label, below, part.needed, parts=inner, faults=faults)
    rows = tuple(_row(form, row) for row in part.rows)
    return Drawn(part.path, label, below, part.field.required, rows=rows, faults=faults)


def _row(form: EntryForm, row: Group) -> Drawn:
    inner = tuple(_drawn(form, part) for part in row.parts)
    return Drawn(row.path, parts=inner, drop=form[row.drop])
