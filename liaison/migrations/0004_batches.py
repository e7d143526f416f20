"""Lists are read by batches, on several workers; one half read before is read from its start."""

import django.db.models.deletion
from django.db import migrations, models


def read_from_the_start(apps, schema_editor):
    lists = apps.get_model("liaison", "ReceivedList").objects
    for half_read in lists.filter(state="READING", fully_read=False):
        schema_editor.execute(f"DROP TABLE IF EXISTS liaison_row_{half_read.pk}")
        half_read.blocks.all().delete()
        lists.filter(pk=half_read.pk).update(
            state="RECEIVED", rows_read=0, last_line_read=0, attempts=0, issues={}
        )
    lists.filter(fully_read=True).update(fully_cut=True)


class Migration(migrations.Migration):
    dependencies = [
        ("liaison", "0003_retention"),
    ]

    operations = [
        migrations.AddField(
            model_name="receivedlist",
            name="announced_rows",
            field=models.IntegerField(
                null=True, verbose_name="lignes annoncées par la ligne de contrôle"
            ),
        ),
        migrations.AddField(
            model_name="receivedlist",
            name="fully_cut",
            field=models.BooleanField(default=False, verbose_name="entièrement découpée"),
        ),
        migrations.AlterField(
            model_name="receivedlist",
            name="attempts",
            field=models.PositiveSmallIntegerField(
                default=0, verbose_name="essais de découpage sans avancer"
            ),
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_line", models.IntegerField(verbose_name="première ligne")),
                ("last_line", models.IntegerField(verbose_name="dernière ligne")),
                (
                    "state",
                    models.CharField(
                        choices=[("WAITING", "à faire"), ("DONE", "faite")],
                        default="WAITING",
                        max_length=8,
                        verbose_name="état",
                    ),
                ),
                ("rows", models.IntegerField(default=0, verbose_name="lignes")),
                ("issues", models.JSONField(default=dict, verbose_name="anomalies")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="essais")),
                (
                    "received_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="batches",
                        to="liaison.receivedlist",
                        verbose_name="liste",
                    ),
                ),
            ],
            options={
                "verbose_name": "lot de lecture",
                "verbose_name_plural": "lots de lecture",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("received_list", "first_line"), name="batches_of_a_list_in_order"
                    )
                ],
            },
        ),
        migrations.RunPython(read_from_the_start, migrations.RunPython.noop),
    ]
