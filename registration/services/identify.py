"""Who a person says she is: an identity document and a birth date."""

from collections.abc import Sequence
from datetime import date

from django.db import connection

from cnss_amo.kernel.db import keyring
from cnss_amo.kernel.identifiers import cin_of, document_of
from registration.enums import DocumentKind
from registration.models import Person
from registration.rules import Birth, KnownTo, births_agree

# One statement whether anybody holds the document or not, and whichever document it is.
HOLDER = """
SELECT standing.* FROM (
    SELECT id, merged_into_id FROM registration_person WHERE document_key = %(key)s
    UNION ALL
    SELECT person.id, person.merged_into_id FROM registration_otherdocument other
      JOIN registration_person person ON person.id = other.person_id WHERE other.key = %(key)s
    ) holder
  JOIN registration_person standing ON standing.id = COALESCE(holder.merged_into_id, holder.id)
 LIMIT 1
"""

# Who holds which of several documents: one statement too.
HOLDERS = """
SELECT holder.key, standing.birth_date, standing.birth_precision FROM (
    SELECT document_key AS key, id, merged_into_id FROM registration_person
     WHERE document_key = ANY(%(keys)s)
    UNION ALL
    SELECT other.key, person.id, person.merged_into_id FROM registration_otherdocument other
      JOIN registration_person person ON person.id = other.person_id WHERE other.key = ANY(%(keys)s)
    ) holder
  JOIN registration_person standing ON standing.id = COALESCE(holder.merged_into_id, holder.id)
"""


def document_value(document_kind: str, document: str) -> str | None:
    """A document as it is kept, from what is typed; None when it is no document of that kind."""
    return (cin_of if document_kind == DocumentKind.CIN else document_of)(document)


def document_digest(document_kind: str, document: str) -> bytes:
    """The digest of a document as it is typed; what is no document is somebody's nobody holds."""
    value = document_value(document_kind, document) or f"? {document}"
    return keyring().digest(f"{document_kind}:{value}", "document")


def identify(*, document_kind: str, document: str, birth: Birth) -> Person | None:
    """Return the standing file of whoever holds this document and was born then; or nobody.

    Births agree at the coarser of their precisions: a year alone agrees with a known year. The work
    is the same whether the person is known or not.
    """
    key = document_digest(document_kind, document)
    found = list(Person.objects.raw(HOLDER, {"key": key}))
    agree = [births_agree(birth, person.born) for person in found]
    return found[0] if any(agree) else None


def digests_of(document_kind: str, documents: Sequence[str]) -> dict[bytes, str]:
    """Several documents, each as it is kept, by their digests."""
    said = [f"{document_kind}:{document}" for document in documents]
    return dict(zip(keyring().digest_all(said, "document"), documents, strict=True))


def document_meant(*, document_kind: str, documents: Sequence[str], birth: Birth) -> str:
    """Return which of several documents somebody born then holds; the first where it is not one.

    A keypad says three or four letters with each key: what is typed is several documents, each as
    it is kept. The work depends on what was typed, never on who is known.
    """
    said = digests_of(document_kind, documents)
    with connection.cursor() as cursor:
        cursor.execute(HOLDERS, {"keys": list(said)})
        holders: list[tuple[memoryview, date, KnownTo]] = cursor.fetchall()
    agree = {
        bytes(key) for key, day, known_to in holders if births_agree(birth, Birth(day, known_to))
    }
    return said[agree.pop()] if len(agree) == 1 else documents[0]
