"""Questions about contests and requests: which an agent may decide now, which a body is asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now, TruncDate

from cnss_amo.kernel.names import latin_key_of
from registration.enums import OPEN_SUBMISSIONS, Precision, SubmissionState
from registration.models import (
    Activity,
    Contest,
    MembershipQuestion,
    OtherDocument,
    Person,
    RegistrationRequest,
)

TODAY = TruncDate(Now())
# Nobody is asked, the body answered, or its days are over.
BODY_HEARD = Q(question=None) | ~Q(question__answer="") | Q(question__due_on__lt=TODAY)
COMPLEMENT_LATE = Q(state=SubmissionState.COMPLEMENT_WANTED, complement_due_on__lt=TODAY)


def contests_to_decide() -> QuerySet[Contest]:
    """The contests that an agent may decide: a list that dropped or ended the activity counts."""
    activity = Activity.objects.filter(pk=OuterRef("activity_id"))
    dropped = ~Exists(activity.filter(ends_on=None, missing_list=None))
    heard = Q(state=SubmissionState.DEPOSITED) & (BODY_HEARD | Q(dropped))
    found = Contest.objects.filter(heard | COMPLEMENT_LATE)
    return found.select_related("person", "category", "sub_category")


def requests_to_decide() -> QuerySet[RegistrationRequest]:
    """The requests that an agent may decide: a list that has brought the person since counts."""
    heard = Q(state=SubmissionState.DEPOSITED) & (BODY_HEARD | Q(_is_listed()))
    found = RegistrationRequest.objects.filter(heard | COMPLEMENT_LATE)
    return found.select_related("category", "sub_category")


def _is_listed() -> Exists:
    """Whether whoever holds the document of a request has the activity already."""
    return Exists(
        Activity.objects.open().filter(
            person__document_key=OuterRef("document_key"), category=OuterRef("category")
        )
    )


def questions_waiting(bodies: Iterable[str]) -> QuerySet[MembershipQuestion]:
    """What these bodies are asked and have not answered, the longest asked first."""
    still = Q(contest__state__in=OPEN_SUBMISSIONS) | Q(request__state__in=OPEN_SUBMISSIONS)
    return questions_of(bodies).filter(still, answer="").order_by("asked_at", "pk")


def questions_of(bodies: Iterable[str]) -> QuerySet[MembershipQuestion]:
    """What these bodies were ever asked."""
    return MembershipQuestion.objects.filter(body__in=list(bodies)).select_related(
        "contest__person__commune",
        "contest__sub_category",
        "request__commune",
        "request__sub_category",
    )


@dataclass(frozen=True)
class Listing:
    """What the register says by now of the activity that a contest or a request is about."""

    activity: Activity | None

    @property
    def is_running(self) -> bool:
        """Whether the activity is there and open."""
        return self.activity is not None and self.activity.ends_on is None

    @property
    def missing_list(self) -> int | None:
        """The complete list that no longer names her."""
        return self.activity.missing_list if self.activity else None

    @property
    def origin_list(self) -> int | None:
        """The list that brought the activity."""
        return self.activity.origin_list if self.activity else None

    @property
    def ended_on(self) -> date | None:
        """The day on which the activity ended."""
        return self.activity.ends_on if self.activity else None


def listing_of_contest(contest: Contest) -> Listing:
    """What lists made of a contested activity since: gone, ended, no longer named."""
    return Listing(Activity.objects.filter(pk=contest.activity_id).first())


def listing_of_request(request: RegistrationRequest) -> Listing:
    """The activity that a list brought to whoever holds the document of a request."""
    holder = holder_of(request)
    if holder is None:
        return Listing(None)
    own = Activity.objects.open().filter(person=holder, category=request.category_id)
    return Listing(own.first())


def holder_of(request: RegistrationRequest) -> Person | None:
    """The file of whoever holds the document of a request."""
    key = bytes(request.document_key)
    held = OtherDocument.objects.filter(key=key).values("person")
    return Person.objects.filter(Q(document_key=key) | Q(pk__in=held)).first()


def namesakes_of(request: RegistrationRequest) -> list[Person]:
    """People of the same full name born the same day, by other papers: is it one of them?"""
    key = latin_key_of(request.last_name, request.first_name)
    if not key or request.birth_precision != Precision.DAY:
        return []
    alike = Person.objects.filter(
        latin_key=key, birth_precision=Precision.DAY, merged_into=None
    ).extra(
        where=["namesake(latin_key, birth_date) = namesake(%s, %s)"],
        params=[key, request.birth_date],
    )
    return list(alike.exclude(document_key=bytes(request.document_key)).order_by("pk")[:5])


def others_of_document(request: RegistrationRequest) -> list[RegistrationRequest]:
    """The other requests that name the same document, latest first."""
    same = RegistrationRequest.objects.filter(document_key=bytes(request.document_key))
    return list(same.exclude(pk=request.pk).order_by("-pk")[:5])
