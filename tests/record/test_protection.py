"""What was recorded is neither changed nor deleted: the owner meets the triggers, the application has not even the privilege."""

import pytest
from django.db import ProgrammingError, connection, connections, transaction
from django.utils import timezone

from tests.cast import docketed
from xiezhi.record import audit
from xiezhi.record.models import CasePast, Seal

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

RECORDED = {
    "record_event": "kind = 'case.lost'",
    "record_seal": "size = 7",
    "record_auditentry": "verb = 'nothing'",
    "record_casepast": "stage = 'closed'",
}


@pytest.fixture
def story(lasting_province):
    """A case with a past, a seal and an entry of the audit trail."""
    story = docketed(lasting_province.river).assigned(lasting_province.river.judge)
    audit.note(None, "sign_in")
    Seal.objects.create(
        log="events", size=2, last_entry=2, root=bytes(32), frontier=b"", checkpoint="", key_id="", algorithm="",
        sealed_at=timezone.now(),
    )  # fmt: skip
    return story


def refusal(alias, statement):
    with (
        pytest.raises(ProgrammingError) as refused,
        transaction.atomic(using=alias),
        connections[alias].cursor() as cursor,
    ):
        cursor.execute(statement)
    return str(refused.value)


def test_the_tests_sign_in_as_the_application_does():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)")
        assert cursor.fetchone() == ("xiezhi_app", False)


@pytest.mark.parametrize("table", [*RECORDED, "record_payload"])
def test_nobody_deletes_or_empties_what_was_recorded(story, table):
    for act in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
        assert "never changed or deleted" in refusal("owner", act)
        assert "permission denied" in refusal("default", act)


@pytest.mark.parametrize("table, change", RECORDED.items())
def test_nobody_changes_what_was_recorded(story, table, change):
    assert "never" in refusal("owner", f"UPDATE {table} SET {change}")
    assert "permission denied" in refusal("default", f"UPDATE {table} SET {change}")


@pytest.mark.parametrize("alias", ["owner", "default"])
def test_a_payload_can_only_be_emptied(story, alias):
    for change in ("cipher = '\\x00'", "key = NULL", "cipher = NULL", "key = NULL, cipher = '\\x01'"):
        assert "never rewritten" in refusal(alias, f"UPDATE record_payload SET {change}")
    with connections[alias].cursor() as cursor:
        cursor.execute("UPDATE record_payload SET key = NULL, cipher = NULL")
        assert cursor.rowcount == 2


def test_the_docket_as_it_was_known_can_forget_words_and_nothing_else(story):
    forget = "number = '', number_key = '', cause_code = '', cause_name = '', parties_label = '', amount_fen = NULL"
    for change in ("number = ''", "parties_label = '某人'", f"{forget.replace('NULL', '7')}"):
        assert "never rewritten" in refusal("default", f"UPDATE record_casepast SET {change}")
    assert "permission denied" in refusal("default", f"UPDATE record_casepast SET {forget}, outcome = ''")
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE record_casepast SET {forget}")
    assert CasePast.objects.get().parties_label == ""


def test_the_application_may_not_put_the_triggers_to_sleep(story):
    for act in (
        "ALTER TABLE record_event DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "DROP TRIGGER never_changed ON record_event",
        "CREATE TABLE mine (id int)",
    ):
        assert "permission denied" in refusal("default", act) or "must be owner" in refusal("default", act)
