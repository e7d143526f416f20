from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from agencies.models import Commune
from cnss_amo.kernel.db import keyring
from cnss_amo.messaging.models import Message
from registration.enums import Channel, EventKind, PaperSeen, State
from registration.models import Account, CompletedRegistration, Correction, Draft, Event, Person
from registration.queries import person_file
from registration.services import drafts
from registration.services.completion import (
    AlreadyCompleted,
    ConsentMissing,
    NotCompletable,
    known_about,
)
from tests.registration.completing import NOON, PHONE, complete, later, make_karim
from tests.registration.factories import make_person

pytestmark = pytest.mark.django_db


def fresh(person):
    return Person.objects.get(pk=person.pk)


def test_completing_gives_a_number_a_reference_and_a_first_password():
    karim = make_karim()

    done = complete(karim)

    assert done.number == karim.number
    assert len(done.first_password) >= 16
    assert fresh(karim).state == State.COMPLETED
    assert CompletedRegistration.objects.get().reference == done.reference
    assert Account.objects.get().must_change


def test_the_password_she_chose_is_hers():
    done = complete(make_karim(), password="une phrase à moi")

    assert done.first_password is None
    assert not Account.objects.get().must_change


def test_a_weak_password_is_refused_and_nothing_is_written():
    karim = make_karim()

    for weak in ("court", "password1", "cnss2026"):
        with pytest.raises(ValidationError):
            complete(karim, password=weak)
    assert fresh(karim).state == State.PRE_REGISTERED
    assert not Event.objects.exists()


@pytest.mark.parametrize("channel", Channel.values)
def test_the_result_is_the_same_whatever_the_channel(channel, amina):
    karim = make_karim()
    by = amina if channel in (Channel.AGENCY, Channel.CALL_CENTRE) else None

    complete(karim, channel=channel, by=by, principal="point 12", phone=PHONE)

    event = Event.objects.get(kind=EventKind.REGISTRATION_COMPLETED)
    assert (event.acted_at, event.in_force_on, event.by) == (NOON, date(2026, 3, 2), by)
    assert event.recorded_at is not None
    assert (event.details["channel"], event.details["principal"]) == (channel, "point 12")
    assert fresh(karim).state == State.COMPLETED
    assert Account.objects.get().opened_through == channel


@pytest.mark.parametrize("state", [State.PRE_REGISTERED, State.NOTICE_SENT, State.EX_OFFICIO])
def test_whoever_was_given_notice_or_registered_ex_officio_completes_too(state):
    karim = make_karim(state=state)

    complete(karim)

    assert fresh(karim).state == State.COMPLETED
    assert Event.objects.get().details["from"] == state


def test_what_the_list_said_is_offered_for_confirmation():
    karim = make_karim(email="karim@example.com", address="12 rue des Oliviers")

    known = known_about(karim)

    assert (known.phone, known.email, known.address) == (
        PHONE,
        "karim@example.com",
        "12 rue des Oliviers",
    )


def test_a_contact_confirmed_becomes_her_own():
    karim = make_karim()
    assert karim.phone_source == "DGI"

    complete(karim, phone=PHONE)

    assert fresh(karim).phone_source == "PORTAL"


def test_a_contact_corrected_replaces_what_the_list_said(amina):
    karim = make_karim()
    commune = Commune.objects.order_by("pk").first()

    complete(
        karim,
        channel=Channel.AGENCY,
        by=amina,
        phone="+212661000000",
        address="3 rue du Port",
        commune=commune,
    )

    file = person_file(karim.pk)
    assert (file.phone, file.address) == ("+212661000000", "3 rue du Port")
    assert (file.person.phone_source, file.person.address_source) == ("AGENCE", "AGENCE")
    assert file.person.commune == commune
    assert Event.objects.get().details["fields"] == ["address", "commune", "phone"]


def test_what_is_not_said_stays_as_it_was():
    karim = make_karim()

    complete(karim, email="karim@example.com")

    assert person_file(karim.pk).phone == PHONE
    assert fresh(karim).phone_source == "DGI"


def test_a_second_press_meets_the_same_reference():
    karim = make_karim()
    done = complete(karim, password="une phrase à moi")
    before = Account.objects.get().password

    with pytest.raises(AlreadyCompleted) as again:
        complete(karim, password="une autre phrase")

    assert (again.value.reference, again.value.number) == (done.reference, done.number)
    assert Event.objects.count() == CompletedRegistration.objects.count() == 1
    assert Account.objects.get().password == before


def test_the_notice_must_have_been_read():
    karim = make_karim()

    with pytest.raises(ConsentMissing):
        complete(karim, consent="")
    assert fresh(karim).state == State.PRE_REGISTERED


def test_a_person_without_a_number_is_told_what_to_do():
    with pytest.raises(NotCompletable, match="n'est pas encore faite"):
        complete(make_karim(number=None))


def test_a_category_that_completes_nothing_is_told_so():
    with pytest.raises(NotCompletable, match="n'a rien à compléter"):
        complete(make_karim("RAMED"))


def test_a_deregistered_person_is_told_so():
    with pytest.raises(NotCompletable, match="a pris fin"):
        complete(make_karim(state=State.DEREGISTERED))


def test_a_merged_file_completes_the_one_that_stands():
    karim = make_karim()
    former = make_person()
    former.merged_into, former.document_key = karim, None
    former.save()

    done = complete(former)

    assert done.number == karim.number
    assert fresh(karim).state == State.COMPLETED


def test_what_was_completed_before_a_merger_is_told_on_the_standing_file():
    former, karim = make_karim(), make_person(state=State.COMPLETED)
    done = complete(former)
    former.merged_into, former.document_key = karim, None
    former.save()

    with pytest.raises(AlreadyCompleted) as again:
        complete(karim)
    assert again.value.reference == done.reference


def test_a_correction_asked_waits_for_a_person_who_checks_it():
    karim = make_karim()

    complete(karim, corrections={"last_name": "Benani"})

    correction = Correction.objects.waiting().get()
    assert (correction.proposed, correction.paper) == ({"last_name": "Benani"}, PaperSeen.NONE)
    assert correction.by.is_system
    assert fresh(karim).last_name == "Bennani"
    assert Event.objects.get().details["correction"] == correction.pk


def test_a_correction_that_changes_nothing_stops_nobody():
    karim = make_karim()

    complete(karim, corrections={"last_name": "Bennani"})

    assert not Correction.objects.exists()
    assert fresh(karim).state == State.COMPLETED


def test_the_receipt_goes_to_the_number_she_gave():
    karim = make_karim()

    complete(karim, phone="+212661000000", language="ar")

    message = Message.objects.get(text="COMPLETION_RECEIPT")
    assert message.language == "ar"
    assert keyring().unseal_text(message.phone_sealed, "phone") == "+212661000000"


# Drafts.


def test_a_draft_is_found_again_for_a_day_and_gone_once_sent():
    karim = make_karim()
    drafts.keep_draft(person_id=karim.pk, typed={"address": "3 rue du Port"}, at=NOON)

    found = drafts.draft_of(person_id=karim.pk, at=later(hours=23))
    assert found == {"address": "3 rue du Port"}
    assert drafts.draft_of(person_id=karim.pk, at=later(hours=24)) == {}
    complete(karim)
    assert not Draft.objects.exists()


def test_a_draft_is_sealed():
    karim = make_karim()
    drafts.keep_draft(person_id=karim.pk, typed={"address": "3 rue du Port"}, at=NOON)

    assert b"Port" not in bytes(Draft.objects.get().sealed)


# At once.


@pytest.mark.django_db(transaction=True)
def test_two_channels_at_once_complete_once(law, hire):
    from cnss_amo.accounts.enums import Role

    karim, amina = make_karim(), hire("amina", Role.AGENT)

    def attempt(channel):
        try:
            return complete(karim, channel=channel, by=amina).reference
        except AlreadyCompleted as already:
            return already.reference
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as two:
        references = set(two.map(attempt, [Channel.AGENCY, Channel.CALL_CENTRE]))

    assert len(references) == 1
    assert CompletedRegistration.objects.count() == Account.objects.count() == 1
