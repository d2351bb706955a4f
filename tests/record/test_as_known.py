"""As known on a past day: what the record said at its end, 24:00 in mainland China, whatever was learned later."""

from datetime import date, timedelta
from random import Random

from django.db import connection

from tests.cast import ELSEWHERE, docketed, moment, sole
from tests.random_lives import RandomLife
from tests.record.test_bulk import incoming_life, one_by_one
from xiezhi.record import ledger
from xiezhi.record.bulk import append_many
from xiezhi.record.projection import DOCKET, MAINLAND, docket_row
from xiezhi.record.state import fold

COMPARED = [name for name in DOCKET if name not in ("known_from", "court_id")]
AS_KNOWN = """
SELECT {columns} FROM record_case WHERE id = %(case)s AND known_from < %(end)s
UNION ALL SELECT {columns} FROM record_casepast WHERE case_id = %(case)s AND known_from < %(end)s AND known_to >= %(end)s
"""


def end_of(day):
    return moment(day + timedelta(days=1), 0)


def docket_known_on(case, day):
    """The row of a case in the docket of that day, or None."""
    with connection.cursor() as cursor:
        cursor.execute(AS_KNOWN.format(columns=", ".join(COMPARED)), {"case": case, "end": end_of(day)})
        found = cursor.fetchall()
    assert len(found) <= 1
    return found[0] if found else None


def state_known_on(case, day):
    return fold(ledger.happenings(case, known_at=end_of(day) - timedelta(microseconds=1)))


def test_a_case_reads_as_it_was_known_that_day(province):
    river = province.river
    story = docketed(river).assigned(river.judge)
    story.on(3, 6, "panel.formed", **sole(river.judge, river.clerk), recorded=moment(date(2019, 3, 20)))
    story.closed()
    assert state_known_on(story.case, date(2019, 2, 28)).last_seq == 0
    assert state_known_on(story.case, date(2019, 3, 19)).panel_form is None
    assert state_known_on(story.case, date(2019, 3, 20)).panel_form == "sole"
    assert state_known_on(story.case, date(2019, 6, 2)).stage == "pending"
    assert state_known_on(story.case, date(2019, 6, 3)).stage == "closed"


def test_the_day_ends_at_24_in_mainland_china(province):
    late = docketed(province.river, 3, 1, recorded=moment(date(2019, 3, 1), 23, 59))
    early = docketed(province.river, 3, 1, recorded=moment(date(2019, 3, 2), 0, 0))
    assert docket_known_on(late.case, date(2019, 3, 1)) is not None
    assert docket_known_on(early.case, date(2019, 3, 1)) is None
    assert docket_known_on(early.case, date(2019, 3, 2)) is not None


def test_a_closing_corrected_later_stays_known_as_it_was(province):
    story = docketed(province.river).closed(6, 3)
    story.on(7, 1, "correction.recorded", corrects=2, action="withdraw", reason="误录结案")
    closed_on = COMPARED.index("closed_on")
    told = [docket_known_on(story.case, date(2019, month, 15))[closed_on] for month in (5, 6, 7)]
    assert told == [None, date(2019, 6, 3), None]


def test_every_day_the_docket_says_what_the_events_known_by_then_say(province):
    """Random lives, one by one and in bulk: at the end of every day both dockets are the fold of what was recorded by then."""
    rng = Random(11)
    for turn in range(8):
        steps = RandomLife(rng, province.river, f"（2019）示0102民初{turn + 1}号").live(12)
        loaded = incoming_life(province.river, steps)
        append_many([loaded], by=ELSEWHERE, at=moment(date(2022, 1, 1)))
        for case in (loaded.id, one_by_one(province.hill, steps)):
            for day in sorted({step.recorded_at.astimezone(MAINLAND).date() for step in steps}):
                row = dict(zip(DOCKET, docket_row(state_known_on(case, day), case, end_of(day))))
                known = dict(zip(COMPARED, docket_known_on(case, day)))
                assert {name: str(value) for name, value in known.items()} == {
                    name: str(row[name]) for name in COMPARED
                } | {"next_hearing_at": str(known["next_hearing_at"])}
                assert known["next_hearing_at"] == row["next_hearing_at"]
