from datetime import date

import pytest
from django.urls import reverse

from liaison.services.undo import undo
from registration.enums import Channel, Ground, OriginKind
from registration.models import Activity
from registration.services.contest import deposit_contest
from tests.liaison.lists import NOON, approved, csv_of, registered, send
from tests.portal.space.conftest import TOLD, words_of

pytestmark = pytest.mark.django_db
ANOTHER = {"CIN": "CD200002", "NOM": "Filali"}


def page_of(inside):
    return words_of(inside.get(reverse("portal:activities")))


def test_an_activity_says_which_body_listed_it_and_when(inside):
    page = page_of(inside)

    assert "Direction générale des impôts" in page
    assert "l'a écrit dans une liste datée du 31 décembre 2022" in page
    assert "reçue par la CNSS le 10 janvier 2023" in page
    assert "Impôt sur le revenu" in page


def test_the_last_list_that_names_her_is_told(inside):
    registered("DGI", TOLD, ANOTHER, on=date(2023, 1, 5))

    assert "Sa dernière liste qui vous cite est datée du 5 janvier 2023." in page_of(inside)


def test_a_list_that_was_undone_is_not_given_as_a_reason(inside, hind):
    again = registered("DGI", TOLD, ANOTHER, on=date(2023, 1, 5))
    undo(list_id=again.pk, by=hind, at=NOON)

    assert "5 janvier 2023" not in page_of(inside)


def test_when_something_changes_the_activity_goes_on(inside):
    registered("DGI", TOLD | {"IR_ANNUEL": "1500"}, on=date(2023, 1, 5))

    page = page_of(inside)

    assert "la suite est plus haut" in page
    assert "Terminée le" not in page
    history = words_of(inside.get(reverse("portal:history")))
    assert "Votre activité change." in history
    assert "Votre activité prend fin." not in history


def test_an_activity_that_a_complete_list_no_longer_names_is_said_to_be_checked(inside):
    complete = send("DGI", csv_of("DGI", {"CIN": "AB999999", "NOM": "Filali"}), kind="complete")
    approved(complete)

    assert "ne vous cite plus. La CNSS vérifie" in page_of(inside)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (OriginKind.REQUEST, "Vous l'avez demandé vous-même à la CNSS."),
        (OriginKind.RULING, "Un agent de la CNSS a vérifié que c'est bien vous."),
    ],
)
def test_another_origin_is_said_too(inside, kind, told):
    Activity.objects.update(origin_kind=kind)

    assert told in page_of(inside)


def test_an_activity_contested_says_so_with_its_reference_and_its_date(inside, karim):
    contest = deposit_contest(
        person_id=karim.pk,
        activity_id=Activity.objects.get().pk,
        ground=Ground.NOT_MINE,
        channel=Channel.PORTAL,
        at=NOON,
    )

    page = page_of(inside)

    assert "Vous contestez cette activité." in page
    assert contest.reference in page


def test_without_an_activity_the_page_says_so(inside):
    Activity.objects.all().delete()

    assert "La CNSS ne connaît aucune activité à votre nom." in page_of(inside)
