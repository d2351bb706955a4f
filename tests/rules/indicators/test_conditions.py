"""The little language of the catalogue: what it reads, and that nothing else passes."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezhi.rules.indicators.columns import CODE, DAY, FLAG, MONEY, TEXT, WHOLE, Column, fact_columns
from xiezhi.rules.indicators.conditions import (
    All,
    Any,
    Call,
    Comparison,
    Edge,
    Expression,
    Literal,
    Misread,
    Missing,
    Named,
    Not,
    OneOf,
    asks_for_period,
    columns_in,
    read_amount,
    read_condition,
)

COLUMNS = fact_columns()


def read(text: str) -> Expression:
    return read_condition(text, COLUMNS)


def test_a_condition_is_a_tree_over_the_columns():
    tree = read("instance == 'second' and hearing_held")
    assert tree == All((Comparison("==", Named("instance"), Literal("second")), Named("hearing_held")))
    assert columns_in(tree) == {"instance", "hearing_held"}


def test_missing_values_are_asked_for_by_name():
    assert read("closed_on is None") == Missing(Named("closed_on"))
    assert read("closed_on is not None") == Not(Missing(Named("closed_on")))


def test_a_list_of_words_and_its_negation():
    found = OneOf(Named("closed_kind"), ("merged", "transferred"))
    assert read("closed_kind in ('merged', 'transferred')") == found
    assert read("closed_kind not in ('merged', 'transferred')") == Not(found)


def test_the_ends_of_the_period_are_days():
    tree = read("filed_on <= months_before(end, 12)")
    assert tree == Comparison("<=", Named("filed_on"), Call("months_before", (Edge("end"), Literal(12))))
    assert asks_for_period(tree)
    assert not asks_for_period(read("filed_on == closed_on"))


def test_a_chain_of_comparisons_is_each_of_them():
    first = Comparison("<=", Edge("start"), Named("filed_on"))
    assert read("start <= filed_on <= end") == All((first, Comparison("<=", Named("filed_on"), Edge("end"))))


def test_an_amount_is_a_column_or_days():
    assert read_amount("recovered_amount", COLUMNS) == Named("recovered_amount")
    assert read_amount("days(filed_on, closed_on)", COLUMNS) == Call(
        "days", (Named("filed_on"), Named("closed_on"))
    )


def test_a_term_stands_for_its_condition():
    open_cases = Missing(Named("closed_on"))
    found = read_condition("still_open and mediable", COLUMNS, {"still_open": open_cases})
    assert found == All((open_cases, Named("mediable")))


def test_a_threshold_stands_for_its_number():
    found = read_condition("filed_on <= months_before(end, old)", COLUMNS, numbers={"old": 36})
    assert found == read("filed_on <= months_before(end, 36)")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "instance ==",
        "no_such_column == 'second'",
        "no_such_term",
        "instance == 'third'",
        "instance in ('second', 'third')",
        "instance in ['second']",
        "instance in 'second'",
        "filed_on in ('second',)",
        "instance < 'second'",
        "mediable < broadcast",
        "mediable == True",
        "filed_on == 3",
        "filed_on < '2020-01-01'",
        "claim_amount",
        "instance",
        "not instance",
        "mediable and instance",
        "closed_on is 3",
        "end is None",
        "days(filed_on, closed_on)",
        "days(filed_on) > 3",
        "days(filed_on, closed_on, end) > 3",
        "days(filed_on, to=closed_on) > 3",
        "days(claim_amount, closed_on) > 3",
        "months_before(end, claim_amount) > filed_on",
        "months_before(end, extended_times) > filed_on",
        "months_before(end, days(filed_on, closed_on)) > filed_on",
        "eval('1')",
        "__import__('os').system('true')",
        "(lambda: 1)()",
        "filed_on.year == 2019",
        "claim_amount + 1 > 2",
        "-1 < extended_times",
        "extended_times > 1.5",
        "[one for one in instance]",
        "f'{instance}'",
        "mediable if broadcast else mediable",
        "(found := mediable)",
        "mediable; broadcast",
        "mediable\nbroadcast",
        "instance == 'second\x00'",
        "not " * 5000 + "mediable",
        "(" * 5000 + "mediable" + ")" * 5000,
        " and ".join(["(mediable or broadcast)"] * 5) + " and (",
    ],
    ids=range(45),
)
def test_what_is_not_of_the_language_is_refused_in_both_languages(text: str):
    with pytest.raises(Misread) as fault:
        read(text)
    assert fault.value.zh and fault.value.en


@pytest.mark.parametrize(
    "text", ["mediable", "instance", "'second'", "filed_on", "", "days(filed_on, 3)"], ids=range(6)
)
def test_what_is_no_number_is_refused(text: str):
    with pytest.raises(Misread):
        read_amount(text, COLUMNS)


@pytest.mark.parametrize("part", ["not ", "(", "not (", "days("], ids=range(4))
def test_a_text_nested_without_end_is_refused_or_read_and_never_breaks(part: str):
    for depth in (10, 90, 200, 400, 900, 100_000):
        with suppress(Misread):
            columns_in(read(part * depth + "mediable" + ")" * depth * part.count("(")))


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str):
    with suppress(Misread):
        assert columns_in(read(text)) <= COLUMNS.keys()


def _leaf(column: Column) -> st.SearchStrategy[str]:
    name = column.name
    ways = {
        CODE: st.sampled_from(sorted(column.words) or [""]).map(lambda word: f"{name} == '{word}'"),
        FLAG: st.just(name),
        DAY: st.sampled_from(
            (f"{name} <= end", f"days({name}, end) > 30", f"{name} < months_before(start, 6)")
        ),
        WHOLE: st.just(f"{name} >= 2"),
        MONEY: st.just(f"{name} > 0"),
        TEXT: st.just(f"{name} == '民初'"),
    }
    return ways.get(column.kind, st.just(f"{name} is None"))


@st.composite
def texts(draw: st.DrawFn, depth: int = 3) -> tuple[str, frozenset[str]]:
    """A text of the language with the columns that stand in it."""
    way = draw(st.sampled_from(("leaf", "missing", "not", "and", "or"))) if depth else "leaf"
    if way in ("leaf", "missing"):
        column = draw(st.sampled_from(list(COLUMNS.values())))
        text = f"{column.name} is None" if way == "missing" else draw(_leaf(column))
        return text, frozenset({column.name})
    one, columns = draw(texts(depth=depth - 1))
    if way == "not":
        return f"not ({one})", columns
    other, others = draw(texts(depth=depth - 1))
    return f"({one}) {way} ({other})", columns | others


@given(texts())
def test_every_text_of_the_language_is_read_with_exactly_its_columns(drawn: tuple[str, frozenset[str]]):
    text, columns = drawn
    assert columns_in(read(text)) == columns


@given(texts(), texts())
def test_joining_keeps_the_parts(one: tuple[str, frozenset[str]], other: tuple[str, frozenset[str]]):
    left, right = read(one[0]), read(other[0])
    assert read(f"({one[0]}) and ({other[0]})") == All((left, right))
    assert read(f"({one[0]}) or ({other[0]})") == Any((left, right))
    assert read(f"not ({one[0]})") == Not(left)
