from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registration.attestation import references, services
from registration.enums import Channel, State
from registration.models import Activity, Attestation, Person
from tests.portal.space.conftest import words_of
from tests.registration.attestation.reading import is_sealed, lines_of
from tests.registration.factories import make_activity, make_person

pytestmark = pytest.mark.django_db
URL = "/mon-espace/attestation/"


@pytest.fixture
def earlier(karim):
    """An attestation issued a week ago."""
    week_ago = timezone.now() - timedelta(days=7)
    return services.issue(person_id=karim.pk, channel=Channel.PORTAL, at=week_ago)


@pytest.mark.parametrize("ink", ["", "low"])
def test_one_press_hands_over_a_sealed_page(inside, karim, ink):
    answer = inside.post(URL, {"ink": ink})

    attestation = Attestation.objects.get()
    assert (attestation.by, attestation.channel) == (None, Channel.PORTAL)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    assert is_sealed(answer.content)
    assert karim.formatted_number in lines_of(answer.content)


def test_downloaded_again_it_is_the_same_as_long_as_it_lasts(inside, earlier):
    again = inside.post(URL)

    assert Attestation.objects.get() == earlier
    assert references.written(earlier.reference) in again.headers["Content-Disposition"]


def test_a_new_one_replaces_it_when_she_asks(inside, earlier):
    inside.post(URL, {"new": "1"})

    earlier.refresh_from_db()
    assert earlier.replaced_by == Attestation.objects.latest("issued_at") != earlier


def test_when_her_file_has_changed_a_new_one_is_issued(inside, earlier, karim):
    Person.objects.filter(pk=karim.pk).update(first_name="Kamal")

    inside.post(URL)

    earlier.refresh_from_db()
    assert earlier.replaced_by is not None


def test_the_page_says_its_reference_until_when_it_lasts_and_leads_to_its_check(inside, earlier):
    page = words_of(inside.get(URL))
    reference = references.written(earlier.reference)

    assert reference in page
    assert "Valable jusqu'au" in page
    assert reverse("portal:check", args=[reference]) in page
    assert "Elle prouve que la CNSS vous a immatriculé." in page
    assert "valable" in inside.get(reverse("portal:check", args=[reference])).text


def test_a_revoked_one_is_no_longer_hers_to_print(inside, earlier, amina):
    services.revoke(attestation_id=earlier.pk, reason="erreur", by=amina, at=timezone.now())

    inside.post(URL)

    assert Attestation.objects.filter(revoked_at=None).get() != earlier


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (State.EX_OFFICIO, "Vérifiez d'abord votre identité."),
        (State.DEREGISTERED, "Vous n'avez pas d'activité en cours"),
    ],
)
def test_a_calm_page_says_why_there_is_none_yet(inside, karim, state, told):
    Person.objects.filter(pk=karim.pk).update(state=state)

    assert told in words_of(inside.get(URL))
    assert told in words_of(inside.post(URL, follow=True))
    assert not Attestation.objects.exists()


def test_once_the_activity_ended_the_former_one_is_not_printed_again(inside, earlier):
    Activity.objects.update(ends_on="2026-01-01")

    answer = inside.post(URL, follow=True)

    assert answer.headers["Content-Type"].startswith("text/html")


def test_somebody_else_s_attestation_is_never_handed_over(inside):
    salma = make_person(state=State.COMPLETED)
    make_activity(salma, "NOT")
    hers = services.issue(person_id=salma.pk, channel=Channel.PORTAL, at=timezone.now())

    answer = inside.post(URL, {"reference": hers.reference, "person_id": salma.pk})

    assert salma.formatted_number not in lines_of(answer.content)
