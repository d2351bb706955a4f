"""What is watched beside the trial limit: every clock of the catalogue is watched, or told why not."""

import shutil
from datetime import date

import pytest

from xiezhi.rules.errors import RuleDataError
from xiezhi.rules.lawdata import DATA
from xiezhi.rules.limits.asking import write_question
from xiezhi.rules.limits.duties import load_duties
from xiezhi.rules.limits.exchange import read_case
from xiezhi.rules.limits.loader import load_catalogue
from xiezhi.rules.limits.model import CaseInput, Conversion, Extension, Facts, NoticePeriod, Suspension
from xiezhi.rules.limits.watch import WATCHABLE, load_watches, subject_names
from xiezhi.rules.procedure.catalogue import load_procedure


def test_every_registry_transfer_and_secondary_clock_is_watched_or_told_why_not() -> None:
    watches = load_watches()
    rules = {
        rule.id for rule in load_catalogue().rules.values() if rule.branch in ("registry", "transfer")
    } | set(load_duties())
    watched = {watch.rule for watch in watches.all}
    assert watched | set(watches.unwatched) == rules and not watched & set(watches.unwatched)


def test_clocks_are_started_and_ended_by_events_there_are() -> None:
    assert load_procedure().kinds.keys() >= WATCHABLE


def test_of_a_civil_case_the_civil_clocks_are_watched() -> None:
    rules = {watch.rule for watch in load_watches().of("civil", "first", "0301")}
    assert {"registry.civil.docket", "secondary.serve_complaint", "transfer.civil.appeal"} <= rules
    assert not {"registry.criminal.docket", "secondary.serve_indictment", "transfer.criminal.appeal"} & rules


def test_before_anything_is_said_of_a_case_only_its_docketing_is_watched() -> None:
    unsaid = load_watches().of("", "", "")
    assert {watch.group for watch in unsaid} == {"docketing"}


def test_two_clocks_of_one_rule_have_names() -> None:
    assert subject_names(load_watches(), "transfer.civil.appeal", "file") == ("报送案卷", "file sent up")
    assert subject_names(load_watches(), "secondary.summon", "hearing/1") == ("", "")


@pytest.mark.parametrize(
    "found, instead, complaint",
    [
        ('rule = "registry.remand.docket"', 'rule = "registry.no_such"', "registry.no_such"),
        ('ends = ["case.assigned"]', 'ends = ["note.recorded"]', "note.recorded"),
        ('ends = ["case.assigned"]', "ends = []", "ends"),
        ('"criminal.first.fast_track"', '"criminal.first.fast"', "criminal.first.fast"),
        ("wait = 15", "wait = 15\nhurry = true", "hurry"),
        ('"secondary.defence" =', '"secondary.summon" =', "secondary"),
        ('anchor = "previous_hearing"', 'anchor = "event"', "anchor"),
    ],
)
def test_a_faulty_watch_is_refused_naming_it(tmp_path, found, instead, complaint) -> None:
    for name in ("calendar", "law", "limits"):
        shutil.copytree(DATA / name, tmp_path / name)
    file = tmp_path / "limits" / "watch.toml"
    text = file.read_text("utf-8")
    assert found in text
    file.write_text(text.replace(found, instead, 1), "utf-8")
    with pytest.raises(RuleDataError) as refused:
        load_watches(tmp_path / "limits")
    assert "watch.toml" in refused.value.en and complaint in refused.value.en


def test_a_question_is_read_back_as_it_was_written() -> None:
    day = date(2019, 3, 1)
    question = CaseInput(
        "criminal.first.ordinary", day, "basic",
        Facts(in_custody=False, hk_macao_tw=True, grounds=("x",), max_sentence_years=2.5, others=(("registry_prepares", True),)),
        (
            Suspension("accused_ill", day, None), Conversion("criminal.first.simplified", day), NoticePeriod(day, day),
            Extension(None, 15, "superior", day, day, False), Extension(3, None, "superior", None, None, None, "incidental_civil", True, True),
        ),
        id="（2019）示0102刑初1号",
    )  # fmt: skip
    assert read_case(write_question(question)) == question
