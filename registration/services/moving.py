"""What goes from one file to the other when they merge, and back when they are split.

`move` returns what a split needs, by id: nothing sealed is copied, an absorbed file keeps its own
contacts, and the rows that moved are still there to be named.
"""

import json
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from registration.enums import CaseKind, State
from registration.models import Activity, Case, OtherDocument, Person
from registration.rules import state_of_merged
from registration.services.correct import compute_keys

Moved = dict[str, Any]

# What the standing file takes where it says nothing: each datum, and the columns it lies in.
TAKEN = {
    "name_ar": ("last_name_ar", "first_name_ar"),
    "birth_place": ("birth_place",),
    "sex": ("sex",),
    "nationality": ("nationality",),
    "commune": ("commune_id",),
} | {
    name: (f"{name}_key", f"{name}_sealed", f"{name}_source")
    for name in ("phone", "email", "address")
}

SET_ASIDE = """
SELECT COALESCE(jsonb_agg(to_jsonb(a) ORDER BY a.id), '[]')
  FROM registration_activity a WHERE a.id = ANY (%s)
"""
BACK = """
INSERT INTO registration_activity
SELECT was.* FROM jsonb_populate_recordset(NULL::registration_activity, %s) was
"""
HELD = """
SELECT jsonb_build_object(
       'activities', (SELECT COALESCE(jsonb_agg(to_jsonb(a) - 'missing_list' ORDER BY a.id), '[]')
                        FROM registration_activity a WHERE a.person_id = p.id),
       'papers', ARRAY(SELECT d.id FROM registration_otherdocument d WHERE d.person_id = p.id))
  FROM registration_person p WHERE p.id = %s
"""


def move(
    survivor: Person,
    absorbed: Person,
    activities: list[Activity],
    aside: list[Activity],
    at: datetime,
) -> Moved:
    """Bring everything to the file that stands; the other is left a signpost."""
    moved: Moved = {"state_before": survivor.state}
    moved |= _activities(survivor, absorbed, activities, aside)
    moved |= _cases(survivor, absorbed, at)
    moved |= _documents(survivor, absorbed)
    moved["filled"] = [name for name in TAKEN if _fill(survivor, absorbed, TAKEN[name])]
    compute_keys_if(survivor, "name_ar" in moved["filled"])
    survivor.state = _state(survivor, absorbed, at)
    moved["state"] = survivor.state
    survivor.save()
    moved["followers"] = _lead_on(absorbed, survivor)
    moved["held"] = held(survivor)["activities"]
    return moved


def held(person: Person) -> dict[str, list[Any]]:
    """The activities and papers of a file, to be compared later; a list's flag is not of them."""
    return _asked(HELD, person.pk)


def _asked(question: str, asked: object) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question, [asked])
        return json.loads(cursor.fetchone()[0])


def compute_keys_if(person: Person, name_changed: bool) -> None:
    """Compute the keys of a name again when it changed."""
    if name_changed:
        compute_keys(person)


# Activities.


def _activities(
    survivor: Person, absorbed: Person, activities: list[Activity], aside: list[Activity]
) -> Moved:
    gone = [activity.pk for activity in aside]
    kept = _asked(SET_ASIDE, gone)
    Activity.objects.filter(pk__in=gone).delete()
    coming = [a.pk for a in activities if a.person_id == absorbed.pk and a.pk not in gone]
    Activity.objects.filter(pk__in=coming).update(person=survivor)
    standing = [activity for activity in activities if activity.pk not in gone]
    return {
        "set_aside": kept,
        "activities": coming,
        "yielded": _yield(standing),
    }


def _yield(activities: list[Activity]) -> list[dict[str, Any]]:
    """What yields to any other activity, as AMO Tadamon does, ends when the other one began."""
    running = [activity for activity in activities if activity.ends_on is None]
    firm = [activity.begins_on for activity in running if not activity.category.yields]
    yielded = []
    for light in running:
        if firm and light.category.yields:
            yielded.append({"id": light.pk, "missing_list": light.missing_list})
            light.ends_on, light.missing_list = max(light.begins_on, min(firm)), None
            light.save(update_fields=["ends_on", "missing_list"])
    return yielded


def _state(survivor: Person, absorbed: Person, at: datetime) -> str:
    today = timezone.localdate(at)
    running = Q(ends_on=None) | Q(ends_on__gt=today)
    own = Activity.objects.filter(person=survivor)
    does_something = own.filter(running).exists() or not own.exists()
    return state_of_merged((survivor.state, absorbed.state), does_something=does_something)


# Cases and papers.


def _cases(survivor: Person, absorbed: Person, at: datetime) -> Moved:
    """Cases between the two files are settled; those with somebody else go on with the one."""
    still = Case.objects.filter(closed_at=None)
    between = still.filter(
        Q(person=survivor, other=absorbed) | Q(person=absorbed, other=survivor)
    ).order_by("pk")
    closed = [case.pk for case in between]
    Case.objects.filter(pk__in=closed).update(closed_at=at)
    disputed = [person.document_disputed for person in (survivor, absorbed)]
    moved: Moved = {"cases_closed": closed, "disputed": disputed}
    for side in ("person", "other"):
        carried = list(still.filter(**{side: absorbed}).values_list("pk", flat=True))
        Case.objects.filter(pk__in=carried).update(**{side: survivor})
        moved[f"cases_as_{side}"] = carried
    disputes = still.filter(kind=CaseKind.DISPUTED_DOCUMENT)
    concerned = disputes.filter(Q(person=survivor) | Q(other=survivor))
    survivor.document_disputed = concerned.exists()
    return moved


def _documents(survivor: Person, absorbed: Person) -> Moved:
    """Papers become the other papers of the file that stands, or its own where it has none."""
    papers = list(absorbed.other_documents.values_list("pk", flat=True))
    OtherDocument.objects.filter(pk__in=papers).update(person=survivor)
    own = (absorbed.document_kind, absorbed.document_key, absorbed.document_sealed)
    absorbed.document_key = absorbed.document_sealed = None
    absorbed.document_disputed, absorbed.merged_into = False, survivor
    absorbed.save(
        update_fields=["document_key", "document_sealed", "document_disputed", "merged_into"]
    )
    if own[1] is None:
        return {"documents": papers, "own_document": None, "took_document": False}
    if survivor.document_key is None:
        was = survivor.document_kind
        survivor.document_kind, survivor.document_key, survivor.document_sealed = own
        return {"documents": papers, "own_document": None, "took_document": True, "kind": was}
    paper = OtherDocument.objects.create(person=survivor, kind=own[0], key=own[1], sealed=own[2])
    return {"documents": papers, "own_document": paper.pk, "took_document": False}


def _fill(survivor: Person, absorbed: Person, columns: tuple[str, ...]) -> bool:
    """Take a datum the standing file lacks; tell whether it was."""
    says_nothing = all(getattr(survivor, name) in (None, "") for name in columns)
    told = any(getattr(absorbed, name) not in (None, "") for name in columns)
    if not (says_nothing and told):
        return False
    for name in columns:
        setattr(survivor, name, getattr(absorbed, name))
    return True


def _lead_on(absorbed: Person, survivor: Person) -> list[int]:
    """Signposts that led to the absorbed file lead straight to the one that stands."""
    followers = list(absorbed.absorbed.values_list("pk", flat=True))
    Person.objects.filter(pk__in=followers).update(merged_into=survivor)
    return followers


# And back.


def put_back(survivor: Person, absorbed: Person, moved: Moved) -> None:
    """Give back to each file what it had before the merger."""
    _activities_back(absorbed, moved)
    _documents_back(survivor, absorbed, moved)
    _cases_back(absorbed, moved)
    for name in moved["filled"]:
        for column in TAKEN[name]:
            setattr(survivor, column, Person._meta.get_field(column).get_default())
    compute_keys_if(survivor, "name_ar" in moved["filled"])
    survivor.state = State(moved["state_before"])
    survivor.document_disputed, absorbed.document_disputed = moved["disputed"]
    absorbed.merged_into = None
    survivor.save()
    absorbed.save(
        update_fields=["document_key", "document_sealed", "document_disputed", "merged_into"]
    )
    Person.objects.filter(pk__in=moved["followers"]).update(merged_into=absorbed)


def _activities_back(absorbed: Person, moved: Moved) -> None:
    Activity.objects.filter(pk__in=moved["activities"]).update(person=absorbed)
    for light in moved["yielded"]:
        Activity.objects.filter(pk=light["id"]).update(
            ends_on=None, missing_list=light["missing_list"]
        )
    with connection.cursor() as cursor:
        cursor.execute(BACK, [json.dumps(moved["set_aside"])])


def _documents_back(survivor: Person, absorbed: Person, moved: Moved) -> None:
    OtherDocument.objects.filter(pk__in=moved["documents"]).update(person=absorbed)
    if moved["took_document"]:
        absorbed.document_key = survivor.document_key
        absorbed.document_sealed = survivor.document_sealed
        survivor.document_kind = moved["kind"]
        survivor.document_key = survivor.document_sealed = None
    elif moved["own_document"]:
        paper = OtherDocument.objects.get(pk=moved["own_document"])
        absorbed.document_key, absorbed.document_sealed = paper.key, paper.sealed
        paper.delete()


def _cases_back(absorbed: Person, moved: Moved) -> None:
    Case.objects.filter(pk__in=moved["cases_closed"]).update(closed_at=None)
    for side in ("person", "other"):
        Case.objects.filter(pk__in=moved[f"cases_as_{side}"]).update(**{side: absorbed})
