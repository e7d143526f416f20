"""The personal space of an insured person: opened, signed in to, closed.

Passwords are argon2id; a sign-in costs the same whether the number is known or not, and wrong ones
are counted in PostgreSQL whatever becomes of the request.
"""

import secrets
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

import pghistory
from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.auth.hashers import check_password, make_password
from django.db import connection, transaction
from django.utils.translation import gettext as _

from cnss_amo.accounts.models import User
from cnss_amo.accounts.passwords import draw_password
from cnss_amo.accounts.services.codes import count_failures, failures
from cnss_amo.kernel.codes import code_of
from cnss_amo.kernel.db import keyring
from cnss_amo.kernel.identifiers import number_is_valid
from registration.enums import Channel, EventKind, Language
from registration.models import Account, AccountSession, Event, Person
from registration.services.proposals import required

# Rows are taken in the order of the categories: two people of the same two never wait in a circle.
COUNT_OPENED = """
INSERT INTO registration_openedaccounts AS held (category_id, channel, count)
SELECT DISTINCT category_id, %(channel)s, 1 FROM registration_activity
 WHERE person_id = %(person)s AND ends_on IS NULL ORDER BY category_id
    ON CONFLICT ON CONSTRAINT opened_accounts_of_a_category_and_channel
    DO UPDATE SET count = held.count + 1
"""
LONGEST_DEVICE = 200
SEEN_EVERY = timedelta(minutes=1)  # a session that is used is written at most so often


class WrongSignIn(Exception):
    """Number or password do not open an account; nobody is told which."""

    def __str__(self) -> str:
        """The same words whatever the cause."""
        return _(
            "Ce numéro et ce mot de passe n'ouvrent pas d'espace personnel."
            " Après plusieurs essais, attendez un quart d'heure, ou activez de nouveau votre accès."
        )


class SpaceStands(Exception):
    """The space is closed, or open, already; the message can be shown as it is."""


def check_new_password(password: str) -> None:
    """Raise ValidationError when a password is too short, too common or of the house's words."""
    rules = password_validation.get_password_validators(settings.INSURED_PASSWORD_VALIDATORS)
    password_validation.validate_password(password, password_validators=rules)


@transaction.atomic
def open_account(
    *,
    person: Person,
    language: str,
    channel: Channel,
    password: str = "",
    must_change: bool = False,
    at: datetime,
) -> str | None:
    """Open the space of a person, or give her access again; return a first password when drawn.

    A password she chose is kept as hers; without one, a first password is drawn, shown once and
    changed at the first sign-in, as is one that `must_change`: digits said to a telephone. Every
    session of hers that was open ends.
    """
    drawn = None if password else draw_password()
    is_first = drawn is not None or must_change
    account, is_new = Account.objects.get_or_create(
        person=person,
        defaults={
            "language": language,
            "opened_at": at,
            "opened_through": channel,
            "password": make_password(password or drawn),
            "must_change": is_first,
        },
    )
    if is_new:
        _count(person, channel)
    else:
        account.password = make_password(password or drawn)
        account.must_change, account.language = is_first, language
        account.save(update_fields=["password", "must_change", "language"])
        end_sessions(account=account, at=at)
    return drawn


def sign_in(*, number: str, password: str, ip: str = "", device: str = "", at: datetime) -> UUID:
    """Open a session of whoever has this number and password; raise WrongSignIn otherwise."""
    digits = code_of(number)
    known = int(digits) if number_is_valid(digits) else 0
    standing = Account.objects.filter(disabled_at=None, person__merged_into=None)
    account = standing.filter(person__number=known).first()
    bounds = _bounds(digits, ip)
    since = at - settings.INSURED_SIGN_IN_WAIT
    over = [key for key, most in bounds.items() if failures(key, since=since) >= most]
    opens = check_password(password, account.password if account else _nobody_s())
    if account is None or not opens or over:
        count_failures(bounds)
        raise WrongSignIn
    return begin_session(account=account, device=device, at=at).key


def begin_session(*, account: Account, device: str = "", at: datetime) -> AccountSession:
    """Begin a session for a person just identified, by password or by code."""
    return AccountSession.objects.create(
        account=account, began_at=at, seen_at=at, device=device[:LONGEST_DEVICE]
    )


def account_of_session(key: str, *, at: datetime) -> Account | None:
    """The account that a session opens now: not idle, not ended, not disabled."""
    lives = AccountSession.objects.filter(
        key=key,
        ended_at=None,
        seen_at__gt=at - settings.INSURED_IDLE,
        account__disabled_at=None,
        account__person__merged_into=None,
    )
    session = lives.select_related("account__person").first()
    if session is None:
        return None
    if at - session.seen_at > SEEN_EVERY:
        AccountSession.objects.filter(pk=key).update(seen_at=at)
    return session.account


@transaction.atomic
def change_password(*, account: Account, password: str, keep: UUID | None, at: datetime) -> None:
    """Take the password that a person chose; all her sessions end but the one that she is in."""
    check_new_password(password)
    account.password, account.must_change = make_password(password), False
    account.save(update_fields=["password", "must_change"])
    end_sessions(account=account, at=at, keep=keep)
    _tell(account.person_id, EventKind.PASSWORD_CHANGED, at)


def password_is_right(*, account: Account, password: str) -> bool:
    """Whether this is the account's password, asked again before an act."""
    return check_password(password, account.password)


def confirm_password(*, account: Account, password: str, at: datetime) -> None:
    """Ask the password again before an act; raise WrongSignIn, counted, and after a few of them."""
    key = keyring().digest(f"again {account.pk}", "signing-in")
    tried = failures(key, since=at - settings.INSURED_SIGN_IN_WAIT)
    is_right = password_is_right(account=account, password=password)
    if tried >= settings.INSURED_SIGN_IN_TRIES or not is_right:
        count_failures([key])
        raise WrongSignIn


def end_sessions(
    *, account: Account, at: datetime, keep: UUID | None = None, only: UUID | None = None
) -> int:
    """End the sessions of an account: all, all but one, or one."""
    sessions = account.sessions.filter(ended_at=None)
    sessions = sessions.filter(pk=only) if only else sessions.exclude(pk=keep)
    return sessions.update(ended_at=at)


def choose_language(*, account: Account, language: str) -> None:
    """Write to a person in this language from now on."""
    Account.objects.filter(pk=account.pk).update(language=Language(language))


@transaction.atomic
def disable_account(*, account: Account, by: User, reason: str, at: datetime) -> None:
    """Close a space: whoever is in it is out at the next page.

    Raise ReasonRequired, or SpaceStands when somebody closed it before.
    """
    reason = required(reason)
    kept = Account.objects.select_for_update().get(pk=account.pk)
    if kept.disabled_at is not None:
        raise SpaceStands(_("Cet espace est déjà fermé."))
    with pghistory.context(user=by.pk, act=EventKind.ACCOUNT_DISABLED.value, reason=reason):
        kept.disabled_at = at
        kept.save(update_fields=["disabled_at"])
    end_sessions(account=kept, at=at)
    _tell(kept.person_id, EventKind.ACCOUNT_DISABLED, at, by=by, reason=reason)


@transaction.atomic
def reopen_account(*, account: Account, by: User, reason: str, at: datetime) -> None:
    """Open a closed space again: its former password opens nothing, a new code gives access.

    Raise ReasonRequired, or SpaceStands when it is open.
    """
    reason = required(reason)
    kept = Account.objects.select_for_update().get(pk=account.pk)
    if kept.disabled_at is None:
        raise SpaceStands(_("Cet espace est déjà ouvert."))
    with pghistory.context(user=by.pk, act=EventKind.ACCOUNT_REOPENED.value, reason=reason):
        kept.disabled_at, kept.password = None, make_password(secrets.token_urlsafe())
        kept.save(update_fields=["disabled_at", "password"])
    _tell(kept.person_id, EventKind.ACCOUNT_REOPENED, at, by=by, reason=reason)


def _count(person: Person, channel: Channel) -> None:
    with connection.cursor() as cursor:
        cursor.execute(COUNT_OPENED, {"person": person.pk, "channel": str(channel)})


def _tell(
    person_id: int, kind: EventKind, at: datetime, by: User | None = None, **details: str
) -> None:
    Event.objects.create(person_id=person_id, kind=kind, acted_at=at, by=by, details=details)


def _bounds(digits: str, ip: str) -> dict[bytes, int]:
    """How often this number may fail from here, from anywhere; how often any may from here."""
    ring = keyring()
    bounds = {
        ring.digest(f"{digits} {ip}", "signing-in"): settings.INSURED_SIGN_IN_TRIES,
        ring.digest(digits, "signing-in"): settings.INSURED_SIGN_IN_TRIES_ANYWHERE,
    }
    if ip:
        bounds[ring.digest(f"@ {ip}", "signing-in")] = settings.INSURED_SIGN_IN_TRIES_FROM_HERE
    return bounds


@cache
def _nobody_s() -> str:
    """A hash that no password opens: comparing with it costs the same as with a real one."""
    return make_password(secrets.token_urlsafe())
