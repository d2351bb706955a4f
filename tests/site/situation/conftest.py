"""A province with its cases in the record, and the facts of them in a snapshot."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from tests.cast import DOCKETING, ELSEWHERE, JUDGMENT, TODAY, Province, found_province, moment
from tests.facts_cases import a_fact, keep_facts
from xiezhi.record.bulk import IncomingCase, IncomingEvent, append_many
from xiezhi.record.models import Case, PanelMember
from xiezhi.record.models.shared import new_id

CASES = 160


@dataclass(frozen=True)
class Kept:
    """What a page asks of a snapshot."""

    id: str
    known_at: datetime
    kind: str = "full"


@pytest.fixture
def province(db: None) -> Province:
    return found_province()


@pytest.fixture
def snapshot(province: Province, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Kept:
    return kept_facts(province, tmp_path, monkeypatch)


def kept_facts(province: Province, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Kept:
    """Cases of every court, with judges and panels, some closed, protected or sealed; and their facts."""
    rng = Random(7)
    loaded = append_many(
        [_case(province, rng, number) for number in range(CASES)], by=ELSEWHERE, at=moment(TODAY)
    )
    assert not loaded.rejected, loaded.rejected[0].fault.en
    name = keep_facts(facts_of_the_record(province), tmp_path, monkeypatch)
    kept = Kept(name, moment(TODAY))
    from xiezhi.work.situation import snapshots

    monkeypatch.setattr(snapshots, "latest", lambda: kept, raising=False)
    monkeypatch.setattr(snapshots, "of_id", lambda key: kept if key == name else None, raising=False)
    return kept


def _case(province: Province, rng: Random, number: int) -> IncomingCase:
    house = rng.choice(province.houses)
    filed = date(2019, 1 + rng.randrange(10), 1 + rng.randrange(28))
    secrecy = rng.choice(("ordinary",) * 8 + ("protected",))
    told = {**DOCKETING, "number": f"（2019）{house.court.code}民初{number + 1}号", "secrecy": secrecy}
    events = [IncomingEvent("case.docketed", filed, told)]
    judge = house.people[
        rng.choice(("judge", "second_judge") if "second_judge" in house.people else ("judge",))
    ]
    assigned = {"division_id": house.division("civil"), "reporting_judge": judge.id, "way": "random"}
    events.append(IncomingEvent("case.assigned", filed, assigned))
    members = [{"officer": judge.id, "role": "reporting_judge"}, {"officer": house.clerk.id, "role": "clerk"}]
    events.append(IncomingEvent("panel.formed", filed, {"form": "sole", "members": members}))
    if rng.random() < 0.1:
        events.append(IncomingEvent("record.sealed", filed, {"ground": "未成年人", "order": "令"}))
    closed = date.fromordinal(filed.toordinal() + 20 + rng.randrange(150))
    if closed < TODAY and rng.random() < 0.8:
        events.append(IncomingEvent("case.closed", closed, JUDGMENT))
    return IncomingCase(new_id(), house.court.id, "", events)


def facts_of_the_record(province: Province) -> list[dict[str, Any]]:
    """The rows of facts that the cases of the record give, as far as these tests look at them."""
    houses = {house.court.id: house for house in province.houses}
    rows: list[dict[str, Any]] = []
    for case in Case.objects.all():
        row = a_fact(
            houses[case.court_id], case.filed_on or TODAY, case.closed_on, case_id=str(case.pk), secrecy=case.secrecy,
            division_id=str(case.division_id), judge_id=str(case.reporting_judge_id), case_no=case.number,
            **_limit(len(rows), case.filed_on or TODAY),
        )  # fmt: skip
        rows.append(row)
    assert PanelMember.objects.exists()
    return rows


def _limit(number: int, filed: date) -> dict[str, Any]:
    """The limit of a case: 60 days, every third one with days deducted, every fifth extended, every ninth without any."""
    if number % 9 == 0:
        return {}
    out, more = 20 * (number % 3 == 0), 60 * (number % 5 == 0)
    base, moved, extended = (filed + timedelta(days=60 + days) for days in (0, out, out + more))
    return {
        "deadline_base": base, "deadline_deducted": moved, "deadline_extended": extended, "deducted_days": out,
        "extended_times": int(more > 0),
    }  # fmt: skip
