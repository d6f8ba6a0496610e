"""A published edition is frozen in the database, too. What the triggers refuse stands in `rubrics.freezing`."""

from django.db import migrations

from rubrics import freezing


def freeze(apps, schema_editor):
    freezing.freeze(schema_editor.connection)


def thaw(apps, schema_editor):
    freezing.thaw(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("rubrics", "0001_initial")]

    operations = [migrations.RunPython(freeze, thaw)]
