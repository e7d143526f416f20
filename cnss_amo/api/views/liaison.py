"""What the programs of the liaison bodies ask: their lists, the questions put to them."""

from collections.abc import Mapping
from typing import Any

from django.http import StreamingHttpResponse
from rest_framework.parsers import MultiPartParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from cnss_amo.api.described import described
from cnss_amo.api.enums import Scope
from cnss_amo.api.serializers import (
    ConfirmationGiven,
    ConfirmationSaid,
    ListGiven,
    ListReceived,
    ListSaid,
    ListsGiven,
    QuestionsGiven,
)
from cnss_amo.api.views.operation import Operation


class Lists(Operation):
    """The lists of a body: those sent, and one more."""

    scope, takes = Scope.LISTS, ListSaid
    parser_classes = (MultiPartParser,)

    @property
    def verb(self) -> str:
        """To read them, or to send one."""
        return "send_list" if self.request.method == "POST" else "lists_of"

    @property
    def parameters(self) -> tuple[str, ...]:
        """Only reading goes page by page."""
        return () if self.request.method == "POST" else ("after",)

    @property
    def keyed(self) -> bool:
        """Only sending is an act."""
        return self.request.method == "POST"

    @described("lists", gives={200: ListsGiven})
    def get(self, request: Request) -> Response:
        """Give them, the latest first."""
        return self.perform(request)

    @described("send_list", takes=ListSaid, media="multipart/form-data", gives={201: ListReceived})
    def post(self, request: Request) -> Response:
        """Take a file; give its receipt."""
        return self.perform(request)


class OneList(Operation):
    """How far a list is."""

    scope, verb = Scope.LISTS, "one_list"

    @described("list", gives={200: ListGiven})
    def get(self, request: Request, reference: str) -> Response:
        """Give its state and its counts."""
        return self.perform(request, reference=reference)


class CSV(BaseRenderer):
    """A file, given as it is."""

    media_type, format, charset = "text/csv", "csv", None

    def render(
        self,
        written: bytes,
        media_type: str | None = None,
        context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Nothing to render."""
        return written


class ReturnFile(Operation):
    """The body's own lines that need its attention, each with why."""

    scope, verb = Scope.LISTS, "return_of"
    renderer_classes = (CSV, JSONRenderer)

    @described("return_file", gives={(200, "text/csv"): bytes})
    def get(self, request: Request, reference: str) -> StreamingHttpResponse:
        """Give the file, piece by piece."""
        pieces = self.answered(request, reference=reference)
        name = f'attachment; filename="retour-{reference}.csv"'
        return StreamingHttpResponse(
            pieces, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name}
        )


class Confirmations(Operation):
    """The people about whom a body is asked."""

    scope, verb, parameters = Scope.CONFIRMATIONS, "questions", ("after",)

    @described("questions", gives={200: QuestionsGiven})
    def get(self, request: Request) -> Response:
        """Give them, the longest asked first."""
        return self.perform(request)


class OneConfirmation(Operation):
    """One of them."""

    scope, verb, takes, keyed = Scope.CONFIRMATIONS, "answer", ConfirmationSaid, True

    @described("confirm", takes=ConfirmationSaid, gives={200: ConfirmationGiven})
    def post(self, request: Request, reference: str) -> Response:
        """Take what the body says; give it back as it is written."""
        return self.perform(request, reference=reference)
