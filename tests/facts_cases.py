"""Facts made by hand for the tests of the situation, and a snapshot that holds them."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet
import pytest

from tests.cast import House
from xiezhi.rules.indicators.columns import fact_columns
from xiezhi.work.situation.facts.table import TYPES


def a_fact(
    house: House,
    filed_on: date,
    closed_on: date | None = None,
    *,
    division: str = "civil",
    judge: str = "judge",
    **columns: Any,
) -> dict[str, Any]:
    """A civil case of first instance of a court, closed by judgment if it is closed; `columns` change what they name."""
    member = house.people.get(judge)
    usual = {
        "case_id": str(uuid4()), "dispute_id": str(uuid4()), "court_id": str(house.court.id), "court_level": house.court.level,
        "division_id": house.division(division), "judge_id": member.id if member else None, "case_class": "civil", "type_code": "民初",
        "instance": "first", "procedure": "ordinary", "cause_code": "9129", "filed_on": filed_on, "source": "new", "closed_on": closed_on,
        "closed_kind": "judgment" if closed_on else None, "secrecy": "ordinary",
    }  # fmt: skip
    return dict.fromkeys(fact_columns()) | usual | columns


def keep_facts(rows: list[dict[str, Any]], folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Keep rows as a snapshot of this test; gives its identifier."""
    from ibis.expr.schema import Schema

    from xiezhi.work.situation import snapshots

    schema = Schema({name: TYPES[column.kind] for name, column in fact_columns().items()}).to_pyarrow()
    path = folder / f"{uuid4()}.parquet"
    pyarrow.parquet.write_table(pa.Table.from_pylist(rows, schema), path)
    monkeypatch.setattr(snapshots, "path_of", lambda _: path)
    return path.stem
