"""JSON Lines: an object a line; a single JSON array of objects is read too. The columns are the names met at the beginning."""

import json
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from xiezhi.record.intake.faults import Fault, Words
from xiezhi.record.intake.files.lines import Damaged, Line
from xiezhi.record.intake.files.table import MOST_COLUMNS, Row
from xiezhi.rules.errors import InputError
from xiezhi.rules.strict_json import parse_json

LONGEST_LINE = 16 << 20
LARGEST_ARRAY = 64 << 20
NAMED_IN = 1_000  # lines in which names of columns are looked for


def table(source: Iterator[Line], notes: list[Words]) -> tuple[list[str], Iterator[Row]]:
    """Columns and rows. Raises InputError where there is not one object."""
    read = _records(source)
    first = list(islice(read, NAMED_IN))
    columns = list(dict.fromkeys(name for _, value, _ in first for name in value or ()))
    if not columns:
        fault = next((fault for _, _, fault in first if fault), None)
        zh, en = (fault.zh, fault.en) if fault else ("文件没有任何记录", "the file has no records")
        raise InputError(zh, en, field="file")
    if len(columns) > MOST_COLUMNS:
        zh, en = (
            f"记录有{len(columns):,}个字段，至多{MOST_COLUMNS:,}个",
            f"the records have {len(columns):,} fields, at most {MOST_COLUMNS:,}",
        )
        raise InputError(zh, en, field="file")
    return columns, _rows(chain(first, read), columns, notes)


def _rows(
    records: Iterator[tuple[int, dict[str, Any] | None, Fault | None]], columns: list[str], notes: list[Words]
) -> Iterator[Row]:
    known, strangers = set(columns), set[str]()
    for number, value, fault in records:
        if value is None:
            yield Row(number, None, (fault,) if fault else ())
            continue
        if not known.issuperset(value) and len(strangers) < MOST_COLUMNS:
            strangers.update(set(value) - known)
        yield Row(number, [_cell(value.get(name)) for name in columns])
    if strangers:
        named = "、".join(sorted(strangers)[:10])
        notes.append(
            (
                f"前{NAMED_IN}行没有的字段未读：{named}",
                f"fields that the first {NAMED_IN} lines do not have were not read: {named}",
            )
        )


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def _records(source: Iterator[Line]) -> Iterator[tuple[int, dict[str, Any] | None, Fault | None]]:
    try:
        for line in source:
            if line.fault is not None:
                yield line.number, None, line.fault
            elif line.text.lstrip()[:1] == "[" and line.number == 1:
                yield from _array(line.text, source)
                return
            elif line.text.strip():
                yield line.number, *_object(line.text)
    except Damaged as damaged:
        yield 0, None, damaged.fault


def _object(text: str) -> tuple[dict[str, Any] | None, Fault | None]:
    try:
        value = parse_json(text)
    except json.JSONDecodeError as fault:
        return None, Fault(
            "",
            f"第{fault.colno}列起不是 JSON；每行应是一个完整的 JSON 对象",
            f"not JSON from column {fault.colno} on ({fault.msg})",
        )
    except InputError as fault:
        return None, Fault(fault.field or "", fault.zh, fault.en)
    except ValueError:  # Python refuses to read whole numbers of more than some thousand digits
        return None, Fault("", "数字过长", "a number is too long")
    except RecursionError:
        return None, Fault("", "嵌套过深", "nested too deeply")
    if not isinstance(value, dict):
        return None, Fault("", "应为 JSON 对象", "expected a JSON object")
    return value, None


def _array(first: str, source: Iterator[Line]) -> Iterator[tuple[int, dict[str, Any] | None, Fault | None]]:
    text, size = [first], len(first)
    for line in source:
        text.append(line.text)
        size += len(line.text)
        if size > LARGEST_ARRAY:
            zh = f"JSON 数组超过{LARGEST_ARRAY >> 20} MB；请改为 JSON Lines，每行一个对象"
            en = f"a JSON array of more than {LARGEST_ARRAY >> 20} MB: write JSON Lines, one object a line"
            yield 1, None, Fault("file", zh, en)
            return
    try:
        values = parse_json("".join(text))
    except (ValueError, InputError, RecursionError) as fault:
        yield 1, None, Fault("file", f"不是完整的 JSON 数组（{fault}）", f"no whole JSON array ({fault})")
        return
    for number, value in enumerate(values if isinstance(values, list) else [values], 1):
        if isinstance(value, dict):
            yield number, value, None
        else:
            yield number, None, Fault("", "应为 JSON 对象", "expected a JSON object")
