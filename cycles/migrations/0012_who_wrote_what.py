import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PARENTS = {"answer": "pre_conference", "childgoal": "pre_conference", "debriefpoint": "post_conference", "segment": "cycle"}
AT_ONCE = 2000


def give_keys(apps, schema_editor):
    for name in PARENTS:
        rows = apps.get_model("cycles", name).objects.filter(key=None).only("pk")
        while some := list(rows[:AT_ONCE]):
            for row in some:
                row.key = uuid.uuid4()
            rows.model.objects.bulk_update(some, ["key"], batch_size=200)


class Migration(migrations.Migration):

    dependencies = [
        ("cycles", "0011_levels_are_negotiated"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(
            migrations.AddField(name, "key", models.UUIDField(default=None, null=True, editable=False))
            for name in PARENTS
        ),
        *(
            migrations.AddField(name, "written_at", models.DateTimeField(null=True, editable=False))
            for name in PARENTS
        ),
        *(
            migrations.AddField(
                name,
                "written_by",
                models.ForeignKey(
                    null=True,
                    editable=False,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            )
            for name in PARENTS
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop, elidable=True),
    ]
