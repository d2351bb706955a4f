"""Random facts with every column, missing cells everywhere, and days that meet the edges of periods."""

import random
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from xiezhi.rules.indicators.columns import UNTOLD, fact_columns

TYPES = {
    "text": pa.string(),
    "code": pa.string(),
    "day": pa.date32(),
    "flag": pa.bool_(),
    "whole": pa.int64(),
    "money": pa.decimal128(18, 4),
    "moment": pa.timestamp("us", tz="UTC"),
}
COURTS = ("K1", "K2", "K3", "M1")
FIRST = date(2018, 10, 1)
EDGES = [date(2019, 1, 1), date(2019, 3, 31), date(2019, 12, 31), date(2020, 2, 29), date(2020, 12, 31)]

Row = dict[str, Any]


def random_facts(seed: int, count: int = 150) -> list[Row]:
    """Rows with values of the handbook; a case is closed on or after the day of its filing."""
    chance = random.Random(seed)
    rows: list[Row] = []
    for number in range(count):
        row = {name: _cell(chance, column) for name, column in fact_columns().items()}
        filed = _day(chance)
        closed = filed + timedelta(days=chance.choice((0, 1, 20, 90, 200, 400, 900)))
        row |= {
            "case_id": f"c{number}",
            "dispute_id": f"d{chance.randrange(count // 2)}",
            "court_id": chance.choice(COURTS),
            "filed_on": filed if chance.random() > 0.03 else None,
            "closed_on": closed if chance.random() < 0.7 else None,
            "prior_case_id": f"c{chance.randrange(count * 2)}" if chance.random() < 0.6 else None,
            "superseded_at": None,
            "province_id": "P",
        }
        rows.append(row)
    courts = {row["case_id"]: row["court_id"] for row in rows}
    for row in rows:
        row["city_id"] = {"K1": "C1", "K2": "C1", "K3": "C2", "M1": None}[row["court_id"]]
        row["prior_court_id"] = courts.get(row["prior_case_id"])
    return rows


def _cell(chance: random.Random, column: Any) -> Any:
    if chance.random() < 0.12:
        return None
    match column.kind:
        case "code":
            return chance.choice(list(column.words))
        case "flag":
            return chance.random() < 0.5
        case "day":
            return _day(chance)
        case "whole":
            return chance.randrange(4)
        case "money":
            return Decimal(chance.randrange(10_000_000)) / 100
        case "moment":
            return None
    if column.name == UNTOLD:
        named = [one.name for one in fact_columns().values() if one.may_be_untold and chance.random() < 0.2]
        return f",{','.join(named)}," if named else None
    if column.name == "type_code":
        return chance.choice(["民初", "民终", "刑初", "执", "执恢", "诉前调", "民特"])
    return f"{column.name}{chance.randrange(3)}"


def _day(chance: random.Random) -> date:
    if chance.random() < 0.2:
        return chance.choice(EDGES)
    return FIRST + timedelta(days=chance.randrange(900))


def write(rows: list[Row], folder: Path, columns: tuple[str, ...] | None = None) -> Path:
    """The rows as one Parquet file in a folder; all columns of the handbook, or some."""
    schema = pa.schema(
        [
            (name, TYPES[column.kind])
            for name, column in fact_columns().items()
            if columns is None or name in columns
        ]
    )
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "facts.parquet"
    pq.write_table(
        pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in rows], schema), path
    )
    return path
