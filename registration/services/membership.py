"""A liaison body says whether somebody is of its profession: by its pages, or by its system."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cnss_amo.accounts.models import User
from registration.enums import Membership
from registration.models import MembershipQuestion
from registration.models.submissions import LONGEST_WORDS
from registration.services.submissions import NotOpen, said


@transaction.atomic
def answer_question(
    *,
    question_id: int,
    bodies: Iterable[str],
    membership: Membership,
    reason: str = "",
    by: User | None = None,
    principal: str = "",
    at: datetime,
) -> MembershipQuestion:
    """Write what a body answers, once; a denial says why.

    Raise MembershipQuestion.DoesNotExist for another body's, NotOpen when it was answered or is not
    waited for any more, ReasonRequired.
    """
    own = MembershipQuestion.objects.filter(body__in=list(bodies))
    question = own.select_for_update(of=("self",)).get(pk=question_id)
    if question.answer or not question.about.is_open:
        raise NotOpen(_("Cette question a déjà sa réponse, ou elle n'en attend plus."))
    question.answer = membership
    question.answered_at, question.answered_by, question.principal = at, by, principal
    denied = membership == Membership.NOT_MEMBER
    question.reason = said(reason) if denied else reason.strip()[:LONGEST_WORDS]
    question.save()
    return question
