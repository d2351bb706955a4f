"""The catalogue of indicators is whole: every entry of the handbook stands in it or is told why not, dated, named in both languages."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from xiezhi.rules.errors import RuleDataError
from xiezhi.rules.indicators import catalogue
from xiezhi.rules.indicators.catalogue import excluded, formulas, indicators, scopes, terms
from xiezhi.rules.indicators.columns import CODE, FOLDER, fact_columns
from xiezhi.rules.indicators.conditions import columns_in
from xiezhi.rules.indicators.marks import VERIFICATION_WORDS
from xiezhi.rules.indicators.model import COUNT, EVENNESS, PRIOR, RATIO, STOCKS, UNITS, NamedCondition
from xiezhi.rules.indicators.pages import indicators_page

DOCS = Path(__file__).parents[3] / "docs"
CHINESE = re.compile(r"[\u4e00-\u9fff]")

# The identifiers of the handbook of indicators, sections 3.1 to 3.6.
HANDBOOK = {
    "flow": "opening new accepted closed pending closing_rate clearance same_period_rate per_judge pending_per_judge weighted balance "
    "suits_per_10k online_filing",
    "cn2024": "case_entry_ratio first_modified first_remanded final_modified final_remanded appeal_modify_remand retrial_modify_remand "
    "second_hearing retrial_ordered in_limit extension mean_days over_12m appeal_transfer_days per_judge appeal petition_retrial "
    "civil_enforcement_requested mediation premediation_share exec_completed exec_zb exec_recovery suggestion_reply others",
    "cn2011": "composite j1 j2 j3 j4 j5 j6 j7 j8 j9 j10 j11 e1 e2 e3 e4 e5 e6 e7 e8 e9 e10 x1 x2 x3 x4 x5 x6 x7 x8 x9 x10",
    "ops": "in_normal_limit in_approved_limit overdue_pending pending_in_limit long_pending_1y long_pending_2y long_pending_3y "
    "detained_long mean_days median_days simplified small_claims sole sole_ordinary sole_second in_court settle_withdraw "
    "reversal_first retrial premediation_success premediation_use premediation_perform confirmation e_service notice_service "
    "docs_online broadcast penalty_recovery suggestion_sent suggestion_answered suggestion_adopted suggestion_followed exec_actual "
    "exec_days payout_days",
    "cn2018exec": "property_in_limit zb_compliant petition_resolved overall_three_year courts_reached",
    "courtools": "1 2 3 4 5 6 7 8 9 10",
    "ifce": "1 2 3 4 5 6 7 8 9 10 11",
    "cepej": "clearance_rate disposition_time efficiency",
    "br": "congestion iad",
    "in": "age_profile",
    "eu": "clearance_rate disposition_time incoming_per_100",
    "au": "overload",
}
REMOVED_2024 = (
    "retrial_ordered", "extension", "per_judge", "first_modified", "first_remanded", "final_modified", "final_remanded",
)  # fmt: skip


def handbook() -> set[str]:
    return {f"{family}.{name}" for family, names in HANDBOOK.items() for name in names.split()} | {"wb"}


def conditions() -> list[NamedCondition]:
    return [*scopes().values(), *terms().values()]


def test_every_entry_of_the_handbook_is_computed_or_told_why_not():
    computed, told = set(indicators()), {one.id for one in excluded()}
    assert not computed & told
    assert computed | told == handbook()


def test_every_text_stands_in_both_languages():
    for one in indicators().values():
        pairs = [(one.name_zh, one.name_en), (one.source_zh, one.source_en), (one.formula_zh, one.formula_en)]
        pairs += [(variant.name_zh, variant.name_en) for variant in one.variants]
        if one.caveat_zh or one.caveat_en:
            pairs.append((one.caveat_zh, one.caveat_en))
        _check_pairs(one.id, pairs)
    for left in excluded():
        _check_pairs(left.id, [(left.name_zh, left.name_en), (left.why_zh, left.why_en)])
    for word in conditions():
        _check_pairs(word.id, [(word.name_zh, word.name_en)])


def _check_pairs(where: str, pairs: list[tuple[str, str]]) -> None:
    for zh, en in pairs:
        assert CHINESE.search(zh), (where, zh)
        assert re.search("[A-Za-z]", en), (where, en)


def test_sentences_have_no_full_stop_in_names_and_formulas():
    for one in indicators().values():
        for text in (one.name_zh, one.formula_zh, one.source_zh, one.name_en, one.formula_en, one.source_en):
            assert not text.endswith(("。", ".")), (one.id, text)


def test_every_side_counts_by_days_that_the_facts_have():
    columns = fact_columns()
    for key, (_, formula) in formulas().items():
        for side in (formula.numerator, formula.denominator):
            if side is not None and not side.per:
                assert side.bases, key
                assert side.columns <= columns.keys(), key
                assert len(set(side.bases)) == len(side.bases), key


def test_two_stocks_that_share_cases_are_never_added():
    for key, (_, formula) in formulas().items():
        for side in (formula.numerator, formula.denominator):
            if side is not None:
                bases = set(side.bases)
                assert not set(STOCKS) <= bases, key  # who stands open before and after would count twice
                assert bases in ({"opening", "filed_on"}, {"pending", "closed_on"}) or len(bases) < 2, key


def test_only_a_ratio_has_a_denominator():
    for key, (_, formula) in formulas().items():
        assert (formula.value == RATIO) == (formula.denominator is not None), key


def test_units_fit_the_values():
    for key, (_, formula) in formulas().items():
        assert formula.unit in UNITS
        if formula.value == COUNT:
            assert formula.unit == "cases", key
        if formula.value == EVENNESS:
            assert formula.unit == "ratio", key
        if formula.unit == "days" and not formula.by_days:
            assert formula.numerator.of_text.startswith("days("), key


def test_every_coded_word_of_the_facts_has_two_names():
    for column in fact_columns().values():
        assert bool(column.words) == (column.kind == CODE)
        for zh, en in column.words.values():
            assert CHINESE.search(zh) and en


def test_every_column_that_a_scope_or_term_asks_for_is_one():
    for one in conditions():
        assert columns_in(one.where) <= fact_columns().keys()


def test_no_term_hides_a_column():
    assert not terms().keys() & fact_columns().keys()


def test_what_the_revision_of_2024_removed_ends_before_it():
    for name in REMOVED_2024:
        one = indicators()[f"cn2024.{name}"]
        assert (one.first, one.last) == (date(2024, 1, 1), date(2024, 9, 28))


def test_what_the_revision_of_2024_brought_begins_with_it():
    for name in ("appeal_modify_remand", "retrial_modify_remand"):
        assert indicators()[f"cn2024.{name}"].first == date(2024, 9, 29)


def test_no_indicator_of_2024_is_in_force_in_2019():
    assert not any(one.in_force(date(2019, 9, 30)) for one in indicators().values() if one.family == "cn2024")


def test_the_campaign_of_2018_has_ended_and_its_marks_with_it():
    for one in indicators().values():
        if one.family == "cn2018exec":
            assert one.last == date(2020, 12, 31)
            assert {(mark.first, mark.last) for mark in one.intervals} == {(date(2018, 7, 1), one.last)}
            assert one.descriptive and one.interval_on(date(2019, 9, 30)) is None, "told, and never a colour"


def test_no_document_gives_any_other_interval():
    assert {one.family for one in indicators().values() if one.intervals} == {"cn2018exec"}


def test_legacy_indicators_are_off_until_asked_for():
    assert {one.family for one in indicators().values() if not one.shown} == {"cn2011"}
    assert all(one.shown == (one.family != "cn2011") for one in indicators().values())


def test_the_stricter_rate_succeeds_the_older_one_and_shares_no_id():
    assert indicators()["cn2024.in_limit"].succeeds == "ops.in_approved_limit"


def test_closing_rate_and_clearance_describe_and_have_no_target():
    for key in (
        "flow.closing_rate",
        "flow.clearance",
        "flow.same_period_rate",
        "cepej.clearance_rate",
        "br.iad",
    ):
        one = indicators()[key]
        assert one.descriptive and one.direction == "none" and not one.intervals


def test_a_direction_of_none_describes():
    assert all(one.descriptive for one in indicators().values() if one.direction == "none")


def test_nothing_official_is_claimed_of_the_formulas_of_the_supreme_court():
    for one in indicators().values():
        if one.family in ("cn2024", "cn2018exec", "cn2011", "ops", "flow"):
            assert one.formula_status != "official", one.id


@pytest.mark.parametrize(
    "word", ["composite", "score", "rank", "index_of_quality", "综合指数", "排名", "评分", "得分"]
)
def test_there_is_no_composite_no_ranking_and_no_score(word: str):
    for key, (indicator, _) in formulas().items():
        names = [
            key,
            indicator.name_zh,
            indicator.name_en,
            *(v.name_zh + v.name_en for v in indicator.variants),
        ]
        assert not any(word in name.lower() for name in names), key


def test_no_formula_looks_at_a_person():
    for key, (_, formula) in formulas().items():
        assert not formula.columns & {"judge_id", "panel"}, key
        assert formula.parameters <= {"judges", "fte", "population"}, key


def test_outcomes_on_a_decision_count_for_the_court_that_decided_it():
    for key in (
        "ops.reversal_first", "cn2024.first_modified", "cn2024.first_remanded", "cn2024.final_modified", "cn2024.final_remanded",
        "cn2024.civil_enforcement_requested",
    ):  # fmt: skip
        assert indicators()[key].formula.numerator.owner == PRIOR, key


def test_time_limits_flow_and_age_follow_the_scope():
    for key in (
        "flow.new",
        "ops.in_normal_limit",
        "cn2024.in_limit",
        "ops.mean_days",
        "ops.long_pending_2y",
        "cn2024.over_12m",
    ):
        assert indicators()[key].formula.follows_scope, key
    for key in (
        "cn2024.second_hearing",
        "ops.simplified",
        "ops.premediation_success",
        "cn2024.exec_recovery",
    ):
        assert not indicators()[key].formula.follows_scope, key


def test_the_page_of_the_documentation_is_the_generated_one():
    assert (DOCS / "indicators.md").read_text(encoding="utf-8") == indicators_page(), (
        "run python -m xiezhi.rules.indicators.pages docs"
    )


def test_the_page_has_words_for_how_far_a_name_is_proven():
    assert {one.verification for one in indicators().values()} <= VERIFICATION_WORDS.keys()


def test_the_numerator_of_a_share_is_among_its_denominator_as_the_data_say_where_the_days_do_not():
    nested = {key for key, (_, formula) in formulas().items() if formula.nested}
    assert {
        "flow.closing_rate", "br.congestion", "br.congestion:net", "cn2024.premediation_share", "cn2018exec.overall_three_year",
        "ops.premediation_use", "cn2024.over_12m:of_accepted", "ops.in_normal_limit",
    } <= nested  # fmt: skip
    # Two counts beside each other, though both sides look at the closings of the same courts, or count disputes below.
    apart = {
        f"cn2024.{name}:own"
        for name in ("first_modified", "first_remanded", "final_modified", "final_remanded")
    }
    assert not nested & (
        apart
        | {
            "flow.clearance",
            "cn2024.case_entry_ratio",
            "cn2024.exec_recovery",
            "flow.per_judge",
            "ops.mean_days",
        }
    )


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data that a test may spoil."""
    folder = Path(shutil.copytree(FOLDER, tmp_path / "indicators"))
    monkeypatch.setattr(catalogue, "FOLDER", folder)
    return folder


@pytest.mark.parametrize(
    "old, new, key",
    [
        ('bases = ["opening"]', "bases = []", "flow.opening.numerator.bases"),
        ('bases = ["opening"]', 'bases = ["procedure"]', "flow.opening.numerator.bases"),
        (
            'bases = ["opening"]',
            "bases = ['opening'], where = 'instance == \"third\"'",
            "flow.opening.numerator.where",
        ),
        ('bases = ["opening"]', "bases = ['opening'], of = 'mediable'", "flow.opening.numerator.of"),
        ('bases = ["opening"]', "bases = ['opening'], distinct = 'party'", "flow.opening.numerator.distinct"),
        ('bases = ["opening"]', "bases = ['opening'], owner = 'judge'", "flow.opening.numerator.owner"),
        ('bases = ["opening"]', "bases = ['opening'], wher = 'mediable'", "flow.opening.numerator.wher"),
        ('per = "judges"', 'per = "staff"', "flow.per_judge.denominator.per"),
        ('value = "count"', 'value = "ratio"', "flow.opening.denominator"),
        ('value = "count"', 'value = "mean"', "flow.opening.value"),
        ('group = "flow"', 'group = "glory"', "flow.opening.group"),
        ('unit = "cases"', 'unit = "points"', "flow.opening.unit"),
        ('name_en = "Opening"', 'name_english = "Opening"', "flow.opening.name_en"),
        ('name_en = "Opening"', 'name_en = "Opening"\nrank = 1', "flow.opening.rank"),
        ('name_en = "Opening"', 'name_en = "Opening"\nsucceeds = "flow.no"', "flow.opening.succeeds"),
        ('["flow.pending"]', '["cn2024.appeal"]', "cn2024.appeal"),
        ('unit = "cases"', 'unit = "cases"\nnested = true', "flow.opening.nested"),
        ("verification = ", "verifikation = ", "flow.opening.verification"),
    ],
    ids=range(18),
)
def test_a_fault_in_the_data_names_file_and_key(data: Path, old: str, new: str, key: str):
    path = data / "flow.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RuleDataError) as fault:
        catalogue.indicators.__wrapped__()
    assert key in str(fault.value)
