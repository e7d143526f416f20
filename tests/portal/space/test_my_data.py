import pytest
from django.urls import reverse
from django.utils import timezone

from cnss_amo.accounts.models import Look
from cnss_amo.kernel.db import keyring
from registration.enums import CorrectionState, EventKind, PaperSeen
from registration.models import Correction, Event, Person
from registration.services import accept_correction, refuse_correction
from registration.services.contact import Contact, change_contact, version_of
from registration.services.proposals import ChangedMeanwhile
from tests.liaison.lists import registered
from tests.portal.space.conftest import PASSWORD, TOLD, words_of

pytestmark = pytest.mark.django_db
HIDDEN = ("AB734512", "0661873245", "661873245", "karim.b@")


def in_clear(person, name):
    return keyring().unseal_text(getattr(person, f"{name}_sealed"), name)


def test_her_data_are_shown_with_what_opens_other_doors_masked(inside, karim):
    page = words_of(inside.get(reverse("portal:data")))

    assert "Karim Bennani" in page
    assert "كريم بناني" in page
    assert karim.formatted_number in page
    assert "12/03/1980" in page
    assert "17 rue des Orangers" in page
    assert "AB••••12" in page
    assert "06••••••45" in page
    assert "k•••@exemple.ma" in page
    assert not [word for word in HIDDEN if word in page]


def test_with_the_password_all_is_shown_and_no_look_is_written(inside):
    page = words_of(inside.post(reverse("portal:in_clear"), {"present": PASSWORD}))

    assert not [word for word in ("AB734512", "0661873245", "karim.b@") if word not in page]
    assert not Look.objects.exists()


def test_a_wrong_password_shows_nothing(inside):
    page = words_of(inside.post(reverse("portal:in_clear"), {"present": "faux"}))

    assert "Ce n'est pas votre mot de passe." in page
    assert not [word for word in HIDDEN if word in page]


def test_after_five_wrong_passwords_the_right_one_waits(inside):
    for _try in range(5):
        inside.post(reverse("portal:in_clear"), {"present": "faux"})

    page = words_of(inside.post(reverse("portal:in_clear"), {"present": PASSWORD}))

    assert "AB734512" not in page


def test_an_address_is_changed_by_herself_and_no_list_overwrites_it(inside, karim):
    shown = inside.get(reverse("portal:contact"))
    answer = inside.post(
        reverse("portal:contact"),
        {"address": "3 rue du Souk", "email": "k•••@exemple.ma", "seen": shown.context["seen"]},
    )

    assert answer.url == reverse("portal:data")
    karim.refresh_from_db()
    assert in_clear(karim, "address") == "3 rue du Souk"
    assert in_clear(karim, "email") == "karim.b@exemple.ma"
    event = Event.objects.get(kind=EventKind.CONTACT_SAID)
    assert (event.by, event.details) == (None, {"fields": ["address"], "channel": "PORTAL"})
    registered("DGI", TOLD | {"ADRESSE": "99 avenue de la Liste"})
    assert in_clear(Person.objects.get(), "address") == "3 rue du Souk"


def test_the_page_says_that_a_phone_is_changed_at_a_counter_and_takes_none(inside, karim):
    page = inside.get(reverse("portal:contact"))

    assert "Un téléphone se change dans une agence, avec votre pièce d'identité" in words_of(page)
    inside.post(
        reverse("portal:contact"),
        {"phone": "0700000000", "address": "3 rue du Souk", "seen": page.context["seen"]},
    )
    assert in_clear(Person.objects.get(), "phone") == "+212661873245"


def test_nothing_changed_is_said_calmly(inside):
    page = inside.get(reverse("portal:contact"))

    answer = inside.post(
        reverse("portal:contact"),
        {"address": "17 rue des Orangers", "seen": page.context["seen"]},
        follow=True,
    )

    assert "Ces coordonnées sont déjà au registre." in words_of(answer)
    assert not Event.objects.filter(kind=EventKind.CONTACT_SAID).exists()


def test_a_page_older_than_the_register_changes_nothing_and_keeps_what_was_typed(inside):
    answer = inside.post(reverse("portal:contact"), {"address": "3 rue du Souk", "seen": "avant"})

    assert answer.status_code == 200
    assert "Vos coordonnées ont changé pendant votre saisie" in words_of(answer)
    assert 'value="3 rue du Souk"' in answer.text
    assert not Event.objects.filter(kind=EventKind.CONTACT_SAID).exists()


def test_a_correction_of_the_identity_waits_for_somebody_who_checks(inside, karim):
    answer = inside.post(
        reverse("portal:identity"),
        {"last_name": "Benani", "birth_place": "Sefrou", "why": "une lettre en trop"},
        follow=True,
    )

    correction = Correction.objects.get()
    assert correction.proposed == {"last_name": "Benani", "birth_place": "Sefrou"}
    assert correction.reason == "Demandé par la personne, depuis son espace. une lettre en trop"
    assert Person.objects.get().last_name == "Bennani"
    assert "Nom, lieu de naissance" in words_of(answer)
    assert "Rien ne change avant sa réponse." in words_of(answer)


def test_a_second_press_meets_a_calm_page_and_proposes_nothing_more(inside):
    for _press in range(2):
        answer = inside.post(reverse("portal:identity"), {"birth_place": "Sefrou"})

    assert "Une correction attend déjà sa réponse" in words_of(answer)
    assert Correction.objects.count() == 1


def test_an_identity_left_as_it_is_asks_for_nothing(inside, karim):
    answer = inside.post(
        reverse("portal:identity"), {"last_name": "Bennani", "birth": "12/03/1980"}
    )

    assert "Rien ne change." in words_of(answer)
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    ("decide", "state", "told"),
    [
        (accept_correction, CorrectionState.ACCEPTED, "Acceptée : vos données sont corrigées."),
        (refuse_correction, CorrectionState.REFUSED, "Refusée : vos données restent comme avant."),
    ],
)
def test_the_answer_and_the_reason_of_a_refusal_are_read_there(inside, amina, decide, state, told):
    inside.post(reverse("portal:identity"), {"birth_place": "Sefrou"})
    correction = Correction.objects.get()
    decide(
        correction_id=correction.pk, by=amina, at=timezone.now(), reason="la carte dit autre chose"
    )

    page = words_of(inside.get(reverse("portal:data")))

    assert told in page
    assert ("la carte dit autre chose" in page) == (state == CorrectionState.REFUSED)
    assert "amina" not in page


def test_an_agent_who_was_slower_is_told_that_the_person_wrote(inside, karim, amina):
    seen = version_of(Person.objects.get())
    page = inside.get(reverse("portal:contact"))
    inside.post(
        reverse("portal:contact"), {"address": "3 rue du Souk", "seen": page.context["seen"]}
    )

    with pytest.raises(ChangedMeanwhile, match=r"\(la personne, "):
        change_contact(
            person_id=karim.pk,
            contact=Contact(address="5 rue du Souk"),
            paper=PaperSeen.CIN,
            seen=seen,
            by=amina,
            at=timezone.now(),
        )
