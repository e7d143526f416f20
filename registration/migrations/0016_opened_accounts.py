"""Spaces opened are counted as they open; those that exist are counted here, once."""

import django.db.models.deletion
from django.db import migrations, models

COUNT = """
INSERT INTO registration_openedaccounts (category_id, channel, count)
SELECT activity.category_id, account.opened_through, count(DISTINCT account.person_id)
  FROM registration_account account
  JOIN registration_activity activity
    ON activity.person_id = account.person_id AND activity.ends_on IS NULL
 GROUP BY activity.category_id, account.opened_through
"""


class Migration(migrations.Migration):
    dependencies = [("registration", "0015_contests_and_requests")]

    operations = [
        migrations.CreateModel(
            name="OpenedAccounts",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("PORTAL", "portail"),
                            ("AGENCY", "agence"),
                            ("CALL_CENTRE", "centre d'appels"),
                            ("VOICE", "serveur vocal"),
                            ("POINT", "point partenaire"),
                        ],
                        max_length=12,
                        verbose_name="canal",
                    ),
                ),
                ("count", models.PositiveIntegerField(verbose_name="nombre")),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registration.category",
                        verbose_name="catégorie",
                    ),
                ),
            ],
            options={
                "verbose_name": "espaces ouverts",
                "verbose_name_plural": "espaces ouverts",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("category", "channel"),
                        name="opened_accounts_of_a_category_and_channel",
                    )
                ],
            },
        ),
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
    ]
