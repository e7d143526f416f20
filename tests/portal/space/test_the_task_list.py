import re

import pytest
from django.urls import reverse

from cnss_amo.portal.space.tasks import Status, tasks_of
from registration.attestation import services as attestations
from registration.enums import Channel, CorrectionState, State
from registration.models import Activity, Correction, Person
from tests.portal.space.conftest import let_in, words_of
from tests.registration.completing import NOON
from tests.registration.factories import make_activity, make_person

pytestmark = pytest.mark.django_db
ROW = re.compile(r"<li>\s*<div>(.*?)</div>\s*<span[^>]*>(.*?)</span>\s*</li>", re.DOTALL)


def rows(page):
    """Each task: whether it can be followed, its words, its status."""
    tasks = page.text[page.text.index('class="tasks"') :]
    return [("<a " in words, words, status.strip()) for words, status in ROW.findall(tasks)]


def statuses(person):
    return [task.status for task in tasks_of(person, at=NOON)]


def test_each_task_has_one_status_and_what_is_not_possible_is_no_link(inside):
    page = inside.get(reverse("portal:space"))

    told = rows(page)
    assert [status for _link, _words, status in told] == [
        "Terminé",
        "Pas encore possible",
        "Pas encore possible",
        "À faire",
    ]
    assert [link for link, _words, _status in told] == [True, False, False, True]
    assert "1 tâche sur 4 terminée" in page.text


def test_what_is_not_built_yet_says_so_plainly(inside):
    page = inside.get(reverse("portal:space"))

    assert words_of(page).count("Cette démarche n'est pas encore ouverte.") == 2


def test_once_downloaded_the_attestation_is_done(inside):
    inside.post(reverse("portal:attestation"))

    page = inside.get(reverse("portal:space"))

    assert [status for *_, status in rows(page)][-1] == "Terminé"
    assert "2 tâches sur 4 terminées" in page.text


def test_an_attestation_that_no_longer_says_what_the_register_says_is_to_do_again(karim):
    attestations.issue(person_id=karim.pk, channel=Channel.PORTAL, at=NOON)
    Person.objects.filter(pk=karim.pk).update(first_name="Kamal")

    assert statuses(Person.objects.get())[-1] == Status.TO_DO


def test_a_correction_that_waits_is_under_way(inside, karim):
    inside.post(reverse("portal:identity"), {"birth_place": "Sefrou"})

    assert statuses(karim)[0] == Status.UNDER_WAY

    Correction.objects.update(state=CorrectionState.PROPOSED)
    assert "La CNSS vérifie la correction" in inside.get(reverse("portal:space")).text


def test_whoever_has_not_completed_is_led_to_confirm(karim):
    Person.objects.filter(pk=karim.pk).update(state=State.EX_OFFICIO)
    karim.refresh_from_db()

    first, *_others, last = tasks_of(karim, at=NOON)

    assert (first.status, first.url) == (Status.TO_DO, reverse("portal:confirm"))
    assert (last.status, last.url) == (Status.NOT_YET, "")


def test_whoever_has_nothing_to_complete_is_done_with_it():
    person = make_person(state=State.PRE_REGISTERED)
    make_activity(person, "RAMED")

    assert statuses(person)[0] == Status.DONE


def test_without_an_activity_nothing_can_be_attested(karim):
    Person.objects.filter(pk=karim.pk).update(state=State.DEREGISTERED)
    Activity.objects.update(ends_on="2026-01-01")
    karim.refresh_from_db()

    assert statuses(karim) == [Status.NOT_YET] * 4
    assert "Vous n'avez plus d'activité en cours." in (
        words_of(let_in(karim).get(reverse("portal:space")))
    )
