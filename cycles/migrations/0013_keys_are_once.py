import uuid

from django.db import migrations, models

PARENTS = {"answer": "pre_conference", "childgoal": "pre_conference", "debriefpoint": "post_conference", "segment": "cycle"}


class Migration(migrations.Migration):
    """Apart from the filling of what stands there: PostgreSQL alters no table that still has rows to check."""

    dependencies = [("cycles", "0012_who_wrote_what")]

    operations = [
        *(
            migrations.AlterField(name, "key", models.UUIDField(default=uuid.uuid4, editable=False))
            for name in PARENTS
        ),
        *(
            migrations.AddConstraint(
                name, models.UniqueConstraint(fields=[parent, "key"], name=f"cycles_{name}_key_once")
            )
            for name, parent in PARENTS.items()
        ),
    ]
