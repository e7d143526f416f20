from django.db import migrations, models

FORMER = "systeme-reprise"  # who proposes again what was given before two people were needed


def propose_again(apps, _schema_editor):
    """Roles that one person gave are proposals to confirm; administrators stay, to confirm them."""
    grants = apps.get_model("accounts", "RoleGrant").objects.exclude(role="ADMINISTRATOR")
    alone = list(grants.filter(approved_by=None))
    if not alone:
        return
    users = apps.get_model("accounts", "User").objects
    former, _made = users.get_or_create(
        username=FORMER, defaults={"is_system": True, "password": "!"}
    )
    proposals = apps.get_model("accounts", "RoleProposal").objects
    for grant in alone:
        said = {"role": grant.role, "body": grant.body}
        proposals.get_or_create(user=grant.user, **said, defaults={"proposed_by": former})
        grant.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0014_roles_proposed"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RunPython(propose_again, migrations.RunPython.noop),
        migrations.RunSQL("DELETE FROM accounts_user_groups", migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approved_by", None), ("proposed_by", None), ("role", "ADMINISTRATOR")
                    ),
                    models.Q(
                        ("approved_by__isnull", False),
                        ("proposed_by__isnull", False),
                        models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                        models.Q(("proposed_by", models.F("user")), _negated=True),
                        models.Q(("approved_by", models.F("user")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="role_given_by_two_others",
            ),
        ),
    ]
