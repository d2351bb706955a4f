"""What `xiezhi situation figures` is asked, as values of the engine. Every fault names the option and the choices."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from xiezhi.rules.dates import ONE_DAY, parse_date
from xiezhi.rules.errors import InputError
from xiezhi.rules.indicators.catalogue import formulas as every_formula
from xiezhi.rules.indicators.model import Formula
from xiezhi.rules.indicators.periods import Grid, between, read_period
from xiezhi.rules.strict_json import parse_json
from xiezhi.work.situation.engine.errors import no_such
from xiezhi.work.situation.engine.question import Amount, Parameters, Question
from xiezhi.work.situation.facts.table import Facts

ALL = "*"
MAINLAND = ZoneInfo("Asia/Shanghai")
PARAMETERS = ("judges", "fte", "population")
INHABITANTS = ("resident", "registered_floating")


def formulas(asked: list[str]) -> list[Formula]:
    """Those shown by default, and those asked for by id (with their variants) or `id:variant`, in the order of the catalogue."""
    known = every_formula()
    for name in asked:
        if name not in known:
            raise no_such("指标", "indicator", name, _alike(name, list(known)), field="--indicator")
    return [
        formula
        for key, (indicator, formula) in known.items()
        if indicator.shown or indicator.id in asked or key in asked
    ]


def _alike(name: str, known: list[str]) -> list[str]:
    """Of many choices those of the same family."""
    family = [one for one in known if one.split(".")[0] == name.split(".", maxsplit=1)[0]]
    return family or sorted({f"{one.split('.')[0]}.…" for one in known})


def period(start: str | None, end: str | None, named: str | None = None) -> Grid:
    """The days from one to another, both included, or a period by its name."""
    if named is not None and start is None and end is None:
        return Grid((read_period(named),))
    if named is not None or start is None or end is None:
        raise InputError(
            "请给出 --from 和 --to，或者只给 --period",
            "give --from and --to, or --period alone",
            field="--period" if named is not None else "--from" if start is None else "--to",
        )
    return Grid((between(parse_date(start, field="--from"), parse_date(end, field="--to")),))


def moment(text: str | None) -> datetime | None:
    """A moment; a day means its end in mainland China, and a moment without zone is one of mainland China."""
    if text is None:
        return None
    try:
        if not {"T", " "} & set(text):
            following = parse_date(text) + ONE_DAY
            return datetime(following.year, following.month, following.day, tzinfo=MAINLAND)
        found = datetime.fromisoformat(text)
    except (InputError, ValueError, OverflowError):
        raise InputError(
            f"--as-of 无法识别：{text}；请写成 2024-03-31 或 2024-03-31T12:00:00+08:00",
            f"--as-of cannot be read: {text}; write 2024-03-31 or 2024-03-31T12:00:00+08:00",
            field="--as-of",
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=MAINLAND)


def day_of(known: datetime | None, today: date) -> date:
    """The day on which facts are looked at that were known at a moment; None = now. What is to come has not been known."""
    return today if known is None else min(today, known.astimezone(MAINLAND).date())


def question(
    facts: Facts, grid: Grid, courts: list[str], scope: str, where: list[str], parameters: Parameters
) -> Question:
    """The question to the engine, with courts that the facts know."""
    chosen = None if ALL in courts else tuple(dict.fromkeys(courts))
    if chosen is not None:
        known = _courts(facts)
        for court in chosen:
            if court not in known:
                raise no_such("法院", "court", court, known, field="--court")
    return Question(
        scope, grid, chosen, tuple(_pair(text) for text in where), parameters=parameters
    )  # fmt: skip


def _courts(facts: Facts) -> set[str]:
    rows = facts.run(facts.table.select("court_id").distinct())
    return {court for court in rows.column("court_id").to_pylist() if court is not None}


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise InputError(
            f"--where 应写成 栏=值，实为 {text}",
            f"--where: expected COLUMN=VALUE, found {text}",
            field="--where",
        )
    return name.strip(), value.strip()


def parameters(file: Path | None) -> Parameters:
    """A JSON object of judges, fte and population: each a number, or an object of numbers by court. Population may be told in parts."""
    if file is None:
        return Parameters()
    told = _object(file)
    told = told["params"] if isinstance(told.get("params"), dict) else told
    for name in told:
        if name not in PARAMETERS:
            raise no_such("参数", "parameter", name, PARAMETERS, field="--params")
    return Parameters(**{name: _amount(value, name) for name, value in told.items() if value is not None})


def _object(file: Path) -> dict[str, Any]:
    try:
        told = parse_json(file.read_text(encoding="utf-8-sig"))
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise InputError(
            f"{file} 不是 JSON：{fault}", f"{file} is not JSON: {fault}", field="--params"
        ) from None
    if not isinstance(told, dict):
        raise InputError(f"{file} 应是 JSON 对象", f"{file} should be a JSON object", field="--params")
    return told


def _amount(value: Any, name: str) -> Amount:
    if not isinstance(value, dict):
        return _number(value, name)
    if name == "population" and set(value) <= set(INHABITANTS):
        return _inhabitants(value, name)
    return {
        court: _inhabitants(one, f"{name}.{court}")
        if name == "population" and isinstance(one, dict)
        else _number(one, f"{name}.{court}")
        for court, one in value.items()
    }


def _inhabitants(value: Mapping[str, Any], name: str) -> float:
    """Residents and the floating population that is registered."""
    for part in value:
        if part not in INHABITANTS:
            raise no_such("人口", "population", part, INHABITANTS, field=f"--params {name}")
    return sum(_number(one, f"{name}.{part}") for part, one in value.items() if one is not None)


def _number(value: Any, name: str) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
        return value
    raise InputError(
        f"参数 {name} 应为不小于0的数，实为 {value!r}",
        f"parameter {name} should be a number from 0 up, found {value!r}",
        field=f"--params {name}",
    )
