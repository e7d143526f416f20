"""When the rows of a list were dropped, whom an undo left, what each check found."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("liaison", "0002_rows"),
    ]

    operations = [
        migrations.CreateModel(
            name="LeftPerson",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "list_id",
                        "person_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("list_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "personne laissée par une annulation",
                "verbose_name_plural": "personnes laissées par une annulation",
            },
        ),
        migrations.CreateModel(
            name="Reconciliation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="instant"
                    ),
                ),
                ("seconds", models.FloatField(help_text="En secondes.", verbose_name="durée")),
                ("checks", models.PositiveSmallIntegerField(verbose_name="contrôles")),
                ("breaches", models.JSONField(default=list, verbose_name="ruptures")),
            ],
            options={
                "verbose_name": "contrôle du registre",
                "verbose_name_plural": "contrôles du registre",
            },
        ),
        migrations.AddField(
            model_name="receivedlist",
            name="rows_dropped_at",
            field=models.DateTimeField(
                help_text="Après le délai de conservation : résultats et décomptes restent.",
                null=True,
                verbose_name="lignes effacées le",
            ),
        ),
    ]
