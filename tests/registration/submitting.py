"""Contests and requests for the tests: a test says only what matters to it, the rest is valid."""

from datetime import UTC, date, datetime
from io import BytesIO

from PIL import Image

from registration.enums import Channel, DocumentKind, Ground, Membership
from registration.models import Activity, SubCategory
from registration.papers import read_paper
from registration.rules import Birth
from registration.services.contest import deposit_contest
from registration.services.membership import answer_question
from registration.services.request import Form328, deposit_request

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CIN = "JK456789"
PHONE = "+212661223344"


def photo(kind="PNG", size=(40, 30), **saved):
    """The bytes of a small photo."""
    kept = BytesIO()
    Image.new("RGB", size, "white").save(kept, kind, **saved)
    return kept.getvalue()


def paper():
    """A paper as the services take it."""
    return read_paper(BytesIO(photo()))


def contest(person, *, ground=Ground.NOT_MINE, channel=Channel.PORTAL, at=NOON, **said):
    """Contest the activity of somebody."""
    activity = said.pop("activity", None) or Activity.objects.filter(person=person).first()
    return deposit_contest(
        person_id=person.pk,
        activity_id=activity.pk,
        ground=ground,
        channel=channel,
        at=at,
        **said,
    )


def form(**said):
    """Form 328-1-01 as Leila fills it in: a notary who is on no list."""
    written = {
        "document_kind": DocumentKind.CIN,
        "document": CIN,
        "last_name": "Berrada",
        "first_name": "Leila",
        "birth": Birth(date(1985, 6, 14)),
        "sex": "F",
        "nationality": "MA",
        "phone": PHONE,
        "started_on": date(2024, 9, 1),
        "consent": "2026-01",
        "language": "fr",
    } | said
    code = written.pop("sub_category", "NOT")
    return Form328(sub_category=SubCategory.objects.get(code=code), **written)


def ask_for(*, channel=Channel.PORTAL, at=NOON, by=None, principal="", client_key="", **said):
    """Ask to be registered."""
    papers = said.pop("papers", ())
    return deposit_request(
        form=form(**said),
        papers=papers,
        channel=channel,
        by=by,
        principal=principal,
        client_key=client_key,
        at=at,
    )


def body_says(submission, membership=Membership.MEMBER, *, reason="", at=NOON, **by):
    """The body that is asked answers."""
    question = submission.question
    return answer_question(
        question_id=question.pk,
        bodies=[question.body],
        membership=membership,
        reason=reason or ("" if membership == Membership.MEMBER else "Inconnue de nos registres"),
        at=at,
        **by,
    )
