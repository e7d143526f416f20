"""One invariant: what breaks it, in words and in one set-based question."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The files that were merged into others, few: what was theirs lies with the file they lead to.
MERGED = """
(SELECT id, merged_into_id AS into_id FROM registration_person
  WHERE merged_into_id IS NOT NULL) merged"""


class About(models.TextChoices):
    """What the ids that a question finds are ids of."""

    LIST = "LIST", _("listes")
    ROW = "ROW", _("lignes")
    PERSON = "PERSON", _("personnes")
    ACTIVITY = "ACTIVITY", _("activités")
    NUMBER = "NUMBER", _("numéros")


@dataclass(frozen=True)
class Invariant:
    """`query` yields what breaks it: an id each, or for rows the id of the list and the line."""

    code: str
    broken: Promise
    about: About
    query: str
