"""Who am I to you? The same answer to everybody; the code says who she is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cnss_amo.accounts.models import OneTimeCode
from cnss_amo.messaging.models import Message
from registration.enums import Channel
from registration.services import activation
from tests.portal.way.walking import (
    address,
    ask,
    enter,
    pause,
    prove,
    sms,
    words,
)
from tests.registration.completing import make_karim, sent

pytestmark = pytest.mark.django_db
WRONG = "Ce code n'ouvre rien"


def test_whoever_says_who_she_is_is_led_to_the_code(browser, karim):
    answer = ask(browser)

    assert answer.url == address("code")
    assert len(sent()) == 1
    assert "Tapez votre code" in browser.get(answer.url).text


def test_somebody_unknown_meets_the_same_page_and_nothing_leaves(browser, visit, karim):
    known = browser.get(ask(browser).url)
    stranger = visit()
    unknown = stranger.get(ask(stranger, document="AB999999").url)

    assert words(known) == words(unknown)
    assert len(sent()) == 1


@pytest.mark.parametrize(
    "birth",
    [
        "12/03/1980",
        "12 03 1980",
        "12.3.1980",
        "12031980",
        "1980-03-12",
        "12 mars 1980",
        "١٢/٠٣/١٩٨٠",
    ],
)
def test_a_birth_is_understood_however_it_is_typed(browser, karim, birth):
    ask(browser, birth=birth)

    assert len(sent()) == 1


@pytest.mark.parametrize("birth", ["1950", "01/01/1950", "07/1950"])
def test_whoever_only_knows_her_year_gives_her_year(browser, birth):
    make_karim(birth_date=timezone.datetime(1950, 1, 1).date(), birth_precision="Y")

    ask(browser, birth=birth)

    assert len(sent()) == 1


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"document": ""}, "Écrivez le numéro de votre pièce"),
        ({"document": "12"}, "n'est pas celui d'une CIN"),
        ({"document_kind": "PASSEPORT", "document": "X"}, "n'est pas celui d'un passeport"),
        ({"birth": ""}, "Écrivez votre date de naissance"),
        ({"birth": "13/25/1980"}, "pas une date de naissance possible"),
        ({"birth": "12/03/80"}, "pas une date de naissance possible"),
        ({"birth": "12/03/2090"}, "pas une date de naissance possible"),
    ],
)
def test_what_cannot_be_read_is_asked_again_with_what_was_typed(browser, said, told):
    page = ask(browser, **said)

    assert page.status_code == 200
    assert told in page.text.replace("&#x27;", "'")
    assert "<title>Erreur :" in page.text
    [(_name, typed)] = [one for one in said.items() if one[0] != "document_kind"]
    assert f'value="{typed}"' in page.text or not typed
    assert not OneTimeCode.objects.exists()


def test_the_code_opens_the_data(browser, karim):
    assert prove(browser).url == address("confirm")


@pytest.mark.parametrize("typed", ["000000", "x", "123", "ABCDEFGHJK"])
def test_a_wrong_code_is_told_in_the_same_words(browser, karim, typed):
    ask(browser)

    page = enter(browser, typed)

    assert WRONG in page.text.replace("&#x27;", "'")
    assert f'value="{typed}"' in page.text
    assert browser.get(address("confirm")).url == address("identify")


def test_a_code_dies_after_ten_minutes(browser, karim):
    ask(browser)
    then = timezone.now() - timedelta(minutes=11)
    OneTimeCode.objects.update(asked_at=then, expires_at=then + timedelta(minutes=10))

    assert WRONG in enter(browser).text.replace("&#x27;", "'")


def test_the_code_of_one_browser_opens_nothing_in_another(browser, visit, karim):
    ask(browser)
    thief = visit()
    ask(thief)

    assert thief.get(address("code")).status_code == 200
    assert WRONG in enter(thief).text.replace("&#x27;", "'")


def test_a_code_on_paper_is_typed_on_the_same_page_and_costs_no_sms(browser, karim, amina):
    code = activation.hand_paper_code(
        person_id=karim.pk, by=amina, channel=Channel.AGENCY, at=timezone.now()
    )
    assert ask(browser, "paper").url == address("code")

    assert enter(browser, f"{code[:5]} {code[5:].lower()}").url == address("confirm")
    assert sms() == 0


def test_a_person_without_a_phone_comes_in_with_her_paper(browser, amina):
    karim = make_karim(phone=None)
    code = activation.hand_paper_code(
        person_id=karim.pk, by=amina, channel=Channel.POINT, at=timezone.now()
    )
    ask(browser)

    assert enter(browser, code).url == address("confirm")


def test_another_code_waits_a_minute_and_the_page_says_how_long(browser, karim):
    ask(browser)

    page = browser.post(address("another_code"), follow=True)

    assert "Attendez encore" in page.text
    assert len(sent()) == 1


def test_after_a_minute_another_code_leaves_without_typing_it_all_again(browser, karim):
    ask(browser)
    wait_a_minute(browser)

    page = browser.post(address("another_code"), follow=True)

    assert "un autre code vient de partir" in page.text
    assert len(sent()) == 2
    assert enter(browser).url == address("confirm")


def test_the_words_about_another_code_are_the_same_for_somebody_unknown(browser, visit, karim):
    told = []
    for someone, document in ((browser, "AB123456"), (visit(), "AB999999")):
        ask(someone, document=document)
        wait_a_minute(someone)
        told.append(words(someone.post(address("another_code"), follow=True)))

    assert told[0] == told[1]


def wait_a_minute(browser):
    """A minute passes for whoever asked, and for her phone."""
    session = browser.session
    session["asked"] = session["asked"] | {"at": session["asked"]["at"] - 61}
    session.save()
    pause()


def test_a_browser_that_never_asked_is_led_to_say_who_it_is(browser):
    assert browser.post(address("another_code")).url == address("identify")
    assert address("identify") in browser.get(address("code")).text


# Only her number.


def test_the_number_goes_to_the_phone_on_file_and_no_page_shows_it(browser, karim):
    page = browser.get(ask(browser, "number").url)

    [message] = Message.objects.all()
    assert (message.text, message.about_person) == ("NUMBER", karim.pk)
    assert sent("NUMBER") == [{"number": karim.formatted_number}]
    assert karim.formatted_number not in page.text


def test_asking_for_the_number_tells_a_stranger_nothing(browser, visit, karim):
    known = browser.get(ask(browser, "number").url)
    stranger = visit()
    unknown = stranger.get(ask(stranger, "number", document="AB999999").url)

    assert words(known) == words(unknown)
    assert Message.objects.count() == 1


def test_a_person_without_a_number_yet_receives_none(browser):
    make_karim(number=None)

    ask(browser, "number")

    assert not Message.objects.exists()
