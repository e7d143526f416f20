"""Bring the bodies and their mandates up to date with the legislation files."""

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from cnss_amo.legislation import bodies, mandates
from liaison.models import LiaisonBody, Mandate


@transaction.atomic
def sync_mandates() -> None:
    """Write the bodies and mandates of the files; what an administrator set on a body is kept."""
    for law in bodies():
        LiaisonBody.objects.update_or_create(
            code=law.code,
            defaults={"name_fr": law.name_fr, "name_ar": law.name_ar, "format": law.format},
            create_defaults={
                "code": law.code,
                "name_fr": law.name_fr,
                "name_ar": law.name_ar,
                "format": law.format,
                "default_kind": law.default_kind,
            },
        )
    for law in mandates():
        Mandate.objects.update_or_create(
            body_id=law.body,
            category_id=law.category,
            in_force__startswith=law.in_force_from,
            defaults={
                "in_force": DateRange(law.in_force_from, law.until),
                "reference": law.reference,
            },
        )
