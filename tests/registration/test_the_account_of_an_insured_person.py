from datetime import timedelta
from importlib import import_module

import pytest
from django.conf import settings as site
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from cnss_amo.portal.insured import enter_space
from registration.enums import EventKind
from registration.models import Account, AccountSession, Event
from registration.services import account as accounts
from registration.services.account import WrongSignIn
from tests.registration.completing import NOON, complete, later, make_karim
from tests.registration.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.registration.spaces")]
PASSWORD = "une phrase à moi"


@pytest.fixture(autouse=True)
def pages(settings):
    settings.INSURED_SIGN_IN, settings.INSURED_FIRST_PASSWORD = "sign_in", "password"


@pytest.fixture
def karim():
    person = make_karim()
    complete(person, password=PASSWORD)
    return person


def sign_in(person, password=PASSWORD, *, ip="192.0.2.7", at=None):
    number = person.formatted_number
    return accounts.sign_in(number=number, password=password, ip=ip, at=at or timezone.now())


def let_in(client, key):
    """Put a browser in a space, as the pages do."""
    request = HttpRequest()
    request.session = client.session
    request.user = type("Anonymous", (), {"is_authenticated": False})()
    enter_space(request, key)
    request.session.save()
    client.cookies[site.SESSION_COOKIE_NAME] = request.session.session_key


def test_number_and_password_open_the_space(client, karim):
    let_in(client, sign_in(karim))

    page = client.get("/space/")

    assert page.text == karim.formatted_number
    assert page.headers["Cache-Control"] == "no-store"


def test_a_stranger_is_led_to_the_sign_in_page_and_back(client):
    assert client.get("/space/").url == "/sign-in/?next=%2Fspace%2F"


def test_the_password_is_kept_as_argon2id(karim):
    assert Account.objects.get().password.startswith("argon2$argon2id$")


def test_a_wrong_number_and_a_wrong_password_are_answered_in_the_same_words(karim):
    stranger = make_person()
    told = set()
    for person, password in ((karim, "faux"), (stranger, PASSWORD)):
        with pytest.raises(WrongSignIn) as refused:
            sign_in(person, password)
        told.add(str(refused.value))
    assert len(told) == 1


def test_after_five_wrong_passwords_the_right_one_waits(karim):
    for _try in range(5):
        with pytest.raises(WrongSignIn):
            sign_in(karim, "faux", ip="192.0.2.50")

    with pytest.raises(WrongSignIn):
        sign_in(karim, ip="192.0.2.50")
    assert sign_in(karim, ip="192.0.2.51")
    assert sign_in(karim, ip="192.0.2.50", at=timezone.now() + timedelta(minutes=16))


@pytest.mark.parametrize("weak", ["1234567", "password1", "cnss2026", "immatriculation"])
def test_a_weak_password_is_refused(karim, weak):
    with pytest.raises(ValidationError):
        accounts.change_password(account=Account.objects.get(), password=weak, keep=None, at=NOON)


def test_a_first_password_is_changed_before_anything_else(client):
    karim = make_karim()
    first = complete(karim).first_password
    let_in(client, sign_in(karim, first))

    assert client.get("/space/").url == "/password/"
    assert client.get("/password/").text == "choose"
    account = Account.objects.get()
    accounts.change_password(account=account, password=PASSWORD, keep=None, at=NOON)
    let_in(client, sign_in(karim))
    assert client.get("/space/").status_code == 200


def test_a_changed_password_ends_the_other_sessions_at_their_next_page(client, karim):
    mine, other = sign_in(karim), sign_in(karim)
    account = Account.objects.get()
    accounts.change_password(
        account=account, password="une autre phrase", keep=mine, at=timezone.now()
    )

    let_in(client, other)
    assert client.get("/space/").status_code == 302
    let_in(client, mine)
    assert client.get("/space/").status_code == 200
    assert Event.objects.filter(kind=EventKind.PASSWORD_CHANGED).count() == 1


def test_a_disabled_account_is_out_at_the_next_page(client, karim, amina):
    let_in(client, sign_in(karim))
    account = Account.objects.get()
    accounts.disable_account(account=account, by=amina, reason="signalement", at=timezone.now())

    assert client.get("/space/").status_code == 302
    with pytest.raises(WrongSignIn):
        sign_in(karim)


def test_a_file_merged_into_another_is_out_at_the_next_page(client, karim):
    let_in(client, sign_in(karim))
    karim.merged_into, karim.document_key = make_person(), None
    karim.save()

    assert client.get("/space/").status_code == 302


def test_twenty_minutes_unused_end_a_session(client, karim):
    key = sign_in(karim)
    let_in(client, key)
    ago = timezone.now() - timedelta(minutes=19)
    AccountSession.objects.filter(pk=key).update(seen_at=ago)
    assert client.get("/space/").status_code == 200

    AccountSession.objects.filter(pk=key).update(seen_at=ago - timedelta(minutes=1))
    assert client.get("/space/").status_code == 302


def test_the_browser_s_session_is_a_new_one_after_signing_in(client, karim):
    client.get("/sign-in/")
    fixed = client.session
    fixed["planted"] = "yes"
    fixed.save()
    before = fixed.session_key
    client.cookies[site.SESSION_COOKIE_NAME] = before

    let_in(client, sign_in(karim))

    engine = import_module(site.SESSION_ENGINE)
    assert client.session.session_key != before
    assert not engine.SessionStore().exists(before)


def test_signing_out_ends_the_session_for_good(client, karim):
    let_in(client, sign_in(karim))
    cookie = client.cookies[site.SESSION_COOKIE_NAME].value
    client.get("/sign-out/")

    client.cookies[site.SESSION_COOKIE_NAME] = cookie
    assert client.get("/space/").status_code == 302
    assert AccountSession.objects.get().ended_at is not None


def test_one_session_is_ended_from_another_phone(karim):
    phone, computer = sign_in(karim), sign_in(karim)
    account = Account.objects.get()

    accounts.end_sessions(account=account, only=phone, at=later())

    assert not accounts.account_of_session(str(phone), at=timezone.now())
    assert accounts.account_of_session(str(computer), at=timezone.now()) == account


def test_a_person_who_asks_again_gets_a_new_password_and_her_sessions_end(karim):
    key = sign_in(karim)
    account = Account.objects.get()

    drawn = accounts.open_account(person=karim, language="ar", channel="AGENCY", at=timezone.now())

    assert not accounts.account_of_session(str(key), at=timezone.now())
    assert sign_in(karim, drawn)
    assert Account.objects.get().opened_at == account.opened_at
