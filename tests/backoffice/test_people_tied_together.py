import pytest
from django.urls import reverse

from cnss_amo.accounts.models import Look
from registration.enums import CaseKind
from registration.models import Case, Person
from registration.queries import Tie, relatives
from tests.liaison.lists import registered
from tests.registration.factories import make_person
from tests.registration.merging import propose

pytestmark = pytest.mark.django_db
PHONE = "+212612345678"


def ties_of(person):
    return {one.person: one.ties for one in relatives(Person.objects.get(pk=person.pk))}


def test_one_phone_a_case_and_a_merger_tie_people_each_once(amina):
    karim, salma, driss, stranger = (make_person(phone=PHONE) for _person in range(4))
    Person.objects.filter(pk__in=[driss.pk, stranger.pk]).update(phone_key=None)
    Case.objects.create(
        kind=CaseKind.DISPUTED_DOCUMENT, person=salma, other=karim, opened_by=amina, reason=""
    )
    propose(driss, karim, amina)

    assert ties_of(karim) == {salma: [Tie.PHONE, Tie.CASE], driss: [Tie.MERGER]}
    assert ties_of(driss) == {karim: [Tie.MERGER]}
    assert ties_of(stranger) == {}


def test_the_tab_shows_them_and_the_log_says_they_were_seen(client, amina):
    karim = make_person(phone=PHONE)
    salma = make_person(phone=PHONE, first_name="Salma", cin="CD654321")
    client.force_login(amina)
    file = reverse("backoffice:person", args=[karim.pk])

    page = client.get(f"{file}?onglet=liens").text

    assert "Salma Bennani" in page
    assert "même téléphone" in page
    assert "CD654321" not in page
    assert Look.objects.get().people == [karim.pk, salma.pk]
    client.get(file)
    assert Look.objects.latest("pk").people == [karim.pk]


def test_the_tab_tells_each_list_that_spoke_of_her(client, amina):
    received_list = registered("DGI", {})
    client.force_login(amina)
    file = reverse("backoffice:person", args=[Person.objects.get().pk])

    page = client.get(f"{file}?onglet=liens").text

    assert received_list.reference in page
    assert "Direction générale des impôts" in page
    assert "Immatriculation" in page
