"""The audit trail: who looked at what, complete, sealed entry by entry, and never with what was read."""

import json
from dataclasses import replace

import pytest

from tests.cast import docketed
from xiezhi.record import audit
from xiezhi.record.chain import leaf_hash
from xiezhi.record.logs import LOGS
from xiezhi.record.models import AuditEntry
from xiezhi.record.visibility import file_for


@pytest.fixture
def clerk(province):
    return replace(province.river.clerk.looks(), session="secret-session-key", ip="10.1.2.3")


def test_an_entry_says_who_in_which_post_did_what_with_which_case(province, clerk):
    case = docketed(province.river).case
    audit.note(
        clerk, "case.opened", object_class="O1", object_id="file", case=case, purpose="核对送达", service="site",
        details={"fields": ["phone"]},
    )  # fmt: skip
    entry = AuditEntry.objects.get()
    post = clerk.post
    assert (entry.account, entry.officer, entry.post, entry.court) == (
        clerk.account,
        clerk.officer,
        post.id,
        post.court,
    )
    assert (entry.verb, entry.object_class, entry.case, entry.purpose) == (
        "case.opened",
        "O1",
        case,
        "核对送达",
    )
    assert (entry.outcome, entry.ip, json.loads(entry.details)) == ("ok", "10.1.2.3", {"fields": ["phone"]})


def test_a_refusal_is_an_entry_too(clerk):
    audit.note(clerk, "case.opened", outcome="denied", reason="no such case")
    entry = AuditEntry.objects.get()
    assert (entry.outcome, entry.reason, entry.case) == ("denied", "no such case", None)


def test_nobody_can_take_over_a_session_from_the_trail(clerk):
    audit.note(clerk, "docket.listed")
    session = AuditEntry.objects.get().session
    assert session and session not in clerk.session and "secret" not in session


def test_the_hash_covers_every_column_and_the_database_writes_the_same_text(clerk, rows):
    """“引号”, backslashes and nothing at all: the text of an entry is the same in Python and in PostgreSQL."""
    audit.note(clerk, "search.made", purpose='"引号" \\ \t', details={"words": 2})
    audit.note(None, "sign_in", outcome="denied")
    for entry in AuditEntry.objects.all():
        text = audit.canonical(getattr(entry, name) for name in audit.COLUMNS)
        assert bytes(entry.hash) == leaf_hash(text)
    assert rows(f"SELECT count(*) FROM record_auditentry WHERE hash = {LOGS['audit'].leaf}") == [(2,)]


def test_long_words_are_cut_and_not_refused(clerk):
    audit.note(clerk, "case.opened", purpose="长" * 500, reason="由" * 500, object_id="x" * 500)
    entry = AuditEntry.objects.get()
    assert (len(entry.purpose), len(entry.reason), len(entry.object_id)) == (200, 200, 80)


def test_the_trail_of_a_case_is_told_newest_first_without_discipline_orders(province, clerk):
    case, other = docketed(province.river).case, docketed(province.river).case
    for verb in ("case.opened", "discipline.opened", "case.printed"):
        audit.note(clerk, verb, case=case)
    audit.note(clerk, "case.exported", case=other)
    file = file_for(province.river.president.looks(), case)
    assert [entry.verb for entry in audit.of_case(file)] == ["case.printed", "case.opened"]
    assert len(audit.of_case(file, limit=1)) == 1


def test_entries_are_numbered_in_the_order_of_writing(clerk):
    for _ in range(3):
        audit.note(clerk, "docket.listed")
    entries = [entry.entry for entry in AuditEntry.objects.order_by("at")]
    assert entries == sorted(entries)
