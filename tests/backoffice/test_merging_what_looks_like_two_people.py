import pytest
from django.urls import reverse

from cnss_amo.accounts.enums import Role
from registration.models import Merger
from tests.registration.factories import make_person
from tests.staff import sign_in

pytestmark = pytest.mark.django_db
SAID = {"paper": "CIN", "reason": "Une seule personne"}
WARNING = "semblent être de deux personnes"


@pytest.fixture
def files():
    return make_person(sex="M"), make_person(sex="F")


def merge_with(files):
    return reverse("backoffice:merge_with", args=[file.pk for file in files])


def test_the_page_warns_and_proposes_only_once_it_is_said_to_be_seen(client, amina, files):
    client.force_login(amina)
    url = merge_with(files)
    assert WARNING in client.get(url).text

    refused = client.post(url, SAID)

    assert list(refused.context["form"].errors) == ["differences_seen"]
    assert not Merger.objects.exists()
    client.post(url, SAID | {"differences_seen": "on"})
    assert Merger.objects.exists()


def test_two_files_that_look_alike_ask_for_nothing_more(client, amina):
    client.force_login(amina)
    page = client.get(merge_with((make_person(), make_person()))).text

    assert WARNING not in page
    assert "differences_seen" not in page


def test_whoever_accepts_says_it_too_and_refuses_freely(client, amina, hire, files):
    client.force_login(amina)
    client.post(merge_with(files), SAID | {"differences_seen": "on"})
    url = reverse("backoffice:merger", args=[Merger.objects.get().pk])
    sign_in(client, hire("youssef", Role.SUPERVISOR))
    assert WARNING in client.get(url).text

    asked = client.post(url, {"decision": "ACCEPT"})
    assert list(asked.context["form"].errors) == ["differences_seen"]
    client.post(url, {"decision": "REFUSE", "reason": "Deux sœurs"})

    assert Merger.objects.get().state == "REFUSED"
