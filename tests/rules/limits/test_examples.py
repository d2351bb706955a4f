"""Worked examples a judge can read, each through the clock of one case and through the bulk clock.

The expected days were reckoned by hand from the statutes and the calendar, not taken from the clock.
What `expected` leaves unsaid is at rest: no soft date, nothing deducted, no issue, not provisional, nominal date = deadline.
"""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from xiezhi.rules.errors import XiezhiError
from xiezhi.rules.limits.bulk import compute_cases
from xiezhi.rules.limits.clock import compute, default_clock
from xiezhi.rules.limits.exchange import read_case
from xiezhi.rules.limits.model import CaseInput, Issue, Outcome

FOLDER = Path(__file__).parent / "examples"
SUBJECTS = {
    file.stem: tomllib.loads(file.read_text("utf-8"))["example"] for file in sorted(FOLDER.glob("*.toml"))
}
EXAMPLES: list[dict[str, Any]] = [example for examples in SUBJECTS.values() for example in examples]
ASKED = ("id", "procedure", "court_level", "as_of", "closed_on", "facts", "events")
KEYS = {*ASKED, "title", "anchor", "article", "reasoning", "expected"}
AT_REST: dict[str, Any] = {
    "deadline": None,
    "soft_deadline": None,
    "deducted_days": 0,
    "remaining_days": None,
    "issues": [],
    "provisional": False,
}


def _as_json(value: Any) -> Any:
    """The shape in which a question comes in: days as ISO text."""
    if isinstance(value, dict):
        return {key: _as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_json(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def case_of(example: dict[str, Any]) -> CaseInput:
    asked = {key: example.get(key) for key in ASKED}
    return read_case(_as_json(asked | {"anchor_date": example.get("anchor")}))


def _expected(example: dict[str, Any]) -> dict[str, Any]:
    expected = AT_REST | example["expected"]
    expected.setdefault("nominal_deadline", expected["deadline"])
    return expected | {"issues": sorted(expected["issues"])}


def _found(outcome: Outcome | XiezhiError, names: dict[str, Any]) -> dict[str, Any]:
    if isinstance(outcome, XiezhiError):
        raise outcome
    found = {name: getattr(outcome, name) for name in names}
    return found | {"status": str(outcome.status), "issues": sorted(str(issue) for issue in outcome.issues)}


@pytest.fixture(scope="module")
def in_bulk() -> dict[str, Outcome | XiezhiError]:
    """All examples worked through in one go, as a court's docket would be."""
    cases = [case_of(example) for example in EXAMPLES]
    return {
        str(case.id): outcome
        for case, outcome in zip(cases, compute_cases(cases, default_clock()), strict=True)
    }


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example["id"]))
def test_the_clock_gives_the_day_reckoned_by_hand(example: dict[str, Any]) -> None:
    expected = _expected(example)
    assert _found(compute(case_of(example)), expected) == expected, example["reasoning"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example["id"]))
def test_the_bulk_clock_gives_the_day_reckoned_by_hand(
    example: dict[str, Any], in_bulk: dict[str, Outcome | XiezhiError]
) -> None:
    expected = _expected(example)
    assert _found(in_bulk[example["id"]], expected) == expected, example["reasoning"]


def test_every_example_can_be_read_and_looked_up() -> None:
    for example in EXAMPLES:
        assert set(example) <= KEYS, example["id"]
        assert example["title"], example["id"]
        assert example["article"], example["id"]
        assert example["reasoning"].endswith("."), example["id"]
    names = [example["id"] for example in EXAMPLES]
    assert len(names) == len(set(names))


def test_every_rule_of_the_catalogue_has_an_example() -> None:
    assert not set(default_clock().catalogue.rules) - {example["procedure"] for example in EXAMPLES}


def test_every_ground_of_the_closed_list_has_an_example_in_which_it_counts() -> None:
    counted = {span.ground for example in EXAMPLES for span in compute(case_of(example)).spans}
    assert not set(default_clock().catalogue.grounds) - counted


def test_every_extension_ground_and_every_ladder_has_a_grant_that_counts() -> None:
    outcomes = [compute(case_of(example), steps=False) for example in EXAMPLES]
    catalogue = default_clock().catalogue
    grants = [grant for outcome in outcomes for grant in outcome.extensions]
    assert not set(catalogue.extension_grounds) - {grant.ground for grant in grants}
    extended = {outcome.rule for outcome in outcomes if outcome.extensions}
    used = {version.ladder for rule in extended for version in catalogue.rules[rule].versions}
    assert not set(catalogue.ladders) - used


def test_every_conversion_and_every_reason_to_restart_has_an_example() -> None:
    catalogue = default_clock().catalogue
    events = [(example, event) for example in EXAMPLES for event in example.get("events", [])]
    targets = {event["to"] for _, event in events if event["type"] == "convert"}
    assert not {to for _, to in catalogue.conversions} - targets
    reasons = {event["reason"] for _, event in events if event["type"] == "restart"}
    assert not {reason.id for reason in catalogue.restarts.values()} - reasons


@pytest.mark.parametrize("issue", Issue)
def test_every_issue_code_has_an_example_among_the_bad_inputs(issue: Issue) -> None:
    assert any(issue in example["expected"].get("issues", []) for example in SUBJECTS["bad_inputs"])
