"""A liaison body is asked whether somebody is of its profession; its system answers."""

from typing import Any

from cnss_amo.accounts.enums import Door, LookKind
from cnss_amo.accounts.services import record_look
from cnss_amo.api.calls import Call
from cnss_amo.api.idempotency import Answer
from cnss_amo.api.problems import Problem
from cnss_amo.kernel.db import keyring
from cnss_amo.kernel.identifiers import mask_cin
from cnss_amo.kernel.references import QuestionReference
from registration.enums import Membership
from registration.models import MembershipQuestion
from registration.queries.submissions import questions_of, questions_waiting
from registration.services.membership import answer_question
from registration.services.proposals import ReasonRequired
from registration.services.submissions import NotOpen

QUESTIONS_A_PAGE = 50


REFERENCES = QuestionReference()


def questions(call: Call) -> Answer:
    """What the client's body is asked and has not answered, the longest asked first."""
    waiting = questions_waiting([call.client.body_id])
    if after := call.said.get("after"):
        last = _named(call, after)
        waiting = waiting.filter(asked_at__gte=last.asked_at).exclude(
            asked_at=last.asked_at, pk__lte=last.pk
        )
    page = list(waiting[: QUESTIONS_A_PAGE + 1])
    shown = page[:QUESTIONS_A_PAGE]
    _look(call, shown)
    following = REFERENCES.to_url(shown[-1].pk) if len(page) > QUESTIONS_A_PAGE else None
    return Answer(200, {"results": [_told(one) for one in shown], "next": following})


def answer(call: Call) -> Answer:
    """Write what the body answers, once."""
    question = _named(call, call.said["reference"])
    try:
        answered = answer_question(
            question_id=question.pk,
            bodies=[call.client.body_id],
            membership=Membership(call.said["answer"]),
            reason=call.said.get("reason", ""),
            by=call.client.user,
            principal=call.principal,
            at=call.at,
        )
    except NotOpen as fact:
        raise Problem("already_answered", detail=str(fact)) from fact
    except ReasonRequired as fact:
        error = {"field": "reason", "code": "required", "detail": str(fact)}
        raise Problem("invalid_fields", errors=[error]) from fact
    told = {
        "reference": call.said["reference"],
        "answer": answered.answer,
        "answered_at": answered.answered_at.isoformat(),
    }
    return Answer(200, told)


def _named(call: Call, reference: str) -> MembershipQuestion:
    """A question to the client's body; another body's does not exist."""
    try:
        return questions_of([call.client.body_id]).get(pk=REFERENCES.to_python(reference))
    except (ValueError, MembershipQuestion.DoesNotExist):
        raise Problem("not_found") from None


def _told(question: MembershipQuestion) -> dict[str, Any]:
    """Whom the question is about, with what a body finds its members by, and no more."""
    about = question.about
    person = about if question.request_id else about.person
    return {
        "reference": REFERENCES.to_url(question.pk),
        "about": "request" if question.request_id else "contest",
        "sub_category": about.sub_category_id,
        "document_kind": person.document_kind,
        "document": mask_cin(keyring().unseal_text(person.document_sealed, "document") or ""),
        "last_name": person.last_name,
        "first_name": person.first_name,
        "birth": person.birth_date.isoformat()[: {"D": 10, "M": 7, "Y": 4}[person.birth_precision]],
        "professional_id": getattr(person, "professional_id", ""),
        "asked_at": question.asked_at.isoformat(),
        "due_on": question.due_on.isoformat(),
    }


def _look(call: Call, shown: list[MembershipQuestion]) -> None:
    people = {question.contest.person_id for question in shown if question.contest_id}
    record_look(
        user=call.client.user,
        kind=LookKind.QUEUE,
        people=sorted(people),
        door=Door.API,
        request_id=call.request_id,
        place=call.place[:20],
    )
