"""What is usual for a type of case at its docketing."""

import shutil

import pytest

from xiezhi.rules.case_number import case_types
from xiezhi.rules.errors import RuleDataError
from xiezhi.rules.lawdata import DATA
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.procedure.filing import filing_of, levels_of_rule, load_filings, types_at


def test_a_civil_case_of_a_basic_court_usually_follows_the_simplified_procedure():
    filing = filing_of("0301")
    assert filing.procedures_at("basic")[0] == "civil.first.simplified"
    assert filing.procedures_at("intermediate")[0] == "civil.first.ordinary"
    assert filing.roles[:2] == ("plaintiff", "defendant")


def test_a_type_without_an_entry_still_has_its_branch():
    assert (filing_of("0227").branch, filing_of("0227").procedures) == ("criminal", ())
    assert filing_of("9999").branch == "other"


@pytest.mark.parametrize("level", ["basic", "intermediate", "high"])
def test_every_numbered_type_can_be_chosen_once_at_every_level(level):
    common, elsewhere, unknown = types_at(level)
    assert sorted(kind.code for kind in (*common, *elsewhere, *unknown)) == sorted(
        kind.code for kind in case_types() if kind.code and kind.symbol
    )
    assert common


def test_a_basic_court_reviews_no_death_sentence():
    assert "0210" in [kind.code for kind in types_at("basic").elsewhere]
    assert "0210" in [kind.code for kind in types_at("high").common]
    assert levels_of_rule("criminal.review.death_penalty") == {"high"}
    assert levels_of_rule("no.such.rule") == frozenset()


def test_the_procedures_are_of_a_branch_that_fits():
    loose = {"other", "preservation", "maritime"}
    for code, filing in load_filings().items():
        for rule in filing.procedures:
            assert filing.branch in loose or load_catalogue().rules[rule].branch == filing.branch, (
                code,
                rule,
            )


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('types = ["0302"]', 'types = ["0301"]', "0301"),
        ('types = ["0302"]', 'types = ["9301"]', "9301"),
        ('branch = "criminal"', 'branch = "crimnal"', "branch"),
        ('"civil.appeal.ruling"', '"civil.appeal.rulings"', "civil.appeal.rulings"),
        ('"victim"', '"victims"', "victims"),
    ],
)
def test_what_the_data_misspell_is_refused(tmp_path, old, new, named):
    file = tmp_path / "filing.toml"
    shutil.copy(DATA / "procedure" / "filing.toml", file)
    file.write_text(file.read_text().replace(old, new, 1))
    with pytest.raises(RuleDataError, match=named):
        load_filings(file)
