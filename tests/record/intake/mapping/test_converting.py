"""Rows into values: joining, cutting, codes, names, defaults, every fault at once; mappings that cannot be meant."""

from datetime import date

import pytest

from xiezhi.record.errors import InputError
from xiezhi.record.intake.items import check_whole
from xiezhi.record.intake.mapping.converting import Converter, Unmapped
from xiezhi.record.intake.mapping.fields import field_of, fields, spellings, vocabulary
from xiezhi.record.intake.mapping.values import Mapping, Rule, read_mapping

COLUMNS = ("甲", "乙", "丙")


def read(cells, *rules, **more):
    return Converter(Mapping(rules=rules, **more), COLUMNS).row(cells)


def test_columns_are_joined_cut_and_filled_by_default():
    assert read(["民事", "买卖", None], Rule(field="cause", columns=("甲", "乙", "丙"), join="/")).values == {
        "cause": "民事/买卖"
    }
    assert read(
        ["29/10/2020 às 11:07", "", ""], Rule(field="filed_on", columns=("甲",), before=" às")
    ).values == {"filed_on": date(2020, 10, 29)}
    assert read(["R$ 5", "", ""], Rule(field="note", columns=("甲",), after="R$")).values == {"note": "5"}
    assert read(["", " ", None], Rule(field="cause", columns=("甲",), default="不明")).values == {
        "cause": "不明"
    }
    assert read(["", "", ""], Rule(field="cause", columns=("甲",))).values == {}
    rules = [
        Rule(field=field, columns=(column,))
        for field, column in zip(("number", "note", "in_custody"), COLUMNS)
    ]
    kinds = read([5386.0, date(2019, 3, 1), True], *rules).values
    assert kinds == {"number": "5386", "note": "2019-03-01", "in_custody": True}


def test_codes_are_ours_in_either_language_or_told_by_the_mapping():
    rule = Rule(field="outcome", columns=("甲",), codes={"结了": "judgment", "无": ""})
    assert (
        read(["判决", "", ""], rule).values
        == read(["Judgment", "", ""], rule).values
        == read([" 结了 ", "", ""], rule).values
        == {"outcome": "judgment"}
    )
    assert read(["无", "", ""], rule).values == {}
    unknown = read(["不知道", "", ""], rule)
    assert unknown.unmapped == [Unmapped("outcome", "不知道")] and unknown.faults[0].field == "甲"


def test_names_of_one_cell_are_parted():
    assert read(
        ["马晓燕、 万俟远；Jo Smith", "", ""], Rule(field="party.plaintiff", columns=("甲",))
    ).values == {"party.plaintiff": ["马晓燕", "万俟远", "Jo Smith"]}
    assert read(["甲+乙", "", ""], Rule(field="party.plaintiff", columns=("甲",), separators="+")).values == {
        "party.plaintiff": ["甲", "乙"]
    }


def test_every_fault_of_a_row_is_told_at_once():
    found = read(
        ["昨天", "若干", "长" * 300],
        Rule(field="filed_on", columns=("甲",)),
        Rule(field="amount", columns=("乙",)),
        Rule(field="cause", columns=("丙",)),
    )
    assert [fault.field for fault in found.faults] == ["甲", "乙", "丙"] and all(
        fault.zh and fault.en for fault in found.faults
    )


@pytest.mark.parametrize(
    "mapping",
    [
        Mapping(rules=(Rule(field="number", columns=("丁",)),)),
        Mapping(rules=(Rule(field="outcome", columns=("甲",), codes={"x": "nothing"}),)),
        Mapping(rules=(Rule(field="number", columns=("甲",)), Rule(field="number", columns=("乙",)))),
        Mapping(rules=(Rule(field="filed_on", expression="[丁] + 1 day"),)),
        Mapping(rules=(Rule(field="filed_on", expression="import os"),)),
        Mapping(rules=(Rule(field="nothing", columns=("甲",)),)),
        Mapping(rules=(Rule(field="deduction.99.start", columns=("甲",)),)),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused(mapping):
    with pytest.raises(InputError):
        Converter(mapping, COLUMNS)


@pytest.mark.parametrize(
    "content",
    [
        [], {"rules": [{"field": 5}]}, {"shape": "other"}, {"rules": [{"field": "number", "kolumns": []}]}, {"order": "ymx"},
        {"rules": [{"field": "amount", "unit": "dollar"}]}, {"reading": {"delimiter": "::"}}, "text", None,
    ],
)  # fmt: skip
def test_json_that_is_no_mapping_is_refused_with_its_place(content):
    with pytest.raises(InputError):
        read_mapping(content)


def test_a_mapping_comes_back_from_its_json():
    mapping = Mapping(rules=(Rule(field="number", columns=("案号",), codes={"a": "b"}),), order="dmy")
    assert read_mapping(mapping.model_dump(mode="json")) == mapping


def test_what_no_mapping_can_do_without_is_named():
    for shape in ("cases", "events", "judgments"):
        with pytest.raises(InputError):
            check_whole(Mapping(shape=shape))
    with pytest.raises(InputError, match="没有来源列"):
        check_whole(Mapping(rules=(Rule(field="number"),)))


def test_every_field_has_both_names_and_every_list_of_codes_its_values():
    for field in fields().values():
        assert field.zh and field.en
        if field.choices:
            assert vocabulary(field.choices) and spellings(field.choices)
    assert field_of("suspension.7.ground").choices == "ground_suspension"
