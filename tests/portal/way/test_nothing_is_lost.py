"""Pressed twice, gone back, a line that drops: no double, and nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from cnss_amo.accounts.models import OneTimeCode
from registration.enums import EventKind
from registration.models import AccountSession, CompletedRegistration, Draft, Event
from tests.portal.way.walking import address, answer, ask, enter, finish, held, pause, prove, walk
from tests.registration.completing import code_sent, sent

pytestmark = pytest.mark.django_db


def copy_of(browser):
    """The same browser as it was, whose answer never came: its cookies are the former ones."""
    twin = Client(REMOTE_ADDR=browser.defaults["REMOTE_ADDR"])
    for name, morsel in browser.cookies.items():
        twin.cookies[name] = morsel.value
    return twin


def test_asking_twice_sends_one_code_which_opens(browser, karim):
    browser.get(address("identify"))
    twin = copy_of(browser)
    ask(browser)

    ask(twin)

    assert len(sent()) == 1
    assert enter(twin).url == address("confirm")


def test_a_browser_that_never_saw_the_answer_asks_again_and_its_code_opens(browser, karim):
    browser.get(address("identify"))
    lost = copy_of(browser)
    ask(browser)

    for _press in range(4):
        ask(lost)

    assert enter(lost).url == address("confirm")


def test_a_code_pressed_twice_opens_both_times(browser, karim):
    ask(browser)
    twin = copy_of(browser)
    code = code_sent()

    assert enter(browser, code).url == address("confirm")
    assert enter(twin, code).url == address("confirm")
    assert twin.get(address("confirm")).status_code == 200


def test_a_code_pressed_again_after_a_minute_opens_nothing(browser, karim):
    ask(browser)
    code = code_sent()
    twin = copy_of(browser)
    enter(browser, code)
    OneTimeCode.objects.update(used_at=timezone.now() - timedelta(minutes=1))

    assert enter(twin, code).status_code == 200


def test_a_used_code_opens_nothing_from_another_browser(browser, visit, karim):
    ask(browser)
    code = code_sent()
    enter(browser, code)

    assert enter(visit(), code).status_code == 200


def test_answers_sent_twice_are_kept_once(browser, karim):
    prove(browser)
    twin = copy_of(browser)

    assert answer(browser, address="3 rue du Port").url == address("verify_answers")
    assert answer(twin, address="3 rue du Port").url == address("verify_answers")

    assert Draft.objects.count() == 1


def test_completing_twice_is_one_completion_and_the_same_confirmation(browser, karim):
    prove(browser)
    answer(browser)
    twin = copy_of(browser)

    first = finish(browser, follow=True)
    second = finish(twin, follow=True)

    reference = CompletedRegistration.objects.get().reference
    assert reference in first.text
    assert reference in second.text
    assert Event.objects.filter(kind=EventKind.REGISTRATION_COMPLETED).count() == 1
    assert AccountSession.objects.filter(ended_at=None).count() == 1
    assert len(sent("COMPLETION_RECEIPT")) == 1


def test_the_confirmation_is_found_again_and_its_form_sent_back_is_calm(browser, karim):
    walk(browser)

    assert browser.get(address("done")).status_code == 200
    for step in ("confirm", "verify_answers"):
        page = browser.get(address(step), follow=True)
        assert page.status_code == 200
        assert page.redirect_chain[-1][0] in (address("space"), address("done"))
    assert finish(browser).url == address("done")


def test_going_back_from_the_check_shows_what_was_typed(browser, karim):
    prove(browser)
    answer(browser, address="3 rue du Port", phone="0661000000", language="ar")

    filled = held(browser.get(address("confirm")))

    assert (filled["address"], filled["phone"]) == ("3 rue du Port", "0661000000")
    assert filled["language"] == "ar"


def test_what_was_typed_wrong_is_found_again_too(browser, karim):
    prove(browser)
    answer(browser, address="3 rue du Port", phone="06 12")

    filled = held(browser.get(address("confirm")))

    assert (filled["address"], filled["phone"]) == ("3 rue du Port", "06 12")


def test_changing_one_answer_leaves_the_others_and_comes_back_at_once(browser, karim, agencies):
    prove(browser)
    answer(browser, address="3 rue du Port", agency=str(agencies[1].pk))

    assert answer(browser, phone="0661000000").url == address("verify_answers")

    page = browser.get(address("verify_answers")).text
    assert "3 rue du Port" in page
    assert "0661000000" in page
    assert "Agence Sefrou 2" in page


def test_a_dropped_line_is_taken_up_on_another_device(browser, visit, karim):
    prove(browser)
    answer(browser, address="3 rue du Port")
    phone = visit()
    pause()

    prove(phone)
    page = phone.get(address("confirm"))

    assert held(page)["address"] == "3 rue du Port"
    assert "Vous reprenez où vous en étiez" in page.text
    assert phone.get(address("verify_answers")).status_code == 200


def test_after_a_day_what_was_typed_is_forgotten(browser, karim):
    prove(browser)
    answer(browser, address="3 rue du Port")
    Draft.objects.update(kept_at=timezone.now() - timedelta(hours=24))

    assert held(browser.get(address("confirm")))["address"] == "17 rue des Orangers"


def test_leaving_half_way_keeps_the_answers_and_empties_the_browser(browser, visit, karim):
    prove(browser)
    answer(browser, address="3 rue du Port")

    page = browser.post(address("sign_out"), follow=True)

    assert "Vous êtes sorti" in page.text
    assert browser.get(address("confirm")).url == address("identify")
    pause()
    later = visit()
    prove(later)
    assert held(later.get(address("confirm")))["address"] == "3 rue du Port"


def test_a_password_whose_page_was_lost_is_chosen_anew(browser, karim):
    walk(browser, password="")
    browser.get(address("done"))

    page = browser.post(address("password"), {"password": "une phrase à moi"})

    assert page.url == address("space")


@pytest.mark.django_db(transaction=True)
def test_two_browsers_that_complete_at_once_complete_once(law, visit, karim):
    browser = visit()
    prove(browser)
    answer(browser)
    twins = [copy_of(browser) for _press in range(3)]

    def press(twin):
        try:
            return finish(twin).url
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(twins)) as hands:
        led = set(hands.map(press, twins))

    assert led == {address("done")}
    assert CompletedRegistration.objects.count() == 1
