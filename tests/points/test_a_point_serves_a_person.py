import re

import pytest
from django.urls import reverse

from cnss_amo.accounts.enums import CodeKind, LookKind, Role
from cnss_amo.accounts.models import Look, OneTimeCode
from cnss_amo.messaging.models import Message
from registration.enums import Channel, EventKind, PaperSeen, State
from registration.models import Account, Attestation, CompletedRegistration, Event, Person
from registration.queries import person_file
from registration.services import activation
from tests.points.counter import HOME, SAID, address, present, visit
from tests.registration.completing import PHONE, ask, make_karim
from tests.registration.merging import merge, two_files

pytestmark = pytest.mark.django_db


def large_words(page):
    return re.findall(r'class="large"><bdi dir="ltr">([^<]+)<', page)


def test_a_paper_in_hand_leads_to_initials_and_to_what_the_point_may_do(till, karim):
    page = till.get(present(till).url).text

    assert "K. B." in page
    assert "ك. ب." in page
    assert "Immatriculation à compléter" in page
    assert "pas encore ouvert" in page
    assert 'completer/"' in page
    assert 'code/"' in page
    assert 'attestation/"' not in page


def test_nothing_is_shown_that_the_act_does_not_need(till, karim):
    key = visit(till)
    pages = [till.get(address(page, key)).text for page in ("visit", "complete", "paper_code")]

    for page in pages:
        for told in ("Bennani", "Karim", "بناني", "AB123456", "612345678", "Orangers", "karim@"):
            assert told not in page
        assert karim.formatted_number not in page
        assert reverse("backoffice:search") not in page
    assert "06••••••78" in pages[1]


def test_no_address_names_the_person(till, karim):
    url = present(till).url

    assert str(karim.pk) not in re.sub("[0-9a-f]{8}-[0-9a-f-]+", "", url)
    assert "AB123456" not in url


def test_a_person_completes_at_a_point_in_three_fields(till, karim, point, said):
    key = visit(till)
    form = till.get(address("complete", key)).context["form"]
    assert 1 <= len(form.fields) <= 3

    receipt = till.post(address("complete", key), SAID, follow=True)

    done = CompletedRegistration.objects.get()
    event = Event.objects.get(kind=EventKind.REGISTRATION_COMPLETED)
    karim.refresh_from_db()
    assert karim.state == State.COMPLETED
    assert (done.channel, done.principal, done.language) == (Channel.POINT, "PT-SEFROU", "ar")
    assert (event.by, event.details["principal"]) == (said, "PT-SEFROU")
    assert event.details["paper"] == PaperSeen.CIN
    assert None not in (event.in_force_on, event.acted_at, event.recorded_at)
    assert receipt.redirect_chain[-1][0] == address("completed", key)
    assert done.reference in large_words(receipt.text)


def test_what_the_list_said_is_confirmed_by_the_person(till, karim):
    till.post(address("complete", visit(till)), SAID)

    file = person_file(karim.pk)
    assert (file.phone, file.email, file.address) == (
        PHONE,
        "karim@example.com",
        "17 rue des Orangers",
    )
    assert file.person.phone_source == Channel.POINT


def test_a_phone_is_asked_only_when_the_register_has_none_and_never_replaced(till):
    make_karim(phone=None)
    make_karim(cin="CD654321")

    without, held = visit(till), visit(till, document="CD654321")
    assert "phone" in till.get(address("complete", without)).context["form"].fields
    assert "phone" not in till.get(address("complete", held)).context["form"].fields
    till.post(address("complete", without), SAID | {"phone": "06 99 00 00 01"})
    till.post(address("complete", held), SAID | {"phone": "06 99 00 00 02"})

    phones = {person_file(one.pk).phone for one in Person.objects.all()}
    assert phones == {"+212699000001", PHONE}


def test_the_first_password_is_on_the_receipt_once(till, karim):
    key = visit(till)

    first = till.post(address("complete", key), SAID, follow=True).text
    again = till.get(address("completed", key)).text

    assert len(large_words(first)) == 2
    assert len(large_words(again)) == 1
    assert Account.objects.get().must_change
    assert karim.formatted_number not in first


def test_the_number_goes_by_sms_and_so_does_word_of_the_first_password(till, karim):
    till.post(address("complete", visit(till)), SAID)

    texts = sorted(Message.objects.values_list("text", flat=True))
    assert texts == ["COMPLETION_RECEIPT", "FIRST_PASSWORD", "NUMBER"]


def test_a_second_press_meets_the_same_receipt(till, karim):
    key = visit(till)
    till.post(address("complete", key), SAID)
    second = till.post(address("complete", key), SAID, follow=True)

    assert "complétée" in second.text
    assert address("completed", key) in second.text
    assert CompletedRegistration.objects.count() == 1
    reference = CompletedRegistration.objects.get().reference
    assert reference in till.get(address("completed", key)).text


@pytest.mark.parametrize("missing", ["language", "consent"])
def test_what_is_missing_is_said_and_nothing_is_written(till, karim, missing):
    said = {name: value for name, value in SAID.items() if name != missing}
    page = till.post(address("complete", visit(till)), said).text

    assert "<title>Erreur" in page
    assert Person.objects.get().state == State.PRE_REGISTERED


def test_who_has_nothing_to_complete_is_told_so(till):
    make_karim("RAMED")
    key = visit(till)

    assert "rien à compléter" in till.get(address("visit", key)).text
    assert till.get(address("complete", key), follow=True).status_code == 200
    assert not CompletedRegistration.objects.exists()


def test_a_code_on_paper_is_on_one_receipt_and_opens(till, karim, said):
    key = visit(till)
    page = till.post(address("paper_code", key), follow=True).text
    [code] = large_words(page)
    again = till.get(address("handed_code", key), follow=True).text

    paper = OneTimeCode.objects.get(kind=CodeKind.PAPER)
    assert (paper.by, paper.channel) == (said, Channel.POINT)
    assert large_words(again) == []
    assert Event.objects.get().details == {"channel": "POINT", "principal": "PT-SEFROU"}
    request = ask(at=paper.asked_at)
    entered = activation.enter_code(
        reference=request.reference, code=code, session="browser", at=paper.asked_at
    )
    assert entered == karim


def test_the_attestation_is_printed_once_the_registration_is_complete(till, karim):
    key = visit(till)
    before = till.post(address("attestation", key), follow=True)
    assert "reste à compléter" in before.text

    till.post(address("complete", key), SAID)
    page = till.post(address("attestation", key), {"act": "print"})

    assert page["Content-Type"] == "application/pdf"
    assert page.content.startswith(b"%PDF")
    issued = Attestation.objects.get()
    event = Event.objects.get(kind=EventKind.ATTESTATION_ISSUED)
    assert (issued.channel, event.details["principal"]) == (Channel.POINT, "PT-SEFROU")


def test_a_merged_file_leads_to_the_one_that_stands(till, hire):
    older, newer = two_files()
    key = visit(till, document="AB123465")
    one, other = hire("rachid", Role.SUPERVISOR), hire("samira", Role.SUPERVISOR)
    merge(older, newer, one, other)

    page = till.get(address("visit", key)).text

    assert older.formatted_number[-3:] in page
    assert Look.objects.latest("pk").people == [older.pk]


def test_each_page_writes_one_look_with_the_point(till, karim, said):
    key = visit(till)
    search = Look.objects.get()
    assert (search.kind, search.people, search.place) == (LookKind.SEARCH, [karim.pk], "PT-SEFROU")

    for page, kind in (("visit", "PERSON"), ("complete", "ACT"), ("paper_code", "ACT")):
        before = Look.objects.count()
        till.get(address(page, key))
        look = Look.objects.latest("pk")
        assert Look.objects.count() == before + 1
        assert (look.user, look.kind, look.people) == (said, kind, [karim.pk])
        assert look.place == "PT-SEFROU"


def test_a_page_of_a_point_asks_little_of_the_database(till, karim, django_assert_max_num_queries):
    key = visit(till)

    for page in ("visit", "complete"):
        with django_assert_max_num_queries(12 + 2):  # two savepoints of the test's own transaction
            till.get(address(page, key))


def test_the_paper_of_the_till_is_kept_for_its_receipts(till, karim):
    key = visit(till)
    till.post(address("complete", key), SAID)
    assert "receipt-80.css" in till.get(address("completed", key)).text

    till.post(reverse("points:paper"), {"width": "58"})
    till.post(reverse("points:paper"), {"width": "210"})

    assert "receipt-58.css" in till.get(address("completed", key)).text
    assert 'value="58" aria-current="true"' in till.get(HOME).text
