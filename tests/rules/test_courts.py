"""Courts by code and by name."""

from datetime import date

import pytest

from xiezhi.rules.case_number import parse_case_number, prefixes
from xiezhi.rules.courts import (
    LEVELS,
    court_by_code,
    courts,
    courts_under,
    gansu_courts,
    level_of,
    level_of_name,
)


def test_gansu_has_one_high_court_seventeen_intermediate_ones_and_its_basic_courts():
    levels = [court.level for court in gansu_courts()]
    assert (levels.count("high"), levels.count("intermediate"), levels.count("basic")) == (1, 17, 96)


def test_a_court_is_known_by_its_code():
    court = court_by_code("甘0102")
    assert court is not None
    assert (court.name, court.level, court.parent) == ("甘肃省兰州市城关区人民法院", "basic", "甘01")
    assert court_by_code("甘9999") is None
    assert court_by_code("") is None


def test_a_code_is_asked_about_on_a_day():
    assert court_by_code("甘0824", date(2016, 6, 1)) == court_by_code("甘0824")
    assert court_by_code("甘0824", date(2015, 12, 31)) is None


def test_a_renamed_court_has_a_row_for_each_code():
    names = [court.name for court in gansu_courts() if court.code in ("甘0824", "甘0881")]
    assert names == ["甘肃省华亭县人民法院", "甘肃省华亭市人民法院"]


def test_every_court_of_gansu_hangs_under_one_that_exists():
    codes = {court.code for court in gansu_courts()} | {"最高法"}
    assert {court.parent for court in gansu_courts()} <= codes
    assert len({court.id for court in gansu_courts()}) == len(gansu_courts())


def test_the_courts_under_a_court_include_those_without_a_code():
    assert [court.code for court in courts_under("最高法")] == ["甘"]
    assert len(courts_under("甘")) == 17
    assert {court.code for court in courts_under("甘71")} == {"甘7101", "甘7102"}
    assert len(courts_under("甘75")) == 4
    assert courts_under("甘01", date(2010, 1, 1)) == ()


def test_every_code_known_can_stand_in_a_case_number_and_tells_its_level():
    for code, known in courts().items():
        assert parse_case_number(f"（2019）{code}民初1号").court == code
        assert level_of(code) == known[-1].level


def test_every_name_known_tells_the_level_of_its_code():
    for known in courts().values():
        for court in known:
            assert level_of_name(court.name) == court.level, court.name


def test_what_is_not_certain_is_marked():
    assert {court.verification for court in gansu_courts()} == {"verified", "documented", "unverified"}
    assert all(court.verification == "unverified" for court in gansu_courts() if not court.code)
    assert {court.verification for known in courts().values() for court in known} <= {
        "verified",
        "documented",
        "unverified",
        "observed",
    }


def test_each_province_has_its_high_court_and_the_demonstration_none():
    for code, prefix in prefixes().items():
        court = court_by_code(code)
        assert (court.level if court else None) == {"最高法": "spc", "示": None}.get(code, "high"), (
            prefix.name
        )


@pytest.mark.parametrize(
    "code, level",
    [("甘", "high"), ("甘01", "intermediate"), ("甘0102", "basic"), ("甘71", "intermediate"), ("甘7101", "basic"), ("甘95", "intermediate"),
     ("最高法", "spc"), ("新40", "high"), ("示01", "intermediate"), ("示0101", "basic"), ("甘010", None), ("甘01023", None), ("0102", None),
     ("", None), ("城关", None)],
)  # fmt: skip
def test_the_digits_of_a_code_tell_the_level(code, level):
    assert level_of(code) == level


@pytest.mark.parametrize(
    "name, level",
    [
        ("最高人民法院", "spc"),
        ("最高人民法院第六巡回法庭", "spc"),
        ("甘肃省高级人民法院", "high"),
        ("新疆维吾尔自治区高级人民法院伊犁哈萨克自治州分院", "high"),
        ("中国人民解放军军事法院", "high"),
        ("兰州市中级人民法院", "intermediate"),
        ("北京市第四中级人民法院", "intermediate"),
        ("兰州铁路运输中级法院", "intermediate"),
        ("甘肃省林区中级法院", "intermediate"),
        ("甘肃矿区人民法院", "intermediate"),
        ("上海海事法院", "intermediate"),
        ("广州知识产权法院", "intermediate"),
        ("成渝金融法院", "intermediate"),
        ("西部战区军事法院", "intermediate"),
        ("兰州铁路运输法院", "basic"),
        ("卓尼林区基层法院", "basic"),
        ("北京互联网法院", "basic"),
        ("兰州军事法院", "basic"),
        ("某市经济技术开发区人民法院", "basic"),
        ("阳泉市矿区人民法院", "basic"),
        ("兰州市城关区人民法院雁滩人民法庭", "basic"),
        ("甘肃省人民检察院", None),
        ("香港特别行政区高等法院", None),
        ("台湾台北地方法院", None),
        ("", None),
    ],
)
def test_the_name_of_a_court_tells_its_level(name, level):
    assert level_of_name(name) == level
    assert level is None or level in LEVELS
