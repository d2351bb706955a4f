"""Who takes open data out of the house, and the package they get: the same for everybody who may."""

from datetime import date
from typing import NamedTuple

from xiezhi.record.errors import Refused
from xiezhi.rules.indicators.periods import Period
from xiezhi.work.situation.models import Snapshot
from xiezhi.work.situation.open_data.package import files_of, packed
from xiezhi.work.situation.open_data.tables import OpenTables, open_tables
from xiezhi.work.situation.sight import Sight, sight_of_keeper

TAKEN = "situation.open_data"  # how the trail names it


class Package(NamedTuple):
    """Open data of a period, ready to be handed out."""

    tables: OpenTables
    files: dict[str, bytes]
    name: str

    def packed(self) -> bytes:
        return packed(self.files)


def may_take(sight: Sight) -> bool:
    """Whoever leads or manages with sight of the whole province. Two packages of different areas could be taken from each other, so
    there is one for all."""
    return sight.aggregate and sight.courts is None


def check_may_take(sight: Sight) -> None:
    """Raises Refused for who may not."""
    if not may_take(sight):
        raise Refused(
            "开放数据由全省审判管理岗位编制", "open data are made by posts that look over the whole province"
        )


def package(snapshot: Snapshot, period: Period, on: date) -> Package:
    """The open data of a period made of whole quarters. Raises InputError."""
    tables = open_tables(sight_of_keeper(on), snapshot, period)
    return Package(tables, files_of(tables), f"xiezhi-open-data-{period.name.replace('..', '-')}")
