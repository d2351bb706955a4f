"""Rows into values: a mapping over the columns of a file, made ready once, then asked for every row.

The values are those of mapping.fields: days as dates, amounts as fen, names as lists, codes in our words. What is wrong comes back as faults, every
one of a row at once.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from xiezhi.record.intake.faults import Fault, shown
from xiezhi.record.intake.mapping import expressions
from xiezhi.record.intake.mapping.amounts import fen_of
from xiezhi.record.intake.mapping.days import Form, day_of
from xiezhi.record.intake.mapping.fields import FLAGS, FieldOf, field_of, spellings
from xiezhi.record.intake.mapping.values import Mapping, Rule
from xiezhi.rules.errors import InputError

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff�]")
_SEPARATORS = re.compile(r"[、，,;；/|\n]+|\s{2,}")
MOST_NAMES, LONGEST_NAME = 500, 200
_TRUTHS = {word: truth == "true" for truth, words in FLAGS.items() for word in words}


class Unmapped(NamedTuple):
    """A value of the source that no code names: the field and the value."""

    field: str
    value: str


class Mapped(NamedTuple):
    """A row in our words: the values of the fields that have one, what was wrong, and the values no code names."""

    values: dict[str, Any]
    faults: list[Fault]
    unmapped: list[Unmapped]


class Converter:
    """A mapping over the columns of one file. Raises InputError for a mapping that does not fit the file or itself."""

    def __init__(self, mapping: Mapping, columns: Sequence[str], *, epoch_1904: bool = False) -> None:
        self.mapping, self.columns, self.epoch_1904 = mapping, tuple(columns), epoch_1904
        self._places = {name: place for place, name in enumerate(columns)}
        prepared = [self._prepare(rule) for rule in mapping.rules]
        # Fields that an expression looks at come first.
        self._rules = [one for one in prepared if not one.rule.expression] + [
            one for one in prepared if one.rule.expression
        ]
        seen = Counter(rule.field for rule in mapping.rules)
        twice = next((name for name, times in seen.items() if times > 1), None)
        if twice is not None:
            raise InputError(f"字段 {twice} 有两条规则", f"the field {twice} has two rules", field=twice)

    def row(self, cells: Sequence[Any]) -> Mapped:
        """The values of a row's cells, in the order of the columns."""
        values: dict[str, Any] = {}
        faults: list[Fault] = []
        unmapped: list[Unmapped] = []
        for one in self._rules:
            try:
                raw = self._raw(one, cells, values)
                if raw is None:
                    continue
                value = one.read(raw)
            except _UnknownCodeError as unknown:
                unmapped.append(Unmapped(one.rule.field, unknown.value))
                faults.append(Fault(one.label, unknown.zh, unknown.en))
                continue
            except InputError as fault:
                faults.append(Fault(one.label, fault.zh, fault.en))
                continue
            if value is not None:
                values[one.rule.field] = value
        return Mapped(values, faults, unmapped)

    def holds(self, condition: str, cells: Sequence[Any], values: dict[str, Any]) -> bool:
        """Whether a condition holds for a row. Raises InputError."""
        return expressions.holds(
            condition, self._cells(cells, values, Form(self.mapping.order, False, self.epoch_1904))
        )

    def place(self, column: str) -> int:
        """Where a column stands. Raises InputError for one that is not there."""
        if column not in self._places:
            known = "、".join(list(self._places)[:30])
            raise InputError(
                f"文件没有列“{column}”；现有：{known}",
                f"the file has no column “{column}”; there is: {known}",
                field=column,
            )
        return self._places[column]

    # --- one rule

    def _prepare(self, rule: Rule) -> "_Prepared":
        field = field_of(rule.field)
        if rule.expression:
            expressions.check(rule.expression)
        for column in expressions.columns_in(rule.expression):
            self.place(column)
        places = tuple(self.place(column) for column in rule.columns)
        label = "、".join(rule.columns) or rule.field
        codes = {" ".join(key.split()).lower(): value for key, value in rule.codes.items()}
        form = Form(rule.order or self.mapping.order, rule.serial, self.epoch_1904)
        return _Prepared(rule, field, places, label, form, self._reader(rule, field, form, codes), codes)

    def _reader(self, rule: Rule, field: FieldOf, form: Form, codes: dict[str, str]) -> Callable[[Any], Any]:
        if field.kind == "day":
            return lambda raw: day_of(_translated(raw, codes), form)
        if field.kind == "amount":
            return lambda raw: fen_of(raw, rule.unit, rule.decimal)
        if field.kind == "number":
            return _whole
        if field.kind == "flag":
            return lambda raw: _flag(raw, codes)
        if field.kind == "code":
            known = spellings(field.choices)
            for value in (*codes.values(), *filter(None, (rule.default, rule.constant))):
                if value and value.lower() not in known:
                    zh, en = (
                        f"字段 {field.name} 没有值 {shown(value)}",
                        f"the field {field.name} has no value {shown(value)}",
                    )
                    raise InputError(zh, en, field=field.name)
            return lambda raw: _code(_text(raw, 500), codes, known)
        if field.kind == "names":
            split = re.compile(f"[{re.escape(rule.separators)}]+") if rule.separators else _SEPARATORS
            return lambda raw: _names(_text(raw, 20_000), split)
        longest = field.longest
        return lambda raw: _translated(_text(raw, longest), codes)

    def _raw(self, one: "_Prepared", cells: Sequence[Any], values: dict[str, Any]) -> Any:
        rule = one.rule
        if rule.expression:
            found = expressions.result(rule.expression, self._cells(cells, values, one.form))
        elif len(one.places) == 1:
            found = cells[one.places[0]]
        elif one.places:
            found = rule.join.join(
                _joined(cells[place]) for place in one.places if not _missing(cells[place])
            )
        else:
            found = rule.constant
        if isinstance(found, str):
            found = _cut(found, rule).strip()
        if _missing(found):
            return rule.default or None
        return found

    def _cells(self, cells: Sequence[Any], values: dict[str, Any], form: Form) -> expressions.Cells:
        def column(name: str) -> Any:
            cell = cells[self.place(name)]
            return None if _missing(cell) else cell

        return expressions.Cells(column, values.get, lambda value: day_of(value, form))


class _Prepared(NamedTuple):
    rule: Rule
    field: FieldOf
    places: tuple[int, ...]
    label: str
    form: Form
    read: Callable[[Any], Any]
    codes: dict[str, str]


class _UnknownCodeError(InputError):
    def __init__(self, value: str) -> None:
        super().__init__(
            f"“{shown(value)}”没有对应的值；请在对照中写明",
            f"no value of ours for “{shown(value)}”; say it in the mapping",
        )
        self.value = value


def _missing(cell: Any) -> bool:
    return cell is None or cell == "" or (isinstance(cell, str) and not cell.strip())


def _joined(cell: Any) -> str:
    return cell.strip() if isinstance(cell, str) else _plain(cell)


def _plain(cell: Any) -> str:
    """A number, day or truth as a text."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell)


def _cut(text: str, rule: Rule) -> str:
    if rule.after and rule.after in text:
        text = text.partition(rule.after)[2]
    return text.partition(rule.before)[0] if rule.before else text


def _text(raw: Any, longest: int) -> str:
    text = raw if isinstance(raw, str) else _plain(raw)
    if len(text) > longest:
        raise InputError(
            f"超过{longest:,}个字符：{shown(text)}", f"more than {longest:,} characters: {shown(text)}"
        )
    if not text.isprintable() and CONTROLS.search(text):
        raise InputError(
            f"含有控制字符或者残缺的字符：{shown(text)}", f"control characters or broken ones: {shown(text)}"
        )
    if "�" in text:
        raise InputError(
            f"含有无法解码的字符：{shown(text)}", f"characters that could not be decoded: {shown(text)}"
        )
    return text


def _translated(raw: Any, codes: dict[str, str]) -> Any:
    if not codes or not isinstance(raw, str):
        return raw
    return codes.get(" ".join(raw.split()).lower(), raw) or None


def _code(text: str, codes: dict[str, str], known: dict[str, str]) -> str | None:
    word = " ".join(text.split()).lower()
    if word in codes:
        told = codes[word]
        return known[told.lower()] if told else None
    if word in known:
        return known[word]
    raise _UnknownCodeError(text)


def _flag(raw: Any, codes: dict[str, str]) -> bool:
    if isinstance(raw, bool):
        return raw
    word = _translated(_text(raw, 100), codes)
    truth = _TRUTHS.get(str(word).lower())
    if truth is None:
        raise _UnknownCodeError(str(raw))
    return truth


def _whole(raw: Any) -> int:
    try:
        number = float(raw.replace(",", "") if isinstance(raw, str) else raw)
    except (TypeError, ValueError):
        raise InputError(f"“{shown(raw)}”不是数", f"“{shown(raw)}” is not a number") from None
    if not number.is_integer():
        raise InputError(f"“{shown(raw)}”不是整数", f"“{shown(raw)}” is not a whole number")
    return int(number)


def _names(text: str, split: re.Pattern[str]) -> list[str]:
    names = [" ".join(name.split()) for name in split.split(text)]
    names = [name for name in names if name]
    if len(names) > MOST_NAMES or any(len(name) > LONGEST_NAME for name in names):
        zh = f"名单过长：至多{MOST_NAMES}个，每个至多{LONGEST_NAME}个字符"
        raise InputError(zh, f"too many or too long names: at most {MOST_NAMES} of {LONGEST_NAME} characters")
    return names
