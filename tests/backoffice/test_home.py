import pytest
from django.urls import reverse

from cnss_amo.accounts.enums import LookKind, Role
from cnss_amo.accounts.services import record_look
from cnss_amo.legislation import unknown_parameters
from tests.liaison.lists import csv_of, registered, send
from tests.registration.factories import make_person
from tests.staff import enrol

pytestmark = pytest.mark.django_db
HOME = reverse("backoffice:home")


def page_of(client, user, language="fr"):
    client.force_login(user)
    return client.get(HOME, headers={"accept-language": language}).text


def test_an_agent_searches_first_and_sees_what_the_register_holds(client, amina):
    make_person()
    registered("DGI", {})

    page = page_of(client, amina)

    assert 'id="search-box"' in page
    assert "autofocus" in page
    assert page.count('role="search"') == 1
    assert "<strong>2</strong> personnes au registre" in page
    assert "Direction générale des impôts" in page


def test_a_manager_sees_what_waits(client, hind, omar):
    waiting = send("DGI", csv_of("DGI", {}), by=omar)

    page = page_of(client, hind)

    assert "Ce qui vous attend" in page
    assert waiting.reference in page
    assert "à approuver" in page
    assert reverse("liaison:conflicts") in page


def test_an_officer_sees_the_lists_of_her_body_and_no_other(client, omar, salma):
    sent = registered("DGI", {}, by=omar)

    page = page_of(client, omar)
    assert sent.reference in page
    assert reverse("liaison:send") in page
    assert 'role="search"' not in page
    assert sent.reference not in page_of(client, salma)


def test_an_auditor_sees_who_searched_and_who_looked(client, idriss, amina):
    record_look(user=amina, kind=LookKind.SEARCH, people=[1, 2, 3], query="tazi")

    page = page_of(client, idriss)

    assert "Recherches d&#x27;aujourd&#x27;hui" in page or "Recherches d'aujourd'hui" in page
    assert page.count("amina") == 2


def test_an_administrator_reads_what_the_law_has_not_told_yet(client, nadia):
    page = page_of(client, nadia)

    assert f"{len(unknown_parameters())} valeurs à confirmer" in page
    assert reverse("admin:liaison_mandate_changelist") in page


def test_somebody_without_a_role_is_told_whom_to_ask(client, django_user_model):
    newcomer = enrol(django_user_model.objects.create_user("nouveau"))

    assert "Aucun rôle" in page_of(client, newcomer)


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize(
    ("role", "body"),
    [
        (Role.AGENT, ""),
        (Role.SUPERVISOR, ""),
        (Role.LIST_MANAGER, ""),
        (Role.LIST_OFFICER, "DGI"),
        (Role.AUDITOR, ""),
        (Role.ADMINISTRATOR, ""),
    ],
)
def test_every_role_has_a_home_of_few_questions(
    client, hire, role, body, language, django_assert_max_num_queries
):
    registered("DGI", {})
    send("DGI", csv_of("DGI", {"CIN": "AB100002"}))
    user = hire("quelquun", role, body)
    client.force_login(user)

    with django_assert_max_num_queries(12):
        response = client.get(HOME, headers={"accept-language": language})

    assert response.status_code == 200
    assert response.text.count("<h1>") == 1


def test_a_supervisor_reads_what_waits_for_her_before_what_the_register_holds(client, hire):
    client.force_login(hire("samira", Role.SUPERVISOR))

    page = client.get(reverse("backoffice:home")).text

    assert page.index("Qui cherchez-vous") < page.index("Ce qui vous attend")
    assert page.index("Ce qui vous attend") < page.index("Le registre aujourd")
