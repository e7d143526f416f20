"""`POST /api/v1/voice/…`, as a telephone platform meets it."""

import json
import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cnss_amo.ivr.machine import Memory, Turn
from cnss_amo.ivr.memory import seal
from cnss_amo.ivr.models import Call
from cnss_amo.messaging.models import Message
from tests.ivr.callers import FRENCH, WHO_IS_KARIM
from tests.registration.completing import BORN, CIN, PHONE, make_karim

pytestmark = pytest.mark.django_db

KEY, NEXT_KEY = "a-key-of-the-platform", "the-key-that-follows"
OF_EACH = 200


@pytest.fixture(autouse=True)
def platform(settings):
    settings.VOICE_KEYS = [KEY]


@pytest.fixture
def post(client):
    """Send JSON with the key of the platform."""

    def sent(url, said, key=KEY, **headers):
        if key is not None:
            headers["Authorization"] = f"Bearer {key}"
        return client.post(url, said, content_type="application/json", headers=headers)

    return sent


@pytest.fixture
def call(post):
    """Begin a call and press keys in it; return the answers."""

    def called(*pressed, session="call-1", caller=""):
        answers = [post(reverse("ivr:start"), {"session": session, "caller": caller})]
        for typed in pressed:
            said = answers[-1].json()
            url = reverse("ivr:answer", args=[said["call"]])
            answers.append(post(url, {"step": said["step"], "typed": typed}))
        return answers

    return called


def test_a_call_begins_with_the_languages(call):
    [answer] = call()

    said = answer.json()
    assert answer.status_code == 200
    assert said["say"] == ["ar/welcome", "fr/language_fr", "zgh/language_zgh"]
    assert (said["step"], said["ask"], said["end"]) == (
        0,
        {"fewest": 1, "most": 1, "seconds": 5},
        "",
    )
    assert answer["Cache-Control"].startswith("max-age=0")


def test_a_call_goes_on_step_by_step_and_is_hung_up(call, post):
    answers = call(FRENCH, "1", caller=PHONE)
    hang_up = reverse("ivr:hang_up", args=[answers[0].json()["call"]])

    assert answers[-1].json()["say"] == ["fr/letters"]
    assert [post(hang_up, {}).status_code for _time in range(2)] == [204, 204]
    assert Call.objects.get().ending == "HUNG_UP"


def test_a_step_sent_again_gets_the_same_bytes(call, post):
    begun, answered = call(FRENCH)
    url = reverse("ivr:answer", args=[begun.json()["call"]])

    assert post(url, {"step": 0, "typed": FRENCH}).content == answered.content
    assert (
        post(reverse("ivr:start"), {"session": "call-1"}).json()["step"] == answered.json()["step"]
    )


# E-3: nobody is told apart.


def waiting_at(state, digits, birth):
    """A call that waits for one key, everything typed before."""
    kept = {"language": "fr", "purpose": "know", "letters": "22", "document": digits}
    memory = Memory(state, step=5, kept=kept | {"birth": birth})
    now = timezone.now()
    return Call.objects.create(
        platform="http",
        session=f"{state} {digits} {birth}",
        state=state,
        step=5,
        language="fr",
        memory_sealed=seal(Turn(memory, ()), typed=birth, answer={}),
        began_at=now,
        seen_at=now,
    )


def test_two_hundred_known_people_and_as_many_strangers_are_answered_alike(post, settings):
    for place in range(OF_EACH):
        make_karim(cin=f"AA{place:06d}", phone=f"+2126{place:08d}")

    def told(state, place, birth):
        call = waiting_at(state, f"{place:06d}", birth)
        answer = post(reverse("ivr:answer", args=[call.key]), {"step": 5, "typed": "1"})
        said = answer.json() | {"call": ""}
        headers = {name: value for name, value in answer.headers.items() if name != "Expires"}
        return answer.status_code, len(answer.content), said, headers

    settings.CODE_COOL_DOWN = timedelta(0)  # a code follows a number at once
    for state, text in (("read_back", "NUMBER"), ("has_code", "ACTIVATION_CODE")):
        known = [told(state, place, "12031980") for place in range(OF_EACH)]
        strangers = [told(state, place, "13031980") for place in range(OF_EACH)]

        assert [one for one in known + strangers if one != known[0]] == []
        assert Message.objects.filter(text=text).count() == OF_EACH  # to each known person


def test_a_stranger_costs_the_same_statements(call):
    make_karim()

    def statements(birth):
        with CaptureQueriesContext(connection) as asked:
            call(FRENCH, "1", "22", "123456", birth, "1", "1", "1", session=birth)
        return [query["sql"].split()[0] for query in asked if "SAVEPOINT" not in query["sql"]]

    assert statements("12031980") == statements("13031980")


# What goes wrong.


@pytest.mark.parametrize("key", [None, "", "wrong", KEY[:-1], KEY + KEY, "é"])
def test_without_a_key_of_ours_the_door_is_closed(post, key):
    answer = post(reverse("ivr:start"), {"session": "call-1"}, key=key)

    problem = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer["WWW-Authenticate"] == "Bearer"
    assert (problem["code"], problem["status"]) == ("bad_key", 401)
    assert not Call.objects.exists()


def test_no_key_in_the_settings_is_no_key_at_all(post, settings):
    settings.VOICE_KEYS = []

    assert post(reverse("ivr:start"), {"session": "call-1"}, key="").status_code == 401


def test_two_keys_are_good_while_one_follows_the_other(post, settings):
    settings.VOICE_KEYS = [KEY, NEXT_KEY]

    answers = [post(reverse("ivr:start"), {"session": "a"}, key=key) for key in (KEY, NEXT_KEY)]

    assert [answer.status_code for answer in answers] == [200, 200]


@pytest.mark.parametrize("body", ["", "not json", "[]", '"text"', "\xff", "1" * 5000])
def test_what_is_no_json_object_is_refused(client, body):
    answer = client.post(
        reverse("ivr:start"),
        body.encode("latin-1"),
        content_type="application/json",
        headers={"Authorization": f"Bearer {KEY}"},
    )

    assert answer.status_code in (400, 422)
    assert answer.json()["code"] in ("not_json", "bad_field")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, "session"),
        ({"session": 4}, "session"),
        ({"session": "x" * 81}, "session"),
        ({"session": "a\x00"}, "session"),
        ({"session": "a", "caller": ["06"]}, "caller"),
    ],
)
def test_a_field_of_another_form_is_named(post, said, field):
    answer = post(reverse("ivr:start"), said)

    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (
        422,
        "bad_field",
        field,
    )


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"typed": "1"}, "step"),
        ({"step": "0", "typed": "1"}, "step"),
        ({"step": True, "typed": "1"}, "step"),
        ({"step": 0}, "typed"),
        ({"step": 0, "typed": "one"}, "typed"),
        ({"step": 0, "typed": "1" * 21}, "typed"),
        ({"step": 0, "typed": "١"}, "typed"),
    ],
)
def test_an_answer_of_another_form_is_named(call, post, said, field):
    url = reverse("ivr:answer", args=[call()[0].json()["call"]])

    answer = post(url, said)

    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_calls_that_are_unknown_over_or_elsewhere_have_each_their_code(call, post, settings):
    begun = call(FRENCH)[0].json()
    url = reverse("ivr:answer", args=[begun["call"]])
    nobody_s = reverse("ivr:answer", args=["00000000-0000-4000-8000-000000000000"])

    def problem(answer):
        return answer.status_code, answer.json()["code"], answer.json().get("step")

    assert problem(post(nobody_s, {"step": 0, "typed": ""})) == (404, "unknown_call", None)
    assert problem(post(url, {"step": 7, "typed": "1"})) == (409, "wrong_step", 1)
    post(reverse("ivr:hang_up", args=[begun["call"]]), {})
    assert problem(post(url, {"step": 1, "typed": "1"})) == (410, "call_over", None)
    settings.VOICE_CALLS_PER_MINUTE = 1
    refused = post(reverse("ivr:start"), {"session": "one more"})
    assert problem(refused) == (429, "too_many_calls", None)
    assert refused["Retry-After"] == "60"


def test_nothing_personal_is_in_the_addresses_nor_in_the_log(call, caplog):
    make_karim()
    caplog.set_level(logging.DEBUG)

    answers = call(FRENCH, "2", *WHO_IS_KARIM, "1", "000000", caller=PHONE)

    told = [answer.request["PATH_INFO"] for answer in answers]
    told += [
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    ]
    told += [json.dumps(answer.json()) for answer in answers]
    personal = (CIN, CIN[2:], PHONE[-9:], "12031980", str(BORN), "Bennani")
    assert not [text for text in told if any(said in text for said in personal)]


def test_a_whole_look_up_asks_the_database_little(call, django_assert_max_num_queries, post):
    make_karim()
    *_before, last = call(FRENCH, "1", *WHO_IS_KARIM[:-1])
    url = reverse("ivr:answer", args=[last.json()["call"]])

    with django_assert_max_num_queries(22):  # of which a good third open and close savepoints
        post(url, {"step": last.json()["step"], "typed": "1"})
