"""The record's words and those of the facts: every word there is leads somewhere, or it is said that it leads nowhere."""

from xiezhi.record.facts.columns import file_columns, schema, told_columns
from xiezhi.record.facts.words import NONE, closing_kind, procedure_word, words
from xiezhi.rules.indicators.columns import fact_columns
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.procedure.catalogue import load_procedure

NOT_TOLD = {"other"}


def choices(name):
    return load_procedure().choices[name]


def test_every_branch_and_instance_of_the_record_has_its_word():
    assert set(choices("branch")) == set(words().branches)
    assert set(choices("instance")) == set(words().instances)


def test_every_outcome_is_a_kind_of_closing():
    assert {outcome for outcome in choices("outcome") if closing_kind("first", outcome) is None} == NOT_TOLD


def test_the_words_of_secrecy_are_those_of_the_record():
    assert set(fact_columns()["secrecy"].words) == {*choices("secrecy"), "sealed"}


def test_every_first_and_second_instance_limit_is_some_procedure():
    rules = [rule for rule in load_catalogue().rules if ".first." in rule or ".appeal" in rule]
    assert rules
    lost = [
        rule
        for rule in rules
        if procedure_word(rule) is None and not rule.startswith(("registry.", "transfer."))
    ]
    assert lost == []


def test_procedures_lead_to_words_of_the_column_or_to_none():
    assert set(words().procedures.values()) <= {*fact_columns()["procedure"].words, NONE}


def test_the_file_has_every_column_of_the_handbook_but_those_that_nobody_knows():
    assert set(file_columns()) | words().unknown == set(fact_columns())
    assert schema().names == list(file_columns())
    assert file_columns()[:-2] == told_columns()


def test_the_words_of_service_are_those_of_the_record():
    told, notice = words().service, words().notice_service
    assert told["attempts"] | told["served"] | notice["kinds"] <= load_procedure().kinds.keys()
    assert told["electronic"] | notice["ways"] <= set(choices("service_way"))
    assert notice["closing_ways"] <= set(choices("closing_way"))
    assert notice["deductions"] <= load_catalogue().grounds.keys()
