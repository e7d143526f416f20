"""Open the interface to a program, change its key, close it."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from oauth2_provider.models import get_access_token_model

from agencies.models import PartnerNetwork, Point
from cnss_amo.accounts.services import system_user
from cnss_amo.api.enums import Scope
from cnss_amo.api.models import Client
from liaison.models import LiaisonBody

SECRET_BYTES = 32


@dataclass(frozen=True)
class Opened:
    """A client, and its secret in clear: shown once, kept as argon2id only."""

    client: Client
    secret: str


@transaction.atomic
def open_client(
    *,
    name: str,
    owner: PartnerNetwork | Point | LiaisonBody,
    scopes: Iterable[Scope | str],
    sandbox: bool = False,
    at: datetime,
) -> Opened:
    """Open the interface to one program of a partner or of a liaison body."""
    client = Client(
        name=name,
        client_id=f"amo-{secrets.token_hex(12)}",
        user=system_user(f"api-{uuid4()}"),
        scopes=sorted({str(Scope(scope)) for scope in scopes}),
        sandbox=sandbox,
        client_type=Client.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Client.GRANT_CLIENT_CREDENTIALS,
        **_owned_by(owner),
    )
    return _with_new_secret(client, at)


@transaction.atomic
def change_secret(*, client: Client, at: datetime) -> Opened:
    """Draw another secret; the former one and its tokens open nothing any more."""
    _drop_tokens(client)
    return _with_new_secret(client, at)


@transaction.atomic
def revoke(*, client: Client, at: datetime) -> None:
    """Close the interface to a client, at the very next call."""
    client.revoked_at = at
    client.save(update_fields=["revoked_at", "updated"])
    _drop_tokens(client)


def _owned_by(owner: PartnerNetwork | Point | LiaisonBody) -> dict[str, object]:
    names = {PartnerNetwork: "network", Point: "point", LiaisonBody: "body"}
    return {names[type(owner)]: owner}


def _with_new_secret(client: Client, at: datetime) -> Opened:
    secret = secrets.token_urlsafe(SECRET_BYTES)
    client.client_secret, client.secret_drawn_at = secret, at
    client.save()
    return Opened(client, secret)


def _drop_tokens(client: Client) -> None:
    get_access_token_model().objects.filter(application=client).delete()
