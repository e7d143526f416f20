"""A secret to hand over: kept sealed in the session until the page that shows it, once."""

from django.http import HttpRequest

from cnss_amo.kernel.db import keyring

LABEL = "handed"


def keep(request: HttpRequest, what: str, person_id: int, secret: str) -> None:
    """Keep a secret, sealed, for the page that shows it once."""
    request.session[name_of(what, person_id)] = keyring().seal(secret, LABEL).hex()


def take(request: HttpRequest, what: str, person_id: int) -> str:
    """Give the secret to show, and forget it; nothing the second time."""
    sealed = request.session.pop(name_of(what, person_id), "")
    return keyring().unseal(bytes.fromhex(sealed), LABEL).decode() if sealed else ""


def name_of(what: str, person_id: int) -> str:
    """Under which name the session keeps something about a person."""
    return f"{what}-{person_id}"
