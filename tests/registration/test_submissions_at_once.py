"""People and agents who press at the same time, on real connections."""

import pytest

from cnss_amo.accounts.enums import Role
from registration.enums import Membership
from registration.models import Activity, Contest, Person, RegistrationRequest
from registration.services import request as requesting
from registration.services.contest import AlreadyContested, accept_contest
from registration.services.membership import answer_question
from registration.services.submissions import NotOpen
from tests.registration.completing import make_karim, sent
from tests.registration.submitting import NOON, ask_for, body_says, contest
from tests.registration.test_merging_at_once import at_once

ROUNDS = 5


@pytest.fixture
def agents(law, hire):
    return [hire(name, Role.AGENT) for name in ("amina", "youssef", "samira")]


def kinds(results):
    return sorted(type(one).__name__ for one in results)


def test_one_contest_of_an_activity_is_open_at_a_time(agents):
    for round_ in range(ROUNDS):
        karim = make_karim(cin=f"AB{round_:06}")

        results = at_once(*[lambda karim=karim: contest(karim)] * 3)

        assert kinds(results) == ["AlreadyContested", "AlreadyContested", "Contest"]
        [done] = [one for one in results if isinstance(one, Contest)]
        told = [one for one in results if isinstance(one, AlreadyContested)]
        assert {one.contest.pk for one in told} == {done.pk}


def test_one_key_deposits_once(agents):
    for round_ in range(ROUNDS):
        key = f"press-{round_}"

        results = at_once(*[lambda key=key: ask_for(client_key=key).pk] * 3)

        assert len(set(results)) == 1
    assert RegistrationRequest.objects.count() == ROUNDS


def test_one_answer_stands_and_each_other_agent_is_told(agents):
    karim = make_karim()
    contested = contest(karim)
    body_says(contested, Membership.NOT_MEMBER)

    results = at_once(
        *[
            lambda by=by: accept_contest(contest_id=contested.pk, reason="Vu", by=by, at=NOON)
            for by in agents
        ]
    )

    assert kinds(results) == ["Contest", "NotOpen", "NotOpen"]
    assert len(sent("RESULT_ACCEPTED")) == 1


def test_two_requests_of_one_document_register_one_person(agents):
    requests = [ask_for(client_key=key) for key in ("a", "b", "c")]
    for request in requests:
        body_says(request)

    results = at_once(
        *[
            lambda request=request, by=by: requesting.accept_request(
                request_id=request.pk, reason="Vu", by=by, at=NOON
            )
            for request, by in zip(requests, agents, strict=True)
        ]
    )

    assert kinds(results) == ["Registered"] * 3
    assert Person.objects.count() == Activity.objects.count() == 1


def test_a_body_answers_once(agents):
    request = ask_for()
    question = request.question

    results = at_once(
        *[
            lambda said=said: answer_question(
                question_id=question.pk, bodies=["ONN"], membership=said, reason="Lu", at=NOON
            )
            for said in (Membership.MEMBER, Membership.NOT_MEMBER)
        ]
    )

    [told] = [one for one in results if isinstance(one, NotOpen)]
    assert "déjà sa réponse" in str(told)
