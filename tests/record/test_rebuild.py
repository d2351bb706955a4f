"""The rows of a case are the sum of its events: whoever changes a row by hand is found."""

from datetime import date
from random import Random
from uuid import uuid4

import pytest

from tests.cast import ELSEWHERE, PLAINTIFF, TODAY, collegial, docketed, moment
from tests.random_lives import RandomLife
from tests.record.test_bulk import incoming_life, one_by_one
from xiezhi.record.bulk import append_many
from xiezhi.record.rebuild import check

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def story(lasting_province):
    """A case with a row in every table."""
    river = lasting_province.river
    plaintiff = {
        **PLAINTIFF,
        "sensitive": {"phone": "19900001234"},
        "representatives": [{"name": "顾行舟", "kind": "lawyer"}],
    }
    story = docketed(river, parties=[plaintiff]).assigned(river.judge)
    story.on(
        3, 6, "panel.formed", **collegial(river.presiding_judge, river.judge, river.assessor, river.clerk)
    )
    story.on(4, 1, "hearing.scheduled", hearing_no=1, starts_at="2019-04-20T09:30", room="第三法庭")
    story.on(
        4, 22, "document.filed", document_no=1, sha256="a" * 64, name="证据.pdf", media_type="application/pdf", size=9, file="main"
    )  # fmt: skip
    story.on(5, 5, "link.recorded", link={"kind": "mediation_of", "number": "（2019）示0102诉前调8号"})
    story.on(5, 6, "conflict.declared", officer=river.second_judge.id, ground="近亲属")
    return story.closed()


def test_what_the_ledger_wrote_is_in_order(story):
    compared = check()
    assert (compared.cases, compared.events, compared.differing, compared.differences) == (1, 8, 0, ())


def test_random_lives_are_in_order_however_they_were_written(lasting_province):
    rng = Random(5)
    lives = [
        RandomLife(rng, lasting_province.river, f"（2019）示0102民初{number}号").live(15)
        for number in range(1, 31)
    ]
    cases = [
        incoming_life(lasting_province.river, steps, f"ref-{place}") for place, steps in enumerate(lives)
    ]
    append_many(cases, by=ELSEWHERE, at=moment(TODAY))
    for steps in lives:
        one_by_one(lasting_province.hill, steps)
    told: list[int] = []
    compared = check(progress=told.append)
    assert (compared.cases, compared.differences, told) == (60, (), [60])


def test_destroyed_words_are_no_difference(story):
    story.on(9, 1, "payload.destroyed", seqs=[1, 4], order="（2019）示封1号", ground="封存")
    assert check().differences == ()


TAMPERINGS = [
    ("record_case.stage", "UPDATE record_case SET stage = 'pending'"),
    ("record_case.closed_on", "UPDATE record_case SET closed_on = closed_on - 30"),
    ("record_case.reporting_judge_id", "UPDATE record_case SET reporting_judge_id = NULL"),
    ("record_case.parties_label", "UPDATE record_case SET parties_label = '某人'"),
    ("record_case.secrecy", "UPDATE record_case SET secrecy = 'sealed'"),
    ("record_case.search", "UPDATE record_case SET search = search || '''潜入'''::tsvector"),
    ("record_case.dispute_id", "UPDATE record_case SET dispute_id = gen_random_uuid()"),
    ("record_case.last_seq", "UPDATE record_case SET last_seq = 9"),
    ("record_case.last_hash", "UPDATE record_case SET last_hash = sha256(last_hash)"),
    ("record_case.source", "UPDATE record_case SET source = 'elsewhere'"),
    ("record_case.external_ref", "UPDATE record_case SET external_ref = 'A-1'"),
    ("record_casepast.known_to", "UPDATE record_case SET known_from = known_from - interval '40 days'"),
    ("record_casepast.cause_name", "UPDATE record_casepast SET cause_name = '离婚纠纷'"),
    ("record_casepast.known_to", "UPDATE record_casepast SET known_to = known_to + interval '1 second'"),
    ("record_caseparty.name", "UPDATE record_caseparty SET name = '马小燕'"),
    ("record_caseparty.sensitive", "UPDATE record_caseparty SET sensitive = NULL"),
    ("record_representative.", "DELETE FROM record_representative"),
    ("record_panelmember.role", "UPDATE record_panelmember SET role = 'presiding_judge' WHERE role = 'assessor'"),
    ("record_panelmember.last_on", "UPDATE record_panelmember SET last_on = '2019-04-01' WHERE role = 'clerk'"),
    ("record_panelmember.", "DELETE FROM record_panelmember WHERE role = 'clerk'"),
    ("record_hearing.starts_at", "UPDATE record_hearing SET starts_at = starts_at + interval '1 hour'"),
    ("record_casedocument.sha256", "UPDATE record_casedocument SET sha256 = repeat('b', 64)"),
    ("record_caselink.number", "UPDATE record_caselink SET number = '（2019）示0102诉前调9号'"),
    ("record_conflict.", "DELETE FROM record_conflict"),
    ("record_event.", "UPDATE record_payload SET cipher = sha256(cipher)"),
]  # fmt: skip


@pytest.mark.parametrize("place, statement", TAMPERINGS)
def test_a_row_changed_by_hand_is_found_and_named(story, tamper, place, statement):
    assert tamper(statement)
    compared = check()
    assert compared.differing == 1
    assert place in [f"{one.table}.{one.column}" for one in compared.differences]


def test_a_missing_day_of_the_past_is_found(story, tamper):
    tamper("DELETE FROM record_casepast WHERE id = (SELECT min(id) + 1 FROM record_casepast)")
    assert check().differing == 1


def test_words_put_under_another_event_are_found(story, tamper):
    """Both open with their keys, yet neither is what its event holds the hash of."""
    tamper(
        "UPDATE record_payload p SET key = o.key, cipher = o.cipher FROM record_payload o JOIN record_event e ON e.id = o.event_id "
        "WHERE e.seq = 6 AND p.event_id = (SELECT id FROM record_event WHERE seq = 7)"
    )
    assert [(one.table, one.found) for one in check().differences] == [("record_event", "7: payload")]


def test_sensitive_words_are_not_told(story, tamper):
    tamper("UPDATE record_caseparty SET sensitive = NULL")
    assert "19900001234" not in repr(check().differences)


def test_a_case_that_is_gone_leaves_its_events_behind(story, tamper):
    tamper("DELETE FROM record_case")
    compared = check()
    assert (compared.cases, compared.differing) == (0, 1)
    assert {(one.case, one.table) for one in compared.differences} >= {
        (story.case, "record_event"),
        (story.case, "record_caseparty"),
    }


def test_a_case_without_events_is_found(story, tamper):
    tamper("DELETE FROM record_event")
    assert [(one.table, one.found, one.expected) for one in check().differences] == [
        ("record_case", "True", "False")
    ]


def test_some_cases_can_be_checked_alone(story, tamper):
    other = docketed(story.house)
    tamper("UPDATE record_case SET stage = 'closed' WHERE id = %s", other.case)
    assert check([story.case]).differing == 0
    assert check([other.case]).differing == 1
    assert check([uuid4()]).differing == 1


def test_the_first_differences_are_told_and_all_are_counted(lasting_province, tamper):
    for _ in range(5):
        docketed(lasting_province.river)
    tamper("UPDATE record_case SET stage = 'closed', filed_on = %s", date(2018, 1, 1))
    compared = check(most=3)
    assert (compared.differing, len(compared.differences)) == (5, 3)
