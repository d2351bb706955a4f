"""A first mapping out of headings and values: for each column the field it most likely fills, with the reason and how sure it is.

Never applied by itself: a person looks at it, changes it and saves it.
"""

import re
from collections import Counter
from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from xiezhi.record.intake.mapping.amounts import fen_of
from xiezhi.record.intake.mapping.days import Form, kind_of
from xiezhi.record.intake.mapping.fields import field_of, spellings
from xiezhi.record.intake.mapping.values import DayOrder, Mapping, Reading, Rule, Turn
from xiezhi.record.intake.mapping.words import headers, known, plain
from xiezhi.rules.case_number import CaseNumberError, parse_case_number
from xiezhi.rules.errors import InputError

MOST_ACTIVITIES = 60
SURE, LIKELY, WEAK = 0.95, 0.7, 0.4
_LONG_TEXT = 400
_DOCUMENT = re.compile("人民法院.{0,200}(?:判决书|裁定书|字第|号)", re.DOTALL)


class Reason(NamedTuple):
    """Why a column was taken for a field: both languages, and how sure that is (0 to 1)."""

    column: str
    field: str
    zh: str
    en: str
    sure: float


class Guess(NamedTuple):
    """The mapping suggested, its reasons, and the columns for which there was no suggestion."""

    mapping: Mapping
    reasons: tuple[Reason, ...]
    left: tuple[str, ...]


def guess(columns: Sequence[str], rows: Sequence[Sequence[Any]], *, reading: Reading | None = None) -> Guess:
    """The mapping that headings and the values of some rows suggest. `rows` hold cells in the order of the columns."""
    values = {name: [row[place] for row in rows if _there(row[place])] for place, name in enumerate(columns)}
    found = _by_headings(columns, values) | {}
    _by_contents(columns, values, found)
    shape = _shape(found)
    found = _as_log(found) if shape == "events" else _numbered(found, shape)
    rules = tuple(_rule(reason, values[reason.column]) for reason in found.values())
    turns = _turns(values[found["activity"].column]) if shape == "events" else ()
    order = _order(rules, values)
    rules = (*rules, *_completed(rules, shape))
    foreign = "number" in found and not _are_ours(values[found["number"].column])
    mapping = Mapping(
        shape=shape,
        rules=rules,
        turns=turns,
        order=order,
        reading=reading or Reading(),
        foreign_numbers=foreign or (shape == "events" and "number" not in found),
        outside_courts=shape == "judgments",
    )
    used = {reason.column for reason in found.values()}
    return Guess(mapping, tuple(found.values()), tuple(name for name in columns if name not in used))


def _there(cell: Any) -> bool:
    return cell is not None and bool(str(cell).strip())


# --- which field


def _by_headings(columns: Sequence[str], values: Dictionary[str, list[Any]]) -> dict[str, Reason]:
    """Fields by the names of columns: the whole name first, then names that contain it. A heading loses to values that contradict it."""
    found: dict[str, Reason] = {}
    taken: set[str] = set()
    for whole in (True, False):
        for field, names in headers().items():
            if field in found:
                continue
            for column, name in _candidates(columns, names, whole):
                if column in taken or not _fits(field, values[column]):
                    continue
                zh = f"列名“{column}”" + ("" if whole else f"含“{name}”")
                en = f"the heading “{column}”" + ("" if whole else f" contains “{name}”")
                found[field] = Reason(column, field, zh, en, SURE if whole else LIKELY)
                taken.add(column)
                break
    return found


def _candidates(columns: Sequence[str], names: Sequence[str], whole: bool) -> list[tuple[str, str]]:
    told = [(column, plain(column)) for column in columns]
    if whole:
        return [(column, name) for name in names for column, heading in told if heading == plain(name)]
    return [
        (column, name)
        for name in names
        if len(plain(name)) > (1 if not name.isascii() else 4)
        for column, heading in told
        if plain(name) in heading
    ]


def _fits(field: str, values: Sequence[Any]) -> bool:
    """Whether the values do not contradict a field; an empty column contradicts nothing."""
    sample = [value for value in values[:60] if _there(value)]
    if not sample:
        return True
    kind = field_of(field).kind
    if kind == "day":
        return sum(_is_day(value) for value in sample) * 2 >= len(sample)
    if kind == "amount":
        return sum(_is_amount(value) for value in sample) * 2 >= len(sample)
    if kind == "number":
        return all(re.fullmatch(r"\d{1,4}(?:\.0)?", str(value).strip()) for value in sample)
    if field == "text":
        return max(len(str(value)) for value in sample) > 50
    return True


def _by_contents(
    columns: Sequence[str], values: Dictionary[str, list[Any]], found: dict[str, Reason]
) -> None:
    """Fields by what stands in the columns that no heading told."""
    taken = {reason.column for reason in found.values()}
    for column in columns:
        sample = [str(value) for value in values[column][:60]]
        if column in taken or not sample:
            continue
        if "number" not in found and _are_ours(sample):
            found["number"] = Reason(column, "number", "内容是案号", "its values are case numbers", LIKELY)
        elif (
            "court" not in found
            and sum("人民法院" in value for value in sample) * 2 > len(sample)
            and max(map(len, sample)) < 60
        ):
            found["court"] = Reason(
                column, "court", "内容是法院名称", "its values are names of courts", LIKELY
            )
        elif (
            "text" not in found
            and max(map(len, sample)) > _LONG_TEXT
            and any(_DOCUMENT.search(value[:2000]) for value in sample)
        ):
            found["text"] = Reason(column, "text", "内容是裁判文书", "its values are judgments", LIKELY)
        elif "outcome" not in found and sum(
            value.strip().lower() in spellings("outcome").keys() | known("outcome").keys() for value in sample
        ) * 2 > len(sample):
            found["outcome"] = Reason(column, "outcome", "内容是结案方式", "its values are outcomes", WEAK)
        else:
            continue
        taken.add(column)


def _shape(found: Dictionary[str, Reason]) -> Any:
    if "text" in found:
        return "judgments"
    return "events" if {"activity", "happened_on"} <= set(found) else "cases"


def _as_log(found: dict[str, Reason]) -> dict[str, Reason]:
    """In a log the number of the case is what its rows are put together by."""
    if "external_id" not in found and "number" in found:
        found = found | {"external_id": found["number"]._replace(field="external_id")}
    return found


def _numbered(found: dict[str, Reason], shape: str) -> dict[str, Reason]:
    """A list of cases without a column of numbers: what identifies a case there is its number."""
    if shape == "cases" and "number" not in found and "external_id" in found:
        found = found | {"number": found["external_id"]._replace(field="number")}
    return found


def _are_ours(values: Sequence[Any]) -> bool:
    read = 0
    sample = [str(value) for value in values[:40]]
    for value in sample:
        try:
            parse_case_number(value)
        except CaseNumberError:
            continue
        read += 1
    return read * 10 >= len(sample) * 7 and read > 0


def _is_day(value: Any) -> bool:
    if isinstance(value, date):
        return True
    text = str(value).strip().removesuffix(".0")
    return (
        kind_of(text, Form("dmy")) is not None
        or kind_of(_before_words(text), Form("dmy")) is not None
        or bool(re.fullmatch(r"[234]\d{4}", text))
    )


def _before_words(text: str) -> str:
    return text.partition(" ")[0]


def _is_amount(value: Any) -> bool:
    try:
        fen_of(value, "yuan", "," if str(value).rstrip()[-3:-2] == "," else ".")
    except InputError:
        return False
    return True


# --- how it is read


def _rule(reason: Reason, values: Sequence[Any]) -> Rule:
    field = field_of(reason.field)
    texts = [str(value).strip() for value in values if _there(value)]
    rule = Rule(field=reason.field, columns=(reason.column,))
    if field.kind == "day" and texts:
        if all(re.fullmatch(r"[234]\d{4}(?:\.\d+)?", text) for text in texts[:60]):
            return rule.model_copy(update={"serial": True})
        with_words = [text for text in texts[:60] if kind_of(text, Form("dmy")) is None]
        if with_words and all(kind_of(_before_words(text), Form("dmy")) for text in with_words):
            return rule.model_copy(update={"before": " "})
    if field.kind == "amount":
        european = sum(bool(re.search(r",\d{2}$", text)) for text in texts[:60])
        if european * 2 > len(texts[:60]):
            return rule.model_copy(update={"decimal": ","})
        if "分" in reason.column:
            return rule.model_copy(update={"unit": "fen"})
    if field.kind == "code":
        return rule.model_copy(update={"codes": _codes(field.choices, texts)})
    return rule


def _codes(choices: str, texts: Sequence[str]) -> dict[str, str]:
    """The values of a column that mean one of ours under another name."""
    theirs = known("procedure" if choices == "rule" else choices)
    ours = spellings(choices)
    return {
        text: theirs[text.lower()]
        for text in Counter(texts)
        if text.lower() not in ours and text.lower() in theirs
    }


def _order(rules: Sequence[Rule], values: Dictionary[str, list[Any]]) -> DayOrder:
    """dmy or mdy when some value of a column of days can only be one of them."""
    votes: Counter[str] = Counter()
    for rule in rules:
        if field_of(rule.field).kind == "day" and rule.columns:
            for value in values[rule.columns[0]]:
                read = kind_of(_before_words(str(value).strip()), Form())
                if read and read[0] in ("dmy", "mdy"):
                    votes[read[0]] += 1
    if len(votes) == 1:
        return "dmy" if "dmy" in votes else "mdy"
    return ""


def _completed(rules: Sequence[Rule], shape: str) -> tuple[Rule, ...]:
    """What a court's own list leaves unsaid: that closings were pronounced. Written out, so that whoever maps can change it."""
    there = {rule.field for rule in rules}
    if shape == "cases" and "closed_on" in there and "closing_way" not in there:
        return (Rule(field="closing_way", constant="pronounced"),)
    return ()


def _turns(values: Sequence[Any]) -> tuple[Turn, ...]:
    """The activities of a log, each a note until somebody says what it is; one that begins most cases is their docketing."""
    activities = Counter(str(value).strip() for value in values)
    beginning = next(
        (
            name
            for name in activities
            if re.search(r"立案|受理|create|file|open|register|distribu|iscri", name, re.IGNORECASE)
        ),
        None,
    )
    return tuple(
        Turn(activity=name[:200], event="case.docketed" if name == beginning else "note.recorded") for name, _ in activities.most_common(MOST_ACTIVITIES)
    )  # fmt: skip


__all__ = ["Guess", "Reason", "guess"]
