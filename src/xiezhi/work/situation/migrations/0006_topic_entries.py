import django.db.models.deletion
from django.db import migrations, models

# What stood in the topics themselves, of which only the last answer had been kept.
_ENTRIES = """
INSERT INTO situation_topicentry (topic_id, kind, words, at, by_id)
SELECT id, 'decided', decision, decided_at, decided_by_id FROM situation_topic WHERE decided_by_id IS NOT NULL;
INSERT INTO situation_topicentry (topic_id, kind, words, at, by_id)
SELECT id, 'answered', answer, answered_at, answered_by_id FROM situation_topic WHERE answered_by_id IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("situation", "0005_report_digests")]

    operations = [
        migrations.CreateModel(
            name="TopicEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.officer"
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="situation.topic",
                    ),
                ),
            ],
            options={"ordering": ["at", "id"]},
        ),
        migrations.RunSQL(_ENTRIES, migrations.RunSQL.noop),
        *(
            migrations.RemoveField(model_name="topic", name=name)
            for name in ("decision", "decided_at", "decided_by", "answer", "answered_by")
        ),
        migrations.AlterField(
            model_name="topic",
            name="lists",
            field=models.JSONField(
                default=list, help_text="the lists behind its numbers: key, period, side, how many cases then"
            ),
        ),
        migrations.AlterField(
            model_name="topic",
            name="answered_at",
            field=models.DateTimeField(help_text="when it answered last", null=True),
        ),
    ]
