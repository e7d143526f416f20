"""Who calls: a bearer token, of a client that stands, for what it is allowed to do.

No session, no cookie, no token in an address: nothing here can be forged from a browser.
"""

import hashlib
from typing import TYPE_CHECKING

from django.utils import timezone
from oauth2_provider.models import AbstractAccessToken, get_access_token_model
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from cnss_amo.accounts.models import User
from cnss_amo.api.problems import Problem

if TYPE_CHECKING:
    from cnss_amo.api.views.operation import Operation

OWNERS = ("application__user", "application__network", "application__point", "application__body")


class BearerToken(BaseAuthentication):
    """`Authorization: Bearer …`, looked up by its digest: tokens are kept nowhere."""

    def authenticate(self, request: Request) -> tuple[User, AbstractAccessToken] | None:
        """Return the client's actor and its token; nothing when no token is sent."""
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        tokens = get_access_token_model().objects.select_related(*OWNERS)
        digest = hashlib.sha256(token.strip().encode(errors="replace")).hexdigest()
        found = tokens.filter(token_checksum=digest, expires__gt=timezone.now()).first()
        if found is None or found.application.revoked_at is not None:
            raise Problem("invalid_token")
        return found.application.user, found

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return 'Bearer realm="cnss-amo"'


class HoldsScope(BasePermission):
    """The token holds the scope of the operation, and so does the client still: default deny."""

    def has_permission(self, request: Request, view: "Operation") -> bool:
        """Raise rather than answer: the problem says what is missing."""
        if request.auth is None:
            raise Problem("no_token")
        wanted = view.scope
        if not request.auth.allow_scopes([wanted]) or wanted not in request.auth.application.scopes:
            raise Problem("wrong_scope", scope=str(wanted))
        return True
