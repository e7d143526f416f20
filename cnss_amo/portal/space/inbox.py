"""What the CNSS wrote to a person."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from cnss_amo.messaging.enums import MessageState
from cnss_amo.messaging.models import Message
from cnss_amo.messaging.queries import in_clear, masked_phone, messages_about
from cnss_amo.portal.insured import insured_required
from cnss_amo.portal.space.words import ANY_MESSAGE, MESSAGES
from registration.queries import files_of

SECRET = ("ACTIVATION_CODE",)  # a code is read on the phone that it was sent to, nowhere else


@dataclass(frozen=True)
class Written:
    """A message as she sees it: what for, when, to which phone; its words while they are kept."""

    message: Message
    purpose: Promise
    words: str
    phone: str

    @property
    def did_not_leave(self) -> bool:
        """Whether she never received it."""
        return self.message.state in (MessageState.FAILED, MessageState.DROPPED)

    @property
    def still_waits(self) -> bool:
        """Whether it is about to leave."""
        return self.message.state == MessageState.WAITING


@insured_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The messages sent to her, the latest first."""
    written = [_written(one) for one in messages_about(*files_of(request.insured.pk))]
    return render(request, "portal/space_messages.html", {"written": written})


def _written(message: Message) -> Written:
    said = None if message.text in SECRET else in_clear(message)
    return Written(
        message=message,
        purpose=MESSAGES.get(message.text, ANY_MESSAGE),
        words=said.words if said else "",
        phone=masked_phone(message),
    )
