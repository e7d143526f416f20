"""An act asked twice under one key is done once, at once or a day after."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from cnss_amo.api.idempotency import forget_old_answers
from cnss_amo.api.models import KeptAnswer
from cnss_amo.kernel.db import keyring
from registration.models import CompletedRegistration, RegistrationRequest
from tests.api.calling import Program, approved_point, code_of, opened_for_point
from tests.api.test_completing_through_the_interface import FORM, said
from tests.registration.completing import make_karim

pytestmark = pytest.mark.django_db
KEY = "une-cle-tiree-au-hasard"


def test_the_same_key_and_the_same_words_give_the_same_answer(till):
    make_karim()
    asked = said(till)

    first = till.post("completions", asked, key=KEY)
    second = till.post("completions", asked, key=KEY)

    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    assert second["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert CompletedRegistration.objects.count() == 1


def test_the_same_words_in_another_order_are_the_same(till):
    till.post("requests", FORM, key=KEY)

    again = till.post("requests", dict(reversed(FORM.items())), key=KEY)

    assert again["Idempotency-Replayed"] == "true"


def test_the_same_key_for_other_words_is_refused(till):
    till.post("requests", FORM, key=KEY)

    refused = till.post("requests", FORM | {"first_name": "Houda"}, key=KEY)

    assert code_of(refused) == "key_reused"
    assert RegistrationRequest.objects.count() == 1


def test_a_key_is_one_client_s(till):
    till.post("requests", FORM, key=KEY)

    other = Program(opened_for_point(approved_point())).post("requests", FORM, key=KEY)

    assert other.status_code == 201
    assert RegistrationRequest.objects.count() == 2


@pytest.mark.parametrize("key", ["", "court", "x" * 65, "une clé", "a/b/c/d/e"])
def test_an_act_without_a_fair_key_is_refused(till, key):
    assert code_of(till.post("requests", FORM, key=key)) == "no_key"


def test_an_act_that_failed_leaves_its_key_free(till):
    assert till.post("requests", FORM | {"document": "not a card"}, key=KEY).status_code == 422

    assert till.post("requests", FORM, key=KEY).status_code == 201


def test_a_key_serves_again_when_its_answer_expired(till):
    till.post("requests", FORM, key=KEY)
    KeptAnswer.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert "Idempotency-Replayed" not in till.post("requests", FORM, key=KEY)
    assert RegistrationRequest.objects.count() == 2


def test_what_is_kept_is_sealed_and_forgotten(till):
    make_karim()
    answer = till.post("completions", said(till), key=KEY)
    password = answer.json()["first_password"]

    kept = KeptAnswer.objects.get()
    stored = str(
        {name: bytes(v) if isinstance(v, memoryview) else v for name, v in vars(kept).items()}
    )
    assert password not in stored
    assert KEY not in stored
    assert password in keyring().unseal(kept.sealed, "api-answer").decode()
    assert forget_old_answers(at=timezone.now() + timedelta(hours=25)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_it_once_and_read_the_same(law):
    program = Program(opened_for_point())

    def alone(_time):
        try:
            return program.__class__(program.opened, token=program.token).post(
                "requests", FORM, key=KEY
            )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as hands:
        answers = list(hands.map(alone, range(4)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert RegistrationRequest.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_whoever_waits_too_long_for_the_first_is_told(law, settings):
    settings.API_WAITS = "50ms"
    program = Program(opened_for_point())
    from django.db import transaction

    from cnss_amo.api.idempotency import Answer, once

    def slow():
        with ThreadPoolExecutor(1) as hand:
            refused.append(hand.submit(meanwhile).result())
        return Answer(201, {})

    def meanwhile():
        try:
            return program.post("requests", FORM, key=KEY)
        finally:
            connections.close_all()

    refused = []
    with transaction.atomic():
        once(client=program.client, key=KEY, said=b"0" * 16, act=slow, at=timezone.now())

    assert [code_of(one) for one in refused] == ["in_progress"]
