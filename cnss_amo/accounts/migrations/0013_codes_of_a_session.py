from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_codes_count_nothing"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="onetimecode",
            index=models.Index(
                condition=models.Q(("session_key__isnull", False)),
                fields=["session_key", "asked_at"],
                name="codes_of_a_session",
            ),
        ),
    ]
