"""The triggers that refuse to change or delete what was recorded."""

from django.db import migrations

from xiezhi.record.protection import no_triggers, triggers


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]
    operations = [migrations.RunSQL(triggers(), no_triggers())]
