from django.db import migrations, models

# Of what stands open. A last day that nothing moved tells the length before its roll; of others it is that of the rolled day.
_FILL = """
UPDATE deadlines_deadline SET base_days = abs(
    CASE WHEN nominal_on IS NOT NULL AND due_on = base_on THEN nominal_on ELSE coalesce(base_on, due_on) END - anchor_on
) WHERE superseded_at IS NULL AND closed_on IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0003_feed")]

    operations = [
        migrations.AddField(
            model_name="deadline",
            name="base_days",
            field=models.PositiveIntegerField(
                help_text="the length of that limit, before its last day is rolled over rest days", null=True
            ),
        ),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
    ]
