"""What an event may contain: a pydantic model for each kind and version, made from the catalogue's fields.

`validate` takes what a form, the API or a feed brings and gives JSON-clean data (days and moments as ISO texts, identifiers as texts),
or refuses with the path of the field. Called by the ledger before anything is written.
"""

import json
import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone
from functools import cache
from typing import Annotated, Any
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    WithJsonSchema,
    create_model,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from xiezhi.rules.case_number import CaseNumberError, case_types, parse_case_number
from xiezhi.rules.errors import InputError
from xiezhi.rules.limits.exchange import PLAUSIBLE_YEARS
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.procedure import catalogue
from xiezhi.rules.procedure.catalogue import EventKind, Shape, event_kind, load_procedure

MAINLAND = timezone(timedelta(hours=8))  # one offset everywhere, as the law's days have it
# No control characters but tab and line breaks: PostgreSQL cannot store NUL, and nobody types the others. At least one sign.
WRITTEN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:00)?(\+08:00)?")
CANONICAL_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
DEEPEST, LARGEST = 10, 200_000  # of a correction's free content: levels, characters of its JSON
LONGEST_ITEM = 200  # of a text in a list, whose own length `most` bounds
LONGEST_SHOWN = 40  # of a faulty value in a message
LARGEST_NUMBER = 2**53 - 1  # what every JSON reader keeps exact
CASE_NUMBERS = ("number", "into_number", "into_numbers")  # the fields that hold case numbers
NAMES = ("name", "name_latin", "firm")  # the fields that hold what something or somebody is called
# Signs that are not seen: they make two names of one, or turn round what stands beside them. Selectors of rare and Mongolian forms stay.
UNSEEN = re.compile(
    "[\u00ad\u061c\u115f\u1160\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0]"
)

Names = tuple[str, str]


class EventData(BaseModel):
    """The content of an event; what the catalogue does not list is refused."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


def validate(kind: str, data: Any, version: int | None = None) -> dict[str, Any]:
    """The content of an event, clean. Fields left out or null are absent. Raises InputError with the path of the first fault."""
    known = event_kind(kind)
    if version is not None and version != known.version:
        raise InputError(
            f"“{known.name_zh}”的内容格式版本为{known.version}，实为{version}",
            f"the content of “{known.name_en}” has version {known.version}, found {version}",
            field="version",
        )
    schema = model(kind)
    try:
        checked = schema.__pydantic_validator__.validate_python(data)
    except ValidationError as fault:
        raise _told(known, fault) from None
    content: dict[str, Any] = schema.__pydantic_serializer__.to_python(checked, exclude_none=True)
    return content


def validate_correction(kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The content of a correction of an event of this kind: what it puts in place must fit that kind."""
    content = validate("correction.recorded", data)
    if "data" in content:
        try:
            content["data"] = validate(kind, content["data"])
        except InputError as fault:
            raise InputError(fault.zh, fault.en, field=f"data.{fault.field}") from None
    return content


@cache
def model(kind: str) -> type[EventData]:
    """The pydantic model of a kind. Raises InputError for a kind that is not in the catalogue."""
    known = event_kind(kind)
    title = "".join(word.title() for word in re.split(r"[._]", kind))
    return _model(f"{title}V{known.version}", known.fields, known.name_en)


def _model(title: str, fields: tuple[catalogue.Field, ...], description: str) -> type[EventData]:
    columns: dict[str, Any] = {field.name: _column(field) for field in fields}
    return create_model(title, __base__=EventData, __doc__=description, **columns)


@cache
def _shape(shape: Shape) -> type[EventData]:
    return _model(shape.name.title(), shape.fields, shape.name_en)


def _column(field: catalogue.Field) -> tuple[Any, Any]:
    """Type and default of one field."""
    kind = _TYPES[field.type](field)
    if field.many:
        bounds = Field(min_length=1 if field.required else 0, max_length=field.most)
        kind = Annotated[list[kind], bounds]  # type: ignore[valid-type]
    told = Field(title=field.name_en) if field.required else Field(default=None, title=field.name_en)
    return (kind if field.required else kind | None), told


# --- the types of the catalogue


def _text(field: catalogue.Field) -> Any:
    longest = LONGEST_ITEM if field.many else field.most
    written = Annotated[str, StringConstraints(min_length=1, max_length=longest, pattern=WRITTEN)]
    if field.name in NAMES:
        return Annotated[written, AfterValidator(one_line)]
    return Annotated[written, AfterValidator(one_spelling)] if field.name in CASE_NUMBERS else written


def one_line(name: str) -> str:
    """A name in one line with single blanks, as a pasted one may not have been. Refused with signs that are not seen."""
    if UNSEEN.search(name):
        raise PydanticCustomError("unseen", "invisible signs")
    return " ".join(name.split())


def one_spelling(number: str) -> str:
    """A case number as it is always written, so that none stands twice and links find it; what is no such number, in one line."""
    try:
        return str(parse_case_number(number))
    except CaseNumberError:
        return " ".join(number.split())


def _number(field: catalogue.Field) -> Any:
    least = -LARGEST_NUMBER if field.least is None else field.least
    most = LARGEST_NUMBER if field.most is None or field.many else field.most
    return Annotated[int, Field(ge=least, le=most)]


def _decimal(field: catalogue.Field) -> Any:
    return Annotated[float, Field(ge=field.least, le=field.most)]


def _flags(field: catalogue.Field) -> Any:
    name = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=WRITTEN)]
    return Annotated[dict[name, bool], Field(max_length=field.most)]


def _word(*choices: str) -> Any:
    known = frozenset(choices)

    def check(value: Any) -> str:
        if isinstance(value, str) and value in known:
            return value
        raise PydanticCustomError("word", "unknown word", {"choices": choices})

    # What the interface for programs describes; checking knows the choices by itself.
    return Annotated[str, BeforeValidator(check), WithJsonSchema({"type": "string", "enum": list(choices)})]


def _day(value: Any) -> str:
    day = value if isinstance(value, date) and not isinstance(value, datetime) else None
    if isinstance(value, str) and ISO_DAY.fullmatch(value):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = None
    if day is None or day.year not in PLAUSIBLE_YEARS:
        raise PydanticCustomError("day", "not a day")
    return day.isoformat()


def _moment(value: Any) -> str:
    """A minute in mainland China, without offset: 2019-10-16T09:30."""
    moment = value if isinstance(value, datetime) else None
    if isinstance(value, str) and MOMENT.fullmatch(value):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            moment = None
    if moment is None or moment.year not in PLAUSIBLE_YEARS:
        raise PydanticCustomError("moment", "not a moment")
    if moment.tzinfo is not None:
        moment = moment.astimezone(MAINLAND).replace(tzinfo=None)
    return moment.isoformat(timespec="minutes")


def _id(value: Any) -> str:
    if isinstance(value, str) and CANONICAL_ID.fullmatch(value):
        return value
    try:
        return str(value if isinstance(value, UUID) else UUID(value))
    except (ValueError, AttributeError, TypeError):
        raise PydanticCustomError("id", "not an identifier") from None


def _json(value: Any) -> Any:
    if not isinstance(value, dict):
        raise PydanticCustomError("object", "not an object")
    _check_json(value, 1)
    if len(json.dumps(value, ensure_ascii=False)) > LARGEST:
        raise PydanticCustomError("too_large", "too large", {"most": LARGEST})
    return value


def _check_json(value: Any, depth: int) -> None:
    """Refuse what JSON or the database cannot keep: other types, endless numbers, control characters, bottomless nesting."""
    if depth > DEEPEST:
        raise PydanticCustomError("too_deep", "too deep", {"most": DEEPEST})
    if isinstance(value, str):
        if CONTROLS.search(value):
            raise PydanticCustomError("string_pattern_mismatch", "control characters")
    elif isinstance(value, dict):
        for key, part in value.items():
            if not isinstance(key, str):
                raise PydanticCustomError("object", "not JSON")
            _check_json(key, depth + 1)
            _check_json(part, depth + 1)
    elif isinstance(value, list):
        for part in value:
            _check_json(part, depth + 1)
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise PydanticCustomError("finite_number", "not finite")
    elif isinstance(value, int):
        if abs(value) > LARGEST_NUMBER:
            raise PydanticCustomError("less_than_equal", "too large", {"le": LARGEST_NUMBER})
    elif value is not None:
        raise PydanticCustomError("object", "not JSON")


def _always(kind: Any) -> Callable[[catalogue.Field], Any]:
    return lambda field: kind


def _grounds(kind: str) -> tuple[str, ...]:
    return tuple(key for key, ground in load_catalogue().grounds.items() if ground.kind == kind)


_IDENTIFIER = Annotated[str, BeforeValidator(_id), WithJsonSchema({"type": "string", "format": "uuid"})]
_DAY = Annotated[str, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
_TYPES: dict[str, Callable[[catalogue.Field], Any]] = {
    "text": _text,
    "day": _always(_DAY),
    "moment": _always(Annotated[str, BeforeValidator(_moment)]),
    "number": _number,
    "decimal": _decimal,
    "flag": _always(bool),
    "flags": _flags,
    "id": _always(_IDENTIFIER),
    "officer": _always(_IDENTIFIER),
    "division": _always(_IDENTIFIER),
    "court": _text,  # its identifier here, or the name of a court elsewhere
    "sha256": _always(Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]),
    "json": _always(Annotated[dict[str, Any], BeforeValidator(_json)]),
    "choice": lambda field: _word(*load_procedure().choices[field.choices or ""]),
    "rule": lambda field: _word(*load_catalogue().rules),
    "case_type": lambda field: _word(*(kind.code for kind in case_types())),
    "ground_deduction": lambda field: _word(*_grounds("deduction")),
    "ground_suspension": lambda field: _word(*_grounds("suspension")),
    "restart": lambda field: _word(*load_catalogue().restarts),
    "shape": lambda field: _shape(field.shape),
}


# --- what was wrong, in words


def _told(kind: EventKind, fault: ValidationError) -> InputError:
    """The first fault of a content: where it is and what is expected there."""
    error = fault.errors(include_url=False)[0]
    if "sensitive" in error["loc"]:
        error["input"] = "…"  # what is kept encrypted does not go into messages and logs
    path, named = _place(kind, error["loc"])
    expected = _EXPECTED.get(error["type"])
    zh, en = expected(error) if expected else ("内容不符合要求", "does not fit")
    where_zh, where_en = (f"（{named[0]}）", f" ({named[1]})") if named else ("", "")
    return InputError(f"{path}{where_zh}：{zh}", f"{path}{where_en}: {en}", field=path)


def _place(kind: EventKind, steps: tuple[int | str, ...]) -> tuple[str, Names | None]:
    """The path of a field as people write it, parties[1].name, and its names where the catalogue has them."""
    path, fields = "", kind.fields
    names: Names | None = None
    for step in steps:
        if isinstance(step, int):
            path += f"[{step + 1}]"
            continue
        field = next((field for field in fields if field.name == step), None)
        path += f".{_shown(step)}" if path else _shown(step)
        names = (field.name_zh, field.name_en) if field else None
        fields = field.shape.fields if field and field.shape else ()
    return path or "data", names


def _shown(value: object) -> str:
    """What stood there, short and printable. The inside of an object is left out: it may hold what messages must not repeat."""
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    text = value if isinstance(value, str) else repr(value)
    text = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text[:LONGEST_SHOWN])
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def _wanted(zh: str, en: str) -> Callable[[ErrorDetails], Names]:
    """Expected so, found so."""
    return lambda error: (
        f"应为{zh}，实为 {_shown(error['input'])}",
        f"expected {en}, found {_shown(error['input'])}",
    )


def _one_of(error: ErrorDetails) -> Names:
    choices = error["ctx"]["choices"]
    shown = ", ".join(choices[:20]) + (" …" if len(choices) > 20 else "")
    return _wanted(f"下列之一（{shown}）", f"one of {shown}")(error)


def _bounded(zh: str, en: str, bound: str) -> Callable[[ErrorDetails], Names]:
    return lambda error: (zh.format(error["ctx"][bound]), en.format(error["ctx"][bound]))


_EXPECTED: dict[str, Callable[[ErrorDetails], Names]] = {
    "missing": lambda error: ("缺少这一项", "this field is missing"),
    "extra_forbidden": lambda error: ("没有这样的字段；请核对名称", "there is no such field; check its name"),
    "word": _one_of,
    "day": _wanted(
        "1900年至2199年间的真实日期，如 2024-03-01", "a real day from 1900 to 2199, such as 2024-03-01"
    ),
    "moment": _wanted("日期与时分，如 2024-03-01T09:30", "a day and minute such as 2024-03-01T09:30"),
    "id": _wanted("标识符（UUID）", "an identifier (UUID)"),
    "object": _wanted("JSON 对象", "a JSON object"),
    "model_type": _wanted("JSON 对象", "a JSON object"),
    "dict_type": _wanted("JSON 对象", "a JSON object"),
    "list_type": _wanted("列表", "a list"),
    "string_type": _wanted("文字", "a text"),
    "int_type": _wanted("整数", "a whole number"),
    "float_type": _wanted("数", "a number"),
    "bool_type": _wanted("true 或者 false", "true or false"),
    "string_unicode": _wanted("完整的文字，没有残缺的字符", "a text without broken characters"),
    "string_pattern_mismatch": _wanted(
        "有内容的文字，没有控制字符", "a text that is not blank and has no control characters"
    ),
    "unseen": lambda error: (
        "名称里有看不见的字符（零宽字符或者改变书写方向的字符），请删去后重新输入",
        "the name has invisible characters (of no width, or turning the direction of writing); delete them and type it again",
    ),
    "string_too_short": lambda error: ("不能为空", "cannot be empty"),
    "string_too_long": _bounded("至多{}个字符", "at most {} characters", "max_length"),
    "too_long": _bounded("至多{}项", "at most {} entries", "max_length"),
    "too_short": _bounded("至少{}项", "at least {} entries", "min_length"),
    "greater_than_equal": _bounded("不得小于{}", "must be at least {}", "ge"),
    "less_than_equal": _bounded("不得大于{}", "must be at most {}", "le"),
    "finite_number": _wanted("有限的数", "a finite number"),
    "too_large": _bounded("内容过大，至多{}个字符", "too large: at most {} characters", "most"),
    "too_deep": _bounded("层次过深，至多{}层", "nested too deeply: at most {} levels", "most"),
}
