"""What partners ask for the people in front of them."""

from rest_framework.request import Request
from rest_framework.response import Response

from cnss_amo.api.described import described
from cnss_amo.api.enums import Scope
from cnss_amo.api.serializers import (
    ActivationGiven,
    CompletionGiven,
    CompletionSaid,
    Identity,
    RequestGiven,
    RequestSaid,
    StatusGiven,
)
from cnss_amo.api.views.operation import Operation


class Status(Operation):
    """Whether somebody is registered: she alone is told."""

    scope, verb, takes = Scope.STATUS, "status", Identity

    @described("status", takes=Identity, gives={200: StatusGiven})
    def post(self, request: Request) -> Response:
        """Take an identity; give everybody the same answer."""
        return self.perform(request)


class Activations(Operation):
    """A code on demand."""

    scope, verb, takes = Scope.ACTIVATION, "start_activation", Identity

    @described("start_activation", takes=Identity, gives={202: ActivationGiven})
    def post(self, request: Request) -> Response:
        """Take an identity; give everybody the same answer."""
        return self.perform(request)


class Completions(Operation):
    """A registration completed."""

    scope, verb, takes, keyed = Scope.COMPLETION, "complete", CompletionSaid, True

    @described("complete", takes=CompletionSaid, gives={201: CompletionGiven})
    def post(self, request: Request) -> Response:
        """Take a code and what the person says; give what she takes away."""
        return self.perform(request)


class Requests(Operation):
    """Somebody on no list asks to be registered."""

    scope, verb, takes, keyed = Scope.REQUESTS, "deposit", RequestSaid, True

    @described("deposit_request", takes=RequestSaid, gives={201: RequestGiven})
    def post(self, request: Request) -> Response:
        """Take the form; give its receipt."""
        return self.perform(request)


class OneRequest(Operation):
    """How far a request is."""

    scope, verb = Scope.REQUESTS, "follow"

    @described("follow_request", gives={200: RequestGiven})
    def get(self, request: Request, reference: str) -> Response:
        """Give its state."""
        return self.perform(request, reference=reference)
