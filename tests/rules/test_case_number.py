"""Case numbers as they are written, miswritten and found in running text. All numbers are invented."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiezhi.rules.case_number import (
    CaseNumber,
    CaseNumberError,
    case_types,
    doubts,
    find_case_numbers,
    parse_case_number,
    prefixes,
    types_of_symbol,
)

TODAY = date(2026, 11, 24)
unhurried = settings(deadline=None)

CODED = [prefix for prefix in prefixes() if prefix not in ("最高法", "军")]
COURTS = st.one_of(st.sampled_from([*prefixes()]), st.builds("{}{:02}".format, st.sampled_from(CODED), st.integers(1, 99)),
                   st.builds("{}{:04}".format, st.sampled_from(CODED), st.integers(101, 9999)))  # fmt: skip
SYMBOLS = st.sampled_from(sorted({kind.symbol for kind in case_types() if kind.symbol}))
SUFFIXES = st.sampled_from(["", "之一", "之十二", "之2", "-1", "、124、125", "-130"])
NEW_NUMBERS = st.builds(
    CaseNumber, st.integers(2016, 2099), COURTS, SYMBOLS, st.integers(1, 99_999), SUFFIXES, st.just("2015")
)
OLD_COURTS = st.sampled_from(["甘", "兰城", "兰中法", "深宝法", "渝二中法", "鄂武东开", "临"])
OLD_SYMBOLS = st.sampled_from(
    ["刑初", "刑二终", "民一初", "民提", "少刑初", "行初", "执", "知民终", "商初", "减"]
)
OLD_PARTS = st.one_of(
    st.tuples(OLD_COURTS, OLD_SYMBOLS),
    st.tuples(st.just(""), st.sampled_from(["民提", "民二终", "刑监", "行提", "执复"])),
)
OLD_NUMBERS = st.builds(
    lambda year, parts, serial, suffix: CaseNumber(year, parts[0], parts[1], serial, suffix, "old"),
    st.integers(1980, 2015), OLD_PARTS, st.integers(1, 99_999), SUFFIXES,
)  # fmt: skip
NUMBERS = st.one_of(NEW_NUMBERS, OLD_NUMBERS)
FULL_WIDTH = str.maketrans("0123456789-", "０１２３４５６７８９－")


def test_a_number_says_year_court_type_and_serial():
    number = parse_case_number("（2019）甘0102民初123号")
    assert (number.year, number.court, number.symbol, number.serial, number.suffix) == (
        2019,
        "甘0102",
        "民初",
        123,
        "",
    )
    assert (number.form, number.region, number.is_demonstration) == ("2015", "甘肃省", False)


def test_a_number_of_before_2016_says_abbreviation_and_type():
    number = parse_case_number("（2014）兰城刑初字第00123号")
    assert (number.court, number.symbol, number.serial, number.form, number.region) == (
        "兰城",
        "刑初",
        123,
        "old",
        None,
    )
    assert str(number) == "（2014）兰城刑初字第123号"
    assert number.raw == "（2014）兰城刑初字第00123号"


@pytest.mark.parametrize(
    "text",
    ["（2019）甘0102民初123号", "(2019)甘0102民初123号", "〔2019〕甘0102民初123号", "［2019］甘0102民初123号", "[2019]甘0102民初123号",
     "【2019】甘0102民初123号", "（2019)甘0102民初123号", "（２０１９）甘０１０２民初１２３号", " （ 2019 ） 甘 0102 民 初 123 号 ",
     "（2019）\u3000甘0102\xa0民初\t123号\u200b", "（2019年）甘0102民初123号", "2019甘0102民初123号", "（2019）甘0102民初123",
     "（2019）甘0102民初字第123号", "（2019）甘0102民初第00123号"],
)  # fmt: skip
def test_one_case_has_one_number_however_it_is_typed(text):
    assert str(parse_case_number(text)) == "（2019）甘0102民初123号"
    assert parse_case_number(text) == parse_case_number("（2019）甘0102民初123号")


@pytest.mark.parametrize(
    "text, court, symbol, form",
    [
        ("（2019）甘01民终7号", "甘01", "民终", "2015"),
        ("（2019）甘民终7号", "甘", "民终", "2015"),
        ("（2018）最高法民申7号", "最高法", "民申", "2015"),
        ("（2020）最高法知民终7号", "最高法", "知民终", "2015"),
        ("（2021）兵0101刑初7号", "兵0101", "刑初", "2015"),
        ("（2022）甘7101行初7号", "甘7101", "行初", "2015"),
        ("（2014）甘民终7号", "甘", "民终", "old"),
        ("（2014）甘民终字第7号", "甘", "民终", "old"),
        ("（2014）兰民一终字第7号", "兰", "民一终", "old"),
        ("（2014）兰城少刑初字第7号", "兰城", "少刑初", "old"),
        ("（2013）民提字第7号", "", "民提", "old"),
        ("（2012）民二终字第7号", "", "民二终", "old"),
        ("（2013）甘减字第7号", "甘", "减", "old"),
        ("（2015）兰铁中刑终字第7号", "兰铁中", "刑终", "old"),
    ],
)
def test_court_and_type_part_where_they_should(text, court, symbol, form):
    number = parse_case_number(text)
    assert (number.court, number.symbol, number.form) == (court, symbol, form)


@pytest.mark.parametrize(
    "text, suffix, canonical",
    [
        ("（2019）甘0102民初12号之一", "之一", "（2019）甘0102民初12号之一"),
        ("（2019）甘0102执异12号之2", "之2", "（2019）甘0102执异12号之2"),
        ("（2019）甘0102执12号－1", "-1", "（2019）甘0102执12-1号"),
        ("（2019）甘0102执12-1号", "-1", "（2019）甘0102执12-1号"),
        ("（2019）甘0102民初12、13号", "、13", "（2019）甘0102民初12、13号"),
        ("（2013）甘刑初字第12-1号", "-1", "（2013）甘刑初字第12-1号"),
    ],
)
def test_a_suffix_is_kept(text, suffix, canonical):
    number = parse_case_number(text)
    assert (number.serial, number.suffix, str(number)) == (12, suffix, canonical)


@unhurried
@given(NUMBERS)
def test_what_is_written_can_be_read_back(number):
    assert parse_case_number(str(number)) == number


@unhurried
@given(
    NUMBERS,
    st.sampled_from(["（）", "()", "〔〕", "［］", "[]", "【】"]),
    st.booleans(),
    st.sampled_from(["", " ", "\u3000", "\n"]),
)
def test_width_brackets_and_blanks_make_no_difference(number, brackets, wide, blank):
    text = blank.join(str(number).replace("（", brackets[0]).replace("）", brackets[1]))
    assert parse_case_number(text.translate(FULL_WIDTH) if wide else text) == number


@unhurried
@given(NUMBERS, NUMBERS)
def test_numbers_are_found_where_they_stand_in_running_text(one, other):
    text = f"原告不服{one}判决，另见{other}裁定。（2019）年度第3项，（2020）第5号文件。"
    found = list(find_case_numbers(text))
    assert [each.number for each in found] == [one, other]
    assert (
        [text[each.start : each.end] for each in found]
        == [each.text for each in found]
        == [str(one), str(other)]
    )


@pytest.mark.parametrize(
    "text, place, complaint",
    [
        ("", 0, "没有内容"),
        ("  ", 2, "没有内容"),
        ("甘0102民初1号", 0, "四位年份"),
        ("（19）甘0102民初1号", 0, "四位年份"),
        ("（0000）甘0102民初1号", 1, "年份0000不可能"),
        ("（1912）甘0102民初1号", 1, "不可能"),
        ("（2019）", 6, "法院代字"),
        ("（2019）0102民初1号", 6, "法院代字"),
        ("（2019甘0102民初1号", 5, "括号不成对"),
        ("2019）甘0102民初1号", 0, "括号不成对"),
        ("（2019）龘0102民初1号", 6, "法院代字不明"),
        ("（2019）甘01023民初1号", 6, "不明"),
        ("（2019）甘0102123号", 6, "缺少类型代字"),
        ("（2019）甘123号", 6, "缺少类型代字"),
        ("（2019）甘0102民初", 13, "缺少顺序号"),
        ("（2019）甘0102民初号", 13, "缺少顺序号"),
        ("（2019）甘0102民初0号", 13, "不能为零"),
        ("（2019）甘0102民初1234567890号", 13, "超过9位"),
        ("（2019）甘0102民初1x号", 14, "'x'"),
        ("（2019）甘0102 民初 1 号 再审", 19, "多余"),
        ("（2019）甘0102民初1号\ud800", 15, "不应有"),
        ("１" * 10_000, 60, "太长"),
        ("（2019）" + "甘" * 10_000, 60, "太长"),
    ],
)
def test_a_wrong_number_is_told_what_is_wrong_and_where(text, place, complaint):
    with pytest.raises(CaseNumberError, match=complaint) as refused:
        parse_case_number(text)
    assert refused.value.position == place
    assert f"character {place + 1}:" in refused.value.en


def read_or_refuse(text: str) -> None:
    try:
        number = parse_case_number(text)
    except CaseNumberError as fault:
        refused = fault
    else:
        assert parse_case_number(str(number)) == number
        return
    assert 0 <= refused.position <= len(text)
    assert refused.zh
    assert refused.en


@unhurried
@given(st.text(max_size=80))
def test_any_text_is_either_read_or_refused_with_a_place_in_it(text):
    read_or_refuse(text)


@unhurried
@given(st.text(alphabet="（）()［]【 2019０年甘兰最高法刑民初终字第123号之一-、检", max_size=40))
def test_a_text_made_of_the_parts_of_numbers_is_either_read_or_refused(text):
    read_or_refuse(text)


@pytest.mark.parametrize(
    "text",
    ["甘检公诉刑诉〔2019〕12号", "（2019）兰检刑诉字第12号", "（2019）甘兰证字第12号", "（2019）公刑鉴字第12号", "（2019）ＡＢ第12号",
     "（2018）第12号", "（2018）字第12号", "法释〔2015〕5号", "（2013）甘刑释字第12号", "2019年第12号", "（2019）12号", "（123）甘刑初1号"],
)  # fmt: skip
def test_numbers_of_other_offices_are_not_taken_for_a_courts(text):
    assert list(find_case_numbers(f"据{text}文书，")) == []


def test_the_preservation_of_evidence_is_a_courts_case():
    [found] = find_case_numbers("（2019）甘0102证保1号裁定")
    assert found.number is not None
    assert found.number.symbol == "证保"


def test_a_number_in_text_that_cannot_be_read_is_still_shown():
    (found,) = find_case_numbers("见（2019）甘0102123号判决")
    assert (found.text, found.number) == ("（2019）甘0102123号", None)


def test_several_spellings_in_one_heading_are_all_found():
    text = "甘肃省某法院\n刑 事 判 决 书\n（2014）兰刑初12号 ［２０１５］甘０１刑终 字 第 ００３４ 号（2019）甘01刑再5号之一"
    numbers = [str(found.number) for found in find_case_numbers(text)]
    assert numbers == ["（2014）兰刑初字第12号", "（2015）甘01刑终34号", "（2019）甘01刑再5号之一"]


@pytest.mark.parametrize(
    "text", ["（2019）" * 2_000, "（2019）" + "甘" * 10_000, "（2019）甘" + "1 " * 10_000, "（2019）甘" + "1、" * 10_000, "(" * 10_000,
             "（2 0 1 9 ）" * 2_000, ("（2019）甘" + "0" * 30) * 500, "\ud800" * 10_000],
)  # fmt: skip
def test_garbage_is_searched_in_no_time(text):
    began = time.perf_counter()
    assert [found for found in find_case_numbers(text) if found.number] == []
    assert time.perf_counter() - began < 1


def test_demonstration_courts_have_a_character_of_their_own():
    assert parse_case_number("（2026）示0101民初1号").is_demonstration
    assert not any(prefix != "示" and "示" in prefix for prefix in prefixes())


@pytest.mark.parametrize(
    "text, expected",
    [
        ("（2019）甘0102民初1号", []),
        ("（2014）甘刑初字第1号", []),
        ("（2027）甘0102民初1号", ["future_year"]),
        ("（2014）甘0102民初1号", ["form_before_its_time"]),
        ("（2017）甘刑初字第1号", ["form_after_its_time"]),
        ("（2014）甘刑初1号", ["mixed_form"]),
        ("（2019）甘0102民初字第1号", ["mixed_form"]),
        ("（2019）甘0102民奇1号", ["unknown_symbol"]),
    ],
)
def test_an_odd_number_is_read_and_doubted(text, expected):
    found = doubts(parse_case_number(text), TODAY)
    assert [doubt.code for doubt in found] == expected
    assert all(doubt.zh and doubt.en for doubt in found)


def test_a_symbol_may_stand_for_several_types_of_cases():
    assert [kind.name for kind in types_of_symbol("民初")] == ["民事一审案件"]
    assert len(types_of_symbol("民特")) > 5
    assert types_of_symbol("不详") == ()


def test_every_type_belongs_to_a_known_group_and_is_marked_unverified_until_compared():
    codes = {kind.code for kind in case_types()}
    assert {kind.group for kind in case_types() if kind.group} <= codes
    assert {kind.verification for kind in case_types()} == {"unverified"}


def test_every_prefix_names_a_region_since_2016():
    assert len(prefixes()) == 35
    assert all(prefix.name and prefix.first == date(2016, 1, 1) for prefix in prefixes().values())
