"""The people whom something ties to a person: one phone, a case, a merger of files."""

from typing import NamedTuple

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from registration.models import Person

MOST_WITH_ONE_PHONE = 20


class Tie(models.TextChoices):
    """What ties two people."""

    PHONE = "PHONE", _("même téléphone")
    CASE = "CASE", _("même pièce d'identité, à trancher")
    MERGER = "MERGER", _("fusion de dossiers")


class Relative(NamedTuple):
    """Somebody tied to a person, and by what."""

    person: Person
    ties: list[Tie]


TIED = f"""
(SELECT id, '{Tie.PHONE}' FROM registration_person
  WHERE phone_key = %(phone)s AND id <> %(person)s LIMIT {MOST_WITH_ONE_PHONE})
UNION ALL
SELECT CASE person_id WHEN %(person)s THEN other_id ELSE person_id END, '{Tie.CASE}'
  FROM registration_case WHERE person_id = %(person)s OR other_id = %(person)s
UNION ALL
SELECT CASE survivor_id WHEN %(person)s THEN absorbed_id ELSE survivor_id END, '{Tie.MERGER}'
  FROM registration_merger
 WHERE (survivor_id = %(person)s OR absorbed_id = %(person)s) AND state IN ('PROPOSED', 'MERGED')
"""


def relatives(person: Person) -> list[Relative]:
    """Return the people tied to a person, each once, with all that ties them."""
    with connection.cursor() as cursor:
        cursor.execute(TIED, {"person": person.pk, "phone": person.phone_key})
        found = cursor.fetchall()
    ties: dict[int, set[Tie]] = {}
    for pk, tie in found:
        ties.setdefault(pk, set()).add(Tie(tie))
    people = Person.objects.select_related("commune").in_bulk(ties)
    return [Relative(people[pk], [tie for tie in Tie if tie in ties[pk]]) for pk in sorted(people)]
