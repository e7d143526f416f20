"""Verbs of the second factor that are not a person's own pages: enrol ahead, take away, tell."""

import base64
import time
from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from allauth.mfa.utils import decrypt, encrypt
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest

from cnss_amo.accounts.models import User
from cnss_amo.kernel.db import keyring

PERIOD = 30
SECRETS = ("secret", "seed")  # of an application, of the codes on paper


class NoApplication(Exception):
    """This person has no application that counts: nothing to tell."""


@transaction.atomic
def enrol_ahead(*, user: User) -> None:
    """Give somebody an application whose codes `second_factor_code` tells: demonstrations only."""
    if not user.has_second_factor:
        TOTP.activate(user, generate_totp_secret())


@transaction.atomic
def take_away(*, user: User) -> int:
    """Forget every second factor of a person, and close her sessions: she enrols anew."""
    forgotten, _models = Authenticator.objects.filter(user=user).delete()
    end_sessions(UserSession.objects.filter(user=user))
    return forgotten


def end_sessions(sessions: Iterable[UserSession]) -> None:
    """Close these sessions at once."""
    keys = [session.session_key for session in sessions]
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()


def end_other_sessions(request: HttpRequest) -> None:
    """Close the sessions of whoever asks, but the one she asks from."""
    hers = UserSession.objects.filter(user=request.user)
    end_sessions(hers.exclude(session_key=request.session.session_key))


@transaction.atomic
def reseal_secrets() -> int:
    """Seal again, under the key in use, what another key sealed; return how many values were."""
    resealed = 0
    for held in Authenticator.objects.filter(data__has_any_keys=SECRETS).select_for_update():
        for name in SECRETS:
            sealed = held.data.get(name)
            if sealed and base64.b64decode(sealed)[0] != keyring().current:
                held.data[name] = encrypt(decrypt(sealed))
                resealed += 1
        held.save(update_fields=["data"])
    return resealed


def present_code(*, user: User, at: float | None = None) -> str:
    """Return the six digits that the person's application shows; development only."""
    if not settings.DEVELOPMENT:
        raise RuntimeError("codes are told in development only")
    held = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if held is None:
        raise NoApplication(user.get_username())
    counter = int(time.time() if at is None else at) // PERIOD
    return format_hotp_value(hotp_value(decrypt(held.data["secret"]), counter))
