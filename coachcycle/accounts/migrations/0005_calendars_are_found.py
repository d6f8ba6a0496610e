from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_calendar")]

    operations = [
        migrations.AddIndex(
            model_name="user",
            index=models.Index(fields=["calendar_key"], name="accounts_user_calendar"),
        ),
    ]
