"""Two years of cases of a province, and reports about them."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from tests.cast import Province, found_province
from tests.facts_cases import a_fact, keep_facts
from xiezhi.record.models import Court
from xiezhi.rules.indicators.periods import read_period
from xiezhi.rules.language import speak_to
from xiezhi.work.situation.report.contents import contents_of
from xiezhi.work.situation.report.values import Basis, Contents, Place, Places
from xiezhi.work.situation.sight import sight_of_keeper

KNOWN = datetime(2019, 10, 16, 16, tzinfo=UTC)
MADE = date(2019, 10, 17)


@pytest.fixture
def province(db: None) -> Province:
    return found_province()


@pytest.fixture
def rows(province: Province) -> list[dict[str, Any]]:
    """Six hundred cases from 2018 on, most of them closed; more in the second year."""
    rng = Random(3)
    return [
        case_of(province, rng, days) for days in sorted(int(640 * rng.random() ** 0.7) for _ in range(600))
    ]


def case_of(province: Province, rng: Random, days: int) -> dict[str, Any]:
    filed = date(2018, 1, 1) + timedelta(days=days)
    closed = filed + timedelta(days=10 + rng.randrange(300))
    limit = filed + timedelta(days=184)
    extended = rng.random() < 0.2
    house = rng.choice(province.houses)
    city = {"high": None, "intermediate": house.court.pk}.get(house.court.level, house.court.parent_id)
    return a_fact(
        house, filed, closed if closed < date(2019, 10, 16) else None,
        division=rng.choice(("civil", "criminal")), case_class=rng.choice(("civil", "civil", "criminal")),
        city_id=str(city) if city else None, closed_kind=rng.choice(("judgment", "mediation", "withdrawal")) if closed < date(2019, 10, 16) else None,
        deadline_base=limit, deadline_deducted=limit, deadline_extended=limit + timedelta(days=90 * extended), extended_times=int(extended),
    )  # fmt: skip


@pytest.fixture
def snapshot(rows: list[dict[str, Any]], tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    return keep_facts(rows, tmp_path, monkeypatch)


@pytest.fixture
def places(province: Province) -> Places:
    """Courts in administrative order."""
    found = list(Court.objects.order_by("place"))
    named = [Place(str(one.pk), one.name.replace("示范省", "示例省")) for one in found]
    areas = [place for place, one in zip(named, found) if one.level == "intermediate"]
    return Places("示例省高级人民法院和辖区法院", tuple(named), areas=tuple(areas))


@pytest.fixture
def report(snapshot: str, places: Places) -> Any:
    """Makes a report: report("2019Q3"), report("2019Q3", lang="en", courts=(…))."""

    def made(
        period: str, *, lang: str = "zh", courts: tuple[str, ...] | None = None, name: str = snapshot
    ) -> Contents:
        basis = Basis(name, KNOWN, "all", read_period(period), courts)
        with speak_to(lang):
            return contents_of(sight_of_keeper(MADE), basis, places, made_on=MADE, recipients=("院长",))

    return made
