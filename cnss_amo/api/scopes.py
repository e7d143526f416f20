"""What a client may ask a token for: what the administrator allowed it, and no more."""

from typing import Any

from oauth2_provider.scopes import BaseScopes

from cnss_amo.api.enums import Scope
from cnss_amo.api.models import Client


class ScopesOfClient(BaseScopes):
    """The scopes of each client; a token that names none has all of them."""

    def get_all_scopes(self) -> dict[str, str]:
        """Every scope, in words."""
        return {scope.value: str(scope.label) for scope in Scope}

    def get_available_scopes(
        self, application: Client | None = None, *_args: Any, **_kwargs: Any
    ) -> list[str]:
        """What this client may ask for."""
        return list(application.scopes) if application else []

    get_default_scopes = get_available_scopes
