"""Problems: one shape, stable codes, two languages, no trace of our code."""

import json

import pytest
from django.db import OperationalError
from django.urls import reverse

from cnss_amo.api import earnest
from cnss_amo.api.problems import CATALOGUE
from tests.api.calling import IDENTITY, ROOT, code_of

pytestmark = pytest.mark.django_db


def raw(program, path, body, **more):
    headers = {"Authorization": f"Bearer {program.token}"} | more.pop("headers", {})
    said = {"content_type": "application/json"} | more
    return program.browser.post(f"{ROOT}/{path}", data=body, headers=headers, **said)


@pytest.mark.parametrize(
    "body",
    [
        "{", "[]", '"x"', "null", "1", "\xff", '{"a": 1, "a": 2}', '{"a": NaN}', "[" * 10_000,
        '{"a":' * 2_000 + "1" + "}" * 2_000,
    ],
)  # fmt: skip
def test_what_is_no_json_object_is_malformed(till, body):
    assert code_of(raw(till, "status", body.encode("latin-1"))) == "malformed"


def test_what_is_too_large_is_refused(till, settings):
    body = json.dumps({"document": "x" * settings.API_LARGEST_BODY})

    assert code_of(raw(till, "status", body)) == "too_large"


def test_ten_megabytes_are_refused(till):
    assert code_of(raw(till, "status", b"x" * 10 * 2**20)) == "too_large"


@pytest.mark.parametrize(
    "media", ["text/plain", "application/xml", "application/x-www-form-urlencoded", "x"]
)
def test_another_format_is_refused(till, media):
    refused = raw(till, "status", "document=AB1", content_type=media)

    assert code_of(refused) == "unsupported_media_type"


def test_another_format_is_not_given(till):
    refused = till.post("status", IDENTITY, Accept="text/html")

    assert code_of(refused) == "not_acceptable"


def test_each_wrong_field_is_named_with_its_code(till):
    refused = till.post("status", {"birth": "12/03/1980", "nickname": "K", "document": 5})

    errors = {one["field"]: one["code"] for one in refused.json()["errors"]}
    assert code_of(refused) == "invalid_fields"
    assert errors == {"nickname": "unknown"}
    again = till.post("status", {"birth": "12/03/1980", "document": 5})
    assert {one["field"] for one in again.json()["errors"]} == {"birth", "document"}


@pytest.mark.parametrize(
    "birth",
    ["1980-02-30", "0000", "80", "1980-3-1", "1980-03-12\n", None, 1980, ["1980"], "", "١٩٨٠"],
)
def test_what_is_no_birth_is_refused(till, birth):
    assert code_of(till.post("status", IDENTITY | {"birth": birth})) == "invalid_fields"


@pytest.mark.parametrize(
    "document", ["AB\x00123", "AB\n123", "", "x" * 21, "\ud800", None, True, {"a": 1}]
)
def test_what_breaks_a_line_or_is_no_text_is_refused(till, document):
    body = json.dumps(IDENTITY | {"document": document})

    assert code_of(raw(till, "status", body)) == "invalid_fields"


@pytest.mark.parametrize("document", ["ß" * 20, "\u202e123", "{{7*7}}", "' OR 1=1 --", "АВ123456"])
def test_a_hostile_document_is_nobody_s(till, document):
    assert till.post("status", IDENTITY | {"document": document}).status_code == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_another_method_is_refused_even_in_disguise(till, method):
    headers = {"Authorization": f"Bearer {till.token}"}
    refused = till.browser.generic(method, f"{ROOT}/status", headers=headers)
    disguised = till.post("requests/00000-00000", **{"X-HTTP-Method-Override": "GET"})

    assert code_of(refused) == "method_not_allowed"
    assert code_of(disguised) == "method_not_allowed"


@pytest.mark.parametrize(
    "path", ["nothing", "status/", "lists/x/y", "requests/a%00b", "v2", "requests/é"]
)
def test_what_is_not_there_is_told_as_a_problem(till, path):
    answer = till.get(path)

    assert answer.status_code in (403, 404)
    assert code_of(answer) in ("not_found", "wrong_scope")


def test_a_fault_of_ours_shows_nothing(till, monkeypatch):
    def fault(_call):
        raise RuntimeError("the inside of our house")

    monkeypatch.setattr(earnest, "status", fault)

    answer = till.post("status", IDENTITY)

    assert code_of(answer) == "server_error"
    assert "inside" not in answer.text
    assert "Traceback" not in answer.text


def test_a_database_that_does_not_answer_is_told(till, monkeypatch):
    def fault(_call):
        raise OperationalError("gone")

    monkeypatch.setattr(earnest, "status", fault)

    answer = till.post("status", IDENTITY)

    assert code_of(answer) == "unavailable"
    assert answer["Retry-After"] == "60"


def test_words_follow_the_language_and_codes_do_not(till):
    french = till.post("status", {}, **{"Accept-Language": "fr"})
    arabic = till.post("status", {}, **{"Accept-Language": "ar"})

    assert french.json()["code"] == arabic.json()["code"] == "invalid_fields"
    assert french["Content-Language"] == "fr"
    assert arabic["Content-Language"] == "ar"
    [said, *_others] = [one["errors"][0]["detail"] for one in (french.json(), arabic.json())]
    assert said != arabic.json()["errors"][0]["detail"]


def test_every_problem_is_explained_on_the_page(client):
    page = client.get(reverse("api:home")).text

    for code in CATALOGUE:
        assert f'id="{code}"' in page


def test_nothing_is_kept_on_the_way_and_the_usual_guards_are_there(till):
    answer = till.post("status", IDENTITY)

    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert not answer.cookies
