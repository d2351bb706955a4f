"""`xiezhi law`, `calendar`, `case-number`: the data as a person asks for them."""

import json
from typing import Any

import pytest

from tests.site.conftest import Answer, Xiezhi


def rows(found: Answer) -> list[dict[str, Any]]:
    assert found.status == 0, found.err
    return [json.loads(line) for line in found.out.splitlines()]


def test_the_rules_in_force_on_a_day_come_with_limit_and_articles(xiezhi: Xiezhi) -> None:
    found = {
        row["id"]: row
        for row in rows(xiezhi("law", "list", "civil", "--on", "2024-03-01", "--json", "--lang", "en"))
    }
    assert found["civil.first.ordinary"]["limit"] == "6 months"
    assert found["civil.first.ordinary"]["articles"]
    assert all(name.startswith("civil.") for name in found)
    assert "civil.first.ordinary" in xiezhi("law", "list").out


def test_a_rule_a_ladder_a_ground_a_reading_and_a_text_are_shown_whole(xiezhi: Xiezhi) -> None:
    for name in ("civil.first.ordinary", "civil.simplified", "appraisal", "R-ORDER", "civil_code"):
        for lang in ("zh", "en"):
            assert rows(xiezhi("law", "show", name, "--json", "--lang", lang))[0]["id"] == name
            assert name in xiezhi("law", "show", name, "--lang", lang).out


def test_an_unknown_name_is_answered_with_near_ones(xiezhi: Xiezhi) -> None:
    found = xiezhi("law", "show", "civil.first.ordinery", "--lang", "en")
    assert (found.status, found.out) == (2, "")
    assert "civil.first.ordinary" in found.err


def test_what_changed_between_two_days_is_only_what_changed(xiezhi: Xiezhi) -> None:
    found = xiezhi("law", "diff", "2021-12-31", "2022-01-01", "--json", "--lang", "en")
    changes = {change["id"]: change for change in rows(found)}
    assert changes["civil.first.small_claims"]["before"]["limit"] == "3 months"
    assert changes["civil.first.small_claims"]["after"]["limit"] == "2 months"
    assert not [name for name in changes if name.startswith("criminal.")]
    assert rows(xiezhi("law", "diff", "2024-03-01", "2024-03-02", "--json")) == []


def test_the_law_of_a_day_nobody_knows_is_refused(xiezhi: Xiezhi) -> None:
    assert xiezhi("law", "list", "--on", "2099-01-01").status == 2
    assert xiezhi("law", "list", "nonsense").status == 2


def test_a_make_up_saturday_is_a_working_day_by_its_notice(xiezhi: Xiezhi) -> None:
    day = rows(xiezhi("calendar", "show", "2024-02-04", "--json"))[0]
    assert (day["working"], day["published"]) == (True, True)
    assert day["notice"]
    assert len(rows(xiezhi("calendar", "show", "2024-02-04", "--days", "9", "--json"))) == 9


def test_a_last_day_in_the_october_holiday_moves_behind_it(xiezhi: Xiezhi) -> None:
    assert rows(xiezhi("calendar", "next", "2025-10-01", "--json")) == [
        {"date": "2025-10-01", "next": "2025-10-09", "provisional": False}
    ]
    counted = rows(xiezhi("calendar", "next", "2025-09-30", "--working-days", "2", "--json"))[0]
    assert counted["next"] == "2025-10-10"


@pytest.mark.parametrize("day", ["2024-02-30", "x", "1200-01-01"])
def test_a_day_outside_the_calendar_is_refused(xiezhi: Xiezhi, day: str) -> None:
    found = xiezhi("calendar", "next", day)
    assert (found.status, found.out) == (2, "")
    assert found.err


def test_a_case_number_is_taken_apart_and_a_wrong_one_is_pointed_at(xiezhi: Xiezhi) -> None:
    known = rows(xiezhi("case-number", "parse", "(2019)甘0102民初123号", "--json"))[0]
    assert (known["canonical"], known["year"], known["serial"]) == ("（2019）甘0102民初123号", 2019, 123)
    wrong = xiezhi("case-number", "parse", "2019甘0102民初号", "（2019）甘0102民初5号", "--json")
    assert wrong.status == 1
    assert [("error" in json.loads(line)) for line in wrong.out.splitlines()] == [True, False]
    assert xiezhi("case-number", "parse", given="（2019）甘0102民初5号\n\n".encode()).status == 0
