"""The funnel counts the spaces opened, by category and channel, and tells of nobody."""

import re

import pytest
from django.urls import reverse

from cnss_amo.portal.figures import published_figures
from registration.enums import Channel
from registration.models import OpenedAccounts, Person
from registration.queries import opened_accounts
from tests.liaison.lists import registered
from tests.registration.completing import complete, make_karim
from tests.registration.factories import make_activity

pytestmark = pytest.mark.django_db


def counted(**by_channel):
    for channel, count in by_channel.items():
        OpenedAccounts.objects.create(category_id="CPU", channel=channel, count=count)


def listed(many):
    people = [{"CIN": f"AB1{n:05d}", "NOM": f"Bennani {chr(65 + n % 26)}"} for n in range(many)]
    registered("DGI", *people)


def test_each_space_is_counted_as_it_opens_in_the_category_and_through_the_channel(db):
    complete(make_karim(), channel=Channel.POINT)
    complete(make_karim(cin="CD1"), channel=Channel.POINT)
    complete(make_karim("NOT", cin="CD2"), channel=Channel.VOICE)

    assert opened_accounts() == [("CPU", "POINT", 2), ("NOT", "VOICE", 1)]


def test_who_works_in_two_categories_counts_in_both(db):
    karim = make_karim()
    make_activity(karim, "AGR-1")
    complete(karim, channel=Channel.AGENCY)

    assert {one.category: one.count for one in opened_accounts()} == {"CPU": 1, "AGR": 1}


def test_a_space_that_opens_again_is_counted_once(db):
    from registration.services.account import open_account
    from tests.registration.completing import NOON

    karim = make_karim()
    complete(karim)
    open_account(person=karim, language="fr", channel=Channel.AGENCY, at=NOON)

    assert opened_accounts() == [("CPU", "PORTAL", 1)]


def test_a_completion_taken_back_counts_nobody(db):
    from django.db import transaction

    karim = make_karim()
    with transaction.atomic():
        complete(karim)
        transaction.set_rollback(True)

    assert opened_accounts() == []


def test_the_home_page_tells_them_after_those_who_are_registered(client):
    listed(10)
    for person in Person.objects.order_by("pk")[:6]:
        complete(person, channel=Channel.POINT)

    page = client.get("/")

    [figures] = page.context["figures"]
    assert [step.count for step in figures.steps] == [10, 10, None, 10, 6]
    assert [(str(one.label), one.count) for one in figures.channels] == [("point partenaire", 6)]
    assert "Espaces personnels ouverts" in page.text
    assert "Point partenaire" in page.text


@pytest.mark.parametrize(
    ("by_channel", "told"),
    [
        ({"PORTAL": 20, "AGENCY": 7}, {"portail": 20, "agence": 7}),
        # 2 would be found by taking the others from the sum: the smallest goes with it.
        ({"PORTAL": 20, "AGENCY": 7, "VOICE": 2}, {"portail": 20, "Autres canaux": 9}),
        ({"PORTAL": 20, "POINT": 3, "VOICE": 2}, {"portail": 20, "Autres canaux": 5}),
        ({"PORTAL": 4, "POINT": 4}, {}),
        ({"PORTAL": 3}, {}),
        ({}, {}),
    ],
)
def test_no_count_below_five_is_told_nor_can_be_found(db, by_channel, told):
    listed(10)
    counted(**by_channel)

    [figures] = published_figures()

    assert {str(one.label): one.count for one in figures.channels} == told
    sum_told = figures.steps[-1].count
    assert sum_told == (sum(by_channel.values()) if sum(by_channel.values()) >= 5 else None)
    if told:
        assert sum(told.values()) == sum_told


def test_the_page_stays_light_however_many_categories_there_are(client):
    listed(10)
    counted(PORTAL=1000, AGENCY=700, CALL_CENTRE=30, VOICE=20, POINT=40)

    page = client.get("/").text

    table = re.search("<table>.*?</table>", page, re.DOTALL)[0]
    assert len(table) <= 3_000


def test_staff_see_every_count_on_their_first_page(client, amina):
    counted(PORTAL=3, POINT=12)
    client.force_login(amina)

    page = client.get(reverse("backoffice:home")).text

    assert "Espaces personnels ouverts" in page
    assert '<td class="num" data-label="Point partenaire">12</td>' in page
    assert '<td class="num" data-label="Portail">3</td>' in page
    assert '<td class="num" data-label="Tous canaux">15</td>' in page
