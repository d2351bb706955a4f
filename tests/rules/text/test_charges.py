"""Several charges in one phrase."""

import pytest

from xiezhi.rules.text.charges import charges_committed, charges_sentenced


@pytest.mark.parametrize(
    ("phrase", "charges"),
    [
        ("犯贪污、受贿罪", ["贪污罪", "受贿罪"]),
        ("犯走私、贩卖毒品罪", ["走私、贩卖毒品罪"]),
        ("犯拒不执行判决、裁定罪，判处", ["拒不执行判决、裁定罪"]),
        ("犯掩饰、隐瞒犯罪所得、犯罪所得收益罪", ["掩饰、隐瞒犯罪所得、犯罪所得收益罪"]),
        ("犯掩饰、隐瞒犯罪所得罪", ["掩饰、隐瞒犯罪所得罪"]),
        ("犯侵犯公民个人信息罪", ["侵犯公民个人信息罪"]),
        ("犯盗窃罪、诈骗罪和抢劫罪", ["盗窃罪", "诈骗罪", "抢劫罪"]),
        ("犯销售有毒、有害食品、诈骗罪", ["销售有毒、有害食品罪", "诈骗罪"]),
        ("犯介绍卖淫、诈骗罪", ["介绍卖淫罪", "诈骗罪"]),
        ("系累犯，其犯罪事实清楚", []),
    ],
)
def test_a_phrase_is_split_as_the_official_list_says(phrase: str, charges: list[str]) -> None:
    assert charges_committed(phrase) == charges


def test_an_earlier_crime_that_is_counted_in_is_not_this_conviction() -> None:
    result = "被告人甲犯盗窃罪，判处拘役三个月，与前罪犯诈骗罪判处的有期徒刑一年并罚"
    assert charges_sentenced(result) == ["盗窃罪"]


def test_two_accused_joined_by_and_are_both_convicted() -> None:
    assert charges_sentenced("被告人甲与被告人乙犯盗窃罪") == ["盗窃罪"]
