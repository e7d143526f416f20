"""Somebody who is on no list asks, through a partner, to be registered (form 328-1-01)."""

from typing import Any

from django.conf import settings

from agencies.models import Commune
from cnss_amo.api.calls import Call
from cnss_amo.api.earnest.codes import named
from cnss_amo.api.idempotency import Answer
from cnss_amo.api.problems import Problem
from registration.enums import Channel
from registration.models import RegistrationRequest, SubCategory
from registration.services.registering import NotYetOpen
from registration.services.request import BadDocument, Form328, deposit_request

COPIED = (
    *("document_kind", "document", "last_name", "first_name", "last_name_ar", "first_name_ar"),
    *("birth", "birth_place", "sex", "nationality", "started_on", "phone", "email", "address"),
    *("professional_id", "language"),
)


def deposit(call: Call) -> Answer:
    """Take a request and give its receipt; nothing tells whether the register knows anybody."""
    said = call.said
    if not said["notice_read"]:
        raise Problem("notice_not_read")
    form = Form328(
        **{name: said[name] for name in COPIED if name in said},
        sub_category=named(SubCategory.objects.select_related("category"), said, "sub_category"),
        commune=named(Commune.objects.all(), said, "commune"),
        consent=settings.NOTICE_VERSION,
    )
    try:
        request = deposit_request(
            form=form,
            channel=Channel.POINT,
            by=call.client.user,
            principal=call.principal,
            at=call.at,
        )
    except (BadDocument, NotYetOpen) as fact:
        raise Problem("not_taken", detail=str(fact)) from fact
    return Answer(201, _told(request))


def follow(call: Call) -> Answer:
    """How far a request is; what another client deposited does not exist."""
    own = RegistrationRequest.objects.filter(by=call.client.user)
    request = own.filter(reference=call.said["reference"]).first()
    if request is None:
        raise Problem("not_found")
    return Answer(200, _told(request))


def _told(request: RegistrationRequest) -> dict[str, Any]:
    """A request as its depositor follows it: how far it is, never about whom."""
    complement = request.complement_due_on
    return {
        "reference": request.reference,
        "state": request.state,
        "state_label": request.get_state_display(),
        "deposited_at": request.acted_at.isoformat(),
        "due_on": request.due_on.isoformat(),
        "complement_due_on": complement and complement.isoformat(),
    }
