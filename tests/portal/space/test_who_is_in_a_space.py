"""Every page of a space: hers alone, light, few questions, no name of hers in an address."""

import gzip
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from registration.models import Account
from registration.services.account import disable_account
from tests.portal.space.conftest import PAGES, TOLD

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
MOST_BYTES = 25_000
LINK = re.compile(r'(?:href|action)="(/[^"]*)"')


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_is_led_to_sign_in(client, name):
    url = reverse(f"portal:{name}")

    for answer in (client.get(url), client.post(url)):
        assert answer.url.split("?")[0] == reverse("portal:sign_in")


@pytest.mark.parametrize("name", PAGES)
def test_a_colleague_is_not_insured(client, amina, name):
    client.force_login(amina)

    assert client.get(reverse(f"portal:{name}")).url.startswith(reverse("portal:sign_in"))


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("name", PAGES)
def test_each_page_asks_few_questions_and_weighs_little(
    inside, name, language, django_assert_max_num_queries
):
    with django_assert_max_num_queries(MOST_QUERIES):
        page = inside.get(reverse(f"portal:{name}"), headers={"accept-language": language})

    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert len(gzip.compress(page.content)) <= MOST_BYTES
    assert "<script" not in page.text
    assert "style=" not in page.text


@pytest.mark.parametrize("name", PAGES)
def test_no_address_names_anybody(inside, karim, name):
    page = inside.get(reverse(f"portal:{name}")).text

    told = [karim.formatted_number, TOLD["CIN"], f"/{karim.pk}/"]
    assert not [link for link in LINK.findall(page) if any(one in link for one in told)]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_lets_her_out_and_back_to_her_space(inside, name):
    page = inside.get(reverse(f"portal:{name}")).text

    assert f'action="{reverse("portal:sign_out")}"' in page
    assert f'href="{reverse("portal:space")}"' in page


def test_whoever_is_in_a_closed_space_is_out_at_the_next_page(inside, karim, amina):
    account = Account.objects.get(person=karim)
    disable_account(account=account, by=amina, reason="signalement", at=timezone.now())

    assert inside.get(reverse("portal:space")).status_code == 302


@pytest.mark.parametrize("name", ["in_clear", "contact", "identity", "sessions", "attestation"])
def test_nothing_is_done_without_the_token_of_the_page(karim, name):
    from django.test import Client

    from tests.portal.space.conftest import let_in

    strict = let_in(karim, Client(enforce_csrf_checks=True))

    assert strict.post(reverse(f"portal:{name}")).status_code == 403
