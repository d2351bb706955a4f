"""Amounts as sources write them, exact to the fen."""

import pytest

from xiezhi.record.errors import InputError
from xiezhi.record.intake.mapping.amounts import fen_of


@pytest.mark.parametrize(
    "written, decimal, fen",
    [
        ("12345.60", "", 1_234_560), ("12,345.60", "", 1_234_560), ("¥12,345.6元", "", 1_234_560), ("1.2万元", "", 1_200_000), ("2亿", "", 20_000_000_000),
        ("R$ 50.000,00", ",", 5_000_000), ("50.000,00", "", 5_000_000), ("1.230", ".", 123), ("1.234", ",", 123_400),
        (12345.6, "", 1_234_560), (5, "", 500), ("0", "", 0), ("1 234,50", ",", 123_450),
    ],
)  # fmt: skip
def test_an_amount_is_read_to_the_fen(written, decimal, fen):
    assert fen_of(written, "yuan", decimal) == fen


def test_fen_are_fen():
    assert fen_of("1234560", "fen", "") == 1_234_560


@pytest.mark.parametrize(
    "written",
    [
        "",
        "若干",
        "-5",
        "1.234",
        "1.2345",
        "9" * 40,
        "NaN",
        "Infinity",
        "1e400",
        True,
        "1,2,3",
        "12..5",
        float("nan"),
        float("inf"),
    ],
)
def test_what_is_no_amount_or_not_exact_is_refused(written):
    with pytest.raises(InputError):
        fen_of(written, "yuan", "")
