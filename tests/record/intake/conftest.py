"""The cast, a storage of its own for every test, and files brought in by one call."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.cast import TODAY, Province, found_province, moment
from xiezhi.record import jobs
from xiezhi.record.intake import actions, queries, run
from xiezhi.record.intake.mapping.values import Mapping, Rule
from xiezhi.record.intake.models import Import, ImportRow, Source
from xiezhi.record.viewers import Viewer

NOW = moment(TODAY)
COLUMNS = ("案号", "法院", "案由", "立案日期", "结案日期", "结案方式", "原告", "被告", "标的额")
RULES = (
    Rule(field="number", columns=("案号",)),
    Rule(field="court", columns=("法院",)),
    Rule(field="cause", columns=("案由",)),
    Rule(field="filed_on", columns=("立案日期",)),
    Rule(field="closed_on", columns=("结案日期",)),
    Rule(field="outcome", columns=("结案方式",)),
    Rule(field="closing_way", constant="pronounced"),
    Rule(field="party.plaintiff", columns=("原告",)),
    Rule(field="party.defendant", columns=("被告",)),
    Rule(field="amount", columns=("标的额",)),
)
PLAIN = Mapping(rules=RULES)


@pytest.fixture(autouse=True)
def storage(settings: Any, tmp_path: Path) -> Path:
    """Documents and files of this test only, recorded by this process only."""
    own = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"documents": own}
    settings.INTAKE_PROCESSES = 1
    return tmp_path


@pytest.fixture
def province(db: None) -> Province:
    """The cast, in the database until the test ends."""
    return found_province()


def row(serial: int, **changes: Any) -> list[Any]:
    """A good row of COLUMNS, with changes by column."""
    cells = {
        "案号": f"（2019）示0102民初{serial}号", "法院": "河西市临川区人民法院", "案由": "买卖合同纠纷",
        "立案日期": "2019-03-01", "结案日期": "", "结案方式": "",
        "原告": f"马晓燕{serial}", "被告": "示范建材有限公司、万俟远", "标的额": "12345.60",
    }  # fmt: skip
    return [{**cells, **changes}[name] for name in COLUMNS]


def closed(serial: int, **changes: Any) -> list[Any]:
    """A good row of a case that is closed."""
    return row(serial, **{"结案日期": "2019-06-03", "结案方式": "判决", **changes})


def table(*rows: Sequence[Any], columns: Sequence[str] = COLUMNS, delimiter: str = ",") -> str:
    """The rows as CSV."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows([columns, *rows])
    return text.getvalue()


class Desk:
    """Somebody who brings in files: receives them, maps them, works the job off, looks at the outcomes."""

    def __init__(self, by: Viewer | None, code: str = "old_system", at: datetime = NOW) -> None:
        self.by, self.code, self.at = by, code, at
        if not Source.objects.filter(code=code).exists():
            actions.make_source(code, "旧系统", by=by, at=at)

    def receive(self, contents: bytes | str, name: str = "cases.csv") -> Import:
        """Receive a file."""
        data = contents.encode() if isinstance(contents, str) else contents
        self.at = self.at.replace(microsecond=self.at.microsecond + 1)
        return actions.receive(io.BytesIO(data), name, self.code, by=self.by, at=self.at)

    def start(self, of: Import, mapping: Mapping = PLAIN) -> Import:
        """Ask for the work and do it."""
        saved = actions.save_mapping(self.code, mapping, by=self.by, at=self.at)
        actions.start(of.pk, saved.pk, by=self.by, at=self.at)
        return self.work(of)

    def work(self, of: Import) -> Import:
        """Do the job that waits."""
        jobs.work_off({run.KIND: run.run})
        return Import.objects.select_related("job").get(pk=of.pk)

    def bring(self, contents: bytes | str, mapping: Mapping = PLAIN, name: str = "cases.csv") -> Import:
        """Receive a file and record it."""
        return self.start(self.receive(contents, name), mapping)


def rule_of(mapping: Mapping, field: str) -> Rule:
    """The rule of a field, which must be there."""
    found = mapping.rule(field)
    assert found is not None, field
    return found


def counts(of: Import) -> dict[str, int]:
    """Rows by outcome."""
    return queries.counts(of)


def reasons(of: Import) -> dict[int, str]:
    """The reasons of every row that has any, in English, by line."""
    rows = ImportRow.objects.filter(of=of).exclude(reasons=[])
    return {row.line: "; ".join(reason["en"] for reason in row.reasons) for row in rows}


@pytest.fixture
def system(province: Province) -> Desk:
    """The system itself, which may import for every court."""
    return Desk(None)


@pytest.fixture
def desk_of() -> Callable[[Viewer], Desk]:
    """A desk for somebody of the cast."""
    return lambda viewer: Desk(viewer, code=f"of_{str(UUID(int=viewer.officer.int))[-6:]}")
