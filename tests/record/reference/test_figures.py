"""Yearly totals are whole numbers of cases, however another system writes them; what is none is named, never guessed."""

import pytest

from xiezhi.record.errors import InputError
from xiezhi.record.reference.figures import read_figures, whole
from xiezhi.record.reference.layout import Layout, check_layout, guess_layout, read_layout

WIDE = Layout("court", "year", {"new": "in", "closed": "out"})


def row(line: int, **cells: str) -> tuple[int, dict[str, str]]:
    return line, {"court": "A", "year": "2019", "in": "1", "out": "1", **cells}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("26700", 26700), ("26700.0", 26700), ("26,700", 26700), ("1,234,567.00", 1234567), ("２６７００", 26700), (" 0 ", 0),
        ("12\u202f345", 12345), ("", None), ("NA", None), ("—", None), ("NaN", None),
    ],
)  # fmt: skip
def test_whole_numbers_are_read_in_every_spelling(written: str, meant: int | None) -> None:
    assert whole(written) == meant


@pytest.mark.parametrize("written", ["1.5", "-3", "12,34", "abc", "1e5", "9" * 30, "１．５", "0x10"])
def test_what_is_no_number_of_cases_is_refused(written: str) -> None:
    with pytest.raises(InputError):
        whole(written)


def test_a_row_that_cannot_be_read_is_named_and_the_others_are_kept() -> None:
    read = read_figures(
        [row(2), row(3, year="last year"), row(4, court="B", out="1.5"), row(5, court=" ")], WIDE
    )
    assert [(one.unit, one.measure, one.value) for one in read.figures] == [
        ("A", "new", 1),
        ("A", "closed", 1),
        ("B", "new", 1),
    ]
    assert [fault.line for fault in read.left_out] == [3, 4, 5]
    assert read.rows == 4


def test_the_same_total_twice_is_one_and_another_one_is_a_fault() -> None:
    read = read_figures([row(2), row(3), row(4, **{"in": "9"})], WIDE)
    assert len(read.figures) == 2
    assert [fault.line for fault in read.left_out] == [4]
    assert "第2行" in read.left_out[0].zh


def test_years_are_read_with_their_sign_and_implausible_ones_refused() -> None:
    read = read_figures(
        [row(2, year="2019年"), row(3, court="B", year="2019.0"), row(4, year="19"), row(5, year="12019")],
        WIDE,
    )
    assert {one.year for one in read.figures} == {2019}
    assert [fault.line for fault in read.left_out] == [4, 5]


def test_a_long_file_names_its_measures() -> None:
    layout = guess_layout(["法院", "年度", "指标", "数值"])
    rows = [
        (2, {"法院": "甲", "年度": "2019", "指标": "新收", "数值": "5"}),
        (3, {"法院": "甲", "年度": "2019", "指标": "幸福", "数值": "5"}),
    ]
    read = read_figures(rows, layout)
    assert [(one.measure, one.value) for one in read.figures] == [("new", 5)]
    assert [fault.line for fault in read.left_out] == [3]


def test_the_heads_of_other_countries_are_guessed() -> None:
    layout = guess_layout(["justica", "ano", "tribunal_uf", "baixados", "novos", "pendentes", "pop"])
    assert (layout.unit, layout.year) == ("tribunal_uf", "ano")
    assert layout.measures == {"new": "novos", "closed": "baixados", "pending": "pendentes"}


def test_a_layout_that_does_not_fit_is_refused_with_the_columns_there_are() -> None:
    with pytest.raises(InputError) as refused:
        check_layout(Layout("a", "nowhere", {"new": "b"}), ["a", "b"])
    assert "a, b" in refused.value.en
    with pytest.raises(InputError):
        check_layout(Layout("a", "b"), ["a", "b"])
    with pytest.raises(InputError):
        read_layout({"unit": "a", "yaer": "b"})
    with pytest.raises(InputError):
        read_layout({"unit": "a", "year": "b", "measures": {"happy": "c"}})
    with pytest.raises(InputError):
        read_layout({"unit": ["a"]})
