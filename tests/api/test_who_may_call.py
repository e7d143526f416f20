"""Keys, tokens, scopes: what opens, what no longer does, what never did."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.db import DatabaseError, transaction
from django.utils import timezone
from oauth2_provider.models import get_access_token_model

from cnss_amo.api.enums import Scope
from cnss_amo.api.services import change_secret, revoke
from tests.api.calling import (
    IDENTITY,
    Program,
    address,
    approved_point,
    ask_token,
    code_of,
    opened_for_body,
    opened_for_point,
)

pytestmark = pytest.mark.django_db
AccessToken = get_access_token_model()


def test_a_key_and_its_secret_open_for_a_quarter_of_an_hour():
    given = ask_token(opened_for_point())

    assert given.status_code == 200
    assert given.json()["expires_in"] == 900
    assert given.json()["token_type"] == "Bearer"
    assert given["Cache-Control"] == "no-store"


def test_neither_secret_nor_token_lies_in_the_database():
    opened = opened_for_point()
    token = ask_token(opened).json()["access_token"]

    kept = AccessToken.objects.get()
    opened.client.refresh_from_db()
    assert kept.token == ""
    assert token not in str(vars(kept))
    assert identify_hasher(opened.client.client_secret).algorithm == "argon2"
    assert opened.secret not in opened.client.client_secret


def test_a_wrong_secret_opens_nothing():
    refused = ask_token(opened_for_point(), secret="wrong")

    assert refused.status_code == 401
    assert refused.json() == {"error": "invalid_client"}


def test_whoever_guesses_secrets_waits(settings):
    settings.API_TOKEN_FAILURES = 3
    opened, here = opened_for_point(), address()
    for _guess in range(3):
        assert ask_token(opened, secret="wrong", at=here).status_code == 401

    assert ask_token(opened, at=here).status_code == 429
    assert ask_token(opened).status_code == 200


@pytest.mark.parametrize(
    "grant",
    ["password", "authorization_code", "refresh_token", "", "x",
     "urn:ietf:params:oauth:grant-type:device_code"],
)  # fmt: skip
def test_no_other_grant_is_known(grant):
    refused = ask_token(opened_for_point(), grant_type=grant)

    assert refused.status_code == 400
    assert refused.json() == {"error": "unsupported_grant_type"}


def test_a_token_asks_for_no_more_than_the_key_may():
    opened = opened_for_point(scopes=[Scope.STATUS])

    assert ask_token(opened, scope="status completion").json() == {"error": "invalid_scope"}
    assert ask_token(opened, scope="status").json()["scope"] == "status"


def test_without_a_token_every_operation_says_so(client, till):
    for answer in (client.post("/api/v1/status"), client.get("/api/v1/lists")):
        assert answer.status_code == 401
        assert code_of(answer) == "no_token"
        assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_session_of_a_colleague_opens_nothing(client, nadia):
    client.force_login(nadia)

    assert client.post("/api/v1/status").status_code == 401


def test_a_token_that_ended_opens_nothing(till):
    AccessToken.objects.update(expires=timezone.now() - timedelta(seconds=1))

    assert code_of(till.post("status", IDENTITY)) == "invalid_token"


@pytest.mark.parametrize("token", ["x", "é", "a" * 5000])
def test_a_forged_token_opens_nothing(token):
    assert code_of(Program(opened_for_point(), token=token).post("status")) == "invalid_token"


def test_a_revoked_client_is_out_at_the_next_call(till):
    revoke(client=till.client, at=timezone.now())

    assert code_of(till.post("status", IDENTITY)) == "invalid_token"
    assert ask_token(till.opened).status_code == 401


def test_another_secret_ends_the_former_one_and_its_tokens(till):
    changed = change_secret(client=till.client, at=timezone.now())

    assert code_of(till.post("status", IDENTITY)) == "invalid_token"
    assert ask_token(till.opened).status_code == 401
    assert Program(changed).post("status", IDENTITY).status_code == 200


def test_a_scope_that_is_missing_is_named():
    program = Program(opened_for_point(scopes=[Scope.STATUS]))

    refused = program.act("completions")

    assert code_of(refused) == "wrong_scope"
    assert "completion" in refused.json()["detail"]


def test_a_scope_taken_back_closes_at_once(till):
    till.client.scopes = [Scope.ACTIVATION]
    till.client.save()

    assert code_of(till.post("status", IDENTITY)) == "wrong_scope"


def test_a_body_asks_about_nobody_and_a_partner_sends_no_list(till, tax_office):
    assert code_of(tax_office.post("status", IDENTITY)) == "wrong_scope"
    assert code_of(till.get("lists")) == "wrong_scope"


def test_the_database_refuses_what_no_client_may_be():
    client = opened_for_body().client
    for wrong in (
        {"scopes": ["status"]},
        {"network_id": "CASHPLUS"},
        {"body": None},
        {"sandbox": True},
        {"authorization_grant_type": "password"},
        {"hash_client_secret": False},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(client).objects.filter(pk=client.pk).update(**wrong)


def test_too_many_calls_wait_and_are_told_how_long(settings, till):
    settings.API_RATES = settings.API_RATES | {"status": [2, 100]}
    for _call in range(2):
        assert till.post("status", IDENTITY).status_code == 200

    stopped = till.post("status", IDENTITY)

    assert code_of(stopped) == "too_many_requests"
    assert 1 <= int(stopped["Retry-After"]) <= 61
    assert till.post("activations", IDENTITY).status_code == 202


def test_what_fails_counts_too_and_a_day_has_its_own_bound(settings, till):
    settings.API_RATES = settings.API_RATES | {"status": [100, 2]}
    for _call in range(2):
        assert till.post("status").status_code == 422

    stopped = till.post("status", IDENTITY)

    assert code_of(stopped) == "too_many_requests"
    assert int(stopped["Retry-After"]) <= 86_401


def test_another_client_has_its_own_counts(settings, till):
    settings.API_RATES = settings.API_RATES | {"status": [1, 100]}
    till.post("status", IDENTITY)

    assert Program(opened_for_point(approved_point())).post("status", IDENTITY).status_code == 200
