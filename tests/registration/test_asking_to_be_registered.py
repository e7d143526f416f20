from datetime import date, timedelta

import pytest
from django.utils import timezone

from cnss_amo.kernel.db import keyring
from liaison.services.reconcile import reconcile
from registration.enums import (
    Channel,
    EventKind,
    Membership,
    OriginKind,
    PaperSeen,
    State,
    SubmissionState,
)
from registration.models import Activity, BurntNumber, Event, OtherCover, Person
from registration.queries import person_file
from registration.queries.submissions import requests_to_decide
from registration.rules import Birth
from registration.services import request as requesting
from registration.services.contest import BodyNotHeard
from registration.services.proposals import NeedsSecondPerson
from registration.services.registering import CoveredElsewhere, DocumentOfAnother, NotYetOpen
from registration.services.request import BadDocument, BodyDenied, find_request
from registration.services.submissions import NotOpen
from tests.liaison.lists import registered
from tests.registration.completing import complete, sent
from tests.registration.factories import make_activity, make_person
from tests.registration.submitting import CIN, NOON, PHONE, ask_for, body_says

pytestmark = pytest.mark.django_db
BORN = date(1985, 6, 14)


def accept(request, by, *, at=NOON, reason="Confirmée par l'ordre", **said):
    return requesting.accept_request(request_id=request.pk, reason=reason, by=by, at=at, **said)


def confirmed(**said):
    """A request that the body confirmed."""
    request = ask_for(**said)
    body_says(request)
    return request


def test_a_request_has_a_receipt_a_due_date_and_asks_the_body():
    request = ask_for()

    assert request.due_on == date(2026, 5, 1)
    assert request.question.body == "ONN"
    assert sent("REQUEST_RECEIPT") == [{"reference": request.reference}]
    assert not Person.objects.exists()


def test_what_is_personal_is_sealed():
    request = ask_for(address="3 rue des Roses", workplace="8 bd Zerktouni", email="l@exemple.ma")

    row = {k: v for k, v in vars(request).items() if isinstance(v, bytes)}

    for told in (CIN, PHONE, "rue des Roses", "Zerktouni", "l@exemple.ma"):
        assert told.encode() not in b"".join(row.values())
    assert keyring().unseal_text(request.workplace_sealed, "address") == "8 bd Zerktouni"


def test_the_same_key_gives_the_same_request_and_another_key_another():
    first = ask_for(client_key="a")

    assert ask_for(client_key="a") == first
    assert ask_for(client_key="b").reference != first.reference
    assert len(sent("REQUEST_RECEIPT")) == 1  # the phone has just received one


@pytest.mark.parametrize(("said", "refusal"), [({"document": "??"}, BadDocument)])
def test_what_is_no_document_is_said(said, refusal):
    with pytest.raises(refusal):
        ask_for(**said)


def test_a_category_that_no_decree_opens_waits():
    with pytest.raises(NotYetOpen):
        ask_for(at=NOON.replace(year=2019))


def test_an_accepted_request_registers_by_the_rules_of_the_lists(amina):
    request = confirmed(last_name_ar="برادة", first_name_ar="ليلى")

    done = accept(request, amina)

    leila = Person.objects.get()
    assert done.person == leila
    assert not done.was_known
    assert leila.number
    assert leila.state == State.PRE_REGISTERED
    assert person_file(leila.pk).phone == PHONE
    assert leila.arabic_key
    assert leila.search_tokens
    activity = Activity.objects.get()
    assert (activity.origin_kind, activity.body) == (OriginKind.REQUEST, "ONN")
    assert activity.subject_from == date(2024, 9, 1)
    assert sent("RESULT_ACCEPTED")[0]["reference"] == request.reference
    assert Event.objects.get().kind == EventKind.REQUEST_ACCEPTED
    assert reconcile() == []


def test_she_then_completes_like_anybody(amina):
    request = confirmed()
    leila = accept(request, amina).person

    done = complete(leila)

    assert done.number == leila.number


def test_nobody_is_registered_before_the_body_is_heard(amina):
    now = timezone.now()
    request = ask_for(at=now)

    with pytest.raises(BodyNotHeard):
        accept(request, amina, at=now)
    assert request not in requests_to_decide()
    accept(request, amina, at=now + timedelta(days=17), reason="Sans réponse ; diplôme vu")


def test_a_denial_leads_to_a_refusal_with_its_reason(amina):
    request = ask_for()
    body_says(request, Membership.NOT_MEMBER)

    with pytest.raises(BodyDenied):
        accept(request, amina)
    requesting.refuse_request(
        request_id=request.pk, reason="L'ordre ne la connaît pas", by=amina, at=NOON
    )

    request.refresh_from_db()
    assert request.state == SubmissionState.REFUSED
    assert request.person is None
    assert len(sent("RESULT_REFUSED")) == 1


def test_the_next_list_of_the_body_answers_for_it(amina):
    request = ask_for(at=timezone.now())
    assert request not in requests_to_decide()
    listed = registered(
        "ONN",
        {"CIN": CIN, "NOM": "Berrada", "PRENOM": "Leila", "DATE_NAISSANCE": "14/06/1985"},
    )
    assert request in requests_to_decide()

    done = accept(request, amina)

    assert done.was_known
    assert Person.objects.count() == Activity.objects.count() == 1
    assert Activity.objects.get().origin_list == listed.pk


def test_a_list_that_comes_after_meets_her_as_known(amina):
    accept(confirmed(), amina)

    registered(
        "ONN",
        {"CIN": CIN, "NOM": "Berrada", "PRENOM": "Leila", "DATE_NAISSANCE": "14/06/1985"},
    )

    assert Person.objects.count() == Activity.objects.count() == 1
    assert reconcile() == []


def test_somebody_known_gets_the_activity_and_no_second_number(amina):
    known = make_person(cin=CIN, birth_date=BORN)
    make_activity(known)

    done = accept(confirmed(), amina)

    assert done.person == known
    assert done.was_known
    assert set(Activity.objects.values_list("category_id", flat=True)) == {"CPU", "NOT"}


def test_somebody_deregistered_comes_back_after_her_last_day(amina):
    known = make_person(cin=CIN, birth_date=BORN, state=State.DEREGISTERED)
    make_activity(known, "NOT", ends_on=date(2025, 1, 1))

    accept(confirmed(), amina)

    known.refresh_from_db()
    assert known.state == State.PRE_REGISTERED
    again = Activity.objects.get(ends_on=None)
    assert (again.started_on, again.begins_on) == (date(2024, 9, 1), date(2025, 1, 1))


def test_a_document_of_somebody_born_otherwise_registers_nobody(amina):
    make_person(cin=CIN, birth_date=date(1990, 1, 1))

    with pytest.raises(DocumentOfAnother):
        accept(confirmed(), amina)
    assert Person.objects.count() == 1


def test_an_agent_recognises_somebody_under_another_document(amina):
    known = make_person(
        document=("PASSEPORT", "AA1234567"),
        birth_date=BORN,
        last_name="Berrada",
        first_name="Leila",
    )

    done = accept(confirmed(), amina, same_as=known.pk)

    assert done.person == known
    assert known.other_documents.get().kind == "CIN"


def test_who_is_covered_elsewhere_is_not_registered(amina):
    key = keyring().digest(f"CIN:{CIN}", "document")
    OtherCover.objects.create(document_key=key, scheme="CNOPS")

    with pytest.raises(CoveredElsewhere):
        accept(confirmed(), amina)
    assert not Person.objects.exists()


def test_a_number_taken_back_from_a_document_is_given_to_it_again(amina):
    key = keyring().digest(f"CIN:{CIN}", "document")
    BurntNumber.objects.create(number=150000018, document_key=key)

    leila = accept(confirmed(), amina).person

    assert leila.number == 150000018
    assert not BurntNumber.objects.exists()


def test_a_drawn_number_that_a_list_gave_already_is_drawn_again(amina):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT cnss_number(last_value + 1) FROM registration_number_seq")
        following = cursor.fetchone()[0]
    make_person(number=following)

    leila = accept(confirmed(), amina).person

    assert leila.number
    assert leila.number != following


def test_a_light_cover_gives_way(amina):
    known = make_person(cin=CIN, birth_date=BORN)
    make_activity(known, "RAMED", body="ANAM", started_on=date(2023, 1, 1))

    accept(confirmed(), amina)

    light = Activity.objects.get(sub_category="RAMED")
    assert light.ends_on == date(2024, 9, 1)


def test_two_requests_of_one_document_register_once(amina):
    first, second = confirmed(client_key="a"), confirmed(client_key="b")

    accept(first, amina)
    done = accept(second, amina)

    assert done.was_known
    assert Person.objects.count() == Activity.objects.count() == 1


def test_a_second_press_meets_a_calm_message(amina):
    request = confirmed()
    accept(request, amina)

    with pytest.raises(NotOpen):
        accept(request, amina)
    assert len(sent("RESULT_ACCEPTED")) == 1


def test_who_typed_a_request_does_not_answer_it(amina):
    request = confirmed(channel=Channel.AGENCY, by=amina)

    with pytest.raises(NeedsSecondPerson):
        accept(request, amina)


def test_a_request_is_found_by_its_receipt_and_birth_date():
    request = ask_for()
    written = f" {request.reference.lower().replace('-', ' ')} "

    assert find_request(reference=written, birth=Birth(BORN)) == request
    assert find_request(reference=written, birth=Birth(date(1985, 6, 15))) is None
    assert find_request(reference="AAAAA-AAAAA", birth=Birth(BORN)) is None


def test_a_request_keeps_what_the_agent_saw(amina):
    from tests.registration.submitting import form

    request = requesting.deposit_request(
        form=form(), paper_seen=PaperSeen.CIN, channel=Channel.AGENCY, by=amina, at=NOON
    )

    assert request.paper == PaperSeen.CIN
