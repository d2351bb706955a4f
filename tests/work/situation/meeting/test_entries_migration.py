"""What meetings had written before each entry was a row of its own is still there afterwards, with who wrote it and when."""

import pytest
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from tests.cast import BEGINNING, TODAY, moment
from xiezhi.record.models import Court, Division, Officer

BEFORE, AFTER = [("situation", "0005_report_digests")], [("situation", "0006_topic_entries")]
OWNER = "owner"  # of the tables: the application may not change their columns


def migrated(to):
    """The models as they stand after migrating. Checks of keys are made at once: the whole test is one transaction."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    executor = MigrationExecutor(connections[OWNER])
    executor.migrate(to)
    return executor.loader.project_state(to).apps


@pytest.mark.django_db(databases=["default", OWNER])
def test_decisions_and_answers_become_entries():
    court = Court.objects.using(OWNER).create(
        code="示01", name="示范法院", level="basic", place=0, first_on=BEGINNING
    )
    unit = Division.objects.using(OWNER).create(
        court=court, name="民庭", kind="civil", place=0, first_on=BEGINNING
    )
    leader, head = (
        Officer.objects.using(OWNER).create(staff_number=name, name=name, name_key=name)
        for name in ("甲", "乙")
    )
    old = migrated(BEFORE)
    snapshot = (
        old.get_model("situation", "Snapshot")
        .objects.using(OWNER)
        .create(kind="full", known_at=moment(TODAY), taken_at=moment(TODAY), cases=1, rows=1, digest="")
    )
    meeting = (
        old.get_model("situation", "Meeting")
        .objects.using(OWNER)
        .create(
            court_id=court.pk, below=False, scope="all", period="2019Q3", snapshot=snapshot, made_at=moment(TODAY), officer_id=leader.pk,
            held_on=TODAY,
        )
    )  # fmt: skip
    topics = old.get_model("situation", "Topic").objects.using(OWNER)
    topics.create(meeting=meeting, place=1, rule="flaws", zh="有缺项。", en="Lacking.")
    topics.create(
        meeting=meeting, place=2, rule="flaws", zh="有缺项。", en="Lacking.", state="settled", unit_id=unit.pk, due_on=TODAY, decision="查明。",
        decided_at=moment(TODAY, 9), decided_by_id=leader.pk, answer="已查明。", answered_at=moment(TODAY, 11), answered_by_id=head.pk,
    )  # fmt: skip
    entries = migrated(AFTER).get_model("situation", "TopicEntry").objects.using(OWNER)
    assert list(entries.values_list("topic__place", "kind", "words", "at", "by")) == [
        (2, "decided", "查明。", moment(TODAY, 9), leader.pk), (2, "answered", "已查明。", moment(TODAY, 11), head.pk),
    ]  # fmt: skip
