import re

import pytest
from django.urls import reverse

from cnss_amo.accounts.enums import CodeKind, LookKind, Role
from cnss_amo.accounts.models import Look, OneTimeCode
from registration.enums import Channel, State
from registration.models import Account, CompletedRegistration, Event, Person
from registration.queries import person_file
from registration.services import activation
from tests.registration.completing import NOON, PHONE, ask, complete, make_karim
from tests.registration.factories import make_person

pytestmark = pytest.mark.django_db
SAID = {"language": "ar", "paper": "CIN", "consent": "on"}


def address(person, act="complete"):
    return reverse(f"backoffice:{act}", args=[person.pk])


@pytest.fixture
def agent(client, amina):
    client.force_login(amina)
    return client


@pytest.fixture
def karim():
    return make_karim(email="karim@example.com")


def password_in(page):
    found = re.search(r'first-password">([^<]+)<', page)
    return found and found[1]


def test_the_whole_journey_takes_four_pages(agent, karim):
    found = agent.post(reverse("backoffice:search"), {"q": "AB123456"}, follow=True)
    assert address(karim) in agent.get(address(karim, "person")).text
    assert karim.formatted_number in found.text
    form = agent.get(address(karim)).text
    assert "06••••••78" in form
    done = agent.post(address(karim), SAID, follow=True)

    assert [url for url, _status in done.redirect_chain] == [address(karim, "completed")]
    assert CompletedRegistration.objects.get().reference in done.text
    assert karim.formatted_number in done.text
    assert password_in(done.text)
    assert address(karim, "attestation") in done.text


def test_nothing_known_is_asked_again_nor_shown_in_clear(agent, karim):
    page = agent.get(address(karim)).text

    assert "612345678" not in page
    assert "karim@example.com" not in page
    agent.post(address(karim), SAID)
    file = person_file(karim.pk)
    assert (file.phone, file.email) == (PHONE, "karim@example.com")
    assert (file.person.phone_source, file.person.email_source) == ("AGENCE", "AGENCE")


def test_what_the_person_corrects_is_kept(agent, karim):
    agent.post(address(karim), SAID | {"phone": "06 61 00 00 00", "address": "3 rue du Port"})

    file = person_file(karim.pk)
    assert (file.phone, file.address) == ("+212661000000", "3 rue du Port")
    event = Event.objects.get()
    assert (event.details["channel"], event.details["paper"]) == (Channel.AGENCY, "CIN")
    assert event.by.username == "amina"


def test_the_first_password_is_shown_once(agent, karim):
    first = agent.post(address(karim), SAID, follow=True).text
    again = agent.get(address(karim, "completed")).text

    assert password_in(first)
    assert password_in(again) is None
    assert Account.objects.get().must_change


def test_a_second_press_is_told_calmly_with_the_same_reference(agent, karim):
    agent.post(address(karim), SAID)
    second = agent.post(address(karim), SAID, follow=True)

    assert "déjà complétée" in second.text
    assert CompletedRegistration.objects.get().reference in second.text
    assert Event.objects.count() == 1


@pytest.mark.parametrize("missing", ["language", "paper", "consent"])
def test_what_is_missing_is_said_and_nothing_is_written(agent, karim, missing):
    said = {name: value for name, value in SAID.items() if name != missing}
    page = agent.post(address(karim), said | {"address": "3 rue du Port"}).text

    assert "<title>Erreur" in page
    assert "3 rue du Port" in page
    assert Person.objects.get().state == State.PRE_REGISTERED


def test_a_category_that_completes_nothing_is_told_so_not_an_error(agent):
    karim = make_karim("RAMED")

    response = agent.get(address(karim), follow=True)

    assert response.status_code == 200
    assert "rien à compléter" in response.text


def test_each_page_writes_one_look(agent, karim, amina):
    agent.get(address(karim))

    look = Look.objects.get()
    assert (look.user, look.kind, look.people) == (amina, LookKind.ACT, [karim.pk])


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.LIST_MANAGER, Role.LIST_OFFICER])
def test_other_roles_do_not_complete(client, hire, karim, role):
    client.force_login(hire("somebody", role, "DGI" if role == Role.LIST_OFFICER else ""))

    for act in ("complete", "completed", "paper_code", "verify"):
        assert client.get(address(karim, act)).status_code == 403


def test_nobody_s_file_is_not_found(agent):
    nobody = make_person()
    where = address(nobody)
    nobody.delete()

    assert agent.get(where).status_code == 404


# A code on paper.


def test_a_code_on_paper_is_shown_once_and_opens(agent, karim):
    response = agent.post(address(karim, "paper_code"), {"paper": "CIN"}, follow=True)
    code = password_in(response.text)

    assert password_in(agent.get(address(karim, "paper_code")).text) is None
    paper = OneTimeCode.objects.get(kind=CodeKind.PAPER)
    request = ask(at=paper.asked_at)
    entered = activation.enter_code(
        reference=request.reference, code=code, session="browser", at=paper.asked_at
    )
    assert entered == karim


def test_no_code_is_handed_before_a_paper_was_seen(agent, karim):
    page = agent.post(address(karim, "paper_code"), {}).text

    assert "<title>Erreur" in page
    assert not OneTimeCode.objects.exists()


def test_the_file_offers_to_complete_until_it_is_done(agent, karim):
    assert address(karim) in agent.get(address(karim, "person")).text

    complete(karim, at=NOON)

    assert address(karim) not in agent.get(address(karim, "person")).text
