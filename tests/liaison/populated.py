"""A register with a past, and a list that meets every outcome on it."""

import json
from datetime import timedelta

import pghistory
from django.db import connection

from liaison.models import LiaisonBody, ReceivedList
from registration.enums import State
from registration.models import OtherCover, Person
from tests.liaison.lists import NOON, registered

PASSPORT = {"TYPE_PIECE": "PASSEPORT"}
NAMES = (
    "Tazi",
    "Alaoui",
    "Filali",
    "Berrada",
    "Chraibi",
    "Idrissi",
    "Kettani",
    "Lahlou",
    "Mernissi",
    "Naciri",
    "Ouazzani",
    "Slaoui",
)


def somebody(number: int, **said: str) -> dict[str, str]:
    """The same person for the same number: her own name, paper and birth date."""
    own = {
        "CIN": f"GH{number}",
        "NOM": NAMES[number],
        "DATE_NAISSANCE": f"{number + 1:02d}/04/1970",
        "IF": f"{7_000_000 + number}",
        "TELEPHONE": f"06000000{number:02d}",
        "DATE_DEBUT": "01/01/2020",
    }
    return own | said


def populate() -> None:
    """People of several lists: open, ended, deregistered, completed, missing, in AMO Tadamon."""
    LiaisonBody.objects.update(tolerance=100)
    registered("DGI", *(somebody(n) for n in range(8)), at=NOON - timedelta(days=9))
    registered(
        "DGI", somebody(3, OPERATION="S", DATE_FIN="01/06/2022"), at=NOON - timedelta(days=8)
    )
    registered("ANAM", somebody(8), at=NOON - timedelta(days=7))
    complete = [somebody(n) for n in range(8) if n not in (3, 4, 5)]
    registered("DGI", *complete, kind="complete", at=NOON - timedelta(days=6))
    with pghistory.context(user=None):
        Person.objects.filter(last_name="Lahlou").update(state=State.COMPLETED)
    with connection.cursor() as cursor:  # what was done by hand so far was done long ago
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE registration_personevent SET pgh_created_at = '2022-01-01'")
        cursor.execute("UPDATE registration_activityevent SET pgh_created_at = '2022-01-01'")
        cursor.execute("SET LOCAL session_replication_role = origin")
    OtherCover.objects.create(
        document_key=Person.objects.get(last_name="Tazi").document_key, scheme="CNOPS"
    )


def every_outcome() -> list[dict[str, str]]:
    """One row at least for each thing a list may do to that register."""
    return [
        somebody(0),  # covered elsewhere
        somebody(1, REGIME="RNS"),  # another category
        somebody(2, IR_ANNUEL="9000", DATE_DEBUT=""),  # a fact changes: a new period
        somebody(3, REGIME="RNR"),  # deregistered, comes back
        somebody(4),  # was missing, is named again without a change
        somebody(5, TELEPHONE="0611223344", EMAIL="b@exemple.ma", ADRESSE="12 rue des Oliviers"),
        somebody(6, OPERATION="S", DATE_FIN="01/12/2022"),  # ends, and deregisters
        somebody(7, IR_ANNUEL="50", NOM_AR="لحلو", PRENOM_AR="كريم"),  # completed long before
        somebody(8),  # leaves AMO Tadamon for an activity
        somebody(9, **PASSPORT, NUM_PIECE="XY1234567"),  # new, with two papers
        somebody(2, REGIME="RNS", **PASSPORT, NUM_PIECE="XY7654321"),  # a second paper of hers
        somebody(10, DATE_NAISSANCE="31/02/1970"),  # refused
        somebody(9, **PASSPORT, NUM_PIECE="XY1234567"),  # in double
        somebody(7, NOM="Autre", PRENOM="Salma", DATE_NAISSANCE="01/01/1990", REGIME="RNS"),
        somebody(11),  # new
    ]


def pass_every_outcome(**said: object) -> ReceivedList:
    """Register that list, and check that it did meet them all."""
    received_list = registered("DGI", *every_outcome(), **said)
    missed = {
        "REGISTERED",
        "ACTIVITY_ADDED",
        "UPDATED",
        "ENDED",
        "UNCHANGED",
        "COVERED_ELSEWHERE",
        "CONFLICT",
        "REFUSED",
        "DUPLICATE",
    } - set(received_list.outcomes)
    assert not missed, (missed, received_list.outcomes)
    return received_list


def register_now() -> tuple[list, list, list]:
    """Every person, activity and second paper, as the database holds them."""
    told = []
    with connection.cursor() as cursor:
        for table in ("person", "activity", "otherdocument"):
            cursor.execute(f"SELECT to_jsonb(t) FROM registration_{table} t ORDER BY id")
            told.append([json.loads(row) for (row,) in cursor.fetchall()])
    return tuple(told)
