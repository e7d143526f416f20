"""Which page of the lists opens to whom."""

import pytest
from django.urls import reverse

from liaison.models import ReceivedList
from registration.models import Activity
from tests.liaison.lists import csv_of, registered, send

pytestmark = pytest.mark.django_db

# For each page, what each of them gets: the body's officer, another's, manager, auditor, agent.
EVERYBODY = ("omar", "salma", "hind", "idriss", "amina")
OWN_PAGES = {
    "list": (200, 404, 200, 200, 403),
    "receipt": (200, 404, 200, 200, 403),
    "difference": (200, 404, 200, 200, 403),
    "return_csv": (200, 404, 200, 200, 403),
    "return_xlsx": (200, 404, 200, 200, 403),
    "approve": (403, 403, 302, 403, 403),
    "refuse": (403, 403, 200, 403, 403),
    "cancel": (403, 403, 200, 403, 403),
    "undo": (403, 403, 200, 403, 403),
    "plan_again": (403, 403, 405, 403, 403),
    "retry": (403, 403, 405, 403, 403),
}
COMMON_PAGES = {
    "lists": (200, 200, 200, 200, 403),
    "formats": (200, 200, 200, 200, 403),
    "send": (200, 200, 403, 403, 403),
    "funnel": (403, 403, 200, 200, 403),
    "conflicts": (403, 403, 200, 200, 403),
    "missing": (403, 403, 200, 200, 403),
    "waiting": (403, 403, 200, 200, 403),
    "quarantine": (403, 403, 200, 200, 403),
}


@pytest.fixture
def cast(omar, salma, hind, idriss, amina):
    return {"omar": omar, "salma": salma, "hind": hind, "idriss": idriss, "amina": amina}


def answers(client, cast, url):
    found = []
    for name in EVERYBODY:
        client.force_login(cast[name])
        found.append(client.get(url).status_code)
    return tuple(found)


@pytest.mark.parametrize(("page", "expected"), COMMON_PAGES.items())
def test_a_common_page_opens_to_its_roles(client, cast, page, expected):
    assert answers(client, cast, reverse(f"liaison:{page}")) == expected


@pytest.mark.parametrize(("page", "expected"), OWN_PAGES.items())
def test_a_page_of_a_list_does_not_exist_for_another_body(client, cast, page, expected):
    tax_list = registered("DGI", {})

    url = reverse(f"liaison:{page}", args=[tax_list.pk])

    assert answers(client, cast, url) == expected


@pytest.mark.parametrize(
    ("page", "detail", "expected"),
    [
        ("outcome", "REGISTERED", (200, 404, 200, 200, 403)),
        ("issue", "BAD_CIN", (200, 404, 200, 200, 403)),
        ("row", 2, (200, 404, 200, 200, 403)),
        ("correct_row", 2, (302, 404, 403, 403, 403)),
        ("conflict", 2, (403, 403, 302, 302, 403)),
        ("retry_row", 2, (403, 403, 405, 403, 403)),
    ],
)
def test_a_page_of_rows_does_not_exist_for_another_body(client, cast, page, detail, expected):
    tax_list = registered("DGI", {})

    url = reverse(f"liaison:{page}", args=[tax_list.pk, detail])

    assert answers(client, cast, url) == expected


def test_how_far_a_list_is_does_not_exist_for_another_body(client, cast):
    tax_list = send("DGI", csv_of("DGI", {}))

    url = reverse("liaison:progress", args=[tax_list.pk])

    assert answers(client, cast, url) == (200, 404, 200, 200, 403)


def test_a_template_opens_to_its_body_and_to_the_cnss(client, cast):
    url = reverse("liaison:template", args=["DGI", "csv"])

    assert answers(client, cast, url) == (200, 404, 200, 200, 403)


def test_an_absence_is_decided_by_managers_alone(client, cast):
    registered("DGI", {})
    url = reverse("liaison:missing_person", args=[Activity.objects.get().pk])

    assert answers(client, cast, url) == (403, 403, 302, 403, 403)


def test_a_list_shows_only_to_its_own_body(client, omar, salma, hind):
    tax_list = registered("DGI", {})
    seen = {}

    for user in (omar, salma, hind):
        client.force_login(user)
        seen[user.username] = tax_list.reference in client.get(reverse("liaison:lists")).text

    assert seen == {"omar": True, "salma": False, "hind": True}


def test_a_forged_reference_is_a_page_that_does_not_exist(client, hind):
    tax_list = registered("DGI", {})
    client.force_login(hind)
    url = reverse("liaison:list", args=[tax_list.pk])

    assert client.get(url).status_code == 200
    assert client.get(url.replace("-", "-0")).status_code == 404
    assert client.get(f"/listes/{tax_list.pk}/").status_code == 404
    assert ReceivedList.objects.count() == 1
