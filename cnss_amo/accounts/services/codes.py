"""One-time codes: drawn, kept as a keyed digest, tried a few times, used once.

A code by SMS is six digits, bound to the request and to the session that asked. A code on paper is
ten characters, bound to a person. A try is counted before the code is looked at, in a transaction
of its own: a request that fails, or is made to fail, has counted.
"""

import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cnss_amo.accounts.enums import CodeKind
from cnss_amo.accounts.models import CodeTry, Failure, OneTimeCode, User
from cnss_amo.accounts.models.codes import MOST_TRIES
from cnss_amo.kernel.codes import ALPHABET, PAPER_LENGTH, code_of
from cnss_amo.kernel.db import apart, keyring

MOST_REQUESTS = 3  # of one browser at once
AGAIN_WITHIN = timedelta(minutes=1)

COUNT_A_TRY = """
INSERT INTO accounts_codetry (reference, rank)
SELECT %s, count(*) + 1 FROM accounts_codetry WHERE reference = %s HAVING count(*) < %s
    ON CONFLICT DO NOTHING RETURNING rank
"""


class WrongCode(Exception):
    """The code does not open: wrong, dead, used, another's or nobody's; nobody is told which."""

    def __str__(self) -> str:
        """The same words whatever the cause."""
        return _(
            "Ce code n'ouvre rien : il est faux, déjà utilisé ou trop vieux."
            " Vérifiez-le, ou demandez-en un autre."
        )


def draw_digits() -> str:
    """Draw a code to send by SMS."""
    return "".join(secrets.choice("0123456789") for _digit in range(settings.CODE_DIGITS))


def digest_of(code: str, reference: UUID) -> bytes:
    """How a code is kept: under the key of this installation, with the request it answers."""
    return keyring().digest(f"{reference}:{code}", "code")


def session_digest(session: str) -> bytes | None:
    """How the session that asked is kept."""
    return keyring().digest(session, "code-session") if session else None


@transaction.atomic
def hand_paper_code(*, person_id: int, by: User | None, channel: str, at: datetime) -> str:
    """Draw a code to hand over on paper; the former one of this person dies. Shown once."""
    code = "".join(secrets.choice(ALPHABET) for _character in range(PAPER_LENGTH))
    live_paper_codes(person_id).update(dead_at=at)
    paper = OneTimeCode(
        kind=CodeKind.PAPER,
        person_id=person_id,
        channel=channel,
        by=by,
        asked_at=at,
        expires_at=at + settings.PAPER_CODE_LASTS,
    )
    paper.digest = digest_of(code, paper.reference)
    paper.save(force_insert=True)
    return code


def enter_code(*, reference: str | UUID, code: str, session: str, at: datetime) -> int:
    """Return whose code this is and use it up; raise WrongCode, in the same words whatever fails.

    The reference is that of the request. The code is the one sent for it, or the paper code of the
    person it was about.
    """
    asked = _reference(reference)
    if not _count_try(asked):
        raise WrongCode
    request = OneTimeCode.objects.filter(pk=asked, kind=CodeKind.SMS).first()
    typed = code_of(code)
    candidates = [request, _paper_of(request)] if request else []
    bound = request is not None and _same(request.session_key, session_digest(session))
    for candidate in candidates:
        if candidate is not None and bound and _opens(candidate, typed, at):
            return _use(candidate, at)
    raise WrongCode


def requests_of(session: str, *, at: datetime) -> list[UUID]:
    """The requests that a browser made and that may still be answered, the latest first.

    A page asked for twice, or one whose answer was lost, leaves two: the code sent is for one.
    """
    asked = _asked_from(session).filter(expires_at__gt=at).order_by("-asked_at")
    return list(asked.values_list("pk", flat=True)[:MOST_REQUESTS])


def used_just_now(*, session: str, code: str, at: datetime) -> int | None:
    """Whose code this browser used a moment ago: the second press of one button; or nobody."""
    typed, since = code_of(code), at - AGAIN_WITHIN
    for request in _asked_from(session).filter(expires_at__gt=since):
        papers = OneTimeCode.objects.filter(kind=CodeKind.PAPER, person_id=request.person_id)
        for used in (request, *papers.filter(used_at__gt=since)):
            just_now = used.used_at is not None and used.used_at > since
            if just_now and _same(used.digest, digest_of(typed, used.reference)):
                return used.person_id
    return None


def _asked_from(session: str) -> QuerySet[OneTimeCode]:
    requests = OneTimeCode.objects.filter(kind=CodeKind.SMS)
    return requests.filter(session_key=session_digest(session)) if session else requests.none()


def live_paper_codes(person_id: int | None):
    """The paper code of a person that is neither used nor replaced, if she has one."""
    return OneTimeCode.objects.filter(
        kind=CodeKind.PAPER, person_id=person_id, used_at=None, dead_at=None
    )


def count_failures(keys: Iterable[bytes]) -> None:
    """Write that somebody failed, by each of these counts, whatever becomes of the request."""
    with apart() as cursor:
        cursor.execute("INSERT INTO accounts_failure (key) SELECT unnest(%s)", [list(keys)])


def failures(key: bytes, *, since: datetime) -> int:
    """How often this failed lately."""
    return Failure.objects.filter(key=key, failed_at__gte=since).count()


def forget_old_codes(*, at: datetime) -> int:
    """Delete what can no longer be used nor counted, a day after."""
    past = at - timedelta(days=1)
    CodeTry.objects.filter(tried_at__lt=past - settings.CODE_LASTS).delete()
    Failure.objects.filter(failed_at__lt=past).delete()
    return OneTimeCode.objects.filter(expires_at__lt=past).delete()[0]


def _reference(reference: str | UUID) -> UUID:
    try:
        return reference if isinstance(reference, UUID) else UUID(str(reference))
    except ValueError:
        raise WrongCode from None


def _count_try(reference: UUID) -> bool:
    """Take one of the few tries of a request; false when none is left.

    Two at the same instant want the same rank: one of them asks again.
    """
    most = min(settings.CODE_TRIES, MOST_TRIES)
    with apart() as cursor:
        for _again in range(MOST_TRIES):
            cursor.execute(COUNT_A_TRY, [reference, reference, most])
            if cursor.fetchone():
                return True
    return False


def _paper_of(request: OneTimeCode) -> OneTimeCode | None:
    return live_paper_codes(request.person_id).first()


def _opens(candidate: OneTimeCode, code: str, at: datetime) -> bool:
    digest = digest_of(code, candidate.reference)
    lives = candidate.used_at is None and candidate.dead_at is None and at < candidate.expires_at
    return _same(candidate.digest, digest) and lives


def _same(kept: bytes | None, said: bytes | None) -> bool:
    if kept is None or said is None:
        return kept is said
    return hmac.compare_digest(bytes(kept), said)


def _use(code: OneTimeCode, at: datetime) -> int:
    """Use a code up; whoever comes second meets a used code."""
    unused = OneTimeCode.objects.filter(pk=code.pk, used_at=None, dead_at=None)
    if not unused.update(used_at=at):
        raise WrongCode
    return int(code.person_id)
