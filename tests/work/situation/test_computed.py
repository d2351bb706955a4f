"""Kept answers: whole however many write them at once; one of earlier facts stands in only for newer facts of now, and says which it is of."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from tests.cast import TODAY, found_province, moment
from xiezhi.record.facts.writing import CURRENT, PAST
from xiezhi.record.models.shared import new_id
from xiezhi.rules.indicators.periods import read_period
from xiezhi.rules.indicators.thresholds import thresholds
from xiezhi.work.situation import computed, durations
from xiezhi.work.situation import snapshot_files as files
from xiezhi.work.situation.looking import Look
from xiezhi.work.situation.models import Snapshot
from xiezhi.work.situation.sight import sight_of

NOW = moment(TODAY)


@pytest.fixture
def sight(db, settings, tmp_path):
    settings.FACTS = tmp_path / "facts"
    return sight_of(found_province().river.president.looks())


def kept(
    hours: int, answer: str = "", *, kind: str = Snapshot.INCREMENTAL, sight=None, gone: bool = False
) -> UUID:
    """A snapshot of so many hours ago, with an answer of its own if there is one."""
    known, key = NOW - timedelta(hours=hours), new_id()
    Snapshot.objects.create(
        pk=key,
        kind=kind,
        known_at=known,
        taken_at=known,
        cases=0,
        rows=0,
        digest="",
        removed_at=NOW if gone else None,
    )
    files.root()
    folder = files.folder_of(key)
    (folder / "answers").mkdir(parents=True)
    for name in (CURRENT, PAST):
        (folder / name).touch()
    if answer:
        name = computed.key_of(durations.TIMES, sight, look_at(key), {})
        (folder / "answers" / f"{name}.json").write_text(f'{{"told": "{answer}"}}')
    return key


def look_at(snapshot: UUID) -> Look:
    return Look(str(snapshot), "all", read_period("2019"), None)


def asked(sight, snapshot: UUID) -> computed.Computed:
    return computed.computed(durations.TIMES, sight, look_at(snapshot), {}, at=NOW)


def test_the_newest_answer_of_earlier_facts_stands_in_and_says_which_it_is_of(sight):
    kept(3, "oldest", sight=sight)
    earlier = kept(2, "earlier", sight=sight)
    found = asked(sight, kept(0))
    assert found.job is not None
    assert found.answer == {"told": "earlier"} and found.earlier is not None and found.earlier.pk == earlier


def test_a_past_day_lends_its_answer_to_nobody(sight):
    kept(2, "of a past day", kind=Snapshot.AS_KNOWN, sight=sight)
    found = asked(sight, kept(0))
    assert found.answer is None and found.earlier is None and found.job is not None


def test_a_past_day_waits_for_its_own_answer(sight):
    kept(30, "earlier still", sight=sight)
    kept(1, "of now", sight=sight)
    found = asked(sight, kept(24, kind=Snapshot.AS_KNOWN))
    assert found.answer is None and found.earlier is None and found.job is not None


def test_later_facts_lend_nothing_to_earlier_ones_nor_do_facts_that_are_gone(sight):
    kept(1, "later", sight=sight)
    kept(9, "gone", sight=sight, gone=True)
    found = asked(sight, kept(5))
    assert found.answer is None and found.earlier is None


def test_an_answer_of_the_facts_asked_for_is_of_no_earlier_ones(sight):
    kept(2, "earlier", sight=sight)
    found = asked(sight, kept(0, "own", sight=sight))
    assert (found.answer, found.earlier, found.job) == ({"told": "own"}, None, None)


@pytest.mark.parametrize(
    "other", [{"personal": True}, {"division": "1"}, {"courts": frozenset({"1"})}, {"lists": False}, {"aggregate": False}, {"superior": False}],
    ids=lambda changes: next(iter(changes)),
)  # fmt: skip
def test_who_may_count_something_else_asks_another_question(sight, other):
    look = look_at(new_id())
    first, same = (
        computed.key_of(durations.TIMES, one, look, {}) for one in (sight, replace(sight, viewer=None))
    )
    assert first == same != computed.key_of(durations.TIMES, replace(sight, **other), look, {})


def test_many_threads_that_write_one_question_leave_it_whole_and_nothing_else(tmp_path):
    path = tmp_path / "answers" / "question.asked.json"
    with ThreadPoolExecutor(4) as threads:
        for written in [threads.submit(computed._write, path, {"number": number}) for number in range(400)]:
            written.result()
    assert computed._read(path) is not None
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_threshold_that_was_edited_asks_for_its_answers_again(sight, monkeypatch):
    facts = look_at(kept(0))
    before = computed.key_of(durations.TIMES, sight, facts, {})
    edited = replace(thresholds(), few_cases=thresholds().few_cases + 1)
    monkeypatch.setattr(computed, "thresholds", lambda: edited)
    assert computed.key_of(durations.TIMES, sight, facts, {}) != before
