from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cnss_amo.accounts.enums import LookKind, Role
from cnss_amo.accounts.models import Failure, Look
from cnss_amo.backoffice.desk import TABS
from cnss_amo.kernel.db import keyring
from registration.enums import Channel, EventKind, State
from registration.models import Account, Event, Person
from registration.services import caller
from tests.registration.completing import PHONE, make_karim
from tests.registration.factories import make_person

pytestmark = pytest.mark.django_db
ANSWERS = {
    "document": "3456",
    "birth": "12/03/1980",
    "phone": "5678",
    "birth_place": "sefrou",
}
SAID = {"language": "fr", "consent": "on"}


def address(person, act="verify"):
    return reverse(f"backoffice:{act}", args=[person.pk])


@pytest.fixture
def yassine(client, hire):
    """On the phone, at the call centre."""
    client.force_login(hire("yassine", Role.CALL_CENTRE))
    return client


@pytest.fixture
def karim():
    return make_karim(birth_place="Sefrou")


def asked_on(page):
    return [name for name in ANSWERS if f'name="{name}"' in page]


def answer(client, person, **wrong):
    asked = asked_on(client.get(address(person)).text)
    given = {name: ANSWERS[name] for name in asked}
    if wrong:
        given[asked[0]] = wrong["first"]
    return client.post(address(person), given)


def test_three_questions_are_asked_and_their_answers_never_shown(yassine, karim):
    page = yassine.get(address(karim)).text

    assert len(asked_on(page)) == 3
    assert not any(held in page for held in ("AB123456", "345678"))


def test_until_then_no_page_tells_what_is_asked(yassine):
    karim = make_karim(birth_place="Sefrou", birth_date=date(1984, 6, 5))
    make_person(cin="BK1", phone=PHONE, birth_date=date(1983, 7, 9), birth_place="Taza")
    asked = ("05/06/1984", "Sefrou", "09/07/1983", "Taza")

    shown = [yassine.get(address(karim, "person"), {"onglet": tab.slug}).text for tab in TABS]
    shown.append(yassine.get(address(karim)).text)
    shown.append(yassine.post(reverse("backoffice:search"), {"q": karim.last_name}).text)

    assert not [told for told in asked for page in shown if told in page]
    assert all("••/••/198•" in page for page in shown)


def test_verified_her_own_file_is_told_and_her_relatives_are_not(yassine, karim):
    make_person(cin="BK1", phone=PHONE, birth_date=date(1983, 7, 9))
    answer(yassine, karim)

    page = yassine.get(address(karim, "person"), {"onglet": "liens"}).text

    assert "12/03/1980" in page
    assert "09/07/1983" not in page
    assert "••/••/198•" in page


def test_what_stood_before_is_not_told_either(yassine, karim):
    karim.birth_date = date(1980, 3, 13)
    karim.save()

    assert "12/03/1980" not in yassine.get(address(karim, "person"), {"onglet": "historique"}).text


def test_the_same_questions_are_asked_until_they_are_answered(yassine, karim):
    pages = {tuple(asked_on(yassine.get(address(karim)).text)) for _time in range(6)}

    assert len(pages) == 1


def test_nothing_opens_before_the_caller_is_verified(yassine, karim):
    response = yassine.post(address(karim, "complete"), SAID)

    assert response.url == address(karim)
    assert Person.objects.get().state == State.PRE_REGISTERED


def test_right_answers_open_the_same_acts_for_this_call(yassine, karim):
    assert answer(yassine, karim).url == address(karim, "complete")

    form = yassine.get(address(karim, "complete")).text
    assert "06••••••78" in form
    assert 'name="paper"' not in form
    done = yassine.post(address(karim, "complete"), SAID, follow=True)

    assert "first-password" in done.text
    completed = Event.objects.get(kind=EventKind.REGISTRATION_COMPLETED)
    assert completed.details["channel"] == Channel.CALL_CENTRE
    assert Account.objects.get().opened_through == Channel.CALL_CENTRE
    verified = Event.objects.get(kind=EventKind.CALLER_VERIFIED)
    assert verified.by.username == "yassine"


def test_a_known_phone_is_not_changed_by_a_call(yassine, karim):
    answer(yassine, karim)

    yassine.post(address(karim, "complete"), SAID | {"phone": "0699887766"})

    karim.refresh_from_db()
    assert karim.state == State.COMPLETED
    assert keyring().unseal_text(karim.phone_sealed, "phone") == PHONE


def test_a_verified_caller_is_one_person_only(yassine, karim):
    answer(yassine, karim)
    other = make_person()

    assert yassine.get(address(other, "complete")).url == address(other)


def test_a_call_lasts_a_quarter_of_an_hour(yassine, karim, settings):
    answer(yassine, karim)
    settings.CALL_LASTS = timedelta(0)

    assert yassine.get(address(karim, "complete")).url == address(karim)


@pytest.mark.parametrize("first", ["0000", "12", "12/03/1981", "x"])
def test_one_wrong_answer_opens_nothing_and_is_not_named(yassine, karim, first):
    page = answer(yassine, karim, first=first).text

    assert "ne suffisent pas" in page
    assert page.count("field-error") == 0
    assert yassine.get(address(karim, "complete")).url == address(karim)


def test_after_three_failures_the_file_is_closed_to_calls_for_an_hour(yassine, karim):
    for _time in range(3):
        answer(yassine, karim, first="0000")

    assert "fermé aux appels" in yassine.get(address(karim)).text
    Failure.objects.update(failed_at=timezone.now() - timedelta(minutes=61))
    assert answer(yassine, karim).url == address(karim, "complete")


def test_right_answers_after_three_failures_open_nothing(yassine, karim):
    asked = asked_on(yassine.get(address(karim)).text)
    for _time in range(3):
        answer(yassine, karim, first="0000")

    page = yassine.post(address(karim), {name: ANSWERS[name] for name in asked}).text
    assert "fermé aux appels" in page
    assert not Event.objects.filter(kind=EventKind.CALLER_VERIFIED).exists()


def test_a_file_with_too_little_to_ask_is_for_the_counter(yassine):
    page = yassine.get(address(make_karim(phone=None, birth_place=""))).text

    assert "toute agence" in page
    assert asked_on(page) == []


def test_each_try_writes_a_look(yassine, karim):
    answer(yassine, karim, first="0000")

    assert [look.kind for look in Look.objects.all()] == [LookKind.ACT] * 2


def test_an_agent_of_the_counter_asks_no_questions(client, amina, karim):
    client.force_login(amina)

    assert client.get(address(karim)).status_code == 403


def test_a_year_alone_is_no_answer_when_the_day_is_known():
    karim = make_karim(birth_place="Sefrou")
    questions = ["document", "birth", "phone"]

    with pytest.raises(caller.WrongAnswers):
        caller.verify_caller(
            person=karim,
            asked=questions,
            answers=ANSWERS | {"birth": "1980"},
            by=None,
            at=timezone.now(),
        )
    assert caller.verify_caller(
        person=karim, asked=questions, answers=ANSWERS, by=None, at=timezone.now()
    )
