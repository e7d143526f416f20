"""Come back to one's space: number and password, a password forgotten, a session left."""

import pytest
from django.utils import timezone

from registration.models import Account, AccountSession
from registration.services.account import disable_account
from tests.portal.way.conftest import somewhere
from tests.portal.way.walking import PASSWORD, address, ask, enter, pause, prove, walk, words
from tests.registration.completing import complete, make_karim

pytestmark = pytest.mark.django_db
REFUSED = "n'ouvrent pas d'espace personnel"
OTHER = "une tout autre phrase"


@pytest.fixture
def owner(karim):
    """Karim, who completed with a password of his own."""
    complete(karim, password=PASSWORD, at=timezone.now())
    return karim


def sign_in(client, person, password=PASSWORD, *, wanted="", **options):
    said = {"number": person.formatted_number, "password": password}
    return client.post(address("sign_in") + wanted, said, **options)


def test_number_and_password_open_the_space(browser, owner):
    assert sign_in(browser, owner).url == address("space")
    assert browser.get(address("space")).status_code == 200


@pytest.mark.parametrize("space", [" ", ".", "-"])
def test_a_number_is_understood_however_it_is_spaced(browser, owner, space):
    number = owner.formatted_number
    said = {"number": space.join((number[:3], number[3:6], number[6:])), "password": PASSWORD}

    assert browser.post(address("sign_in"), said).url == address("space")


def test_a_wrong_password_and_a_wrong_number_meet_the_same_page(browser, owner):
    wrong = sign_in(browser, owner, "faux")
    stranger = make_karim(cin="CD1", phone="+212612000000")
    unknown = sign_in(browser, stranger)

    assert wrong.status_code == 200
    assert REFUSED in wrong.text.replace("&#x27;", "'")
    assert words(wrong).replace(owner.formatted_number, "") == words(unknown).replace(
        stranger.formatted_number, ""
    )
    assert "faux" not in wrong.text


def test_after_five_wrong_passwords_the_right_one_waits(browser, owner):
    for _try in range(5):
        sign_in(browser, owner, "faux")

    assert REFUSED in sign_in(browser, owner).text.replace("&#x27;", "'")


def test_she_goes_on_to_the_page_she_wanted(browser, owner):
    wanted = browser.get(address("password")).url
    assert wanted.startswith(address("sign_in"))

    said = {"number": owner.formatted_number, "password": PASSWORD}
    assert browser.post(wanted, said).url == address("password")


@pytest.mark.parametrize(
    "elsewhere",
    ["https://example.com", "//example.com", "/\\example.com", "javascript:alert(1)", "http:///x"],
)
def test_no_address_leads_her_to_another_site(browser, owner, elsewhere):
    page = sign_in(browser, owner, wanted=f"?next={elsewhere}")

    assert page.url == address("space")


def test_whoever_is_in_is_led_to_her_space(browser, owner):
    sign_in(browser, owner)

    assert browser.get(address("sign_in")).url == address("space")


def test_a_first_password_is_changed_before_anything_else(browser):
    karim = make_karim()
    first = complete(karim, at=timezone.now()).first_password

    assert sign_in(browser, karim, first, follow=True).redirect_chain[-1][0] == address("password")
    page = browser.get(address("password"))
    assert "present" not in page.context["form"].fields
    again = browser.post(address("password"), {"password": first})
    assert "mot de passe actuel" in again.text
    assert browser.post(address("password"), {"password": OTHER}).url == address("space")
    assert browser.get(address("space")).status_code == 200
    assert not Account.objects.get().must_change


def test_another_password_asks_the_present_one_and_ends_the_other_sessions(browser, visit, owner):
    sign_in(browser, owner)
    elsewhere = visit()
    sign_in(elsewhere, owner)

    refused = browser.post(address("password"), {"present": "faux", "password": OTHER})
    assert "pas votre mot de passe" in refused.text
    assert browser.post(address("password"), {"present": PASSWORD, "password": OTHER}).url
    assert browser.get(address("space")).status_code == 200
    assert elsewhere.get(address("space")).status_code == 302


def test_the_present_password_is_not_guessed_from_an_open_session(browser, owner):
    sign_in(browser, owner)
    for _try in range(5):
        browser.post(address("password"), {"present": "faux", "password": OTHER})

    page = browser.post(address("password"), {"present": PASSWORD, "password": OTHER})

    assert page.status_code == 200
    assert sign_in(browser, owner).status_code == 302


def test_a_forgotten_password_is_replaced_after_a_code(browser, owner):
    forgotten = browser.get(address("sign_in")).context["forgotten"]
    asked = {"document_kind": "CIN", "document": "AB123456", "birth": "12/03/1980"}
    browser.post(forgotten, asked)

    assert enter(browser).url == address("password")
    assert browser.post(address("password"), {"password": OTHER}).url == address("space")
    browser.post(address("sign_out"))
    assert sign_in(browser, owner, OTHER).url == address("space")


def test_a_code_lets_in_whoever_lost_her_first_password(browser):
    complete(make_karim(), at=timezone.now())

    assert prove(browser).url == address("space")
    assert browser.get(address("space")).status_code == 200


def test_a_password_typed_later_is_asked_for_again(browser, owner):
    prove(browser)
    sign_in(browser, owner)

    assert "present" in browser.get(address("password")).context["form"].fields


def test_signing_out_ends_the_session_and_leaves_nothing(browser, owner):
    sign_in(browser, owner)
    cookies = browser.cookies.output()

    page = browser.post(address("sign_out"), follow=True)

    assert "Vous êtes sorti" in page.text
    assert AccountSession.objects.get().ended_at is not None
    browser.cookies.load(cookies.replace("Set-Cookie: ", ""))
    assert browser.get(address("space")).status_code == 302


def test_signing_out_is_never_a_link(browser, owner):
    sign_in(browser, owner)

    assert browser.get(address("sign_out")).status_code == 405
    assert browser.get(address("space")).status_code == 200


def test_another_person_on_the_same_device_leaves_the_space_of_the_first(browser, owner):
    sign_in(browser, owner)
    salma = make_karim(cin="CD200002", phone="+212612000001", first_name="Salma")

    ask(browser, document="CD200002")
    page = browser.get(enter(browser).url)

    assert "Salma" in page.text
    assert browser.get(address("space")).status_code == 302
    assert salma.formatted_number not in page.text


def test_a_closed_space_is_told_in_the_words_of_any_wrong_sign_in(browser, owner, amina):
    account = Account.objects.get()
    disable_account(account=account, by=amina, reason="signalement", at=timezone.now())

    page = sign_in(browser, owner)

    assert REFUSED in page.text.replace("&#x27;", "'")
    assert "3939" in page.text


def test_her_device_is_named_in_her_sessions(owner, visit):
    phone = visit(headers={"user-agent": "Mozilla/5.0 (Android 6)"})
    sign_in(phone, owner)

    assert AccountSession.objects.get().device == "Mozilla/5.0 (Android 6)"


def test_walking_the_whole_way_is_one_session(browser, karim):
    walk(browser)
    pause()

    assert AccountSession.objects.count() == 1
    assert somewhere() != somewhere()
