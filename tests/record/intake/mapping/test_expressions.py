"""Small expressions: days from durations, conditions on cells; nothing else is run."""

from datetime import date

import pytest

from xiezhi.record.errors import InputError
from xiezhi.record.intake.mapping.days import Form, day_of
from xiezhi.record.intake.mapping.expressions import Cells, check, check_condition, holds, result

ROW = {"tempo": "35", "paid": "36.0", "amount": 36, "until": "2019-03-31", "empty": None, "word": "是"}
CELLS = Cells(ROW.get, {"closed_on": date(2021, 5, 31)}.get, lambda value: day_of(value, Form()))


def test_a_day_less_a_duration_is_a_day():
    assert result("closed_on - [tempo] days", CELLS) == date(2021, 4, 26)
    assert result("closed_on + 1 month", CELLS) == date(2021, 6, 30)
    assert result("[until] + 1 日", CELLS) == date(2019, 4, 1)
    assert result("[paid] - 30", CELLS) == 6.0 and result("'固定'", CELLS) == "固定"


def test_a_missing_part_gives_nothing():
    assert result("closed_on - [empty] days", CELLS) is None and result("filed_on + 1 day", CELLS) is None


def test_conditions_compare_numbers_and_words():
    assert holds("[paid] >= [amount]", CELLS) and holds("[paid] >= [amount] and [word] = '是'", CELLS)
    assert (
        not holds("[paid] > [amount]", CELLS)
        and not holds("[empty] >= 1", CELLS)
        and holds("[empty] = ''", CELLS)
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "closed_on - ",
        "__import__('os')",
        "closed_on - [tempo] years",
        "a + b + c",
        "[x",
        "1; 2",
        "closed_on*2",
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(InputError):
        check(text)


@pytest.mark.parametrize("text", ["", "[a]", "[a] >= [b] or 1", "[a] => 1"])
def test_anything_else_is_no_condition(text):
    with pytest.raises(InputError):
        check_condition(text)


def test_what_cannot_be_reckoned_is_told():
    for expression in (
        "closed_on - [word] days",
        "[word] + 1 day",
        "closed_on + 999999999 days",
        "closed_on + 1.5 days",
    ):
        with pytest.raises(InputError):
            result(expression, CELLS)
