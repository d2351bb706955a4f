"""What is known of cases at the end of each day, as the facts tell it: the fold of the events recorded by then."""

from datetime import date, timedelta
from random import Random

import pytest

from tests.cast import ELSEWHERE, collegial, docketed, moment, sole
from tests.random_lives import RandomLife
from tests.record.test_bulk import incoming_life, one_by_one
from xiezhi.record import ledger
from xiezhi.record.bulk import append_many
from xiezhi.record.facts.columns import FROM, UNTIL, file_columns, told_columns
from xiezhi.record.facts.reading import BEARING, courts, read
from xiezhi.record.facts.row import Limit, fact
from xiezhi.record.models import Event
from xiezhi.record.models.shared import HERE
from xiezhi.record.projection import MAINLAND
from xiezhi.record.state import CORRECTION, acting, fold

pytestmark = pytest.mark.django_db


class NoLimits:
    """Nobody tells of deadlines."""

    def of(self, cases):
        return {}

    def without_extensions(self, state, court_level, on):
        return None

    def filing_due(self, state, happened, court_level):
        return None


def rows_of(*cases, limits=None):
    """The rows of cases by column, in their order."""
    found = read(list(cases), courts(), limits or NoLimits())
    assert found.unreadable == 0
    return [dict(zip(file_columns(), row)) for row in found.rows]


def end_of(day):
    return moment(day + timedelta(days=1), 0)


def known_on(rows, day):
    """The row that was known at the end of a day, or None."""
    found = [
        row for row in rows if row[FROM] < end_of(day) and (row[UNTIL] is None or row[UNTIL] >= end_of(day))
    ]
    assert len(found) <= 1
    return found[0] if found else None


def test_a_case_reads_as_it_was_known_that_day(province):
    river = province.river
    story = docketed(river).assigned(river.judge)
    story.on(3, 6, "panel.formed", **sole(river.judge, river.clerk), recorded=moment(date(2019, 3, 20)))
    story.closed()
    rows = rows_of(story.case)
    assert known_on(rows, date(2019, 2, 28)) is None
    assert known_on(rows, date(2019, 3, 19))["tribunal"] is None
    assert known_on(rows, date(2019, 3, 20))["tribunal"] == "sole"
    assert known_on(rows, date(2019, 6, 2))["closed_on"] is None
    assert known_on(rows, date(2019, 6, 3))["closed_kind"] == "judgment"
    assert [row[UNTIL] for row in rows] == [*(row[FROM] for row in rows[1:]), None]


def test_the_day_ends_at_24_in_mainland_china(province):
    late = docketed(province.river, 3, 1, recorded=moment(date(2019, 3, 1), 23, 59))
    early = docketed(province.river, 3, 1, recorded=moment(date(2019, 3, 2), 0, 0))
    assert known_on(rows_of(late.case), date(2019, 3, 1)) is not None
    assert known_on(rows_of(early.case), date(2019, 3, 1)) is None


def test_what_moves_no_column_makes_no_further_row(province):
    story = docketed(province.river).assigned(province.river.judge)
    story.on(4, 1, "note.recorded", text="电话联系").on(
        4, 2, "minutes.recorded", text="评议", of="证据是否足够"
    )
    assert len(rows_of(story.case)) == 2, "docketed, then assigned"


def test_of_one_day_only_the_last_state_is_told(province):
    story = docketed(province.river, recorded=moment(date(2019, 3, 4), 9)).assigned(province.river.judge)
    (row,) = rows_of(story.case)
    assert (row["judge_id"], row[FROM]) == (province.river.judge.id, moment(date(2019, 3, 4)))


def test_a_case_that_is_only_received_is_none_yet(province):
    written = ledger.open_case(
        province.river.court.id, "case.received", {}, occurred_on=date(2019, 3, 1), by=ELSEWHERE, at=moment(date(2019, 3, 1))
    )  # fmt: skip
    assert rows_of(written.case) == []


def test_a_correction_moves_the_day_and_not_what_was_known_before(province):
    story = docketed(province.river).closed(6, 3)
    story.on(7, 1, "correction.recorded", corrects=2, action="withdraw", reason="误录结案")
    rows = rows_of(story.case)
    told = [known_on(rows, date(2019, month, 15))["closed_on"] for month in (5, 6, 7)]
    assert told == [None, date(2019, 6, 3), None]


def test_a_late_entry_counts_from_when_it_was_recorded(province):
    story = docketed(province.river)
    story.on(
        4,
        1,
        "suspension.ordered",
        span_no=1,
        ground="force_majeure",
        reason="地震",
        recorded=moment(date(2019, 5, 1)),
    )
    rows = rows_of(story.case)
    assert known_on(rows, date(2019, 4, 30))["suspended_from"] is None
    assert known_on(rows, date(2019, 5, 1))["suspended_from"] == date(2019, 4, 1)


def test_destroyed_words_leave_the_days(province):
    story = docketed(province.river).closed()
    story.on(7, 1, "payload.destroyed", seqs=[1, 2], order="销毁1号", ground="保管期限届满")
    row = rows_of(story.case)[-1]
    assert (row["filed_on"], row["closed_on"]) == (date(2019, 3, 1), date(2019, 6, 3))
    assert (row["case_no"], row["case_class"], row["closed_kind"]) == (None, None, None)
    assert all(other["case_no"] is None for other in rows_of(story.case)), (
        "nor does the past tell them any more"
    )


def test_a_sealed_case_is_counted_and_marked(province):
    story = docketed(province.river).closed().on(7, 1, "record.sealed", ground="juvenile", order="封存1号")
    rows = rows_of(story.case)
    assert [known_on(rows, date(2019, month, 15))["secrecy"] for month in (6, 7)] == ["ordinary", "sealed"]


def test_the_courts_stand_in_their_tree(province):
    (row,) = rows_of(docketed(province.river).case)
    assert (row["court_id"], row["city_id"], row["province_id"]) == tuple(
        str(house.court.id) for house in (province.river, province.middle, province.high)
    )
    (row,) = rows_of(docketed(province.high).case)
    assert (row["court_id"], row["city_id"], row["province_id"]) == (
        str(province.high.court.id),
        None,
        str(province.high.court.id),
    )


# --- cases that lead to each other


def follows(house, story, kind, **changes):
    """A case of a court that is linked to another by its identifier."""
    return docketed(
        house,
        7,
        1,
        links=[{"kind": kind, "number": story.state.number, "case_id": str(story.case)}],
        **changes,
    )


def test_an_appeal_names_the_case_and_the_court_of_the_decision(province):
    first = docketed(province.river).closed()
    appeal = follows(
        province.middle, first, "appeal_of", type="0302", instance="second", procedure="civil.appeal.judgment"
    )
    (row,) = rows_of(appeal.case)
    assert (row["prior_case_id"], row["prior_court_id"]) == (str(first.case), str(province.river.court.id))


def test_a_link_by_number_finds_the_case_of_that_number(province):
    first = docketed(province.river).closed()
    appeal = docketed(
        province.middle,
        type="0302",
        instance="second",
        links=[{"kind": "appeal_of", "number": first.state.number}],
    )
    (row,) = rows_of(appeal.case)
    assert row["prior_case_id"] == str(first.case)
    elsewhere = docketed(
        province.middle,
        type="0302",
        instance="second",
        links=[{"kind": "appeal_of", "number": "（2018）示0103民初7号"}],
    )
    (row,) = rows_of(elsewhere.case)
    assert (row["prior_case_id"], row["prior_court_id"]) == (None, str(province.hill.court.id))


def test_a_retrial_leads_through_the_review_to_the_decision(province):
    first = docketed(province.river).closed()
    review = follows(
        province.high,
        first,
        "retrial_of",
        type="0305",
        instance="retrial_review",
        procedure="civil.retrial.review",
    )
    retrial = follows(province.middle, review, "retrial_of", type="0307", instance="retrial")
    (row,) = rows_of(retrial.case)
    assert (row["prior_case_id"], row["source"]) == (str(first.case), "ordered_retrial")
    assert row["prior_court_id"] == str(province.river.court.id)


def test_an_enforcement_names_the_decision_and_a_resumed_one_rests_on_the_same(province):
    def enforcement(story, kind, type_code):
        return follows(
            province.hill,
            story,
            kind,
            type=type_code,
            branch="enforcement",
            instance="enforcement",
            procedure="enforcement.first",
        )

    decision = docketed(province.river).closed()
    first = enforcement(decision, "enforcement_of", "1002")
    resumed = enforcement(first, "resumption_of", "1003")
    before, after = rows_of(first.case), rows_of(resumed.case)
    assert (before[0]["prior_case_id"], before[0]["prior_court_id"]) == (
        str(decision.case),
        str(province.river.court.id),
    )
    assert before[0]["exec_basis"] == after[0]["exec_basis"] == "civil"


# --- deadlines


class Told(NoLimits):
    """Deadlines as somebody else keeps them."""

    def __init__(self, *limits):
        self.limits = limits

    def of(self, cases):
        return {str(case): self.limits for case in cases}

    def without_extensions(self, state, court_level, on):
        return date(2019, 10, 1)


def test_a_limit_counts_in_the_time_in_which_it_was_known(province):
    story = docketed(province.river)
    first = Limit(
        moment(date(2019, 3, 1)),
        moment(date(2019, 8, 1)),
        date(2019, 9, 2),
        date(2019, 9, 2),
        date(2019, 9, 2),
        0,
        0,
        stopped=False,
    )
    second = Limit(
        moment(date(2019, 8, 1)),
        None,
        date(2019, 9, 2),
        None,
        date(2020, 3, 2),
        1,
        0,
        stopped=False,
        deducted_to_find=True,
    )
    rows = rows_of(story.case, limits=Told(first, second))
    before, after = known_on(rows, date(2019, 7, 31)), known_on(rows, date(2019, 8, 1))
    assert (before["deadline_extended"], before["extended_times"]) == (date(2019, 9, 2), 0)
    assert (after["deadline_base"], after["deadline_deducted"], after["deadline_extended"]) == (
        date(2019, 9, 2), date(2019, 10, 1), date(2020, 3, 2),
    )  # fmt: skip


# --- whatever happens


def late_by(case, day):
    """How many events of a case had by a day been recorded here more than three days after they happened."""
    known = Event.objects.filter(
        case=case, source=HERE, recorded_at__lt=end_of(day), kind__in=BEARING
    ).exclude(kind=CORRECTION)
    return sum((one.recorded_at.astimezone(MAINLAND).date() - one.occurred_on).days > 3 for one in known)


def test_what_was_entered_late_counts_from_its_entry_on(province):
    river = province.river
    story = docketed(river).assigned(river.judge)
    story.on(3, 6, "panel.formed", **sole(river.judge, river.clerk), recorded=moment(date(2019, 3, 10)))
    rows = rows_of(story.case)
    assert known_on(rows, date(2019, 3, 9))["late_entries"] == 0
    assert known_on(rows, date(2019, 3, 10))["late_entries"] == 1


def test_what_was_entered_within_three_days_is_not_late(province):
    river = province.river
    story = docketed(river).assigned(river.judge)
    story.on(3, 6, "panel.formed", **sole(river.judge, river.clerk), recorded=moment(date(2019, 3, 9)))
    assert rows_of(story.case)[-1]["late_entries"] == 0


def test_every_day_the_facts_say_what_the_events_known_by_then_say(province):
    """Random lives, one by one and in bulk: at the end of every day the row is that of the fold of what was recorded by then."""
    rng, tree = Random(17), courts()
    for turn in range(8):
        steps = RandomLife(rng, province.river, f"（2019）示0102民初{turn + 1}号").live(14)
        loaded = incoming_life(province.river, steps)
        append_many([loaded], by=ELSEWHERE, at=moment(date(2022, 1, 1)))
        for case in (loaded.id, one_by_one(province.hill, steps)):
            rows = rows_of(case)
            place = tree.places[rows[0]["court_id"]]
            for day in sorted({step.recorded_at.astimezone(MAINLAND).date() for step in steps}):
                state = fold(ledger.happenings(case, known_at=end_of(day) - timedelta(microseconds=1)))
                late = late_by(case, day)
                expected = fact(
                    str(case), state, acting(state), place, None, lambda link: None, tree.by_code, late
                )
                known = known_on(rows, day)
                assert tuple(known[name] for name in told_columns()) == expected


def test_a_panel_of_three_with_an_assessor(province):
    river = province.river
    story = docketed(river).assigned(river.judge)
    story.on(
        3, 6, "panel.formed", **collegial(river.presiding_judge, river.judge, river.assessor, river.clerk)
    )
    row = rows_of(story.case)[-1]
    assert (row["tribunal"], row["lay_assessor"], row["judge_id"]) == ("collegial", True, river.judge.id)
