"""Messages, looks, history: all about her, nothing about who works here."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.models import Posting
from cnss_amo.accounts.enums import LookKind, LookReason, Role
from cnss_amo.accounts.services import record_look
from cnss_amo.messaging.delivery import forget_words, send_next
from cnss_amo.messaging.texts import texts
from cnss_amo.portal.space.words import EVENTS, MESSAGES, NOT_TOLD
from registration.enums import EventKind
from registration.models import Event
from registration.services.contact import Contact, change_contact, version_of
from tests.agencies.places import make_agency
from tests.liaison.lists import registered
from tests.portal.space.conftest import words_of
from tests.registration.completing import ask
from tests.registration.factories import make_person

pytestmark = pytest.mark.django_db


def page_of(inside, name):
    return words_of(inside.get(reverse(f"portal:{name}")))


def test_a_message_is_shown_with_its_words_and_its_masked_phone(inside):
    page = page_of(inside, "messages")

    assert "Le reçu de votre immatriculation complétée" in page
    assert "votre immatriculation a été complétée le" in page
    assert "06••••••45" in page
    assert "661873245" not in page


def test_once_its_words_are_forgotten_its_purpose_and_its_date_stay(inside):
    while send_next(at=timezone.now()):
        pass
    forget_words(before=timezone.now() + timedelta(days=1))

    page = page_of(inside, "messages")

    assert "Le reçu de votre immatriculation complétée" in page
    assert "votre immatriculation a été complétée le" not in page


def test_a_code_is_told_but_never_read_there(inside, karim):
    from registration.rules import Birth
    from tests.registration.completing import code_sent

    ask(document="AB734512", birth=Birth(karim.birth_date), at=timezone.now())

    page = page_of(inside, "messages")

    assert "Un code pour ouvrir votre espace" in page
    assert code_sent() not in page


def test_every_text_has_its_purpose_said_to_the_person():
    assert set(texts()) - set(MESSAGES) == set()


def test_a_look_is_told_by_role_and_reason_never_by_name(inside, karim, hire):
    youssef = hire("youssef", Role.SUPERVISOR)
    record_look(
        user=youssef,
        kind=LookKind.REVEAL,
        people=[karim.pk],
        reason=f"{LookReason.CALL_BACK}: il a laissé un message",
        scope=["phone"],
    )

    page = page_of(inside, "looks")

    assert "Superviseur d'agence" in page
    assert "appeler la personne" in page
    assert "youssef" not in page
    assert "il a laissé un message" not in page


def test_a_look_says_from_which_agency_it_came(inside, karim, amina):
    agency = make_agency()
    Posting.objects.create(user=amina, begins_on=date(2022, 1, 1), agency=agency)
    record_look(user=amina, kind=LookKind.PERSON, people=[karim.pk])

    page = page_of(inside, "looks")

    assert agency.name_fr in page
    assert agency.code not in page


def test_nobody_else_s_looks_are_told(inside, karim, amina):
    record_look(user=amina, kind=LookKind.PERSON, people=[make_person().pk])

    assert "Personne n'a regardé votre dossier." in page_of(inside, "looks")


def test_what_happened_is_told_in_plain_words_and_by_no_name(inside, karim, amina):
    karim.refresh_from_db()
    change_contact(
        person_id=karim.pk,
        contact=Contact(address="3 rue du Souk"),
        paper="CIN",
        seen=version_of(karim),
        by=amina,
        at=timezone.now(),
    )

    page = page_of(inside, "history")

    assert "La CNSS vous a donné votre numéro." in page
    assert "Vous avez complété votre immatriculation." in page
    assert "Vos coordonnées ont été changées dans une agence." in page
    assert "Votre activité commence." in page
    assert "amina" not in page
    assert "rue du Souk" not in page


def test_every_kind_of_event_is_told_or_kept_among_colleagues():
    assert set(EventKind) == set(EVENTS) | NOT_TOLD
    assert not set(EVENTS) & NOT_TOLD


def test_questions_about_two_people_are_not_told(inside, karim):
    registered("MAPMDREF", {"CIN": "AB734512", "NOM": "Tazi", "PRENOM": "Salma"})
    Event.objects.create(person=karim, kind=EventKind.SAME_PERSON, details={"reason": "sa soeur"})

    page = page_of(inside, "history")

    assert "sa soeur" not in page
    assert "Salma" not in page
