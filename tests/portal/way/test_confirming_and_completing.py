"""Complete on the portal: what is known is confirmed, what is wrong corrected, then sent."""

import pytest

from registration.enums import Channel, State
from registration.models import (
    CompletedRegistration,
    Correction,
    Person,
)
from registration.queries import person_file
from tests.agencies.places import commune
from tests.portal.way.walking import address, answer, finish, held, prove
from tests.registration.completing import PHONE, make_karim, sent

pytestmark = pytest.mark.django_db


# What is known is not asked again.


def test_everything_the_list_said_is_shown_and_no_field_of_it_is_empty(inside):
    page = inside.get(address("confirm"))

    filled = held(page)
    for name in ("last_name", "first_name", "birth", "phone", "email", "address", "commune"):
        assert filled[name], name
    assert filled["address"] == "17 rue des Orangers"
    assert filled["commune"] == "Sefrou"
    assert filled["birth"] == "12/03/1980"


def test_document_phone_and_mail_are_masked(inside):
    page = inside.get(address("confirm")).text

    assert "AB••••56" in page
    assert "06••••••78" in page
    assert "k•••@exemple.ma" in page
    assert not [said for said in ("AB123456", "612345678", "karim@exemple.ma") if said in page]


def test_left_as_it_is_everything_is_confirmed_and_becomes_hers(inside, karim):
    assert answer(inside).url == address("verify_answers")
    finish(inside)

    file = person_file(karim.pk)
    assert (file.phone, file.email) == (PHONE, "karim@exemple.ma")
    assert file.address == "17 rue des Orangers"
    assert file.person.phone_source == Channel.PORTAL
    assert not Correction.objects.exists()
    assert sent("PHONE_CHANGED_OLD") == []


def test_a_contact_emptied_stands(inside, karim):
    answer(inside, phone="", email="", address="")
    finish(inside)

    file = person_file(karim.pk)
    assert (file.phone, file.email, file.address) == (
        PHONE,
        "karim@exemple.ma",
        "17 rue des Orangers",
    )


def test_a_contact_corrected_is_kept(inside, karim):
    answer(inside, phone="06 61 00 00 00", email="K.B@exemple.ma", address="3 rue du Port")
    checked = inside.get(address("verify_answers")).text
    assert "0661000000" in checked
    finish(inside)

    file = person_file(karim.pk)
    assert (file.phone, file.email, file.address) == (
        "+212661000000",
        "k.b@exemple.ma",
        "3 rue du Port",
    )
    assert len(sent("PHONE_CHANGED_OLD")) == 1


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"phone": "06 12"}, "n'est pas un téléphone marocain"),
        ({"phone": "06••••••79"}, "n'est pas un téléphone marocain"),
        ({"email": "karim"}, "n'est pas une adresse électronique"),
        ({"commune": "Zzzzzz"}, "Aucune commune"),
        ({"consent": ""}, "Lisez la notice"),
        ({"language": ""}, "Choisissez la langue"),
        ({"birth": "hier"}, "pas une date de naissance possible"),
        ({"last_name": "بناني"}, "lettres latines"),
        ({"first_name_ar": "كريم"}, "aucun des deux"),
    ],
)
def test_what_cannot_be_read_is_asked_again_and_the_rest_is_kept(inside, said, told):
    page = answer(inside, address="3 rue du Port", **said)

    assert page.status_code == 200
    assert "<title>Erreur :" in page.text
    assert told in page.text.replace("&#x27;", "'")
    assert 'value="3 rue du Port"' in page.text
    assert inside.get(address("verify_answers")).url == address("confirm")


def test_a_commune_of_many_is_chosen_among_them(inside, karim):
    page = answer(inside, commune="Oulad Aissa")
    assert "choisissez la bonne" in page.text
    chosen = page.context["form"].fields["commune"].widget.choices[1][0]

    assert answer(inside, commune=chosen).url == address("verify_answers")
    assert answer(inside).url == address("verify_answers")
    finish(inside)
    assert Person.objects.get(pk=karim.pk).commune_id == chosen


# Her agency.


def test_the_nearest_agencies_of_her_commune_are_offered(inside, agencies):
    choices = inside.get(address("confirm")).context["form"].fields["agency"].choices

    assert [value for value, _label in choices] == [str(one.pk) for one in agencies]


def test_the_agency_she_chooses_is_kept(inside, agencies):
    answer(inside, agency=str(agencies[1].pk))
    finish(inside)

    assert CompletedRegistration.objects.get().agency == agencies[1]


def test_another_commune_brings_its_nearest_agency_which_she_may_change(inside, agencies):
    answer(inside, commune="Rabat")

    assert "Agence Rabat" in inside.get(address("verify_answers")).text
    offered = inside.get(address("confirm")).context["form"].fields["agency"].choices
    assert offered[0][0] == str(agencies[2].pk)
    answer(inside, agency=str(agencies[0].pk))
    finish(inside)
    completed = CompletedRegistration.objects.get()
    assert completed.agency == agencies[0]
    assert completed.person.commune == commune("Rabat")


def test_somebody_without_a_commune_says_it_and_gets_the_nearest_agency(browser, agencies):
    make_karim()
    prove(browser)
    assert "agency" not in browser.get(address("confirm")).context["form"].fields

    answer(browser, commune="séfrou")
    finish(browser)

    assert CompletedRegistration.objects.get().agency == agencies[0]


# What is wrong in an identity waits for a person who checks it.


def test_a_wrong_identity_becomes_a_correction_that_waits(inside, karim):
    answer(inside, last_name="Bennani Smires", birth="13/03/1980", birth_place="Sefrou")
    checked = inside.get(address("verify_answers")).text
    assert "Bennani Smires" in checked
    assert "sera vérifié par la CNSS" in checked
    finish(inside)

    correction = Correction.objects.waiting().get()
    assert correction.proposed == {
        "last_name": "Bennani Smires",
        "birth_date": "1980-03-13",
        "birth_place": "Sefrou",
    }
    person = Person.objects.get(pk=karim.pk)
    assert (person.last_name, person.state) == ("Bennani", State.COMPLETED)
