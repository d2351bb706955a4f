"""Who may see what: the matrix of posts and object classes, where silence is denial."""

from pathlib import Path

import pytest

from xiezhi.rules.errors import InputError, RuleDataError
from xiezhi.rules.lawdata import DATA
from xiezhi.rules.offices import Right, load_offices, rights, role

JUDGES = ("judge", "presiding_judge")
ADMINISTRATORS = ("system_administrator", "security_administrator", "audit_administrator")
OUTSIDE = ("party", "representative", "superior_court")


def conditions(name: str, object_class: str, verb: str) -> list[str]:
    return [right.condition for right in rights(name, object_class) if right.verb == verb]


@pytest.mark.parametrize("name", JUDGES)
def test_a_judge_reads_and_writes_in_his_own_cases(name):
    for object_class in ("O1", "O2"):
        assert rights(name, object_class) == (Right("read", "own"), Right("write", "own"))
    assert rights(name, "O5") == (Right("read", "ticket"),)
    assert role(name).docket == "own_cases"


def test_leadership_gives_no_automatic_read_of_a_file():
    """Who leads reads what he sits in, like anybody on the panel; everything else needs a purpose, the inner file a signed flag."""
    assert conditions("president", "O1", "read") == ["own", "purpose"]
    assert conditions("division_head", "O1", "read") == ["own", "unit_with_purpose"]
    for name in ("president", "vice_president", "division_head", "deputy_division_head"):
        assert conditions(name, "O1", "write") == ["own"]
        assert conditions(name, "O2", "read") == ["own", "after_signature"]


def test_persons_are_seen_by_themselves_and_by_who_leads_them():
    seen = {name: found.persons for name, found in load_offices().roles.items() if found.persons != "none"}
    assert seen == {
        "president": "court", "vice_president": "court", "division_head": "division", "deputy_division_head": "own_cases",
        "presiding_judge": "own_cases", "judge": "own_cases", "enforcement_officer": "own_cases",
    }  # fmt: skip
    assert {name for name, found in load_offices().roles.items() if found.reports} == set(seen) - {
        "president",
        "vice_president",
    }


def test_nobody_outside_the_panel_reads_its_minutes_without_further_ado():
    for found in load_offices().roles.values():
        assert "always" not in conditions(found.name, "O2", "read")


@pytest.mark.parametrize("name", ADMINISTRATORS)
def test_an_administrator_sees_no_business_data(name):
    assert set(role(name).rights) == {"O0", "O7"}
    assert role(name).docket == "none"


def test_the_keys_are_split_among_three_administrators():
    assert [conditions(name, "O7", "write") for name in ADMINISTRATORS] == [
        ["configuration"],
        ["policies"],
        [],
    ]
    assert not any(
        rights(found.name, "O7")
        for found in load_offices().roles.values()
        if found.name not in ADMINISTRATORS
    )


def test_a_party_never_reads_the_inner_file_supervision_or_management():
    for name in ("party", "representative"):
        assert rights(name, "O1") == (Right("read", "own"),)
        assert not any(rights(name, object_class) for object_class in ("O2", "O3", "O6", "O7", "O8"))


def test_a_filing_officer_works_on_a_case_until_it_is_assigned():
    assert rights("filing_officer", "O1") == (Right("read", "unassigned"), Right("write", "unassigned"))
    assert role("filing_officer").docket == "unassigned"


def test_archives_see_closed_cases_and_discipline_goes_by_ticket_and_order():
    assert (role("archives").docket, conditions("archives", "O1", "read")) == ("closed", ["closed"])
    assert conditions("discipline", "O1", "read") == ["ticket"]
    assert conditions("discipline", "O2", "read") == ["formal_order"]


def test_trial_management_sees_metadata_and_samples_by_ticket():
    assert conditions("trial_management", "O1", "read") == ["metadata", "ticket"]
    assert not rights("trial_management", "O2")


def test_state_secrets_are_kept_by_nobody_and_the_public_is_open_to_all():
    for found in load_offices().roles.values():
        assert not rights(found.name, "O8")
        assert rights(found.name, "O0") == (Right("read", "always"),)


@pytest.mark.parametrize("name", ["research", "petitions", "openness_officer", "secrecy_officer"])
def test_silence_is_denial(name):
    assert set(role(name).rights) == {"O0"}
    assert role(name).docket == "none"


def test_only_those_outside_the_court_are_marked_so():
    assert {found.name for found in load_offices().roles.values() if found.outside} == set(OUTSIDE)


def test_every_role_is_named_in_both_languages_and_says_where_its_rights_stand():
    for found in load_offices().roles.values():
        assert not found.name_zh.isascii()
        assert found.name_en.isascii()
        assert found.source


def test_an_unknown_role_or_class_is_refused():
    with pytest.raises(InputError, match="porter"):
        role("porter")
    with pytest.raises(InputError, match="O9"):
        rights("judge", "O9")


@pytest.mark.parametrize(
    "old, new, key",
    [
        ('docket = "court_and_below"', 'docket = "everything"', "president.docket"),
        ('["own", "purpose"]', '["own", "curiosity"]', "O1.read"),
        ('read = ["own", "purpose"]', 'reed = ["own", "purpose"]', "O1.reed"),
        ("rights.O1", "rights.O9", "O9"),
        ('source = "6.4"', "source = 6", "president.source"),
        ('court = ["本院案件", "cases of the court"]', 'court = ["本院案件"]', "scopes.court"),
        ('verification = "unverified"', 'verification = "guessed"', "system_administrator.verification"),
    ],
)
def test_a_fault_in_the_matrix_names_file_and_key(tmp_path: Path, old, new, key):
    text = (DATA / "offices.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "offices.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RuleDataError) as fault:
        load_offices(tmp_path / "offices.toml")
    assert fault.value.file == "offices.toml"
    assert key in fault.value.key
