"""Check the answers, send them, take away what was given; or read that it is done already."""

import pytest
from django.conf import settings
from django.utils import timezone

from registration.enums import Channel, EventKind, State
from registration.models import (
    Account,
    CompletedRegistration,
    Draft,
    Event,
    Person,
)
from registration.services.drafts import draft_of
from tests.portal.way.walking import PASSWORD, address, answer, finish, walk
from tests.registration.completing import complete

pytestmark = pytest.mark.django_db


def test_each_answer_is_checked_beside_a_link_that_changes_it(inside):
    answer(inside)

    page = inside.get(address("verify_answers"))

    rows = page.context["rows"]
    assert [row.change for row in rows][0] == f"{address('confirm')}#id_phone"
    assert page.text.count(">Modifier<") == len(rows)
    assert "06••••••78" in page.text


def test_nothing_is_checked_before_it_is_said(inside):
    assert inside.get(address("verify_answers")).url == address("confirm")
    assert finish(inside).url == address("confirm")
    assert not Event.objects.filter(kind=EventKind.REGISTRATION_COMPLETED).exists()


def test_completing_opens_the_space_and_shows_what_she_takes_away(browser, karim, agencies):
    page = walk(browser)

    completed = CompletedRegistration.objects.get()
    assert page.redirect_chain == [(address("done"), 302)]
    for said in (completed.reference, karim.formatted_number, "Agence Sefrou 1"):
        assert said in page.text
    assert (completed.channel, completed.language) == (Channel.PORTAL, "fr")
    assert completed.consent == settings.NOTICE_VERSION
    assert address("space") in page.text
    assert address("attestation") in page.text
    assert browser.get(address("space")).status_code == 200
    assert not Account.objects.get().must_change


def test_without_a_password_she_is_given_a_first_one_shown_once(browser, visit, karim):
    page = walk(browser, password="")

    first = page.context["password"]
    assert first in page.text
    assert first not in browser.get(address("done")).text
    assert browser.get(address("space")).status_code == 200
    said = {"number": karim.formatted_number, "password": first}
    assert visit().post(address("sign_in"), said, follow=True).redirect_chain[-1][0] == address(
        "password"
    )


@pytest.mark.parametrize("weak", ["court", "password1", "cnss2026"])
def test_a_weak_password_is_refused_and_nothing_is_lost(inside, weak):
    answer(inside, address="3 rue du Port")

    page = finish(inside, weak)

    assert page.status_code == 200
    assert "3 rue du Port" in page.text
    assert f'value="{weak}"' not in page.text
    assert finish(inside).url == address("done")


def test_the_language_she_chooses_is_that_of_her_pages(browser, karim):
    page = walk(browser, language="ar")

    assert 'dir="rtl"' in page.text
    assert Account.objects.get().language == "ar"


def test_the_notice_can_be_read_before_and_after(browser, inside):
    assert "09-08" in inside.get(address("confirm")).text
    assert "09-08" in browser.get(address("notice")).text


def test_no_page_asks_much_of_the_database(inside, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        inside.get(address("confirm"))
    answer(inside)
    with django_assert_max_num_queries(12):
        inside.get(address("verify_answers"))


# Already complete, by another way.


def test_what_another_channel_completed_meanwhile_is_confirmed_the_same(inside, karim):
    answer(inside)
    done = complete(karim, channel=Channel.AGENCY)

    page = finish(inside, follow=True)

    assert page.redirect_chain == [(address("done"), 302)]
    assert done.reference in page.text
    assert CompletedRegistration.objects.count() == 1


def test_a_registration_that_ended_meanwhile_is_told_calmly(inside, karim):
    answer(inside)
    Person.objects.filter(pk=karim.pk).update(state=State.DEREGISTERED)

    page = finish(inside, follow=True)

    assert page.status_code == 200
    assert "a pris fin" in page.text


def test_the_draft_is_forgotten_once_it_is_sent(inside, karim):
    answer(inside)
    assert Draft.objects.exists()

    finish(inside)

    assert not Draft.objects.exists()


def test_the_draft_keeps_no_password(inside, karim):
    answer(inside)
    finish(inside, "court")

    assert "password" not in draft_of(person_id=karim.pk, at=timezone.now())
    assert PASSWORD not in str(draft_of(person_id=karim.pk, at=timezone.now()))
