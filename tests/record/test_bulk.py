"""Many cases at once: the same rows as one by one, and faulty ones handed back whole."""

import json
from datetime import date
from itertools import pairwise
from random import Random
from uuid import uuid4

import pytest
from django.db import connection

from tests.cast import DOCKETING, ELSEWHERE, JUDGMENT, TODAY, docketed, moment
from tests.random_lives import RandomLife, Step
from xiezhi.record import ledger
from xiezhi.record.bulk import IncomingCase, IncomingEvent, append_many
from xiezhi.record.chain import unpack
from xiezhi.record.encryption import unlock, unlock_together
from xiezhi.record.models import Case, Event
from xiezhi.record.models.shared import new_id
from xiezhi.record.numbers import give_number

MARCH_1 = date(2019, 3, 1)
NOW = moment(TODAY)


def incoming(house, number, *events, ref=""):
    """A case that comes in: docketed on 1 March under that number, then the events."""
    docketing = IncomingEvent("case.docketed", MARCH_1, {**DOCKETING, "number": number})
    return IncomingCase(new_id(), house.court.id, ref, [docketing, *events])


def incoming_life(house, steps, ref=""):
    """A random life as a case that comes in."""
    events = [IncomingEvent(step.kind, step.occurred_on, step.data, step.recorded_at) for step in steps]
    return IncomingCase(new_id(), house.court.id, ref, events)


def load(*cases):
    return append_many(cases, by=ELSEWHERE, at=NOW)


def nothing_of(case):
    return not Case.objects.filter(pk=case.id).exists() and not Event.objects.filter(case=case.id).exists()


def read(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row)) for row in cursor.fetchall()]


NOT_COMPARED = {
    "id", "entry", "case_id", "court_id", "party_id", "event_id", "hash", "prev_hash", "payload_hash", "last_hash", "key",
    "cipher", "external_ref", "dispute_id",
}  # fmt: skip
OF_A_CASE = {
    "record_case": "id = %s",
    "record_event": "case_id = %s",
    "record_casepast": "case_id = %s",
    "record_caseparty": "case_id = %s",
    "record_representative": "party_id IN (SELECT id FROM record_caseparty WHERE case_id = %s)",
    "record_panelmember": "case_id = %s",
    "record_hearing": "case_id = %s",
    "record_casedocument": "case_id = %s",
    "record_caselink": "case_id = %s",
    "record_conflict": "case_id = %s",
    "deadlines_deadline": "case_id = %s AND kind = 'trial' AND subject = ''",
    "deadlines_question": "case_id = %s",
}


def everything_of(case):
    """All rows of a case without identifiers, hashes and salts; what is encrypted is opened."""
    found = {}
    for table, condition in OF_A_CASE.items():
        rows = []
        for row in read(f"SELECT * FROM {table} WHERE {condition}", case):
            if row.get("sensitive"):
                row["sensitive"] = json.loads(unlock_together(row["sensitive"]))
            rows.append({name: value for name, value in row.items() if name not in NOT_COMPARED})
        found[table] = sorted(rows, key=repr)
    payloads = "SELECT key, cipher FROM record_event e JOIN record_payload p ON p.event_id = e.id WHERE case_id = %s ORDER BY seq"
    found["contents"] = [unpack(unlock(row["key"], row["cipher"])) for row in read(payloads, case)]
    return found


def one_by_one(house, steps):
    first, *others = steps
    case = ledger.open_case(
        house.court.id,
        first.kind,
        first.data,
        occurred_on=first.occurred_on,
        by=ELSEWHERE,
        at=first.recorded_at,
    ).case
    for step in others:
        ledger.append(
            case, step.kind, step.data, occurred_on=step.occurred_on, by=ELSEWHERE, at=step.recorded_at
        )
    return case


def on_one_day_only_once(steps):
    """Bulk keeps the docket as it was known at the end of each day, the ledger every reading of a day: let no day have two."""
    return all(before.recorded_at.date() < after.recorded_at.date() for before, after in pairwise(steps))


def test_in_bulk_a_case_gives_exactly_the_rows_it_gives_event_by_event(province):
    rng = Random(3)
    lives: list[list[Step]] = []
    while len(lives) < 25:
        steps = RandomLife(rng, province.river, f"（2019）示0102民初{len(lives) + 1}号").live(12)
        if on_one_day_only_once(steps):
            lives.append(steps)
    cases = [incoming_life(province.river, steps, f"ref-{place}") for place, steps in enumerate(lives)]
    loaded = append_many(cases, by=ELSEWHERE, at=NOW)
    assert (loaded.cases, loaded.events, loaded.rejected) == (25, sum(map(len, lives)), [])
    assert len({step.kind for steps in lives for step in steps}) > 20
    for case, steps in zip(cases, lives):
        assert everything_of(one_by_one(province.hill, steps)) == everything_of(case.id)


def test_a_faulty_case_comes_back_with_place_and_reason_and_nothing_of_it_is_written(province):
    river = province.river
    good = incoming(river, "（2019）示0102民初1号", IncomingEvent("case.closed", date(2019, 6, 3), JUDGMENT))

    def after_docketing(serial, kind, data, on=MARCH_1, **recorder):
        return incoming(river, f"（2019）示0102民初{serial}号", IncomingEvent(kind, on, data, **recorder))

    faults = [
        (2, "no event kind", after_docketing(2, "case.lost", {})),
        (2, "hearing", after_docketing(3, "hearing.held", {"hearing_no": 1})),
        (2, "missing", after_docketing(4, "note.recorded", {})),
        (
            2,
            "no officer",
            after_docketing(5, "conflict.declared", {"officer": str(uuid4()), "ground": "亲属"}),
        ),
        (
            2,
            "case by case",
            after_docketing(6, "payload.destroyed", {"seqs": [1], "order": "令", "ground": "封存"}),
        ),
        (
            2,
            "no recorder",
            after_docketing(7, "note.recorded", {"text": "记"}, officer=uuid4(), post=uuid4()),
        ),
        (2, "has not happened yet", after_docketing(8, "note.recorded", {"text": "记"}, on=date(2020, 1, 1))),
        (1, "already", incoming(river, "（2019）示0102民初1号")),
        (1, "need their number", incoming(river, "")),
        (0, "no court", IncomingCase(new_id(), uuid4(), "", good.events)),
        (0, "without events", IncomingCase(new_id(), river.court.id, "", [])),
    ]
    last = incoming(river, "（2019）示0102民初9号")
    loaded = load(good, *(case for _, _, case in faults), last)
    assert (loaded.cases, loaded.events) == (2, 3)
    assert not nothing_of(good) and not nothing_of(last)
    told = {rejected.case.id: rejected for rejected in loaded.rejected}
    for place, reason, case in faults:
        assert (told[case.id].place, reason in told[case.id].fault.en) == (place, True), told[
            case.id
        ].fault.en
        assert told[case.id].fault.zh
        assert nothing_of(case)


def test_a_case_that_is_here_already_comes_back(province):
    first = incoming(province.river, "（2019）示0102民初1号", ref="A-1")
    docketed(province.river, number="（2019）示0102民初2号")
    assert load(first).cases == 1
    again = first._replace(id=new_id())
    same_id = incoming(province.river, "（2019）示0102民初3号")._replace(id=first.id)
    same_number = incoming(province.river, "（2019）示0102民初2号", ref="A-2")
    loaded = load(again, same_id, same_number)
    assert loaded.cases == 0
    assert [rejected.fault.en.rpartition(" already")[1] for rejected in loaded.rejected] == [" already"] * 3


def test_only_a_demonstration_says_itself_when_something_was_recorded(province, settings):
    settings.DEMONSTRATION = False
    backdated = IncomingEvent("note.recorded", MARCH_1, {"text": "补记"}, recorded_at=moment(MARCH_1))
    honest = incoming(
        province.river, "（2019）示0102民初2号", IncomingEvent("note.recorded", MARCH_1, {"text": "补记"})
    )
    refused = incoming(province.river, "（2019）示0102民初1号", backdated)
    loaded = load(refused, honest)
    assert [(one.case.id, one.place, one.fault.field) for one in loaded.rejected] == [
        (refused.id, 2, "recorded_at")
    ]
    assert set(Event.objects.values_list("recorded_at", flat=True)) == {NOW}


def test_the_series_goes_on_behind_the_numbers_that_came_along(province):
    river = province.river
    load(incoming(river, "（2019）示0102民初12号"), incoming(river, "（2019）示0102民初5号"))
    assert docketed(river).row.number == "（2019）示0102民初13号"
    assert give_number(river.court.id, "示0102", "0301", 2020) == "（2020）示0102民初1号"


def test_a_load_that_is_stopped_keeps_whole_batches(province, monkeypatch):
    monkeypatch.setattr("xiezhi.record.bulk.BATCH", 2)
    cases = [incoming(province.river, f"（2019）示0102民初{number}号") for number in range(1, 8)]
    told: list[int] = []
    loaded = append_many(cases, by=ELSEWHERE, at=NOW, progress=told.append, stop=lambda: len(told) == 2)
    assert (loaded.cases, told, Case.objects.count()) == (4, [2, 4], 4)


@pytest.mark.django_db(transaction=True)
def test_a_batch_that_cannot_be_written_leaves_nothing(lasting_province, monkeypatch):
    def fails(cursor, highest):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("xiezhi.record.bulk._move_series", fails)
    with pytest.raises(RuntimeError):
        load(incoming(lasting_province.river, "（2019）示0102民初1号"))
    assert (Case.objects.count(), Event.objects.count()) == (0, 0)
