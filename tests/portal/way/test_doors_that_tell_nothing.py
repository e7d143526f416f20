"""E-1, E-3, E-4 at the doors of the portal: nobody is told apart, guessed, or bombed."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cnss_amo.accounts.models import CodeTry, OneTimeCode
from cnss_amo.kernel.identifiers import number_from_sequence
from registration.models import Account
from tests.portal.way.conftest import somewhere
from tests.portal.way.walking import IDENTITY, PASSWORD, address, ask, enter, pause, sms
from tests.registration.completing import code_sent, make_karim

pytestmark = pytest.mark.django_db
PEOPLE = 200
CONTEXT = re.compile(r"^SELECT set_config.*?\);\s*", re.DOTALL)


@pytest.fixture
def known():
    """Two hundred people whom lists registered, each with a phone of her own."""
    return [make_karim(cin=f"AB{300000 + n}", phone=f"+2126110{n:05d}") for n in range(PEOPLE)]


def shape(response):
    """All that tells one answer from another, from outside."""
    cookies = {name: len(morsel.OutputString()) for name, morsel in response.cookies.items()}
    return (
        response.status_code,
        response.headers.get("Location"),
        len(response.content),
        tuple(sorted(cookies.items())),
    )


def documents(first):
    return [IDENTITY | {"document": f"AB{first + n}"} for n in range(PEOPLE)]


@pytest.mark.parametrize("act", ["", "paper", "number"])
def test_saying_who_one_is_answers_the_known_and_the_unknown_alike(visit, known, act):
    shapes = [
        {shape(visit().post(address("identify"), said | {"act": act})) for said in people}
        for people in (documents(300000), documents(700000))
    ]

    assert len(shapes[0]) == 1
    assert shapes[0] == shapes[1]


def test_a_wrong_code_answers_the_known_and_the_unknown_alike(visit, known):
    shapes = []
    for people in (documents(300000), documents(700000)):
        met = set()
        for said in people:
            browser = visit()
            browser.post(address("identify"), said)
            met.add(shape(browser.post(address("code"), {"code": "x12345"})))
        shapes.append(met)

    assert len(shapes[0]) == 1
    assert shapes[0] == shapes[1]


def test_signing_in_answers_the_known_and_the_unknown_alike(visit, known):
    accounts = [
        Account(person=one, password="!", language="fr", opened_at=one.created_at) for one in known
    ]
    Account.objects.bulk_create(accounts)
    numbers = [
        [one.formatted_number for one in known],
        [f"{number_from_sequence(9_000_000 + n):09d}" for n in range(PEOPLE)],
    ]

    shapes = [
        {
            shape(visit().post(address("sign_in"), {"number": number, "password": PASSWORD}))
            for number in some
        }
        for some in numbers
    ]

    assert len(shapes[0]) == 1
    assert shapes[0] == shapes[1]


def made_by(act):
    """The statements that an act makes, but for the savepoint of a message.

    The audit says in front of each who acts.
    """
    with CaptureQueriesContext(connection) as statements:
        act()
    ran = [CONTEXT.sub("", one["sql"]).split() for one in statements.captured_queries]
    kept = [words for words in ran if words[0] not in ("SAVEPOINT", "RELEASE", "ROLLBACK")]
    return [" ".join(words[:3]) for words in kept]


@pytest.mark.parametrize("act", ["", "paper", "number"])
def test_the_same_statements_are_made_for_the_known_and_the_unknown(visit, karim, act):
    made = []
    for document in ("AB123456", "AB700007"):
        browser = visit()
        made.append(made_by(lambda: ask(browser, act, document=document)))  # noqa: B023

    assert len(made[0]) > 5
    assert made[0] == made[1]


def test_the_same_statements_are_made_for_a_wrong_code(visit, karim):
    made = []
    for document in ("AB123456", "AB700007"):
        browser = visit()
        ask(browser, document=document)
        made.append(made_by(lambda: enter(browser, "x12345")))  # noqa: B023

    assert made[0] == made[1]


def test_hundreds_of_guesses_at_the_page_never_go_beyond_five_tries(browser, karim):
    ask(browser)
    request, code = OneTimeCode.objects.get(), code_sent()
    for guess in range(300):
        wrong = f"{guess:06d}"
        page = enter(browser, wrong if wrong != code else "x")
        assert page.status_code == 200

    assert enter(browser, code).status_code == 200
    assert CodeTry.objects.filter(reference=request.pk).count() == 5
    assert browser.get(address("confirm")).url == address("identify")


def test_the_fifth_try_opens_and_the_sixth_does_not(visit, karim):
    for wrong, opens in ((4, True), (5, False)):
        browser = visit()
        pause()
        ask(browser)
        for _guess in range(wrong):
            enter(browser, "x")
        assert (enter(browser).status_code == 302) is opens


def test_asking_for_another_request_gives_no_other_tries_at_a_code(browser, karim):
    ask(browser)
    code = code_sent()
    for _guess in range(5):
        enter(browser, "x")

    ask(browser, document="AB 123 456")

    assert enter(browser, code).status_code == 200


def test_hundreds_of_requests_for_one_number_send_one_sms_in_the_minute(visit, karim):
    for press in range(300):
        ask(visit(), act=("", "number")[press % 2])

    assert sms() == 1


def test_codes_and_numbers_count_together(visit, known):
    """Ten an hour leave for one address of the network, whoever they are about."""
    here = somewhere()
    for n in range(15):
        browser = visit()
        browser.defaults["REMOTE_ADDR"] = here
        ask(browser, document=f"AB{300000 + n}")

    assert sms() == 10
