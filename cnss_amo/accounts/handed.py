"""A secret to hand over: kept sealed in the session until the page that shows it, once."""

from django.http import HttpRequest

from cnss_amo.kernel.db import keyring

LABEL = "handed"


def keep(request: HttpRequest, what: str, whose: int, secret: str) -> None:
    """Keep a secret, sealed, for the page that shows it once."""
    request.session[name_of(what, whose)] = keyring().seal(secret, LABEL).hex()


def take(request: HttpRequest, what: str, whose: int) -> str:
    """Give the secret to show, and forget it; nothing the second time."""
    sealed = request.session.pop(name_of(what, whose), "")
    return keyring().unseal(bytes.fromhex(sealed), LABEL).decode() if sealed else ""


def name_of(what: str, whose: int) -> str:
    """Under which name the session keeps something about a person, a colleague or a client."""
    return f"{what}-{whose}"
