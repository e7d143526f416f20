import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registration.attestation import references, services
from registration.enums import Channel, State
from registration.models import AttestationCheck, CheckAllowance
from tests.registration.factories import make_activity, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def karim():
    karim = make_person(
        cin="AB123456", state=State.COMPLETED, last_name_ar="بناني", first_name_ar="كريم"
    )
    make_activity(karim, "NOT")
    return karim


@pytest.fixture
def issue():
    def issued(person, days_ago=0):
        at = timezone.now() - timedelta(days=days_ago)
        return services.issue(person_id=person.pk, channel=Channel.PORTAL, at=at)

    return issued


def address(attestation):
    return reverse("portal:check", args=[references.written(attestation.reference)])


def test_a_valid_attestation_shows_initials_last_digits_and_dates_alone(client, issue, karim):
    answer = client.get(address(issue(karim)))

    assert "Cette attestation est valable" in answer.text
    for shown in ("K. B.", "ك. ب.", f"••••••{karim.formatted_number[-3:]}"):
        assert shown in answer.text
    for hidden in ("Karim", "Bennani", "بناني", karim.formatted_number, "AB123456", "Notaires"):
        assert hidden not in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert len(answer.content) <= 14_000


def test_an_attestation_replaced_or_revoked_says_so_with_its_day(client, issue, karim, amina):
    former, new = issue(karim, days_ago=3), issue(karim)
    today = timezone.localdate().strftime("%Y")

    assert "a été remplacée le" in client.get(address(former)).text
    services.revoke(attestation_id=new.pk, reason="Fraude avérée", by=amina, at=timezone.now())
    answer = client.get(address(new)).text
    assert "a été révoquée le" in answer
    assert today in answer
    assert "Fraude" not in answer


@pytest.mark.parametrize("said", ["0000-0000-0000-0000", "ZZZZZZZZZZZZZZZZ", "7KQ2", "؟", "a" * 90])
def test_a_reference_of_nobody_and_one_that_cannot_be_get_the_same_answer(client, said):
    unknown = client.get(reverse("portal:check", args=["1111-1111-1111-1111"]))

    answer = client.get(reverse("portal:check", args=[said]))

    assert "Aucune attestation ne porte cette référence" in answer.text
    assert (answer.status_code, body_of(answer)) == (200, body_of(unknown))


def body_of(answer):
    """A page without the address that was asked, and without the minute."""
    page = answer.text.replace(answer.wsgi_request.path, "")
    return re.sub(r"\d\d:\d\d", "", page)


def test_each_check_is_counted_and_says_nothing_of_who_asked(client, issue, karim):
    attestation = issue(karim)
    client.get(address(attestation), REMOTE_ADDR="192.0.2.7")
    client.get(reverse("portal:check", args=["1111-1111-1111-1111"]), REMOTE_ADDR="192.0.2.7")

    told = AttestationCheck.objects.order_by("pk").values_list("attestation", "result")
    assert list(told) == [(attestation.pk, "VALID"), (None, "UNKNOWN")]
    columns = {field.name for field in AttestationCheck._meta.fields}
    assert columns == {"id", "at", "attestation", "result"}


def test_too_many_checks_from_one_place_wait_calmly_and_others_do_not(
    client, issue, karim, settings
):
    settings.ATTESTATION_CHECKS_PER_MINUTE = 0
    page = address(issue(karim))

    answer = client.get(page, REMOTE_ADDR="192.0.2.7")

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"
    assert "Attendez une minute" in answer.text
    assert not AttestationCheck.objects.exists()
    settings.ATTESTATION_CHECKS_PER_MINUTE = 1
    assert client.get(page, REMOTE_ADDR="192.0.2.8").status_code == 200


def test_places_are_forgotten_within_the_hour(client):
    hours_ago = timezone.now() - timedelta(hours=2)
    CheckAllowance.objects.create(place_key=b"x" * 16, minute=hours_ago, count=3)

    client.get(reverse("portal:check", args=["1111-1111-1111-1111"]), REMOTE_ADDR="192.0.2.7")

    [kept] = CheckAllowance.objects.all()
    assert kept.minute > hours_ago
    assert b"192" not in bytes(kept.place_key)


@pytest.mark.parametrize(
    "said", ["7kq2 m9xh 4tpd w3za", "https://amo.example/verifier/7KQ2-M9XH-4TPD-W3ZA/"]
)
def test_a_reference_is_typed_as_it_is_read(client, said):
    answer = client.get(reverse("portal:check_form"), {"reference": said})

    assert answer.headers["Location"] == "/verifier/7KQ2-M9XH-4TPD-W3ZA/"


def test_what_can_be_no_reference_is_answered_too(client):
    for said in ("7KQ2", "///", "مرجع"):
        answer = client.get(reverse("portal:check_form"), {"reference": said}, follow=True)
        assert "Aucune attestation" in answer.text


def test_nothing_typed_asks_for_the_reference(client):
    answer = client.get(reverse("portal:check_form"), {"reference": " "})

    assert "Écrivez la référence" in answer.text
    assert not AttestationCheck.objects.exists()
