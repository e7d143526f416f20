"""What an agent meets at the cap of the day."""

import pytest
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
