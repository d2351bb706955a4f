"""Snapshots of the facts: kept up to date they are what reading every case anew gives; a kill, a second worker, a lost folder do no harm."""

import os
import time
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random
from threading import Thread

import pyarrow.parquet
import pytest
from django.db import connection, connections
from django.utils import timezone

from tests.cast import ELSEWHERE, docketed, found_province, moment
from tests.random_lives import RandomLife
from tests.record.test_bulk import incoming_life, one_by_one
from xiezhi.record.bulk import append_many
from xiezhi.record.errors import InputError, NotThere
from xiezhi.record.facts.columns import file_columns
from xiezhi.record.models import Event
from xiezhi.record.models.shared import new_id
from xiezhi.work.deadlines.models import Deadline
from xiezhi.work.situation import mark, snapshot_files, snapshot_keeping, snapshots
from xiezhi.work.situation.facts.connection import DuckDB
from xiezhi.work.situation.facts.parquet import open_facts
from xiezhi.work.situation.facts.reading import read_facts
from xiezhi.work.situation.models import Pin, Snapshot

pytestmark = pytest.mark.django_db(transaction=True)
SOON = timedelta(seconds=1)
CLOCK = count(1_000_000_000)  # one look after another


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FACTS = tmp_path / "facts"
    return settings.FACTS


@pytest.fixture
def province(transactional_db):
    return found_province()


def rows(snapshot):
    """Every row of a snapshot, superseded ones too."""
    told = snapshot_files.every_row(snapshot_files.folder_of(snapshot.pk), "*")
    return DuckDB().connection.sql(told).to_arrow_table().to_pylist()


def current(snapshot):
    return {
        row["case_id"]: row for row in pyarrow.parquet.read_table(snapshots.path_of(snapshot.pk)).to_pylist()
    }


def in_order(found):
    return sorted(found, key=lambda row: (row["case_id"], row["recorded_at"]))


def test_before_the_first_one_there_is_nothing_to_look_at(province):
    assert snapshots.latest() is None
    docketed(province.river)
    made = snapshots.ensure()
    assert (made.kind, made.cases, made.rows) == (Snapshot.FULL, 1, 1)
    assert snapshots.ensure() == made == snapshots.latest() == snapshots.of_id(str(made.pk))


def test_a_province_without_a_case_has_facts_without_a_row(province):
    made = snapshots.ensure()
    assert (made.cases, made.rows) == (0, 0)
    assert open_facts(snapshots.path_of(made.pk)).quality.rows == 0


def test_the_engine_reads_them(province):
    story = docketed(province.river).closed()
    made = snapshots.ensure()
    facts = open_facts(snapshots.path_of(str(made.pk)))
    assert facts.columns == frozenset(file_columns())
    assert facts.run(facts.table.select("case_id", "closed_kind")).to_pylist() == [
        {"case_id": str(story.case), "closed_kind": "judgment"}
    ]


def test_an_event_is_there_after_the_next_round(province):
    story, other = docketed(province.river), docketed(province.hill)
    before = snapshots.ensure()
    story.closed()
    after = snapshots.refresh()
    assert (after.kind, after.cases) == (Snapshot.INCREMENTAL, 2)
    assert current(before)[str(story.case)]["closed_on"] is None, "a snapshot never changes"
    assert current(after)[str(story.case)]["closed_on"] == date(2019, 6, 3)
    assert current(after)[str(other.case)] == current(before)[str(other.case)]
    assert len(rows(after)) == 3


def test_where_nothing_happened_none_is_made(province):
    docketed(province.river)
    first = snapshots.ensure()
    again = snapshots.refresh()
    assert again == first and Snapshot.objects.count() == 1
    again.refresh_from_db()
    assert again.checked_at > first.checked_at


def test_a_note_moves_no_fact(province):
    story = docketed(province.river)
    first = snapshots.ensure()
    story.on(4, 1, "note.recorded", text="电话联系")
    assert snapshots.refresh() == first


def test_destroyed_words_go_from_the_next_one(province):
    story = docketed(province.river).closed()
    snapshots.ensure()
    story.on(7, 1, "payload.destroyed", seqs=[1, 2], order="销毁1号", ground="保管期限届满")
    assert {row["case_no"] for row in rows(snapshots.refresh())} == {None}


def test_the_limits_of_the_deadlines_are_in_it(province):
    story = docketed(province.river)
    row = current(snapshots.ensure())[str(story.case)]
    due = Deadline.objects.get(case=story.case, kind="trial", superseded_at=None).due_on
    assert row["deadline_base"] == row["deadline_deducted"] == row["deadline_extended"] == due


def test_an_extension_and_a_deduction_give_three_days(province):
    river = province.river
    story = docketed(river).assigned(river.judge)
    story.on(4, 1, "deduction.started", span_no=1, ground="appraisal").on(4, 11, "deduction.ended", span_no=1)
    story.on(
        7,
        1,
        "extension.requested",
        request_no=1,
        months=6,
        approver="president",
        reason="案情复杂",
        ground="special_circumstances",
    )
    story.on(7, 3, "extension.granted", request_no=1, months=6, approver="president")
    row = current(snapshots.ensure())[str(story.case)]
    base, deducted, extended = (row[f"deadline_{name}"] for name in ("base", "deducted", "extended"))
    assert base < deducted < extended
    assert deducted - base == timedelta(days=row["deducted_days"]) or deducted - base < timedelta(days=20), (
        "rolled over rest days"
    )
    assert row["extended_times"] == 1


def test_a_limit_that_moves_without_an_event_is_seen(province):
    story = docketed(province.river)
    before = snapshots.ensure()
    now = timezone.now()
    row = Deadline.objects.get(case=story.case, kind="trial", superseded_at=None)
    Deadline.objects.filter(pk=row.pk).update(superseded_at=now)
    row.pk, row.due_on, row.event, row.known_from = None, date(2020, 1, 2), None, now
    row.id = new_id()
    row.save(force_insert=True)
    after = snapshots.refresh()
    assert after != before
    assert current(after)[str(story.case)]["deadline_extended"] == date(2020, 1, 2)


def test_a_case_that_names_another_by_number_follows_it(province):
    appeal = docketed(
        province.middle,
        type="0302",
        instance="second",
        links=[{"kind": "appeal_of", "number": "（2018）示0102民初7号"}],
    )
    assert current(snapshots.ensure())[str(appeal.case)]["prior_case_id"] is None
    first = docketed(province.river, number="（2018）示0102民初7号")
    assert current(snapshots.refresh())[str(appeal.case)]["prior_case_id"] == str(first.case)


def test_kept_up_to_date_it_is_what_reading_everything_anew_gives(province):
    """Random lives in rounds: after each, the rows are those of a whole reading; and the nightly comparison finds nothing."""
    rng = Random(23)
    snapshots.ensure()
    for turn in range(4):
        for number in range(3):
            steps = RandomLife(rng, province.river, f"（2019）示0102民初{turn}{number}号").live(10)
            if number == 0:
                append_many([incoming_life(province.river, steps)], by=ELSEWHERE, at=moment(date(2022, 1, 1)))
            else:
                one_by_one(
                    (province.river, province.hill)[number - 1],
                    [step._replace(data=_numbered(step, turn, number)) for step in steps],
                )
        kept = snapshots.refresh()
        whole = snapshots.take()
        assert (kept.kind, whole.kind) == (Snapshot.INCREMENTAL, Snapshot.FULL)
        assert in_order(rows(kept)) == in_order(rows(whole))
        assert (whole.compared_with, whole.differing, whole.differences) == (kept, 0, [])


def _numbered(step, turn, number):
    """The same event in a case with another number."""
    return (
        {**step.data, "number": f"（2019）示0102民初9{turn}{number}号"}
        if step.kind == "case.docketed"
        else step.data
    )


def test_a_difference_is_told_by_case_and_column(province, folder):
    story = docketed(province.river).closed()
    kept = snapshots.ensure()
    path = snapshots.path_of(kept.pk)
    table = pyarrow.parquet.read_table(path)
    place = table.schema.get_field_index("closed_on")
    wrong = table.set_column(place, table.schema.field(place), [[date(2019, 6, 4)]])
    pyarrow.parquet.write_table(wrong, path)
    whole = snapshots.take()
    assert (whole.differing, whole.differences) == (1, [{"case": str(story.case), "columns": ["closed_on"]}])
    assert current(whole)[str(story.case)]["closed_on"] == date(2019, 6, 3), "the events are right"


# --- as known


def test_the_facts_of_a_past_day_are_those_known_then(province):
    story = docketed(province.river).closed(6, 3)
    story.on(7, 1, "correction.recorded", corrects=2, action="withdraw", reason="误录结案")
    docketed(province.hill, 8, 1)
    snapshots.ensure()
    told = []
    for day in (date(2019, 2, 1), date(2019, 5, 15), date(2019, 6, 15), date(2019, 7, 15), date(2019, 8, 15)):
        known = snapshots.as_known(day)
        assert snapshots.as_known(day) == known, "made once"
        told.append(
            [row["closed_on"] for row in current(known).values() if row["case_id"] == str(story.case)]
        )
        assert all(row["superseded_at"] is None for row in rows(known))
    assert told == [[], [None], [date(2019, 6, 3)], [None], [None]]
    assert snapshots.as_known(timezone.localdate()) == snapshots.latest()


def test_one_file_answers_for_every_past_day(province, tmp_path):
    story = docketed(province.river).closed(6, 3)
    written = tmp_path / "facts.parquet"
    assert snapshots.export(snapshots.ensure(), written) == 2
    for at, closed in (
        (datetime(2019, 5, 1, tzinfo=UTC), None),
        (datetime(2019, 7, 1, tzinfo=UTC), date(2019, 6, 3)),
    ):
        facts = read_facts(written, as_of=at)
        (row,) = facts.run(facts.table).to_pylist()
        assert (row["case_id"], row["closed_on"]) == (str(story.case), closed)
        assert (row["court_id"], row["city_id"]) == ("示0102", "示01"), "elsewhere courts go by their codes"


def test_where_it_cannot_be_written_that_is_said(province, tmp_path):
    with pytest.raises(InputError) as refused:
        snapshots.export(snapshots.ensure(), tmp_path / "nowhere" / "facts.parquet")
    assert "facts.parquet" in refused.value.zh


# --- kills, second workers, lost folders


def test_a_kill_in_the_middle_leaves_the_old_one(province, folder, monkeypatch):
    story = docketed(province.river)
    before = snapshots.ensure()
    story.closed()

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(snapshot_files, "_to_disk", killed)
    with pytest.raises(KeyboardInterrupt):
        snapshots.refresh()
    monkeypatch.undo()
    assert snapshots.latest() == before and current(before)[str(story.case)]["closed_on"] is None
    assert current(snapshots.refresh())[str(story.case)]["closed_on"] == date(2019, 6, 3)


def test_what_a_killed_process_left_goes_after_an_hour(province, folder):
    folder.mkdir(parents=True)
    left, at_work = folder / f"{new_id()}.making", folder / f"{new_id()}.making"
    for place in (left, at_work):
        place.mkdir()
    long_ago = time.time() - snapshot_files.GIVEN_UP - 60
    os.utime(left, (long_ago, long_ago))
    snapshots.ensure()
    assert not left.exists() and at_work.exists()


def test_finished_but_not_entered_is_not_seen(province, folder):
    snapshots.ensure()
    folder.joinpath(str(new_id())).mkdir()
    assert Snapshot.objects.count() == 1
    assert snapshots.of_id(new_id()) is None


def test_a_lost_folder_is_made_anew(province, folder):
    docketed(province.river)
    lost = snapshots.ensure()
    snapshot_files.take_away(folder)
    assert snapshots.latest() is None and snapshots.of_id(lost.pk) is None
    with pytest.raises(NotThere):
        snapshots.path_of(lost.pk)
    assert snapshots.refresh().kind == Snapshot.FULL


def test_who_comes_second_leaves_it_to_the_first(province):
    docketed(province.river)
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [snapshots._LOCK])
        assert snapshots.refresh() is None
        cursor.execute("SELECT pg_advisory_unlock(%s)", [snapshots._LOCK])
    other.close()
    assert snapshots.refresh() is not None


def test_made_by_other_rules_it_is_no_base(province):
    docketed(province.river)
    old = snapshots.ensure()
    Snapshot.objects.update(rules="an older edition")
    made = snapshots.refresh()
    assert made != old and made.kind == Snapshot.FULL


def test_what_is_committed_late_under_an_earlier_number_is_not_missed(province):
    """Two writers: the one with the smaller number of the log commits after the snapshot that saw the greater one."""
    slow, quick = docketed(province.river), docketed(province.hill)
    snapshots.ensure()
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('record_event_entry')")
        (taken,) = cursor.fetchone()
    quick.closed()
    seen = snapshots.refresh()
    assert seen.entry > taken and seen.gaps[0][:2] == [taken, taken]
    before = mark.Mark(seen.entry, seen.known_at, mark.gaps_in(seen.gaps))
    gap = before.gaps[0]
    assert mark.changed_between(before, mark.mark_now(timezone.now(), before)) == set()
    last = Event.objects.get(case=slow.case)
    filled = before._replace(gaps=(gap._replace(first=last.entry, last=last.entry),))
    assert mark.changed_between(filled, mark.mark_now(timezone.now(), filled)) == {slow.case}


def test_a_gap_is_given_up_after_a_day(province):
    now = timezone.now()
    old, young = mark.Gap(3, 3, now - mark.GIVEN_UP - SOON), mark.Gap(4, 4, now)
    assert mark.mark_now(now, mark.Mark(10, now, (old, young))).gaps == (young,)


# --- what stays


def keep_few(monkeypatch, *, looked_at=0):
    """Of those of now the last two stay, of one day the last one, and of what is looked at so much."""
    monkeypatch.setattr(snapshot_keeping, "KEPT", 2)
    monkeypatch.setattr(snapshot_keeping, "DAYS_KEPT", 1)
    monkeypatch.setattr(snapshot_keeping, "LOOKED_AT", looked_at)
    monkeypatch.setattr(snapshot_keeping, "LOOKED_AT_ANYWAY", 2)


def looks(made):
    """Somebody opens a page on it; what was looked at is noted with the time of files."""
    assert snapshots.of_id(made.pk) is not None
    note, at = snapshot_files.folder_of(made.pk) / snapshot_files.USED, next(CLOCK)
    os.utime(note, (at, at))


def there(made):
    """Whether its files are there, without looking at it as a reader would."""
    return snapshot_files.stand(made.pk)


def test_the_last_ones_and_the_pinned_ones_stay(province, monkeypatch):
    keep_few(monkeypatch)
    made = []
    for month in range(3, 9):
        docketed(province.river, month, 1)
        made.append(snapshots.refresh())
        if month == 4:
            snapshots.pin(made[-1], "report/1", timezone.now())
    stay = [one.pk for one in made if there(one)]
    assert stay == [made[1].pk, made[4].pk, made[5].pk]
    with pytest.raises(NotThere):
        snapshots.pin(made[0], "report/2", timezone.now())
    snapshots.unpin("report/1")
    snapshots.forget()
    assert not Pin.objects.exists() and snapshots.of_id(made[1].pk) is None


def test_what_somebody_looks_at_stays_the_latest_looked_at_longest(province, monkeypatch):
    keep_few(monkeypatch)
    made = []
    for month in range(3, 11):
        docketed(province.river, month, 1)
        made.append(snapshots.refresh())
        if month in (3, 4, 5):
            looks(made[0] if month == 5 else made[-1])
            if month == 5:
                looks(made[-1])
    assert [there(one) for one in made] == [True, False, True, False, False, False, True, True]


def test_light_ones_that_somebody_looks_at_all_stay(province, monkeypatch):
    keep_few(monkeypatch, looked_at=10**9)
    made = []
    for month in range(3, 9):
        docketed(province.river, month, 1)
        made.append(snapshots.refresh())
        looks(made[-1])
    assert all(there(one) for one in made)


def test_to_open_the_facts_is_to_look_at_them(province):
    made = snapshots.ensure()
    assert snapshot_files.last_used(made.pk) == 0
    snapshots.path_of(made.pk)
    assert snapshot_files.last_used(made.pk) > 0


def test_past_days_push_out_nothing_of_now_and_nothing_pinned(province, monkeypatch):
    keep_few(monkeypatch)
    made = []
    for month in range(3, 7):
        docketed(province.river, month, 1)
        made.append(snapshots.refresh())
    pinned = snapshots.as_known(date(2019, 3, 31))
    snapshots.pin(pinned, "report/1", timezone.now())
    known = []
    for day in range(1, 6):
        known.append(snapshots.as_known(date(2019, 5, day)))
        looks(known[-1])
    assert [there(one) for one in made] == [False, False, True, True]
    assert there(pinned)
    assert [there(one) for one in known] == [False, False, False, True, True]


# --- past days whose files went


def test_a_past_day_that_went_is_made_anew_under_its_identifier(province):
    docketed(province.river).closed(6, 3)
    snapshots.ensure()
    known = snapshots.as_known(date(2019, 5, 1))
    before = snapshots.path_of(known.pk).read_bytes()
    assert snapshot_keeping._remove(known) == 1
    assert not there(known)
    docketed(province.hill, 8, 1)
    snapshots.refresh()  # made out of other files than the first time
    assert snapshots.of_id(known.pk) == known
    assert snapshots.path_of(known.pk).read_bytes() == before
    assert snapshots.as_known(date(2019, 5, 1)) == known


def test_files_lost_with_their_entry_standing_are_made_anew_too(province):
    docketed(province.river)
    snapshots.ensure()
    known = snapshots.as_known(date(2019, 5, 1))
    snapshot_files.take_away(snapshot_files.folder_of(known.pk))
    assert snapshots.of_id(known.pk) == known and there(known)


def test_what_the_record_no_longer_tells_is_gone_and_not_told_otherwise(province):
    """Words that were destroyed since are not in what is made anew, so that it is not what the link opened."""
    story = docketed(province.river).closed(6, 3)
    snapshots.ensure()
    known = snapshots.as_known(date(2019, 5, 1))
    snapshot_keeping._remove(known)
    story.on(7, 1, "payload.destroyed", seqs=[1, 2], order="销毁1号", ground="保管期限届满")
    snapshots.refresh()
    assert snapshots.of_id(known.pk) is None
    other = snapshots.as_known(date(2019, 5, 1))
    assert other != known and {row["case_no"] for row in rows(other)} == {None}


def test_a_day_asked_for_early_is_made_once_more_when_nothing_can_follow(province):
    """What was being written at its end came later into the record than its first snapshot."""
    docketed(province.river)
    snapshots.ensure()
    day = date(2019, 5, 1)
    early = snapshots.as_known(day)
    Snapshot.objects.filter(pk=early.pk).update(taken_at=moment(date(2019, 5, 2)))
    later = snapshots.as_known(day)
    assert later == early and later.taken_at > moment(date(2019, 5, 3))
    assert snapshots.as_known(day).taken_at == later.taken_at


def test_a_day_with_the_same_facts_as_another_has_its_own_identifier(province):
    docketed(province.river)
    snapshots.ensure()
    one, other = snapshots.as_known(date(2019, 5, 1)), snapshots.as_known(date(2019, 5, 2))
    assert one.digest == other.digest and one != other


def test_two_who_ask_for_a_past_day_at_once_make_it_once(province, monkeypatch):
    docketed(province.river)
    snapshots.ensure()
    made, original = [], snapshot_files.as_known

    def slowly(*asked):
        made.append(asked)
        time.sleep(0.3)
        return original(*asked)

    monkeypatch.setattr(snapshot_files, "as_known", slowly)
    found = []

    def ask():
        found.append(snapshots.as_known(date(2019, 5, 1)))
        connection.close()

    askers = [Thread(target=ask) for _ in range(3)]
    for one in askers:
        one.start()
    for one in askers:
        one.join()
    assert len(made) == 1 and len(set(found)) == 1


def test_a_name_that_is_none_names_nothing(province):
    assert snapshots.of_id("nothing") is None
