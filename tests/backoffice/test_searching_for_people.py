import base64
from datetime import date

import pytest
from django.urls import reverse

from cnss_amo.accounts.enums import Door, LookKind
from cnss_amo.accounts.models import Look
from tests.registration.factories import make_activity, make_person

pytestmark = pytest.mark.django_db
SEARCH = reverse("backoffice:search")


@pytest.fixture(autouse=True)
def _signed_in(client, amina):
    client.force_login(amina)


def test_an_identifier_of_one_person_opens_the_file_at_once(client):
    karim = make_person(cin="AB123456")

    response = client.post(SEARCH, {"q": "ab 123456"})

    assert response.status_code == 302
    assert response.url == reverse("backoffice:person", args=[karim.pk])
    assert "AB123456" not in response.url


def test_a_phone_shared_by_a_family_shows_them_all(client):
    make_person(first_name="Karim", phone="+212612345678")
    make_person(first_name="Salma", phone="+212612345678")

    page = client.post(SEARCH, {"q": "0612345678"}).text

    assert "Karim Bennani" in page
    assert "Salma Bennani" in page
    assert "2 personnes" in page


def test_results_tell_namesakes_apart_in_both_scripts_and_hide_documents(client):
    karim = make_person(cin="AB123456", last_name_ar="بناني", first_name_ar="كريم")
    make_activity(karim, "NOT")
    make_person(birth_precision="Y", number=None)

    page = client.post(SEARCH, {"q": "Karim Bennani"}).text

    assert '<bdi lang="ar" dir="rtl">كريم بناني</bdi>' in page
    assert "12/03/1980" in page
    assert '<bdi dir="ltr">1980</bdi>' in page
    assert "Notaires" in page
    assert "AB••••56" in page
    assert "AB123456" not in page
    assert karim.formatted_number in page


def test_a_lone_namesake_is_shown_and_not_opened(client):
    make_person()

    assert client.post(SEARCH, {"q": "Karim Bennani"}).status_code == 200


def test_nobody_found_says_so_and_how_to_search_better(client):
    page = client.post(SEARCH, {"q": "Zniber <b>"}).text

    assert "0 résultat pour" in page
    assert "Zniber &lt;b&gt;" in page
    assert "année de naissance" in page


def test_an_address_is_never_searched(client):
    make_person()

    page = client.get(SEARCH, {"q": "Bennani"}).text

    assert "Karim" not in page
    assert not Look.objects.exists()


def test_an_empty_search_asks_what_to_search(client):
    assert "Tapez ce que vous avez en main" in client.post(SEARCH, {"q": "  "}).text


def test_every_search_is_recorded_with_those_shown_and_never_what_was_typed(client, amina):
    karim = make_person(cin="AB123456")

    client.post(SEARCH, {"q": "AB123456"})
    client.post(SEARCH, {"q": "XX999999"})

    found, nobody = Look.objects.order_by("pk")
    assert (found.user, found.kind, found.door) == (amina, LookKind.SEARCH, Door.PAGE)
    assert (found.people, nobody.people) == ([karim.pk], [])
    assert found.query_key != nobody.query_key
    assert found.request_id is not None


def test_a_search_asks_few_questions(client, django_assert_max_num_queries):
    for _namesake in range(25):
        make_activity(make_person())

    with django_assert_max_num_queries(12):
        page = client.post(SEARCH, {"q": "Karim Bennani"}).text

    assert "20 personnes" in page
    assert "affiner" in page


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("amina", 200),
        ("hind", 200),
        ("idriss", 200),
        ("omar", 403),
        ("nadia", 403),
    ],
)
def test_who_may_search_and_open_files(client, request, person, status):
    karim = make_person()
    client.force_login(request.getfixturevalue(person))

    assert client.get(SEARCH).status_code == status
    assert client.post(SEARCH, {"q": "Bennani"}).status_code == status
    assert client.get(reverse("backoffice:person", args=[karim.pk])).status_code == status


def test_from_a_file_one_goes_back_to_the_results_and_no_address_holds_the_name(client):
    karim = make_person()
    make_person(birth_date=date(1990, 5, 1))
    client.post(SEARCH, {"q": "Karim Bennani"})

    file = client.get(reverse("backoffice:person", args=[karim.pk])).text
    results = client.get(f"{SEARCH}?resultats")

    assert f'href="{SEARCH}?resultats"' in file
    assert "2 personnes" in results.text
    assert Look.objects.filter(kind=LookKind.SEARCH).count() == 2
    assert b"Bennani" not in base64.b64decode(client.session["last_search"])


def test_without_results_nothing_leads_back_to_them(client):
    karim = make_person()

    file = client.get(reverse("backoffice:person", args=[karim.pk])).text

    assert "resultats" not in file
    assert "personnes</p>" not in client.get(f"{SEARCH}?resultats").text
