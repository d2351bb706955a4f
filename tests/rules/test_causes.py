"""Civil causes of action and criminal charges, each on its day."""

from datetime import date

import pytest

from xiezhi.rules.causes import (
    charge_in_force,
    charge_names,
    charges,
    charges_in_force,
    civil_cause_lists,
    civil_causes,
    code_of,
    find_causes,
    find_charges,
)
from xiezhi.rules.errors import OutsideValidity

IN_2026 = date(2026, 3, 1)


def test_the_list_of_2025_has_its_four_levels_in_full():
    levels = [cause.level for cause in civil_causes(IN_2026).values()]
    assert [levels.count(level) for level in (1, 2, 3, 4)] == [12, 59, 514, 470]


def test_a_cause_stands_under_its_ancestors():
    privacy = find_causes("隐私权纠纷", IN_2026)[0]
    assert [cause.name for cause in privacy.ancestors()] == [
        "隐私权、个人信息保护纠纷",
        "人格权纠纷",
        "人格权纠纷",
    ]
    assert [cause.level for cause in privacy.ancestors()] == [3, 2, 1]


def test_every_cause_hangs_one_level_below_its_parent():
    for cause in civil_causes(IN_2026).values():
        assert cause.level == (1 if cause.parent is None else cause.parent.level + 1)


def test_the_first_two_levels_have_an_english_name():
    assert all(bool(cause.name_en) == (cause.level <= 2) for cause in civil_causes(IN_2026).values())


def test_causes_of_years_whose_list_is_not_in_the_data_are_not_answered():
    with pytest.raises(OutsideValidity, match="案由规定") as refused:
        civil_causes(date(2025, 12, 31))
    assert refused.value.day == date(2025, 12, 31)


def test_the_lists_follow_each_other_and_say_how_far_to_trust_them():
    spans = [(known.first, known.last) for known in civil_cause_lists()]
    assert spans == sorted(spans)
    assert {known.verification for known in civil_cause_lists()} == {"unverified"}


def test_the_whole_name_is_found_first():
    assert find_causes("买卖合同纠纷", IN_2026)[0].name == "买卖合同纠纷"
    assert len(find_causes("买卖合同纠纷", IN_2026)) > 1
    assert find_causes("没有这样的案由", IN_2026) == ()


@pytest.mark.parametrize(
    "day, count",
    [(date(1997, 12, 25), 414), (date(2011, 5, 1), 451), (date(2015, 11, 1), 468), (date(2021, 2, 28), 468), (date(2021, 3, 1), 483),
     (date(2024, 3, 1), 483)],
)  # fmt: skip
def test_as_many_charges_stand_as_the_supplements_left(day, count):
    assert len(charges_in_force(day)) == count


def test_a_charge_begins_on_the_day_of_its_document():
    assert charge_in_force("袭警罪", date(2021, 2, 28)) is None
    charge = charge_in_force("袭警罪", date(2021, 3, 1))
    assert charge is not None
    assert (charge.article, charge.chapter) == ("第277条第5款", "第六章 妨害社会管理秩序罪")


def test_a_withdrawn_charge_ends_on_the_day_before():
    assert charge_in_force("生产、销售假药罪", date(2021, 2, 28)) is not None
    assert charge_in_force("生产、销售假药罪", date(2021, 3, 1)) is None
    assert "生产、销售假药罪" in charge_names()


def test_no_charge_stands_twice_and_each_has_its_place():
    names = [charge.name for charge in charges()]
    assert len(set(names)) == len(names)
    assert all(charge.name.endswith("罪") and charge.article and charge.chapter for charge in charges())
    assert all(
        charge.withdrawn is None or charge.introduced.first < charge.withdrawn.first for charge in charges()
    )


def test_charges_before_the_first_list_are_not_answered():
    with pytest.raises(OutsideValidity, match="罪名"):
        charge_in_force("盗窃罪", date(1997, 12, 24))


def test_charges_are_found_by_a_part_of_their_name():
    assert [charge.name for charge in find_charges("诈骗", date(2024, 1, 1))][:1] == ["诈骗罪"]
    assert find_charges("组织他人偷越国（边）境罪", date(2024, 1, 1))


def test_a_cause_has_the_code_of_the_list_of_its_day():
    privacy = find_causes("隐私权纠纷", IN_2026)[0]
    assert code_of("隐私权纠纷", IN_2026) == privacy.code
    assert code_of("隐私权纠纷", date(2025, 12, 31)) == "", "the list of that day is not known here"
    assert code_of("没有这样的纠纷", IN_2026) == ""


def test_of_two_levels_with_one_name_the_lower_gives_the_code():
    named = [cause for cause in civil_causes(IN_2026).values() if cause.name == "不当得利纠纷"]
    assert len(named) > 1
    assert code_of("不当得利纠纷", IN_2026) == max(named, key=lambda cause: cause.level).code
