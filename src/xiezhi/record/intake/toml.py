"""A mapping as TOML that people edit, with the reason of each guess beside it; and back."""

import json
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from xiezhi.record.errors import InputError
from xiezhi.record.intake.mapping.fields import field_of
from xiezhi.record.intake.mapping.guessing import Reason
from xiezhi.record.intake.mapping.values import Mapping, read_mapping
from xiezhi.rules.language import tr


def mapping_file(path: Path) -> Mapping:
    """A mapping out of a file, TOML or JSON by its name. Raises InputError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        content: Any = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except UnicodeDecodeError as fault:
        raise InputError(f"{path} 不是 UTF-8", f"{path} is not UTF-8", field="--mapping") from fault
    except (tomllib.TOMLDecodeError, json.JSONDecodeError) as fault:
        raise InputError(
            f"{path} 读不懂：{fault}", f"{path} cannot be read: {fault}", field="--mapping"
        ) from fault
    return read_mapping(content)


def as_toml(mapping: Mapping, reasons: Sequence[Reason] = (), left: Sequence[str] = ()) -> str:
    """The mapping with comments in the reader's language: names of fields, why a column was taken for one, which columns are not used."""
    return "\n".join(_lines(mapping, {(one.column, one.field): one for one in reasons}, left)) + "\n"


def _lines(mapping: Mapping, why: dict[tuple[str, str], Reason], left: Sequence[str]) -> Iterator[str]:
    whole = mapping.model_dump(mode="json", exclude_defaults=True)
    yield f"shape = {_value(mapping.shape)}"
    for name, value in whole.items():
        if name not in ("shape", "rules", "turns", "reading"):
            yield f"{name} = {_value(value)}"
    if whole.get("reading"):
        yield from (
            "",
            "[reading]",
            *(f"{name} = {_value(value)}" for name, value in whole["reading"].items()),
        )
    for rule in mapping.rules:
        known = field_of(rule.field)
        reason = next(
            (why[column, rule.field] for column in rule.columns if (column, rule.field) in why), None
        )
        said = tr(f"；{reason.zh}", f"; {reason.en}") if reason else ""
        yield from ("", f"# {_comment(tr(known.zh, known.en) + said)}", "[[rules]]")
        yield from _table(rule.model_dump(mode="json", exclude_defaults=True), "rules")
    for turn in mapping.turns:
        yield from ("", "[[turns]]", *_table(turn.model_dump(mode="json", exclude_defaults=True), "turns"))
    if left:
        yield from (
            "",
            f"# {_comment(tr('没有用到的列：', 'columns not used: ') + tr('、', ', ').join(left))}",
        )


def _table(values: dict[str, Any], above: str) -> Iterator[str]:
    """Plain values first, then tables inside: TOML wants it so."""
    yield from (f"{name} = {_value(value)}" for name, value in values.items() if not isinstance(value, dict))
    for name, inner in values.items():
        if isinstance(inner, dict) and inner:
            yield f"[{above}.{name}]"
            yield from (f"{_text(key)} = {_value(value)}" for key, value in inner.items())


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    return str(value) if isinstance(value, int) else _text(str(value))


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)
