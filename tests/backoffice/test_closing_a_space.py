import pytest
from django.urls import reverse
from django.utils import timezone

from cnss_amo.accounts.enums import LookKind, Role
from cnss_amo.accounts.models import Look
from registration.enums import EventKind
from registration.models import Account, Event
from registration.services.account import WrongSignIn, choose_language, sign_in
from tests.registration.completing import complete, make_karim

pytestmark = pytest.mark.django_db
PASSWORD = "une phrase à moi"


@pytest.fixture
def karim():
    karim = make_karim()
    complete(karim, password=PASSWORD)
    return karim


@pytest.fixture
def desk(client, hire):
    client.force_login(hire("samira", Role.SUPERVISOR))
    return client


def address(person):
    return reverse("backoffice:space", args=[person.pk])


def opens(person):
    try:
        sign_in(number=person.formatted_number, password=PASSWORD, at=timezone.now())
    except WrongSignIn:
        return False
    return True


def test_a_supervisor_closes_a_space_for_a_reason_and_the_page_says_so(desk, karim):
    answer = desk.post(address(karim), {"reason": "téléphone volé", "close": "1"}, follow=True)

    assert "Fermé le" in answer.text
    assert not opens(karim)
    event = Event.objects.get(kind=EventKind.ACCOUNT_DISABLED)
    assert (event.by.username, event.details) == ("samira", {"reason": "téléphone volé"})
    assert {look.kind for look in Look.objects.all()} == {LookKind.ACT}


def test_a_space_opened_again_wants_a_new_code(desk, karim):
    desk.post(address(karim), {"reason": "téléphone volé", "close": "1"})

    desk.post(address(karim), {"reason": "téléphone retrouvé", "reopen": "1"})

    assert Account.objects.get().disabled_at is None
    assert not opens(karim)
    assert Event.objects.filter(kind=EventKind.ACCOUNT_REOPENED).count() == 1


def test_nothing_is_closed_without_a_reason(desk, karim):
    answer = desk.post(address(karim), {"reason": " ", "close": "1"})

    assert "Donnez le motif." in answer.text
    assert Account.objects.get().disabled_at is None


def test_a_second_press_meets_a_calm_word(desk, karim):
    for _press in range(2):
        answer = desk.post(address(karim), {"reason": "vol", "close": "1"}, follow=True)

    assert "Cet espace est déjà fermé." in answer.text
    assert Event.objects.filter(kind=EventKind.ACCOUNT_DISABLED).count() == 1


def test_whoever_has_no_space_has_none_to_close(desk):
    person = make_karim()

    assert "n'a pas encore d'espace" in desk.get(address(person)).text
    assert desk.post(address(person), {"reason": "vol", "close": "1"}).status_code == 200


def test_an_agent_closes_none(client, amina, karim):
    client.force_login(amina)

    assert client.post(address(karim), {"reason": "vol"}).status_code == 403


def test_the_audit_tells_what_stood_before_without_any_hash(desk, karim):
    desk.post(address(karim), {"reason": "téléphone volé", "close": "1"})

    event = Account.objects.get().audit.get()
    assert (event.disabled_at, event.pgh_label) == (None, "changed")
    assert event.pgh_context.metadata["reason"] == "téléphone volé"
    assert not hasattr(event, "password")


def test_the_audit_tells_that_a_password_or_a_language_changed(karim):
    account = Account.objects.get()
    Account.objects.update(password="argon2$autre")
    choose_language(account=account, language="ar")

    assert [event.language for event in account.audit.order_by("pgh_id")] == ["fr", "fr"]


def test_the_audit_of_a_space_is_never_rewritten(karim):
    from django.db import InternalError, transaction

    choose_language(account=Account.objects.get(), language="ar")
    for act in (lambda audit: audit.update(language="fr"), lambda audit: audit.delete()):
        with pytest.raises(InternalError), transaction.atomic():
            act(Account.objects.get().audit.all())
