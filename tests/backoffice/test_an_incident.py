"""P-5: which people did a colleague see between two instants, and which of their data?"""

import pytest
from django.urls import reverse

from cnss_amo.accounts.enums import LookKind, Role
from cnss_amo.accounts.models import Look
from cnss_amo.accounts.services import record_look
from cnss_amo.kernel.references import PersonReference

pytestmark = pytest.mark.django_db

WHILE = {"who": "amina", "begins": "2020-01-01T00:00", "ends": "2099-01-01T00:00"}


@pytest.fixture
def seen(amina):
    """Amina saw two people, one of them twice, with a phone in clear."""
    record_look(user=amina, kind=LookKind.SEARCH, people=[1, 2])
    record_look(user=amina, kind=LookKind.REVEAL, people=[2], scope=["phone", "email"])


@pytest.fixture
def auditor(client, idriss, confirmed):
    client.force_login(idriss)
    confirmed(client)
    return client


def test_the_page_tells_whom_she_saw_and_what_in_clear(auditor, seen):
    page = auditor.get(reverse("backoffice:incident"), WHILE)

    assert "2 personnes" in page.text
    told = {one.person_id: (one.times, shown) for one, _kinds, shown in page.context["met"]}
    assert told[1] == (1, [])
    assert sorted(told[2][1]) == ["adresse électronique", "téléphone"]
    assert Look.objects.latest("pk").kind == LookKind.WHO_LOOKED


def test_a_while_before_or_another_colleague_tells_of_nobody(auditor, seen, hind):
    for asked in ({"ends": "2020-01-02T00:00"}, {"who": "hind"}):
        page = auditor.get(reverse("backoffice:incident"), WHILE | asked)
        assert "0 personne" in page.text


def test_the_file_is_taken_with_a_reason_and_the_log_says_so(auditor, idriss, seen):
    taken = auditor.post(reverse("backoffice:incident_export"), WHILE | {"reason": "enquête 12"})

    assert taken.headers["Content-Type"] == "text/csv; charset=utf-8"
    lines = taken.content.decode("utf-8-sig").splitlines()
    assert [line.split(";")[0] for line in lines[1:]] == [
        PersonReference().to_url(1),
        PersonReference().to_url(2),
    ]
    look = Look.objects.latest("pk")
    assert (look.user, look.kind, look.reason) == (idriss, LookKind.EXPORT, "enquête 12")
    assert look.people == [1, 2]


def test_without_a_reason_there_is_no_file(auditor, seen):
    refused = auditor.post(reverse("backoffice:incident_export"), WHILE)

    assert refused.status_code == 422
    assert "Dites pourquoi ce fichier est nécessaire." in refused.text
    assert not Look.objects.filter(kind=LookKind.EXPORT).exists()


def test_without_a_fresh_sign_in_the_file_waits(client, idriss, seen):
    client.force_login(idriss)

    asked = client.post(reverse("backoffice:incident_export"), WHILE | {"reason": "enquête 12"})

    assert asked.status_code == 302
    assert not Look.objects.filter(kind=LookKind.EXPORT).exists()


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_nobody_else_takes_it(client, hire, confirmed, seen, role):
    client.force_login(hire("yasmine", role))
    confirmed(client)

    taken = client.post(reverse("backoffice:incident_export"), WHILE | {"reason": "enquête 12"})

    assert taken.status_code == 403
