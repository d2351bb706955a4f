"""A row of a table as a question to the clock: cells become the fields of the JSON Lines form.

Columns: id, procedure, court_level, anchor_date, as_of, closed_on, the facts by their names, and `events`: in CSV a JSON
list in the shape of the JSON Lines form, in Parquet that or a list of structures. An empty cell is "not said"; other
columns are left alone.
"""

from datetime import date
from typing import Any

from xiezhi.rules.errors import InputError
from xiezhi.rules.language import tr
from xiezhi.rules.strict_json import parse_json
from xiezhi.site.cli.files import Line

FACTS = (
    "in_custody",
    "foreign_related",
    "hk_macao_tw",
    "election_day",
    "max_sentence_years",
    "urgent",
    "second_instance",
)
PLAIN = ("id", "procedure", "court_level", "anchor_date", "as_of", "closed_on")
TRUTHS = {
    "true": True,
    "false": False,
    "1": True,
    "0": False,
    "yes": True,
    "no": False,
    "是": True,
    "否": False,
}


def check_columns(names: list[str]) -> None:
    """Raises InputError when a table cannot be meant."""
    for name in (*PLAIN, *FACTS, "events"):
        if names.count(name) > 1:
            raise InputError(f"列 {name} 出现两次", f"column {name} stands twice", field=name)
    for needed in ("procedure", "anchor_date"):
        if needed not in names:
            zh, en = (
                f"缺少列 {needed}；现有列：{'、'.join(names)}",
                f"column {needed} is missing; there are: {', '.join(names)}",
            )
            raise InputError(zh, en, field=needed)


def row_line(number: int, row: dict[str | None, Any]) -> Line:
    """The question of a row, or what is wrong with it."""
    try:
        return Line(number, row_record(row), None)
    except (InputError, ValueError, TypeError, RecursionError) as fault:
        return unreadable_row(number, row, fault)


def unreadable_row(number: int, row: dict[str | None, Any], fault: Exception) -> Line:
    """What is wrong with a row, beside its id."""
    zh, en = (fault.zh, fault.en) if isinstance(fault, InputError) else (str(fault), str(fault))
    told = InputError(f"第{number}行：{zh}", f"row {number}: {en}", line=number)
    return Line(number, {"id": _plain(row.get("id"))}, told)


def row_record(row: dict[str | None, Any]) -> dict[str, Any]:
    """The JSON form of a row. Raises ValueError or InputError."""
    record: dict[str, Any] = {name: _plain(row.get(name)) for name in PLAIN}
    facts = {name: _fact(name, row.get(name)) for name in FACTS if _plain(row.get(name)) is not None}
    events = row.get("events")
    record["facts"] = facts
    record["events"] = (
        parse_json(events) if isinstance(events, str) and events.strip() else _plain(events)
    ) or []
    if row.get(None):
        raise ValueError(tr("单元格多于列数", "more cells than columns"))
    return record


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return value.strip() or None if isinstance(value, str) else value


def _fact(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return _plain(value)
    word = value.strip()
    if name == "max_sentence_years":
        return float(word)
    return TRUTHS.get(word.lower(), word) if name != "election_day" else word
