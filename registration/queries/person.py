"""The file of one person: who she is, what she does, what happened to her, what else covers her."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef

from cnss_amo.kernel.db import keyring
from registration.audit import NOW, values_before
from registration.enums import CaseKind, EventKind
from registration.models import Activity, OtherCover, OtherDocument, Person

PAPER = ("kind", "key", "sealed")


@dataclass(frozen=True)
class Happening:
    """One thing that happened to a person: when it was recorded, what, by whom.

    `kind` is EVENT, CASE, PERSON_CHANGED or ACTIVITY_CHANGED; `code` the kind of event or case, or
    `changed` and `delete` for a change. `changed` names the fields that it changed, `was` says what
    stood in them; `details` are then those of the act, such as its reason or the list it undid.
    """

    kind: str
    code: str
    at: datetime
    by: str
    in_force_on: date | None = None
    details: dict[str, Any] = field(default_factory=dict)
    was: dict[str, Any] = field(default_factory=dict)
    by_id: int | None = None
    key: int = 0  # of the event or case

    @property
    def changed(self) -> tuple[str, ...]:
        """The fields that it changed, where that is known."""
        return tuple(self.was)

    @property
    def label(self) -> str:
        """The kind of event or case, in words."""
        kinds = {"EVENT": EventKind, "CASE": CaseKind}
        return str(kinds[self.kind](self.code).label) if self.kind in kinds else self.code


class PersonFile:
    """Everything the register holds about a person, in clear, asked as it is needed."""

    def __init__(self, person: Person) -> None:
        self.person = person

    @cached_property
    def documents(self) -> list[tuple[str, str | None]]:
        """Each identity document by its kind: the one in use, then the others, latest first."""
        return [(kind, _unsealed(sealed, "document")) for kind, sealed in _papers(self.person)]

    @cached_property
    def phone(self) -> str | None:
        """Her phone, as it is dialled."""
        return _unsealed(self.person.phone_sealed, "phone")

    @cached_property
    def email(self) -> str | None:
        """Her e-mail address."""
        return _unsealed(self.person.email_sealed, "email")

    @cached_property
    def address(self) -> str | None:
        """Where she lives."""
        return _unsealed(self.person.address_sealed, "address")

    @cached_property
    def activities(self) -> list[Activity]:
        """Her activities, latest first."""
        return list(_activities(self.person))

    @cached_property
    def history(self) -> list[Happening]:
        """What happened to her, latest first."""
        return _history(self.person.pk)

    @cached_property
    def other_cover(self) -> list[OtherCover]:
        """The other compulsory schemes that one of her documents is known to."""
        return _other_cover(self.person)


def person_file(person_id: int) -> PersonFile:
    """Open the file of a person; raise Person.DoesNotExist."""
    others = OtherDocument.objects.filter(person=OuterRef("pk")).order_by("-pk")
    papers = {f"other_{name}": ArraySubquery(others.values(name)) for name in PAPER}
    absorbed = Person.objects.filter(merged_into=OuterRef("pk")).order_by("pk")
    people = Person.objects.select_related("commune").annotate(
        **papers,
        absorbed_ids=ArraySubquery(absorbed.values("pk")),
        earlier_numbers=ArraySubquery(absorbed.filter(number__isnull=False).values("number")),
    )
    return PersonFile(people.get(pk=person_id))


def _unsealed(sealed: bytes | None, label: str) -> str | None:
    return keyring().unseal_text(sealed, label)


def _activities(person: Person):
    return (
        Activity.objects.filter(person=person)
        .select_related("category", "sub_category")
        .order_by("-begins_on", "-pk")
    )


def _papers(person: Person) -> Iterator[tuple[str, bytes]]:
    """Yield each identity document, still sealed: the one in use, then the others, latest first."""
    if person.document_sealed:
        yield person.document_kind, person.document_sealed
    yield from zip(person.other_kind, person.other_sealed, strict=True)


def _other_cover(person: Person) -> list[OtherCover]:
    keys = [key for key in (person.document_key, *person.other_key) if key]
    return list(OtherCover.objects.filter(document_key__in=keys).order_by("scheme"))


# Events, cases and the audit of the tables, with who acted, in one statement; then what stands now,
# which says what the last change made of the row.
HISTORY = """
WITH file AS (
    SELECT id FROM registration_person WHERE id = %(person)s OR merged_into_id = %(person)s
),
told AS (
    SELECT 'EVENT' AS kind, kind AS code, id AS place, recorded_at AS at, by_id AS by_id,
           in_force_on, details, 0 AS about, NULL::jsonb AS state
      FROM registration_event WHERE person_id IN (SELECT id FROM file)
    UNION ALL
    SELECT 'CASE', kind, id, opened_at, opened_by_id, NULL, jsonb_build_object('reason', reason), 0,
           NULL
      FROM registration_case
     WHERE person_id IN (SELECT id FROM file) OR other_id IN (SELECT id FROM file)
    UNION ALL
    SELECT 'PERSON_CHANGED', pgh_label, pgh_id, pgh_created_at, (c.metadata->>'user')::bigint, NULL,
           c.metadata, pgh_obj_id, to_jsonb(e)
      FROM registration_personevent e LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id
     WHERE pgh_obj_id IN (SELECT id FROM file)
    UNION ALL
    SELECT 'ACTIVITY_CHANGED', pgh_label, pgh_id, pgh_created_at, (c.metadata->>'user')::bigint,
           NULL, c.metadata, pgh_obj_id, to_jsonb(e)
      FROM registration_activityevent e LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id
     WHERE person_id IN (SELECT id FROM file)
    UNION ALL
    SELECT 'PERSON_CHANGED', 'now', NULL, NULL, NULL, NULL, NULL, id, to_jsonb(p)
      FROM registration_person p WHERE id IN (SELECT id FROM file)
    UNION ALL
    SELECT 'ACTIVITY_CHANGED', 'now', NULL, NULL, NULL, NULL, NULL, id, to_jsonb(a)
      FROM registration_activity a WHERE person_id IN (SELECT id FROM file)
)
SELECT told.kind, code, at, in_force_on, told.by_id, place, details, state, about,
       COALESCE(NULLIF(TRIM(CONCAT(u.first_name, ' ', u.last_name)), ''), u.username, '')
  FROM told LEFT JOIN accounts_user u ON u.id = told.by_id
 ORDER BY at NULLS LAST, told.kind, place
"""


def _history(person_id: int) -> list[Happening]:
    with connection.cursor() as cursor:
        cursor.execute(HISTORY, {"person": person_id})
        told = cursor.fetchall()
    were = values_before(
        [
            ((kind, about), code, json.loads(state or "{}"))
            for kind, code, *_, state, about, _by in told
        ]
    )
    history = [
        Happening(kind, code, at, by, in_force_on, json.loads(details or "{}"), was, by_id, key)
        for (kind, code, at, in_force_on, by_id, key, details, *_, by), was in zip(
            told, were, strict=True
        )
        if code != NOW
    ]
    return history[::-1]
