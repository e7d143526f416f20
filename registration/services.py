"""Verbs of the register: bring its categories up to date with the legislation files."""

from django.db import transaction

from cnss_amo.legislation import Base, categories
from registration.models import Category, SubCategory


@transaction.atomic
def sync_legislation() -> None:
    """Write the categories and sub-categories of the law; safe to run any number of times."""
    for rank, law in enumerate(categories()):
        Category.objects.update_or_create(
            code=law.code,
            defaults={
                "name_fr": law.name_fr,
                "name_ar": law.name_ar,
                "opened_on": law.opened_on,
                "completion_required": law.completion_required,
                "yields": law.base == Base.NONE,
                "reference": law.opening_reference,
                "position": rank,
            },
        )
        for place, part in enumerate(law.sub_categories):
            SubCategory.objects.update_or_create(
                code=part.code,
                defaults={
                    "category_id": law.code,
                    "name_fr": part.name_fr,
                    "name_ar": part.name_ar,
                    "reference": part.reference,
                    "position": place,
                },
            )
