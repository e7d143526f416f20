"""Status and activation: the partner learns nothing, the person does."""

import logging

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cnss_amo.accounts.enums import Door
from cnss_amo.accounts.models import Look
from cnss_amo.messaging.models import Message
from tests.api.calling import (
    IDENTITY,
    Program,
    approved_point,
    code_of,
    opened_for_network,
)
from tests.registration.completing import CIN, PHONE, make_karim, sent

pytestmark = pytest.mark.django_db


def test_a_status_sends_her_number_to_the_phone_on_file(till):
    karim = make_karim()

    answer = till.post("status", IDENTITY)

    assert answer.json()["answer"] == "BY_SMS"
    assert sent("NUMBER") == [{"number": karim.formatted_number}]
    assert karim.formatted_number not in answer.text


@pytest.mark.parametrize("path", ["status", "activations"])
def test_nobody_is_told_apart_by_status_or_length(till, path):
    for place in range(20):
        make_karim(cin=f"AB1000{place:02}", phone=f"+2126000000{place:02}")
    known = [till.post(path, IDENTITY | {"document": f"AB1000{n:02}"}) for n in range(20)]
    unknown = [till.post(path, IDENTITY | {"document": f"AB2000{n:02}"}) for n in range(20)]

    shapes = {(answer.status_code, len(answer.content)) for answer in (*known, *unknown)}
    assert len(shapes) == 1


def test_the_same_words_come_back_whoever_it_is(till):
    make_karim()

    known = till.post("status", IDENTITY)
    other_birth = till.post("status", IDENTITY | {"birth": "1981-03-12"})
    nobody = till.post("status", IDENTITY | {"document": "ZZ999999"})

    assert known.content == other_birth.content == nobody.content
    assert Message.objects.filter(text="NUMBER").count() == 1


def test_the_statements_are_the_same_whoever_it_is(till):
    make_karim()
    till.post("status", IDENTITY | {"document": "ZZ999998"})

    asked = []
    for document in ("ZZ999999", CIN):
        with CaptureQueriesContext(connection) as captured:
            till.post("status", IDENTITY | {"document": document})
        statements = [one["sql"].rpartition("true); ")[2] for one in captured.captured_queries]
        verbs = [sql.split(" ")[0] for sql in statements]
        asked.append([verb for verb in verbs if verb not in ("ROLLBACK", "RELEASE")])

    assert asked[0] == asked[1]
    assert len(asked[0]) <= 20


def test_each_question_is_written_under_the_name_of_the_client(till):
    karim = make_karim()

    till.post("status", IDENTITY)
    till.post("status", IDENTITY | {"document": "ZZ999999"})

    known, nobody = Look.objects.order_by("pk")
    assert (known.user, known.door, known.people) == (till.client.user, Door.API, [karim.pk])
    assert (nobody.user, nobody.people) == (till.client.user, [])
    assert known.place == till.client.point.code
    assert CIN.encode() not in bytes(known.query_key)


def test_an_activation_gives_a_reference_and_sends_a_code(till):
    make_karim()

    answer = till.post("activations", IDENTITY)

    assert answer.status_code == 202
    assert set(answer.json()) == {"reference", "expires_at", "message"}
    assert len(sent()) == 1


def test_a_phone_is_not_flooded_through_the_interface(till):
    make_karim()

    for _time in range(5):
        assert till.post("status", IDENTITY).status_code == 200
        assert till.post("activations", IDENTITY).status_code == 202

    assert Message.objects.count() <= 2


def test_a_network_says_at_which_of_its_points(head_office):
    own, other = approved_point(), approved_point(network_id="BARIDCASH")

    assert code_of(head_office.post("activations", IDENTITY)) == "not_found"
    assert code_of(head_office.post("activations", IDENTITY | {"point": other.code})) == "not_found"
    given = head_office.post("activations", IDENTITY | {"point": own.code})
    assert given.status_code == 202
    assert Look.objects.get().place == own.code


def test_a_point_acts_nowhere_else(till):
    other = approved_point()

    assert code_of(till.post("status", IDENTITY | {"point": other.code})) == "not_found"
    own = till.client.point.code
    assert till.post("status", IDENTITY | {"point": own}).status_code == 200


def test_a_point_does_what_it_is_approved_for():
    point = approved_point("COMPLETION")
    head_office = Program(opened_for_network())

    refused = head_office.post("activations", IDENTITY | {"point": point.code})

    assert code_of(refused) == "not_approved"


def test_nothing_about_the_person_is_in_a_log_or_an_address(till, caplog):
    make_karim()
    with caplog.at_level(logging.DEBUG):
        till.post("status", IDENTITY)
        till.post("activations", IDENTITY)
        till.post("status", IDENTITY | {"birth": "wrong"})
        till.browser.post(f"/api/v1/status?document={CIN}", content_type="application/json")
    told = " ".join(
        record.getMessage() for record in caplog.records if not record.name.startswith("django.db")
    )

    assert PHONE not in told
    assert "1980-03-12" not in told
    asked = till.browser.post(
        f"/api/v1/status?document={CIN}",
        data="{}",
        content_type="application/json",
        headers={"Authorization": f"Bearer {till.token}"},
    )
    assert code_of(asked) == "unknown_parameter"
    assert CIN not in asked.text
