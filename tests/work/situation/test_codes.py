"""Codes of the facts as people read them: one name and one order, wherever they stand."""

from xiezhi.rules.indicators.columns import fact_columns
from xiezhi.rules.language import speak_to
from xiezhi.work.situation.codes import code_words, in_order

CLASSES = list(fact_columns()["case_class"].words)


def test_codes_stand_in_the_order_of_the_handbook_and_what_is_not_told_comes_last():
    assert in_order("case_class", ["", *reversed(CLASSES)]) == [*CLASSES, ""]
    assert in_order("case_class", [None, CLASSES[1], CLASSES[0]]) == [*CLASSES[:2], None]


def test_a_code_has_a_name_and_what_is_not_told_says_so():
    with speak_to("zh"):
        assert [code_words("case_class", one) for one in ("civil", "", None)] == ["民事", "未填", "未填"]
    with speak_to("en"):
        assert code_words("case_class", None) == "not told"
