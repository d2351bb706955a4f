"""A report made again rests on the definitions of the first one, or says which of them are no longer the same."""

from datetime import UTC, datetime

import pytest

from tests.work.situation.report.conftest import KNOWN, MADE
from xiezhi.rules.indicators.periods import read_period
from xiezhi.rules.language import speak_to
from xiezhi.work.situation.report.contents import contents_of
from xiezhi.work.situation.report.definitions import (
    Repeated,
    changes,
    changes_since,
    changes_words,
    digests_in_force,
)
from xiezhi.work.situation.report.values import Basis, plain
from xiezhi.work.situation.sight import sight_of_keeper

THEN = datetime(2019, 10, 17, 1, tzinfo=UTC)
KEYS = ("flow.new", "flow.new:disputes", "flow.clearance", "count.late_new")
FORCE = digests_in_force(KEYS, "all")


def test_what_nobody_changed_has_not_changed():
    assert not changes_since(FORCE, "all") and changes_words(changes_since(FORCE, "all")) == ""


def test_scope_and_thresholds_belong_to_the_definitions():
    assert FORCE.keys() >= {"flow.new", "flow.clearance", "scope:all", "thresholds"}


def test_each_kind_of_change_is_told_with_its_keys():
    then = {key: list(value) for key, value in FORCE.items()}
    then["flow.new"][0] = "another rule"
    then["flow.clearance"][1] = "other words"
    then["flow.of_old"] = ["", ""]
    del then["thresholds"]
    found = changes(then, FORCE)
    assert (found.rules, found.words, found.gone, found.new) == (
        ("flow.new",), ("flow.clearance",), ("flow.of_old",), ("thresholds",),
    )  # fmt: skip
    with speak_to("zh"):
        zh = changes_words(found)
    assert "计算方法已修改：" in zh and "（flow.new）" in zh and "不再列出：flow.of_old" in zh
    with speak_to("en"):
        en = changes_words(found)
    assert "(flow.clearance)" in en and "thresholds" in en


@pytest.mark.parametrize(
    ("changed", "says"),
    [(None, "没有留下口径摘要"), ((), "数据、口径都与那份相同"), (("flow.new",), "计算方法已修改：新收（flow.new）")],
    ids=["older than digests", "nothing", "a rule"],
)  # fmt: skip
def test_the_data_section_of_a_report_made_again_says_what_has_changed(snapshot, places, changed, says):
    sight, basis = sight_of_keeper(MADE), Basis(snapshot, KNOWN, "all", read_period("2019Q3"), None)
    with speak_to("zh"):
        first = contents_of(sight, basis, places, made_on=MADE)
        then = {key: list(value) for key, value in first.digests.items()} if changed is not None else {}
        for key in changed or ():
            then[key][0] = "another rule"
        again = contents_of(sight, basis, places, made_on=MADE, repeated=Repeated(THEN, then))
    assert again.sections[-1].key == "data"
    assert says in plain(again.sections[-1].sentences[-1])
    assert not any("重新生成" in plain(text) for text in first.sections[-1].sentences)
