"""What an agent meets at the cap of the day."""

import pytest
from django.db import connection
from django.urls import reverse

from cnss_amo.accounts.enums import AlertKind, Role
from cnss_amo.accounts.models import Alert, DailyCap, Look
from tests.registration.factories import make_person


@pytest.mark.django_db(transaction=True)
def test_at_the_cap_a_calm_page_says_why_and_whom_to_ask(law, client, hire):
    client.force_login(hire("amina", Role.AGENT))
    DailyCap.objects.filter(role=Role.AGENT).update(warn=1, stop=2)
    pages = [reverse("backoffice:person", args=[make_person().pk]) for _person in range(3)]

    answers = [client.get(page) for page in pages]
    client.get(pages[2])

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "demandez à votre superviseur ou à un auditeur" in answers[2].text
    assert "Bennani" not in answers[2].text
    assert Look.objects.count() == 2
    assert sorted(Alert.objects.values_list("kind", flat=True)) == [
        AlertKind.STOPPED,
        AlertKind.WARNED,
    ]


@pytest.mark.django_db(transaction=True)
def test_a_search_from_a_file_opens_that_file_all_the_same(law, client, hire):
    client.force_login(hire("amina", Role.AGENT))
    DailyCap.objects.filter(role=Role.AGENT).update(warn=1, stop=1)
    client.get(reverse("backoffice:person", args=[make_person().pk]))
    other = make_person(cin="AB123457")

    answer = client.post(reverse("backoffice:merge", args=[other.pk]), {"autre": "Idrissi"})

    assert answer.status_code == 429
    assert "Bennani" not in answer.text


@pytest.mark.django_db
def test_a_page_whose_look_cannot_be_written_is_not_shown(client, amina):
    person = make_person()
    client.force_login(amina)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE accounts_look ADD CONSTRAINT no_room CHECK (false) NOT VALID")
    client.raise_request_exception = False

    answer = client.get(reverse("backoffice:person", args=[person.pk]))

    assert answer.status_code == 500
    assert "Bennani" not in answer.text
