"""The numbers the situation goes by: read from one file, each told with its source, and nowhere written a second time."""

import re
from pathlib import Path

import pytest

import xiezhi
from xiezhi.rules.errors import RuleDataError
from xiezhi.rules.indicators.catalogue import formulas, indicators
from xiezhi.rules.indicators.columns import FOLDER
from xiezhi.rules.indicators.thresholds import IN_FORMULAS, thresholds, thresholds_told

DATA = (FOLDER / "thresholds.toml").read_text(encoding="utf-8")
SOURCE = Path(xiezhi.__file__).parent


def edited(tmp_path, old: str, new: str) -> Path:
    assert old in DATA
    path = tmp_path / "thresholds.toml"
    path.write_text(DATA.replace(old, new, 1), encoding="utf-8")
    return path


def test_a_court_that_edits_the_number_of_few_cases_gets_its_own(tmp_path):
    path = edited(tmp_path, "value = 20", "value = 30")
    assert thresholds().few_cases == 20
    assert thresholds(path).few_cases == 30
    assert thresholds_told(path)["few_cases"].values == "30"


def test_every_threshold_says_what_it_is_for_and_where_it_comes_from():
    for told in thresholds_told().values():
        assert all((told.zh, told.en, told.source_zh, told.source_en, told.status))


def test_bands_of_age_begin_with_nought_and_long_pending_is_the_start_of_one():
    found = thresholds()
    assert found.age_months[0] == 0
    assert found.old_months[0] in found.age_months


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("value = 20", "value = 0"),
        ("value = 20", "value = '20'"),
        ("value = 20", "value = true"),
        ("value = 20", "volue = 20"),
        ("[12, 24, 36]", "[12, 36, 24]"),
        ("[12, 24, 36]", "[]"),
        ("[12, 24, 36]", "[12, 24.5]"),
        ("[0, 3,", "[3,"),
        ("[few_cases]", "[few]"),
        ('status = "product"', 'status = "ours"'),
        ("source_en = ", "source_fr = "),
    ],
    ids=[
        "nought", "text", "truth", "misspelt", "falling", "none", "half a month", "bands without a beginning", "another name", "another mark",
        "no source",
    ],
)  # fmt: skip
def test_thresholds_that_mean_nothing_are_refused_with_their_key(tmp_path, old, new):
    with pytest.raises(RuleDataError, match=r"thresholds\.toml"):
        thresholds(edited(tmp_path, old, new))


def test_no_text_of_the_situation_writes_the_number_of_few_cases_itself():
    written = re.compile(r"不足20件|[Uu]nder 20 cases|[Ff]ewer than 20|twenty cases")
    for folder in ("work/situation", "site/staff/situation", "site/templates/staff/situation"):
        for path in (SOURCE / folder).rglob("*"):
            if path.suffix in (".py", ".html"):
                assert not written.search(path.read_text(encoding="utf-8")), path


def test_a_number_that_a_formula_goes_by_is_told_in_its_words():
    texts = [
        side.text
        for _, formula in formulas().values()
        for side in (formula.numerator, formula.denominator)
        if side
    ]
    for name in IN_FORMULAS:
        assert any(name in text for text in texts)
        number = str(getattr(thresholds(), name))
        assert number in indicators()["ops.detained_long"].formula_zh
        assert number in indicators()["ops.detained_long"].formula_en
    assert not any("{" in one.formula_zh + one.formula_en for one in indicators().values())
