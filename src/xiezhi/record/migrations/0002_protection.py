"""The triggers that refuse to change or delete what was recorded."""

from django.db import migrations

from xiezhi.record.protection import NEVER_CHANGED, ONLY_EMPTIED, triggers

_DOWN = (
    "".join(f"DROP TRIGGER never_changed ON {table};" for table in NEVER_CHANGED)
    + f"DROP TRIGGER never_deleted ON {ONLY_EMPTIED}; DROP TRIGGER only_emptied ON {ONLY_EMPTIED};"
    + "DROP FUNCTION record_refuse_change(); DROP FUNCTION record_refuse_rewriting();"
)


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]
    operations = [migrations.RunSQL(triggers(), _DOWN)]
