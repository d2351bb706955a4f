"""The first mapping out of headings and values, with its reasons."""

import tomllib

import pytest

from tests.record.intake.conftest import COLUMNS, closed, rule_of
from xiezhi.record.intake.mapping.fields import field_of, vocabulary
from xiezhi.record.intake.mapping.guessing import guess
from xiezhi.record.intake.mapping.words import DATA, headers, plain


def fields_by(columns, *rows):
    return {rule.field: rule.columns[0] for rule in guess(columns, rows).mapping.rules if rule.columns}


def test_a_chinese_docket_is_understood_by_its_headings():
    found = guess(COLUMNS, [closed(1), closed(2)])
    by = {rule.field: rule.columns for rule in found.mapping.rules}
    assert (
        by["number"] == ("案号",)
        and by["filed_on"] == ("立案日期",)
        and by["party.plaintiff"] == ("原告",)
        and by["amount"] == ("标的额",)
    )
    assert (
        rule_of(found.mapping, "closing_way").constant == "pronounced" and not found.mapping.foreign_numbers
    )
    assert (
        all(reason.zh and reason.en and 0 < reason.sure <= 1 for reason in found.reasons) and found.left == ()
    )


@pytest.mark.parametrize(
    "columns, row, expected",
    [
        (
            ["Case number", "Court", "Filed on", "Closed on", "Disposition"],
            ["X-1", "A court", "2019-03-01", "", ""],
            ["number", "court", "filed_on", "closed_on", "outcome"],
        ),
        (
            ["Número do Processo", "Foro", "Data de Distribuição", "Valor da Ação"],
            ["1", "Foro Central", "29/10/2020", "R$ 50.000,00"],
            ["number", "court", "filed_on", "amount"],
        ),
        (
            ["Numero ruolo", "Tribunale", "Data iscrizione", "Oggetto"],
            ["1", "Roma", "01/02/2020", "x"],
            ["number", "court", "filed_on", "cause"],
        ),
    ],
)
def test_headings_of_other_languages_are_understood(columns, row, expected):
    assert dict(zip(expected, columns)).items() <= fields_by(columns, row).items()


def test_columns_without_telling_names_are_understood_by_what_stands_in_them():
    found = fields_by(
        ["c1", "c2", "c3"],
        ["（2019）示0102民初1号", "河西市临川区人民法院", "判决"],
        ["（2019）示0102民初2号", "河西市临川区人民法院", "调解"],
    )
    assert found == {"number": "c1", "court": "c2", "outcome": "c3"}


def test_a_heading_loses_to_values_that_contradict_it():
    assert "filed_on" not in fields_by(["立案日期"], ["甲"], ["乙"])


def test_the_shape_of_days_and_amounts_is_seen():
    found = guess(
        ["案号", "立案日期", "标的额"], [["A", "43525", "1.000,50"], ["B", "43526", "2.000,00"]]
    ).mapping
    assert rule_of(found, "filed_on").serial and rule_of(found, "amount").decimal == ","
    assert guess(["立案日期"], [["29/10/2020"], ["01/02/2020"]]).mapping.order == "dmy"
    assert guess(["立案日期"], [["10/29/2020"], ["01/02/2020"]]).mapping.order == "mdy"


def test_the_words_of_guessing_name_fields_and_values_there_are():
    for field, names in headers().items():
        assert field_of(field) and names and all(plain(name) for name in names)
    for choices, values in tomllib.loads((DATA / "codes.toml").read_text(encoding="utf-8")).items():
        assert set(values) <= set(vocabulary("rule" if choices == "procedure" else choices)), choices
