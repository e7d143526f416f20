"""What a code opens: her data, her space, or a page that says why not; and in which session."""

import pytest
from django.utils import timezone

from registration.models import Account, Person
from registration.services.account import disable_account
from tests.portal.way.walking import (
    IDENTITY,
    PASSWORD,
    address,
    ask,
    enter,
    pause,
    prove,
    walk,
)
from tests.registration.completing import complete, make_karim
from tests.registration.factories import make_person

pytestmark = pytest.mark.django_db
WRONG = "Ce code n'ouvre rien"


def test_somebody_who_completed_lands_in_her_space(browser, visit, karim):
    walk(browser)
    other = visit()
    pause()

    page = prove(other)

    assert page.url == address("space")
    assert "déjà complétée" in other.get(page.url).text


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"number": None}, "n'est pas encore faite"),
        ({"state": "DEREGISTERED"}, "a pris fin"),
        ({"sub_category": "RAMED"}, "n'a rien à compléter"),
    ],
)
def test_who_has_nothing_to_complete_reads_why_and_what_to_do(browser, fields, told):
    karim = make_karim(**fields)

    page = browser.get(prove(browser).url)

    assert page.status_code == 200
    assert told in page.text.replace("&#x27;", "'")
    assert address("where") in page.text
    assert karim.formatted_number in page.text
    assert browser.get(address("confirm"), follow=True).redirect_chain[-1][0] == address("standing")


def test_a_merged_file_leads_to_the_one_that_stands(browser):
    former, standing = make_karim(), make_person(first_name="Salma")
    ask(browser)
    former.merged_into, former.document_key = standing, None
    former.save()

    page = browser.get(enter(browser).url)

    assert "Salma" in page.text


def test_a_merged_person_opens_her_space_again(browser, visit, karim):
    walk(browser)
    standing = make_person(state="COMPLETED", cin="CD1", phone="+212612345678")
    Person.objects.filter(pk=karim.pk).update(merged_into=standing, document_key=None)
    pause()
    other = visit()

    ask(other, document="CD1")
    page = enter(other)
    assert page.url == address("reopen")
    assert other.post(page.url, {"password": "court"}).status_code == 200
    assert other.post(page.url, {"password": PASSWORD}).url == address("space")
    assert Account.objects.filter(person=standing).exists()


def test_a_closed_space_is_told_in_the_words_of_any_wrong_code(browser, karim, amina):
    complete(karim)
    ask(browser)
    account = Account.objects.get()
    disable_account(account=account, by=amina, reason="signalement", at=timezone.now())

    assert WRONG in enter(browser).text.replace("&#x27;", "'")
    assert "3939" in browser.get(address("sign_in")).text


def test_somebody_whose_list_was_undone_meanwhile_says_again_who_she_is(browser, karim):
    prove(browser)
    karim.activities.all().delete()
    Person.objects.filter(pk=karim.pk).delete()

    assert browser.get(address("confirm")).url == address("identify")


def test_after_twenty_minutes_unused_she_says_again_who_she_is(browser, karim):
    prove(browser)
    session = browser.session
    session["proved"] = session["proved"] | {"seen": session["proved"]["seen"] - 20 * 60 - 1}
    session.save()

    page = browser.get(address("confirm"), follow=True)

    assert page.redirect_chain[-1][0] == address("identify")
    assert "gardé 24 heures" in page.text


def test_proving_who_one_is_renews_the_session(browser, karim):
    ask(browser)
    before = browser.session.session_key

    enter(browser)

    assert browser.session.session_key != before


def test_a_colleague_who_proves_who_she_is_is_signed_out(browser, karim, amina):
    browser.force_login(amina)

    prove(browser)

    assert "_auth_user_id" not in browser.session


def test_the_session_keeps_nothing_in_clear(browser, karim):
    ask(browser)

    kept = str(dict(browser.session.items()))
    assert not any(said in kept for said in ("AB123456", "ab 123", "1980", IDENTITY["birth"]))


@pytest.mark.parametrize("name", ["identify", "code", "number", "sign_in", "notice"])
def test_no_page_of_the_way_is_kept_by_a_cache(browser, name):
    assert "no-store" in browser.get(address(name)).headers["Cache-Control"]
