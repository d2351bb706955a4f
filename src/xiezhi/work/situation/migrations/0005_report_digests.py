from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("situation", "0004_report_annexes")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="digests",
            field=models.JSONField(
                default=dict, help_text="digests of the definitions used, of rule and words, by key"
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="again_of",
            field=models.ForeignKey(
                help_text="the report that this one makes again",
                null=True,
                on_delete=models.SET_NULL,
                related_name="+",
                to="situation.report",
            ),
        ),
    ]
