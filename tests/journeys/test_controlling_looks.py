"""The pages of those who watch over the looks: no barrier, in both languages, on any width."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cnss_amo.accounts.enums import AlertKind, LookKind
from cnss_amo.accounts.models import Alert, CanaryPerson, CapLift
from cnss_amo.accounts.services import record_look
from tests.registration.factories import make_person


@pytest.fixture
def karim(amina, idriss):
    """Somebody looked at with a reason, a canary; an alert and a lift of the day."""
    karim, today = make_person(phone="+212612345678"), timezone.localdate()
    CanaryPerson.objects.create(person_id=karim.pk, added_by=idriss, note="fictive")
    record_look(
        user=amina,
        kind=LookKind.REVEAL,
        people=[karim.pk],
        reason="OTHER: rappel promis",
        scope=["phone"],
    )
    Alert.objects.create(kind=AlertKind.WARNED, user=amina, day=today, opened=300)
    CapLift.objects.create(user=amina, by=idriss, day=today, reason="campagne")
    return karim


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_no_page_of_control_has_a_barrier(sign_in, violations, karim, idriss, language, width):
    page = sign_in(idriss, language=language, width=width, script=True)
    incident = "?who=amina&begins=2020-01-01T00:00&ends=2099-01-01T00:00"
    for address in (
        reverse("backoffice:control"),
        reverse("backoffice:who_looked", args=[karim.pk]),
        reverse("backoffice:alerts"),
        reverse("backoffice:alert", args=[Alert.objects.latest("pk").pk]),
        reverse("backoffice:lifts"),
        reverse("backoffice:canaries"),
        reverse("backoffice:incident") + incident,
    ):
        page.goto(address)
        assert violations(page) == [], address
        sideways = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert sideways <= 0, address


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_phone_is_shown_in_clear_after_a_reason_and_no_page_has_a_barrier(
    sign_in, violations, karim, amina, language
):
    page = sign_in(amina, language=language, width=360, script=True)
    page.goto(reverse("backoffice:person", args=[karim.pk]) + "?onglet=coordonnees")

    page.click(f"form[action='{reverse('backoffice:reveal', args=[karim.pk])}'] button")
    assert violations(page) == []
    page.check("input[name=reason][value=CALL_BACK]")
    page.click("main form.readable button")

    assert "+212612345678" in page.content()
    assert violations(page) == []
