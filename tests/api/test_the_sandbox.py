"""A sandbox client meets fictitious people, and cannot reach the register."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from cnss_amo.accounts.models import Look, OneTimeCode
from cnss_amo.api import earnest, sandbox
from cnss_amo.api.sandbox import SandboxReachedOut, closed_register
from cnss_amo.messaging.models import Message
from liaison.models import ReceivedList
from registration.models import CompletedRegistration, Person, RegistrationRequest
from tests.api.calling import (
    IDENTITY,
    Program,
    approved_point,
    code_of,
    opened_for_body,
    opened_for_network,
    opened_for_point,
)
from tests.api.test_completing_through_the_interface import FORM
from tests.registration.completing import make_karim

pytestmark = pytest.mark.django_db
FICTITIOUS = {"document": "BS100001", "birth": "1980-03-12", "point": "BAC-0001"}
NEVER_WRITTEN = (
    *(CompletedRegistration, Look, Message, OneTimeCode, ReceivedList),
    RegistrationRequest,
)


@pytest.fixture
def trial(db):
    return Program(opened_for_network(sandbox=True))


@pytest.fixture
def trial_body(db):
    return Program(opened_for_body("DGI", sandbox=True))


def activated(program, document, birth="1980-03-12"):
    said = FICTITIOUS | {"document": document, "birth": birth}
    return program.post("activations", said).json()["reference"]


def completing(program, reference, **more):
    said = {"reference": reference, "code": "123456", "notice_read": True, "point": "BAC-0001"}
    return program.act("completions", said | more)


def test_the_whole_way_is_walked_with_a_fictitious_person(trial):
    assert trial.post("status", FICTITIOUS).json()["answer"] == "BY_SMS"

    done = completing(trial, activated(trial, "BS100001"))

    assert done.status_code == 201
    assert done.json()["number"] == "199999016"


@pytest.mark.parametrize(
    ("document", "birth", "code"),
    [
        ("BS100002", "1975", "already_completed"),
        ("BS100003", "1960-07-01", "not_completable"),
        ("BS100009", "1980-03-12", "wrong_code"),
        ("BS100001", "1981-03-12", "wrong_code"),
    ],
)
def test_each_fictitious_person_has_her_own_end(trial, document, birth, code):
    assert code_of(completing(trial, activated(trial, document, birth))) == code


def test_a_wrong_code_and_an_unread_notice_are_refused(trial):
    reference = activated(trial, "BS100001")

    assert code_of(completing(trial, reference, code="654321")) == "wrong_code"
    assert code_of(completing(trial, reference, notice_read=False)) == "notice_not_read"


def test_the_points_of_the_sandbox_show_what_may_go_wrong(trial):
    asked = {point: trial.post("activations", FICTITIOUS | {"point": point}) for point in
             ("BAC-0001", "BAC-0002", "PT-00001")}  # fmt: skip

    assert asked["BAC-0001"].status_code == 202
    assert code_of(asked["BAC-0002"]) == "not_approved"
    assert code_of(asked["PT-00001"]) == "not_found"


def test_a_person_of_the_register_is_nobody_in_the_sandbox(trial):
    karim = make_karim()
    before = Person.objects.values().get()

    trial.post("status", IDENTITY | {"point": "BAC-0001"})
    refused = completing(trial, activated(trial, "AB123456"))
    trial.act("requests", FORM | {"point": "BAC-0001"})

    assert code_of(refused) == "wrong_code"
    assert Person.objects.values().get() == before
    assert karim.formatted_number not in refused.text
    for model in NEVER_WRITTEN:
        assert not model.objects.exists(), model


def test_a_request_of_the_sandbox_is_followed_in_each_state(trial):
    receipt = trial.act("requests", FORM | {"point": "BAC-0001"}).json()

    states = [trial.get(f"requests/00000-0000{n}").json()["state"] for n in range(1, 5)]

    assert receipt["reference"] == "00000-00001"
    assert states == ["DEPOSITED", "COMPLEMENT_WANTED", "ACCEPTED", "REFUSED"]
    assert code_of(trial.get("requests/00000-00009")) == "not_found"


def test_an_act_of_the_sandbox_is_idempotent_too(trial):
    said = FORM | {"point": "BAC-0001"}
    first = trial.post("requests", said, key="une-cle-du-bac")

    assert trial.post("requests", said, key="une-cle-du-bac").content == first.content
    other = trial.post("requests", said | {"first_name": "Autre"}, key="une-cle-du-bac")
    assert code_of(other) == "key_reused"


def test_a_body_tries_lists_and_confirmations(trial_body):
    file = SimpleUploadedFile("liste.csv", b"CIN;NOM\nAB1;X\n")
    sent = trial_body.send("lists", {"file": file, "reference_date": "2026-01-01"}).json()
    states = {one["reference"]: one["state"] for one in trial_body.get("lists").json()["results"]}
    returned = trial_body.get("lists/DGI-000001/return.csv")
    [first, _second] = trial_body.get("confirmations").json()["results"]
    answered = trial_body.act(f"confirmations/{first['reference']}", {"answer": "MEMBER"})

    assert sent["state"] == "RECEIVED"
    assert states == {"DGI-000001": "CLOSED", "DGI-000002": "PLANNED", "DGI-000003": "REFUSED"}
    assert b"BAD_CIN" in b"".join(returned.streaming_content)
    assert code_of(trial_body.get("lists/DGI-000002/return.csv")) == "not_ready"
    assert code_of(trial_body.get("lists/ONN-000001")) == "not_found"
    assert answered.json()["answer"] == "MEMBER"
    assert not ReceivedList.objects.exists()


def test_the_database_is_closed_while_the_sandbox_answers():
    with pytest.raises(SandboxReachedOut), closed_register():
        Person.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def test_whatever_the_sandbox_would_ask_of_the_register_is_refused(monkeypatch):
    program = Program(opened_for_point(approved_point(), sandbox=True))
    monkeypatch.setattr(sandbox, "status", earnest.status)

    answer = program.post("status", IDENTITY)

    assert answer.status_code == 500
    assert not Look.objects.exists()


def test_both_worlds_answer_the_same_operations_with_the_same_fields(trial, till):
    make_karim()

    assert set(sandbox.__all__) - set(earnest.__all__) == {"SandboxReachedOut", "closed_register"}
    assert set(earnest.__all__) <= set(sandbox.__all__)
    for path in ("status", "activations"):
        real = till.post(path, IDENTITY).json()
        assert set(trial.post(path, FICTITIOUS).json()) == set(real)
