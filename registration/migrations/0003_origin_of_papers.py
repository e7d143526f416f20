"""Which list gave a second paper: its undo takes it back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registration", "0002_numbers_and_guards"),
    ]

    operations = [
        migrations.AddField(
            model_name="otherdocument",
            name="origin_line",
            field=models.IntegerField(null=True, verbose_name="ligne d'origine"),
        ),
        migrations.AddField(
            model_name="otherdocument",
            name="origin_list",
            field=models.BigIntegerField(null=True, verbose_name="liste d'origine"),
        ),
    ]
