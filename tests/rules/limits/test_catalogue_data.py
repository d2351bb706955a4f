"""The law data are whole: every rule of the handbook is there, and on every day exactly one version of it governs."""

import re
import tomllib
from dataclasses import fields
from datetime import date, timedelta
from itertools import pairwise

import pytest

from xiezhi.rules.documents import Document
from xiezhi.rules.lawdata import DATA
from xiezhi.rules.limits.catalogue import Catalogue, LadderStep, Rule
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.limits.readings import Readings

RULES = """
civil.first.ordinary civil.first.simplified civil.first.small_claims civil.first.third_party_revocation
civil.first.enforcement_objection_suit civil.first.remand
civil.special.general civil.special.missing civil.special.death civil.special.ownerless civil.special.voter
civil.special.judicial_confirmation civil.special.security_interest
civil.payment_order.accept civil.payment_order.issue civil.public_summons.announce
civil.appeal.judgment civil.appeal.ruling
civil.retrial.review civil.retrial.protest_ruling civil.retrial.suggestion_review civil.retrial.first_procedure
civil.retrial.second_procedure
civil.reconsideration.fine_detention civil.preservation.ruling civil.preservation.reconsideration civil.protection_order
civil.jurisdiction_objection civil.recusal civil.arbitration.set_aside civil.foreign_related
civil.mediation.pre_filing civil.mediation.in_case

criminal.first.ordinary criminal.first.simplified criminal.first.fast_track criminal.first.private.custody
criminal.first.private.free criminal.first.incidental_civil criminal.first.remand
criminal.appeal criminal.review.below_minimum criminal.review.death_penalty criminal.review.death_reprieve_approval
criminal.retrial criminal.retrial.protest_instruct criminal.petition_review
criminal.commutation.death_reprieve criminal.commutation.life criminal.commutation.fixed_term criminal.commutation.short
criminal.commutation.community_correction criminal.commutation.correction criminal.temporary_release_review
criminal.special.confiscation criminal.special.compulsory_treatment criminal.fine_relief criminal.designated

administrative.first.ordinary administrative.first.simplified administrative.appeal
administrative.retrial.review administrative.retrial.protest_ruling administrative.retrial.suggestion_review
administrative.retrial.first_procedure administrative.retrial.second_procedure
administrative.nonlitigation.accept administrative.nonlitigation.review administrative.nonlitigation.review_manifest
administrative.nonlitigation.reconsider_reject administrative.nonlitigation.reconsider_deny
administrative.nonlitigation.expropriation administrative.jurisdiction_direct

enforcement.first enforcement.nonlitigation enforcement.criminal_property enforcement.fine enforcement.confiscation
enforcement.restored enforcement.entrust.handover enforcement.entrust.perform enforcement.higher_court_remedy
enforcement.objection enforcement.third_party_objection enforcement.reconsideration enforcement.exit_ban_reconsideration
enforcement.notarised_reconsideration enforcement.refuse_notarised enforcement.refuse_award enforcement.party_change
enforcement.party_change_reconsideration enforcement.supervision enforcement.stay_superior enforcement.stay_security
enforcement.bankruptcy_referral

compensation.docket compensation.self compensation.committee compensation.review compensation.retrial compensation.payment
bankruptcy.acceptance bankruptcy.acceptance_creditor bankruptcy.case
maritime.first.collision maritime.first.general_average maritime.preservation maritime.limitation_fund

registry.civil.docket registry.criminal.docket registry.private_prosecution.docket registry.incidental_civil.docket
registry.third_party_revocation.docket registry.enforcement_suit.docket registry.enforcement.docket registry.objection.docket
registry.jurisdiction_changed.docket registry.appeal.docket registry.remand.docket registry.retrial.docket
registry.transfer_to_division
transfer.criminal.appeal transfer.civil.appeal transfer.incomplete transfer.file_request transfer.entrusted_service
"""

GROUNDS = """
notice appraisal audit_valuation jurisdiction settlement mediation_extended mediation civil_dispute psychiatric
defence_preparation evidence_adjournment supplementary_no_return procuratorate_review judicial_assistance
stay_settlement_or_security stay_superior auction coordination suspension retrial_review_notice_settlement
party_death party_incapacity party_dissolved force_majeure other_case designation_pending legal_interpretation accused_ill
accused_absconded private_prosecutor_ill applicant_defers third_party_objection successor_awaited retrial_ordered other
"""

NO_LIMIT = """
civil.jurisdiction_objection criminal.first.incidental_civil criminal.review.death_penalty
criminal.review.death_reprieve_approval enforcement.confiscation enforcement.supervision bankruptcy.case
"""

FREED_BY_FOREIGN_ELEMENT = """
civil.first.ordinary civil.first.third_party_revocation civil.first.enforcement_objection_suit civil.first.remand
civil.appeal.judgment civil.appeal.ruling civil.retrial.first_procedure civil.retrial.second_procedure
maritime.first.collision maritime.first.general_average
"""

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def _steps(catalogue: Catalogue) -> list[LadderStep]:
    return [
        step for ladder in catalogue.ladders.values() for version in ladder.versions for step in version.steps
    ]


def test_every_rule_of_the_handbook_is_there_and_no_other(catalogue: Catalogue) -> None:
    assert sorted(catalogue.rules) == sorted(RULES.split())


def test_every_ground_of_the_closed_list_is_there_and_no_other(catalogue: Catalogue) -> None:
    assert sorted(catalogue.grounds) == sorted(GROUNDS.split())


def test_rule_versions_follow_day_on_day_and_the_last_is_open(catalogue: Catalogue) -> None:
    for rule in catalogue.rules.values():
        for before, after in pairwise(rule.versions):
            assert after.first == before.last + timedelta(days=1), rule.id
        assert rule.versions[-1].last == date.max, rule.id


def _days_without_exactly_one_version(rule: Rule, last: date) -> list[int]:
    """Walks every day, so that a fault in the search by boundaries cannot hide one."""
    first = rule.versions[0].first.toordinal()
    in_force = [0] * (last.toordinal() - first + 1)
    for version in rule.versions:
        for day in range(version.first.toordinal(), min(version.last, last).toordinal() + 1):
            in_force[day - first] += 1
    return [first + place for place, count in enumerate(in_force) if count != 1]


def test_on_every_day_exactly_one_version_of_every_rule_governs(catalogue: Catalogue) -> None:
    gaps = {
        rule.id: _days_without_exactly_one_version(rule, catalogue.known_through)
        for rule in catalogue.rules.values()
    }
    assert not {rule: days for rule, days in gaps.items() if days}


def test_the_version_found_for_a_day_is_the_one_in_force(catalogue: Catalogue) -> None:
    for rule in catalogue.rules.values():
        for version in rule.versions:
            assert rule.version(version.first) is version
            assert rule.version(min(version.last, catalogue.known_through)) is version


def _days_of_change(document: Document, first: date, last: date) -> list[date]:
    return [first, last] + [text.first for text in document.versions if first <= text.first <= last]


def _document(catalogue: Catalogue, citation: str) -> Document:
    return catalogue.documents.by_key[re.split("[: ]", citation, maxsplit=1)[0]]


def test_every_dated_citation_has_an_article_under_every_text_in_force_meanwhile(
    catalogue: Catalogue,
) -> None:
    dated = [
        (citation, version.first, version.last)
        for rule in catalogue.rules.values()
        for version in rule.versions
        for citation in version.articles + version.foreign_articles
    ] + [
        (citation, version.first, version.last)
        for ladder in catalogue.ladders.values()
        for version in ladder.versions
        for citation in version.articles
        + tuple(article for step in version.steps for article in step.articles)
    ]
    for citation, first, last in dated:
        for day in _days_of_change(_document(catalogue, citation), first, min(last, catalogue.known_through)):
            assert catalogue.documents.cite(citation, day).document


def test_a_citation_without_date_names_a_subject_in_every_version_of_its_text(catalogue: Catalogue) -> None:
    undated = {
        article
        for ground in catalogue.grounds.values()
        for articles in ground.articles.values()
        for article in articles
    }
    undated |= {article for conversion in catalogue.conversions.values() for article in conversion.articles}
    undated |= {
        article
        for reason in catalogue.restarts.values()
        for articles in reason.articles.values()
        for article in articles
    }
    undated |= {article for branch in catalogue.branches.values() for article in branch.articles}
    undated |= set(catalogue.supplementary.articles)
    for citation in undated:
        for text in _document(catalogue, citation).versions:
            assert catalogue.documents.cite(citation, text.first).version == text.id


def test_every_ladder_named_exists_and_every_ladder_is_used(catalogue: Catalogue) -> None:
    used = {
        version.ladder for rule in catalogue.rules.values() for version in rule.versions if version.ladder
    }
    assert used == set(catalogue.ladders)


def test_ladder_steps_name_known_grounds(catalogue: Catalogue) -> None:
    assert {ground for step in _steps(catalogue) for ground in step.grounds} <= set(
        catalogue.extension_grounds
    )


def test_every_reading_named_is_told(catalogue: Catalogue) -> None:
    named = {
        reading
        for rule in catalogue.rules.values()
        for version in rule.versions
        for reading in version.readings
    }
    named |= {reading for step in _steps(catalogue) for reading in step.readings}
    named |= {reading for conversion in catalogue.conversions.values() for reading in conversion.readings}
    assert named <= set(catalogue.reading_texts)


def test_a_text_without_limit_never_gets_a_made_up_length(catalogue: Catalogue) -> None:
    without = {rule.id for rule in catalogue.rules.values() if rule.versions[-1].status == "no_limit"}
    assert without == set(NO_LIMIT.split())
    assert {rule.versions[-1].status for rule in catalogue.rules.values()} == {
        "limit",
        "no_limit",
        "exempt",
        "before_day",
    }


def test_the_foreign_element_lifts_exactly_the_limits_of_the_handbook(catalogue: Catalogue) -> None:
    lifted = {
        rule.id: rule.versions[-1].foreign for rule in catalogue.rules.values() if rule.versions[-1].foreign
    }
    assert lifted == dict.fromkeys(FREED_BY_FOREIGN_ELEMENT.split(), "exempt") | {
        "civil.retrial.review": "no_limit"
    }


def test_registry_and_transfer_clocks_take_no_ground(catalogue: Catalogue) -> None:
    for ground in catalogue.grounds.values():
        assert not any(rule.startswith(("registry.", "transfer.")) for rule in ground.rules), ground.id


def test_exactly_these_grounds_have_an_enforced_cap(catalogue: Catalogue) -> None:
    capped = {ground.id for ground in catalogue.grounds.values() if ground.cap}
    assert capped == {
        "defence_preparation",
        "evidence_adjournment",
        "supplementary_no_return",
        "procuratorate_review",
    }


def test_the_court_may_switch_exactly_the_readings_the_clock_knows(catalogue: Catalogue) -> None:
    switches = {text.switch for text in catalogue.reading_texts.values() if text.switch}
    assert switches == {field.name for field in fields(Readings)}


def test_a_soft_limit_is_shorter_than_the_hard_one(catalogue: Catalogue) -> None:
    for rule in catalogue.rules.values():
        for version in rule.versions:
            if version.soft:
                assert (version.soft.months, version.soft.days) < (
                    version.base.months,
                    version.base.days or 99,
                ), rule.id


def test_every_entry_has_a_chinese_and_an_english_name(catalogue: Catalogue) -> None:
    names = [(rule.name_zh, rule.name_en) for rule in catalogue.rules.values()]
    names += [(ground.name_zh, ground.name_en) for ground in catalogue.grounds.values()]
    names += [(ladder.name_zh, ladder.name_en) for ladder in catalogue.ladders.values()]
    names += list(catalogue.anchors.values()) + list(catalogue.extension_grounds.values())
    for zh, en in names:
        assert CHINESE.search(zh), zh
        assert not CHINESE.search(en), en


@pytest.mark.parametrize("name", ["secondary", "warnings", "closing"])
def test_secondary_clocks_warnings_and_closing_days_cite_a_text_in_force(
    catalogue: Catalogue, name: str
) -> None:
    entries = tomllib.loads((DATA / "limits" / f"{name}.toml").read_text("utf-8"))
    for key, entry in entries.items():
        assert entry["verification"] in {"verified", "documented", "unverified"}, key
        assert all(
            catalogue.documents.cite(citation, catalogue.texts_checked_to) for citation in entry["articles"]
        ), key


def test_a_secondary_clock_counts_forward_or_back_from_a_named_day() -> None:
    entries = tomllib.loads((DATA / "limits" / "secondary.toml").read_text("utf-8"))
    for key, entry in entries.items():
        assert key.startswith("secondary.")
        if "base" in entry:
            assert entry["direction"] in {"after", "before"}, key
            assert CHINESE.search(entry["anchor_zh"]), key
            assert min(entry["base"].values()) > 0, key
