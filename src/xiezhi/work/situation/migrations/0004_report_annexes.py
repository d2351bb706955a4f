from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("situation", "0003_snapshot_rules")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="annexes",
            field=models.JSONField(default=list, help_text="what was asked for besides, by name"),
        ),
    ]
