from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("media_review", "0012_not_shared_at_her_wish")]

    operations = [
        migrations.AddIndex(
            model_name="annotation",
            index=models.Index(
                condition=models.Q(("parent", None), ("shared_at__isnull", False)),
                fields=["recording", "shared_at"],
                name="media_review_annotation_first",
            ),
        ),
    ]
