"""Somebody comes to a partner's point and shows her paper: is she in the register?

The operator is not of the CNSS. He types the document and the birth date that he reads; a document
that nobody holds and a birth date that is not its holder's are one answer, and both are counted: he
who misses often, and a document that is often missed, wait.
"""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from cnss_amo.accounts.models import User
from cnss_amo.accounts.services.codes import count_failures, failures
from cnss_amo.kernel.db import keyring
from registration.models import Person
from registration.rules import Birth
from registration.services.identify import document_digest, identify


class TooManyMisses(Exception):
    """Too many looks at nobody lately, by this operator or about this document."""

    def __str__(self) -> str:
        """The same words whichever it is."""
        return _(
            "Trop de recherches sans résultat : attendez une heure."
            " La personne peut aller dans toute agence avec sa pièce d'identité."
        )


def present(
    *, document_kind: str, document: str, birth: Birth, by: User, at: datetime
) -> Person | None:
    """Return the standing file of whoever holds this document and was born then; or nobody.

    Raise TooManyMisses, whoever is asked for.
    """
    key = document_digest(document_kind, document)
    bounds = {
        keyring().digest(str(by.pk), "presented-by"): settings.POINT_MISSES,
        keyring().digest(key.hex(), "presented"): settings.POINT_MISSES_OF_A_DOCUMENT,
    }
    since = at - settings.POINT_WAITS
    over = [missed for missed, most in bounds.items() if failures(missed, since=since) >= most]
    if over:
        raise TooManyMisses
    person = identify(document_kind=document_kind, document=document, birth=birth)
    if person is None:
        count_failures(bounds)
    return person
