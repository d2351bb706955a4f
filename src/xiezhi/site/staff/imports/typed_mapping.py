"""A mapping as a form writes it: one choice a column, the fields without a column, the turns of an event log. Nothing typed is lost.

Names of inputs carry places, not heads: a head may hold anything. `columns` are those of the file the form was made for.
"""

import json
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Typed
from typing import Any

from xiezhi.record.intake.files.table import Reading
from xiezhi.record.intake.mapping.fields import field_of
from xiezhi.record.intake.mapping.values import Mapping, read_mapping
from xiezhi.rules.language import tr

BLANK_CONSTANTS, BLANK_TURNS = 2, 1
MOST_LINES = 500
NAMES_JOIN = "、"
# What the rule of a column may say besides its field, as inputs of the form.
TEXTS = ("join", "default", "before", "after", "separators", "decimal", "order", "unit")
READING = ("sheet", "encoding", "delimiter", "heading")


def mapping_typed(typed: Typed[str, str], columns: Sequence[str]) -> Mapping:
    """The mapping that the form says. Raises InputError naming what cannot be."""
    rules = [*_of_columns(typed, columns), *_without_columns(typed)]
    for rule in rules:
        field_of(rule["field"])
    content: dict[str, Any] = {
        "shape": typed.get("shape", "cases"),
        "rules": rules,
        "turns": list(_turns(typed)) if typed.get("shape") == "events" else [],
        "carried": [column for place, column in enumerate(columns) if f"carried-{place}" in typed],
        "reading": reading_typed(typed).model_dump(mode="json"),
        "order": typed.get("order", ""),
        "foreign_numbers": "foreign_numbers" in typed,
        "outside_courts": "outside_courts" in typed,
        "unknown_judges": typed.get("unknown_judges", "quarantine"),
    }
    return read_mapping(content)


def reading_typed(typed: Typed[str, str]) -> Reading:
    """How the file is to be read, as the form says it; what is empty is guessed."""
    heading = typed.get("heading", "").strip()
    delimiter = typed.get("delimiter", "")
    return Reading(
        sheet=typed.get("sheet", ""),
        encoding=typed.get("encoding", ""),
        delimiter="\t" if delimiter == "tab" else delimiter[:1],
        heading=int(heading) if heading.isascii() and heading.isdigit() and len(heading) < 4 else None,
        ragged="ragged" in typed,
    )


def _of_columns(typed: Typed[str, str], columns: Sequence[str]) -> list[dict[str, Any]]:
    """A rule for each field chosen; columns of the same field are joined in the order of the file."""
    places: dict[str, list[int]] = {}
    for place in range(len(columns)):
        field = typed.get(f"field-{place}", "")
        if field:
            places.setdefault(field, []).append(place)
    rules = [_rule(typed, columns, field, at) for field, at in places.items()]
    return rules + [
        _also(typed, columns, place) for place in range(len(columns)) if typed.get(f"also-{place}")
    ]


def _also(typed: Typed[str, str], columns: Sequence[str], place: int) -> dict[str, Any]:
    """A second field filled from the same column; what else its rule says comes along as it was."""
    field = typed[f"also-{place}"]
    try:
        said = json.loads(typed.get(f"also-rule-{place}", "") or "{}")
    except ValueError:
        said = {}
    kept = said if isinstance(said, dict) and said.get("field") == field else {}
    return {**kept, "field": field, "columns": [columns[place]]}


def _rule(
    typed: Typed[str, str], columns: Sequence[str], field: str, places: Sequence[int]
) -> dict[str, Any]:
    first = places[0]
    said = {name: typed[f"{name}-{first}"] for name in TEXTS if typed.get(f"{name}-{first}")}
    if len(places) > 1 and "join" not in said and field_of(field).kind == "names":
        said["join"] = NAMES_JOIN
    return {
        "field": field,
        "columns": [columns[place] for place in places],
        "serial": f"serial-{first}" in typed,
        "codes": dict(_codes(typed, first)),
        **said,
    }


def _codes(typed: Typed[str, str], place: int) -> Iterator[tuple[str, str]]:
    """What each value of the column stands for; those without a choice are left to their own names."""
    for number in range(MOST_LINES):
        value, chosen = typed.get(f"value-{place}-{number}"), typed.get(f"code-{place}-{number}")
        if value is None:
            return
        if chosen:
            yield value, chosen


def _without_columns(typed: Typed[str, str]) -> Iterator[dict[str, Any]]:
    """Fields filled by the same value everywhere, or worked out from others."""
    for number in range(MOST_LINES):
        field = typed.get(f"constant-field-{number}")
        if field is None:
            return
        value = typed.get(f"constant-value-{number}", "").strip()
        if field and value:
            yield {"field": field, typed.get(f"constant-kind-{number}", "constant"): value}


def _turns(typed: Typed[str, str]) -> Iterator[dict[str, Any]]:
    for number in range(MOST_LINES):
        activity = typed.get(f"turn-activity-{number}")
        if activity is None:
            return
        event = typed.get(f"turn-event-{number}", "")
        if activity.strip() and event:
            yield {
                "activity": activity.strip(),
                "event": event,
                "when": typed.get(f"turn-when-{number}", "").strip(),
                "data": dict(_pairs(typed.get(f"turn-data-{number}", ""))),
            }


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Lines of `name = value`."""
    for line in text.splitlines():
        name, sign, value = line.partition("=")
        if sign and name.strip():
            yield name.strip(), value.strip()


def pairs_text(data: Typed[str, str]) -> str:
    """The content of a turn as the form shows it."""
    return "\n".join(f"{name} = {value}" for name, value in data.items())


def field_words(name: str) -> str:
    """The name of a field in the reader's language; numbered ones with their number from the second on."""
    found = field_of(name)
    _thing, _, rest = name.partition(".")
    number, dot, _ = rest.partition(".")
    words = tr(found.zh, found.en)
    return f"{words} {number}" if dot and number.isdigit() and number != "1" else words
