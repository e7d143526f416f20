"""People for the tests: a test says only what matters to it, the rest is valid."""

from datetime import date
from itertools import count
from typing import Any

from cnss_amo.kernel import names
from cnss_amo.kernel.db import keyring
from cnss_amo.kernel.identifiers import number_from_sequence
from registration.enums import DocumentKind, OriginKind
from registration.models import Activity, Person, SubCategory

NOTHING = object()
_sequence = count(1)


def make_person(
    *,
    number: int | None | object = NOTHING,
    cin: str | None = None,
    document: tuple[str, str] | None = None,
    phone: str | None = None,
    email: str | None = None,
    address: str | None = None,
    **fields: Any,
) -> Person:
    """A person of the register, with a number and search keys; what is said in clear is sealed."""
    sequence = next(_sequence)
    drawn = {
        "last_name": "Bennani",
        "first_name": "Karim",
        "last_name_ar": "",
        "first_name_ar": "",
        "birth_date": date(1980, 3, 12),
        "registered_on": date(2022, 1, 1),
        "number": number_from_sequence(5_000_000 + sequence) if number is NOTHING else number,
    } | fields
    kind, paper = document or (DocumentKind.CIN, cin or f"ZZ{sequence:06d}")
    ring = keyring()
    drawn |= {
        "document_kind": kind,
        "document_key": ring.digest(f"{kind}:{paper}", "document"),
        "document_sealed": ring.seal(paper, "document"),
    }
    for label, value in (("phone", phone), ("email", email), ("address", address)):
        if value is not None:
            drawn |= {
                f"{label}_key": ring.digest(value, label),
                f"{label}_sealed": ring.seal(value, label),
                f"{label}_source": "DGI",
            }
    return Person.objects.create(**drawn, **search_keys(**drawn))


def search_keys(
    *, last_name: str, first_name: str, last_name_ar: str, first_name_ar: str, **_others: Any
) -> dict[str, Any]:
    """The keys by which a name is found, as the pipeline computes them."""
    return {
        "latin_key": names.latin_key_of(last_name, first_name) or "",
        "arabic_key": names.arabic_key_of(last_name_ar, first_name_ar) or "",
        "search_tokens": names.search_tokens_of(last_name, first_name, last_name_ar, first_name_ar),
    }


def make_activity(person: Person, sub_category: str = "CPU", **fields: Any) -> Activity:
    """An open activity of a person, listed by the tax office."""
    drawn = {
        "category_id": SubCategory.objects.get(code=sub_category).category_id,
        "sub_category_id": sub_category,
        "body": "DGI",
        "started_on": date(2022, 1, 1),
        "origin_kind": OriginKind.LIST,
    } | fields
    drawn.setdefault("begins_on", drawn["started_on"])
    drawn.setdefault("subject_from", drawn["begins_on"])
    return Activity.objects.create(person=person, **drawn)
