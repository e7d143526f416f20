import pytest
from django.urls import reverse

from cnss_amo.accounts.enums import Door, LookKind, Role
from cnss_amo.accounts.models import Look, User
from registration.models import OtherCover
from tests.registration.factories import make_activity, make_person

pytestmark = pytest.mark.django_db
PEOPLE = reverse("admin:registration_person_changelist")


@pytest.fixture
def auditor(client, idriss):
    client.force_login(User.objects.get(pk=idriss.pk))
    return idriss


@pytest.fixture
def administrator(client, hire):
    user = hire("nadia", Role.ADMINISTRATOR)
    client.force_login(User.objects.get(pk=user.pk))
    return user


def test_people_are_found_as_agents_find_them_and_the_search_is_posted(client, auditor):
    karim = make_person(cin="AB123456", last_name="Tazi")
    make_person(last_name="Idrissi")

    for query in ("AB123456", "karim tazi", karim.formatted_number):
        page = client.post(PEOPLE, {"q": query}).text
        assert karim.formatted_number in page
        assert "Idrissi" not in page


def test_what_is_in_the_address_is_never_searched_and_no_link_repeats_a_search(client, auditor):
    make_person(last_name="Idrissi")

    assert "Idrissi" in client.get(PEOPLE, {"q": "AB123456"}).text
    page = client.post(PEOPLE, {"q": "Idrissi"}).text
    assert 'method="post"' in page
    assert "q%3DIdrissi" not in page


def test_every_look_in_the_admin_is_recorded(client, auditor):
    karim = make_person(last_name="Tazi")

    client.post(PEOPLE, {"q": "Tazi"})
    client.get(reverse("admin:registration_person_change", args=[karim.pk]))

    search, person = Look.objects.order_by("pk")
    assert (search.kind, search.door, search.people) == (LookKind.SEARCH, Door.ADMIN, [karim.pk])
    assert search.query_key is not None
    assert (person.kind, person.door, person.people) == (LookKind.PERSON, Door.ADMIN, [karim.pk])


def test_a_person_is_shown_masked_and_cannot_be_changed(client, auditor):
    karim = make_person(cin="AB123456", phone="+212612345678", address="12 rue des Orangers")

    page = client.get(reverse("admin:registration_person_change", args=[karim.pk])).text

    assert "AB••••56" in page
    assert "06••••••78" in page
    assert "Orangers" not in page
    assert "AB123456" not in page
    assert 'name="_save"' not in page


@pytest.mark.parametrize("model", ["activity", "event", "case"])
def test_what_tells_of_people_is_searched_by_person(client, auditor, model):
    karim = make_person(cin="AB123456")
    make_activity(karim)
    make_activity(make_person(last_name="Idrissi"), "AE")

    response = client.post(reverse(f"admin:registration_{model}_changelist"), {"q": "AB123456"})

    assert response.status_code == 200
    rows = response.context_data["cl"].result_list
    assert [row.person_id for row in rows] == ([karim.pk] if model == "activity" else [])


@pytest.mark.parametrize(
    "name",
    [
        *(f"registration_{model}" for model in ("person", "activity", "event", "case", "category")),
        *("registration_subcategory", "registration_othercover", "agencies_commune"),
        *("liaison_receivedlist", "liaison_ruling", "liaison_liaisonbody", "liaison_mandate"),
    ],
)
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_list_opens_in_both_languages_with_few_questions(
    client, auditor, name, language, django_assert_max_num_queries
):
    OtherCover.objects.create(document_key=b"1" * 16, scheme="CNOPS")
    for _person in range(5):
        make_activity(make_person())

    with django_assert_max_num_queries(12):
        response = client.get(
            reverse(f"admin:{name}_changelist"), headers={"accept-language": language}
        )

    assert response.status_code == 200


def test_nobody_adds_to_the_register(client, administrator):
    for model in ("person", "activity", "category", "subcategory"):
        assert client.get(reverse(f"admin:registration_{model}_add")).status_code == 403


def test_an_administrator_sets_the_tolerance_of_a_body_and_nothing_the_law_says(
    client, administrator
):
    address = reverse("admin:liaison_liaisonbody_change", args=["DGI"])

    client.post(address, {"tolerance": "30", "default_kind": "partial", "name_fr": "Autre"})

    page = client.get(address).text
    assert 'value="30"' in page
    assert "Direction générale des impôts" in page
    assert client.get(reverse("admin:liaison_liaisonbody_add")).status_code == 403


def test_two_mandates_of_a_body_over_a_category_may_not_overlap_and_the_reason_is_said(
    client, administrator
):
    response = client.post(
        reverse("admin:liaison_mandate_add"),
        {
            "body": "ONN",
            "category": "NOT",
            "in_force_0": "2023-01-01",
            "in_force_1": "",
            "reference": "Décret fictif",
        },
    )

    assert response.status_code == 200
    assert "Cet organisme liste déjà cette catégorie à ces dates." in response.text


def test_categories_are_searched_in_the_address_as_they_are_nobodys_secret(client, auditor):
    page = client.get(reverse("admin:registration_category_changelist"), {"q": "notaires"}).text

    assert 'method="get"' in page
    assert "NOT" in page


@pytest.mark.parametrize("model", ["activity", "event"])
def test_people_are_not_found_by_an_autocompletion_which_no_look_would_tell(client, auditor, model):
    make_person(cin="AB123456", last_name="Tazi")
    address = reverse("admin:autocomplete")
    asked = {"app_label": "registration", "model_name": model, "field_name": "person"}

    assert client.get(address, asked | {"term": "Tazi"}).status_code == 403
    assert client.get(address, asked | {"term": "AB123456"}).status_code == 403


def test_the_history_of_a_person_is_a_look(client, auditor):
    karim = make_person()

    page = client.get(reverse("admin:registration_person_history", args=[karim.pk]))

    assert karim.formatted_number in page.text
    assert Look.objects.get().people == [karim.pk]
