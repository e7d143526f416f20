"""Completing and asking to be registered, through a partner's program."""

import pytest

from cnss_amo.accounts.enums import LookKind
from cnss_amo.accounts.models import Look
from registration.enums import Channel, State
from registration.models import Account, CompletedRegistration, Person, RegistrationRequest
from registration.services import activation
from tests.api.calling import IDENTITY, Program, approved_point, code_of, opened_for_point
from tests.registration.completing import code_sent, complete, make_karim

pytestmark = pytest.mark.django_db
FORM = IDENTITY | {
    "document": "CD200001",
    "last_name": "Alaoui",
    "first_name": "Samira",
    "sub_category": "CPU",
    "started_on": "2024-01-15",
    "notice_read": True,
    "phone": "0612345678",
}


def said(program, **more):
    """What Karim says, his code read out."""
    reference = program.post("activations", IDENTITY).json()["reference"]
    return {"reference": reference, "code": code_sent(), "notice_read": True} | more


def test_a_code_completes_and_gives_what_she_takes_away(till):
    karim = make_karim()

    answer = till.act("completions", said(till, language="ar"))

    assert answer.status_code == 201
    assert set(answer.json()) == {"reference", "number", "first_password"}
    assert answer.json()["number"] == karim.formatted_number
    kept = CompletedRegistration.objects.get(reference=answer.json()["reference"])
    assert (kept.channel, kept.language) == (Channel.POINT, "ar")
    assert kept.principal == f"API {till.client.point.code} Caisse"
    assert Person.objects.get(pk=karim.pk).state == State.COMPLETED
    assert Account.objects.get().must_change
    assert Look.objects.get(kind=LookKind.ACT).people == [karim.pk]


def test_what_she_does_not_say_is_kept_and_what_she_says_is_hers(till):
    karim = make_karim(email="karim@exemple.ma")

    till.act("completions", said(till, phone="06 98 76 54 32"))

    karim.refresh_from_db()
    assert karim.phone_source == Channel.POINT
    assert karim.email_source == Channel.POINT


@pytest.mark.parametrize(
    "wrong", [{"code": "000000"}, {"reference": "0b7d4c9e-2f51-4d0a-9a53-0d2f7c1e8a11"}]
)
def test_a_wrong_code_says_nothing_more(till, wrong):
    make_karim()

    refused = till.act("completions", said(till) | wrong)

    assert code_of(refused) == "wrong_code"
    assert Person.objects.get().state != State.COMPLETED


def test_the_code_asked_by_another_client_opens_nothing(till):
    make_karim()
    asked = said(till)

    other = Program(opened_for_point(approved_point()))

    assert code_of(other.act("completions", asked)) == "wrong_code"
    assert till.act("completions", asked).status_code == 201


def test_a_code_is_tried_five_times_whatever_the_answers(till):
    make_karim()
    asked = said(till)
    for guess in range(5):
        till.act("completions", asked | {"code": f"00000{guess}"})

    assert code_of(till.act("completions", asked)) == "wrong_code"


def test_a_code_on_paper_completes_too(till, amina):
    karim = make_karim(phone=None)
    from django.utils import timezone

    paper = activation.hand_paper_code(
        person_id=karim.pk, by=amina, channel=Channel.AGENCY, at=timezone.now()
    )
    reference = till.post("activations", IDENTITY).json()["reference"]

    answer = till.act("completions", {"reference": reference, "code": paper, "notice_read": True})

    assert answer.status_code == 201


def test_a_registration_completed_elsewhere_gives_the_same_reference(till):
    karim = make_karim()
    asked = said(till)
    done = complete(karim)

    refused = till.act("completions", asked)

    assert code_of(refused) == "already_completed"
    assert refused.json()["reference"] == done.reference
    assert code_of(till.act("completions", asked)) == "wrong_code"


def test_whoever_has_nothing_to_complete_is_told_why(till):
    make_karim(sub_category="RAMED")

    refused = till.act("completions", said(till))

    assert code_of(refused) == "not_completable"
    assert "rien à compléter" in refused.json()["detail"]


def test_the_notice_is_read_first_and_the_code_still_serves(till):
    make_karim()
    asked = said(till)

    assert code_of(till.act("completions", asked | {"notice_read": False})) == "notice_not_read"
    assert till.act("completions", asked).status_code == 201


@pytest.mark.parametrize("field", ["commune", "agency"])
def test_a_code_that_names_nothing_is_named(till, field):
    make_karim()

    refused = till.act("completions", said(till, **{field: "nowhere"}))

    assert code_of(refused) == "invalid_fields"
    assert refused.json()["errors"][0]["field"] == field


# Somebody on no list.


def test_a_request_gives_a_receipt_and_asks_the_body(till):
    answer = till.act("requests", FORM)

    assert answer.status_code == 201
    request = RegistrationRequest.objects.get(reference=answer.json()["reference"])
    assert (request.channel, request.by) == (Channel.POINT, till.client.user)
    assert request.question.body == "DGI"
    assert answer.json()["state"] == "DEPOSITED"
    assert "Alaoui" not in answer.text


def test_a_request_tells_nobody_apart(till):
    make_karim()

    known = till.act("requests", FORM | {"document": "AB123456"})
    unknown = till.act("requests", FORM | {"document": "ZZ123456"})

    assert (known.status_code, len(known.content)) == (unknown.status_code, len(unknown.content))


def test_a_request_is_followed_by_whoever_deposited_it_alone(till):
    reference = till.act("requests", FORM).json()["reference"]

    assert till.get(f"requests/{reference}").json()["reference"] == reference
    other = Program(opened_for_point(approved_point()))
    assert code_of(other.get(f"requests/{reference}")) == "not_found"
    assert code_of(till.get("requests/00000-00000")) == "not_found"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"document": "not a card"}, "not_taken"),
        ({"sub_category": "NOTHING"}, "invalid_fields"),
        ({"notice_read": False}, "notice_not_read"),
        ({"last_name": "  "}, "invalid_fields"),
        ({"nationality": "maroc"}, "invalid_fields"),
        ({"started_on": "15/01/2024"}, "invalid_fields"),
    ],
)
def test_a_request_that_cannot_be_taken_says_why(till, wrong, code):
    assert code_of(till.act("requests", FORM | wrong)) == code
    assert not RegistrationRequest.objects.exists()
