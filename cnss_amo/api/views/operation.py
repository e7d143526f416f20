"""What every operation shares: who calls, how often, what is said, once, in one transaction."""

import hashlib
import re
from collections.abc import Mapping
from contextlib import nullcontext
from datetime import datetime
from typing import Any, ClassVar

import pghistory
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cnss_amo.api import earnest, sandbox
from cnss_amo.api.calls import Call
from cnss_amo.api.enums import Scope
from cnss_amo.api.fields import Strict
from cnss_amo.api.idempotency import Answer, digest_of, key_of, once
from cnss_amo.api.models import Client
from cnss_amo.api.problems import CONTENT_TYPE, Problem
from cnss_amo.api.throttles import spend

REFERENCE = re.compile("[A-Za-z0-9-]{1,40}", re.ASCII)  # what any reference of ours looks like


class Operation(APIView):
    """One address. `verb` names what it does, in earnest and in the sandbox alike."""

    scope: ClassVar[Scope]
    verb: ClassVar[str]
    takes: ClassVar[type[Strict]] = Strict
    parameters: ClassVar[tuple[str, ...]] = ()  # of the address; never anything about a person
    keyed: ClassVar[bool] = False

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        """Calls are counted outside the transaction of the act, which opens its own."""
        return transaction.non_atomic_requests(super().as_view(**initkwargs))

    @property
    def client(self) -> Client:
        """Who calls."""
        return self.request.auth.application

    def check_throttles(self, request: Request) -> None:
        """Count the call, once who calls is known."""
        spend(self.client, self.counted_as, at=timezone.now())

    @property
    def counted_as(self) -> str:
        """The name under which calls are counted: reading is not sending."""
        return f"{self.scope}.read" if self.reads and hasattr(self, "get") else str(self.scope)

    @property
    def reads(self) -> bool:
        """Whether the call only reads."""
        return self.request.method in ("GET", "HEAD")

    def perform(self, request: Request, **named: str) -> Response:
        """Do what the operation does, and answer."""
        answer = self.answered(request, **named)
        problem = answer.status >= 400
        return Response(
            answer.body,
            status=answer.status,
            content_type=CONTENT_TYPE if problem else None,
            headers={"Idempotency-Replayed": "true"} if answer.replayed else None,
        )

    def answered(self, request: Request, **named: str) -> Any:
        """What the operation answers, done once where it carries a key."""
        key = key_of(request) if self.keyed else ""
        call = self._call(request, named)
        doing = getattr(sandbox if self.client.sandbox else earnest, self.verb)
        closed = sandbox.closed_register if self.client.sandbox else nullcontext

        def act() -> Answer:
            with closed():
                return doing(call)

        with pghistory.context(user=self.client.user_id):
            if key:
                said = digest_of(request.method, request.path, _digestible(call.said))
                return once(client=self.client, key=key, said=said, act=act, at=call.at)
            with transaction.atomic():
                return act()

    def _call(self, request: Request, named: Mapping[str, str]) -> Call:
        said = self._said(request)
        references = [*named.values(), said.get("after", "-")]
        if not all(REFERENCE.fullmatch(reference) for reference in references):
            raise Problem("not_found")
        at = timezone.now()
        return Call(
            client=self.client,
            said=said | named,
            place=self.client.place if self.reads else self._place(said, at),
            request_id=getattr(request, "request_id", None),
            at=at,
        )

    def _place(self, said: Mapping[str, Any], at: datetime) -> str:
        """Where the act is done; raise Problem when it may not be done there."""
        where = sandbox if self.client.sandbox else earnest
        return where.place_of(self.client, said.get("point", ""), self.scope, at=at)

    def _said(self, request: Request) -> dict[str, Any]:
        """What is sent, checked; raise Problem or ValidationError."""
        asked = request.query_params
        if set(asked) - set(self.parameters) or any(len(asked.getlist(one)) > 1 for one in asked):
            raise Problem("unknown_parameter")
        if self.reads:
            return dict(asked.items())
        form = self.takes(data=request.data)
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)

    def handle_exception(self, exc: Exception) -> Response:
        """A problem is always JSON, whatever the answer would have been."""
        self.request.accepted_renderer = JSONRenderer()
        self.request.accepted_media_type = JSONRenderer.media_type
        return super().handle_exception(exc)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kw: Any) -> Any:
        """Nothing of this is kept on the way."""
        answer = super().finalize_response(request, response, *args, **kw)
        answer.headers["Cache-Control"] = "no-store"
        return answer


def _digestible(said: Mapping[str, Any]) -> dict[str, str]:
    return {name: _digest(value) for name, value in said.items()}


def _digest(value: Any) -> str:
    """What stands for a value in the digest of a demand: for a file, its bytes."""
    if not isinstance(value, UploadedFile):
        return str(value)
    sha256 = hashlib.sha256()
    for piece in value.chunks():
        sha256.update(piece)
    value.seek(0)
    return sha256.hexdigest()
