"""The form of one kind of event, drawn from the catalogue: its inputs, what it starts with, and what it holds when it comes back.

The same class serves recording (paths of the kind itself) and replacing by a correction (the same paths after `data.`).
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from xiezhi.rules.errors import InputError
from xiezhi.rules.language import tr
from xiezhi.rules.procedure.catalogue import EventKind, Field
from xiezhi.site.staff.recording.inputs import day_input, input_for, without_path
from xiezhi.site.staff.recording.kinds_in_words import day_label, hint, thing_label
from xiezhi.site.staff.recording.lists import Group as Choices
from xiezhi.site.staff.recording.lists import Lists
from xiezhi.site.staff.recording.parts_of_form import (
    Content,
    Group,
    Leaf,
    Part,
    Rows,
    content_of,
    missing,
)

OCCURRED = "occurred_on"
UPLOAD = "upload"
MORE = "more"  # the button that asks for another row, by the path of the rows
MOST_ROWS = 40  # on one page: a longer list stays as it is, and is changed by events of its own or by a file
UNASKED = ("id", "sha256", "json", "flags")  # identifiers, digests and free data are never typed
# Empty rows at the end of a list that is opened: a new one, one that has entries. Lists inside objects begin without any.
SPARE = {"members": (5, 1), "parties": (0, 0), "links": (0, 0)}


class Fault(NamedTuple):
    """Something to correct: where the reader finds it, and what is wrong there."""

    where: str  # the id of an input or of a group; empty: nowhere in particular
    label: str
    words: str


class EntryForm(forms.Form):
    """One event as a form. `hidden` are the fields the program fills in itself, `left_out` those it does not ask for."""

    def __init__(
        self,
        kind: EventKind,
        lists: Lists,
        content: Content,
        on: date,
        *,
        base: str = "",
        hidden: Collection[str] = (),
        left_out: Collection[str] = (),
        takes_paper: bool = False,
        posted: QueryDict | None = None,
        files: Any = None,
    ) -> None:
        super().__init__(posted, files, use_required_attribute=False)
        self.kind, self.lists, self.base = kind, lists, base
        self.content: Content = {}
        self.group_faults: dict[str, list[str]] = {}
        self._hidden, self._posted, self._left_out = hidden, posted, left_out
        self.fields[OCCURRED] = day_input(day_label(kind))
        self.initial[OCCURRED] = on
        if takes_paper:
            self.fields[UPLOAD] = forms.FileField(
                label=tr("文件", "File"), required=False, allow_empty_file=True
            )
        self.root = Group("", None, tuple(self._parts(kind.fields, content, base)))

    # --- building

    def _parts(self, fields: Iterable[Field], content: Content, base: str) -> Iterator[Part]:
        for field in fields:
            path = f"{base}{field.name}"
            if path.removeprefix(self.base) in self._left_out:
                continue
            if field.type in UNASKED or is_too_long(field, content.get(field.name)):
                continue
            if field.shape is None:
                yield self._leaf(path, field, content.get(field.name))
            elif field.many:
                yield self._rows(path, field, content.get(field.name) or [])
            else:
                inner = self._parts(field.shape.fields, content.get(field.name) or {}, f"{path}.")
                yield Group(path, field, tuple(inner), field.required)

    def _leaf(self, path: str, field: Field, value: Any) -> Leaf:
        hidden = field.name in self._hidden
        groups = None if hidden else self.lists.of(self.kind, field)
        if groups is not None:
            groups = self._with_present(field, groups, value)
        suggestions = [] if hidden or groups is not None else self.lists.suggestions(field)
        made = input_for(field, groups, suggestions)
        if suggestions:
            made.widget.attrs["list"] = f"id_{path}_list"
        if hidden:
            made.widget = forms.HiddenInput()
        made.label = thing_label(self.kind, field.name) or made.label
        made.help_text = hint(self.kind, field.name) or made.help_text
        made.needed = field.required and not hidden  # type: ignore[attr-defined]
        self.fields[path] = made
        self.initial[path] = _shown(field, value, groups, self.lists)
        return Leaf(path, field, hidden)

    def _with_present(self, field: Field, groups: list[Choices], value: Any) -> list[Choices]:
        """The choices with the one that stands in the record, should it not be offered today."""
        offered = {key for group in groups for key, _ in group.choices}
        if value in (None, "") or isinstance(value, list) or str(value) in offered:
            return groups
        words = self.lists.recorded(field, value)
        return [*groups, Choices(tr("原记录", "As recorded"), [(str(value), words)])]

    def _rows(self, path: str, field: Field, values: list[Content]) -> Rows:
        assert field.shape is not None
        rows = []
        for place in range(self._row_count(path, field, len(values))):
            row = f"{path}[{place + 1}]"
            content = values[place] if place < len(values) else {}
            rows.append(Group(row, field, tuple(self._parts(field.shape.fields, content, f"{row}."))))
            self.fields[f"{row}.drop"] = forms.BooleanField(required=False, label=tr("删去", "Leave out"))
        return Rows(path, field, tuple(rows))

    def _row_count(self, path: str, field: Field, given: int) -> int:
        most = min(field.most or MOST_ROWS, MOST_ROWS)
        if self._posted is None:
            name = path.removeprefix(self.base)
            new, more = SPARE.get(name, (0, 0) if "." in name else (1, 0))
            return min(most, given + (more if given > 1 else max(0, new - given)))
        sent = self._posted.get(f"{path}.rows", "")
        count = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 5 else 0
        return min(most, count + (1 if self._posted.get(MORE) == path else 0))

    # --- reading

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get(OCCURRED) is None and OCCURRED not in self.errors and OCCURRED in self.fields:
            self.add_error(OCCURRED, tr("请填日期", "Give the day"))
        for part in missing(self.root, given):
            if isinstance(part, Rows):
                words = tr("请至少填一行", "Fill in at least one row")
                self.group_faults.setdefault(part.path, []).append(words)
                self.add_error(None, f"{label_of(part.field)}{tr('：', ': ')}{words}")
            elif part.path not in self.errors:
                chosen = isinstance(self.fields[part.path], forms.ChoiceField)
                words = tr("请选择", "Choose one") if chosen else tr("请填写", "Fill this in")
                self.add_error(part.path, words)
        self.content = content_of(self.root, given)
        self._name_courts(self.root, self.content)
        return given

    def _name_courts(self, group: Group, content: Content) -> None:
        """A court of the record is kept by its identifier, whatever language its name was chosen in."""
        for part in group.parts:
            if isinstance(part, Leaf) and part.field.type == "court" and part.field.name in content:
                content[part.field.name] = self.lists.court_named(content[part.field.name])

    @property
    def uploaded(self) -> "UploadedFile[Any] | None":
        """The file sent along, if any."""
        found = self.files.get(UPLOAD)
        return found if isinstance(found, UploadedFile) else None

    def rows_inside(self) -> Iterator[Rows]:
        """Every list of rows of the form, those inside others too."""
        waiting: list[Part] = list(self.root.parts)
        while waiting:
            part = waiting.pop()
            if isinstance(part, Rows):
                yield part
                waiting += part.rows
            elif isinstance(part, Group):
                waiting += part.parts

    # --- what was wrong

    def forgive(self, *names: str) -> None:
        """Take back what was said of these inputs; of all, if none is named."""
        for name in names or [*self.errors]:
            self.errors.pop(name, None)
        if not names:
            self.group_faults.clear()

    def refuse(self, fault: InputError | Any) -> None:
        """Put what the record refused at its field; what belongs to no field stands above the form."""
        path = getattr(fault, "field", None) or ""
        words = without_path(tr(fault.zh, fault.en), path)
        place = self._place(path)
        if place in self.fields:
            self.add_error(place, words)
            return
        if place:
            self.group_faults.setdefault(place, []).append(words)
        self.add_error(None, words)

    def _place(self, path: str) -> str:
        """The input or group that an error speaks of: the path itself, its list, or nothing."""
        candidates = (path, f"{self.base}{path}", path.partition("[")[0], path.rpartition(".")[0])
        shown = {leaf.path for leaf in self.root.leaves() if not leaf.hidden} | {OCCURRED, UPLOAD}
        groups = {part.path for part in self.root.parts if not isinstance(part, Leaf)}
        return next((one for one in candidates if one in shown or one in groups), "")

    @property
    def told(self) -> list[Fault]:
        """Everything to correct, in the order of the form."""
        faults = [Fault("", "", str(words)) for words in self.non_field_errors()]
        for name, said in self.errors.items():
            if name in self.fields:
                bound = self[name]
                faults += [Fault(bound.auto_id, str(bound.label), str(words)) for words in said]
        return faults


def is_too_long(field: Field, values: object) -> bool:
    """Whether a list of objects that stands in the record is too long for a form."""
    return field.many and field.shape is not None and isinstance(values, list) and len(values) > MOST_ROWS


def label_of(field: Field) -> str:
    return tr(field.name_zh, field.name_en[:1].upper() + field.name_en[1:])


def _shown(field: Field, value: Any, groups: list[Choices] | None, lists: Lists) -> Any:
    """What an input begins with: the only choice there is, a court by its name, anything else as it is."""
    if value is None and groups is not None and field.required and field.type == "number":
        choices = [choice for group in groups for choice in group.choices]
        return choices[0][0] if len(choices) == 1 else None
    if field.type == "flag" and value is not None:
        return "yes" if value else "no"
    if field.type == "court" and value is not None:
        return lists.court_name(str(value))
    return value
