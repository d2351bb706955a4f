"""One field of the catalogue as an input: which widget, which bounds, and what is said when it cannot be read.

Nothing is required here: what must not be empty depends on whether the object around it is filled in (see `entry_form`).
"""

from collections.abc import Sequence
from typing import Any

from django import forms

from xiezhi.rules.language import tr
from xiezhi.rules.limits.exchange import PLAUSIBLE_YEARS
from xiezhi.rules.procedure.catalogue import Field
from xiezhi.site.staff.recording.lists import Group

LONG = 200  # a text that may be longer gets several lines
LONGEST_LISTED = 20_000
MOST_DIGITS = 20  # of a number, before it is read at all
DAY, MOMENT = "%Y-%m-%d", "%Y-%m-%dT%H:%M"
NUMBERS = ("number",)

Choices = list[tuple[str, str | list[tuple[str, str]]]]


class Lines(forms.CharField):
    """A list of short texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        return [line.strip() for line in text.splitlines() if line.strip()]


class WholeNumber(forms.IntegerField):
    """A whole number; a row of digits without end is not even read."""

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str) and len(value.strip()) > MOST_DIGITS:
            raise forms.ValidationError(self.error_messages["invalid"])
        return super().to_python(value)


def input_for(field: Field, groups: Sequence[Group] | None, suggestions: Sequence[str]) -> forms.Field:
    """The input of one field. `groups` = the closed list it is chosen from, None = it is written."""
    named = {
        "label": tr(field.name_zh, capital(field.name_en)),
        "required": False,
        "error_messages": _messages(field),
    }
    if field.many and field.type in ("number", "text"):
        return _several(field, groups, named)
    if groups is not None:
        return _chosen(field, groups, named)
    return _MAKERS.get(field.type, _text)(field, suggestions, named)


def day_input(label: str) -> forms.DateField:
    """A day by the calendar of the browser; typed as 2026-11-26 where there is none."""
    return forms.DateField(
        label=label,
        required=False,
        input_formats=[DAY],
        widget=_dated("date", DAY),
        error_messages={"invalid": _MESSAGES["day"]()},
    )


def capital(words: str) -> str:
    """With the capital of a label; Chinese words stay as they are."""
    return words[:1].upper() + words[1:]


def without_path(words: str, path: str) -> str:
    """A message of the record without the path and the label before it: it stands at its input."""
    for colon in ("：", ": "):
        head, _, rest = words.partition(colon)
        if path and rest and head.startswith(path):
            return rest
    return words


def _dated(kind: str, written: str) -> forms.DateInput:
    first, last = PLAUSIBLE_YEARS[0], PLAUSIBLE_YEARS[-1]
    ends = {"date": ("-01-01", "-12-31"), "datetime-local": ("-01-01T00:00", "-12-31T23:59")}[kind]
    bounds = {"type": kind, "min": f"{first}{ends[0]}", "max": f"{last}{ends[1]}"}
    return forms.DateInput(format=written, attrs=bounds)


def _several(field: Field, groups: Sequence[Group] | None, named: dict[str, Any]) -> forms.Field:
    if field.type == "number":
        choices = [choice for group in groups or () for choice in group.choices]
        return forms.TypedMultipleChoiceField(
            choices=choices, coerce=int, widget=forms.CheckboxSelectMultiple, **named
        )
    hint = tr("每行一项", "one a line")
    return Lines(max_length=LONGEST_LISTED, help_text=hint, **named)


def _chosen(field: Field, groups: Sequence[Group], named: dict[str, Any]) -> forms.Field:
    choices: Choices = [("", tr("请选择", "Choose"))]
    for group in groups:
        choices += [(group.words, group.choices)] if group.words else group.choices
    coerce = int if field.type in NUMBERS else str
    return forms.TypedChoiceField(choices=choices, coerce=coerce, empty_value=None, **named)


def _text(field: Field, suggestions: Sequence[str], named: dict[str, Any]) -> forms.Field:
    most = field.most or LONG
    widget = (
        forms.Textarea(attrs={"rows": 8 if most > 5_000 else 3})
        if most > LONG and field.name not in ("by", "order")
        else forms.TextInput(attrs={"autocomplete": "off"})
    )
    made = forms.CharField(max_length=most, widget=widget, **named)
    made.suggestions = list(suggestions)  # type: ignore[attr-defined]
    return made


def _number(field: Field, suggestions: Sequence[str], named: dict[str, Any]) -> forms.Field:
    return WholeNumber(min_value=field.least, max_value=field.most, **named)


def _decimal(field: Field, suggestions: Sequence[str], named: dict[str, Any]) -> forms.Field:
    return forms.FloatField(min_value=field.least, max_value=field.most, **named)


def _flag(field: Field, suggestions: Sequence[str], named: dict[str, Any]) -> forms.Field:
    """Yes or no; where the answer may be left out, that is an answer of its own."""
    choices = [("yes", tr("是", "Yes")), ("no", tr("否", "No"))]
    if not field.required:
        choices = [("", tr("未注明", "Not said")), *choices]
    widget = forms.RadioSelect if field.required else forms.Select
    return forms.TypedChoiceField(
        choices=choices, coerce=lambda word: word == "yes", empty_value=None, widget=widget, **named
    )


def _day(field: Field, suggestions: Sequence[str], named: dict[str, Any]) -> forms.Field:
    return forms.DateField(input_formats=[DAY], widget=_dated("date", DAY), **named)


def _moment(field: Field, suggestions: Sequence[str], named: dict[str, Any]) -> forms.Field:
    # Read as a text: the schema knows what a moment is, and a time zone would only be taken off again.
    widget = _dated("datetime-local", MOMENT)
    return forms.RegexField(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:00)?$", widget=widget, **named)


_MAKERS = {
    "number": _number,
    "decimal": _decimal,
    "flag": _flag,
    "day": _day,
    "moment": _moment,
}
_MESSAGES = {
    "day": lambda: tr(
        "应为真实日期，如 2026-03-01", "This must be a real day, such as 2026-03-01"
    ),
    "moment": lambda: tr(
        "应为日期与时分，如 2026-03-01T09:30", "This must be a day and a time, such as 2026-03-01T09:30"
    ),
}  # fmt: skip


def _messages(field: Field) -> dict[str, str]:
    number = tr("应为整数", "This must be a whole number")
    return {
        "invalid": _MESSAGES[field.type]() if field.type in _MESSAGES else number,
        "invalid_choice": tr("列表中没有这一项，请重新选择", "The list has no such entry; please choose again"),
        "invalid_list": tr("请从列表中选择", "Please choose from the list"),
        "min_value": tr(f"不得小于{field.least}", f"At least {field.least}"),
        "max_value": tr(f"不得大于{field.most}", f"At most {field.most}"),
        "max_length": tr("至多%(limit_value)d个字符，现有%(show_value)d个", "At most %(limit_value)d characters; there are %(show_value)d"),
    }  # fmt: skip
