"""The fingerprint of the register: equal when it says the same of the same people."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models, transaction
from django.db.models import OuterRef
from django.db.models.functions import Cast, JSONObject

from cnss_amo.kernel.db import keyring
from registration.models import Activity, OtherDocument, Person

BATCH = 2_000
SEALED = ("document", "phone", "email", "address")
IDENTITY = (
    "document_kind",
    "last_name",
    "first_name",
    "last_name_ar",
    "first_name_ar",
    "birth_date",
    "birth_precision",
    "birth_place",
    "sex",
    "nationality",
    "commune_id",
    "state",
)
ACTIVITY = (
    "category_id",
    "sub_category_id",
    "professional_id",
    "started_on",
    "begins_on",
    "ends_on",
    "subject_from",
    "facts",
)


@transaction.atomic
def register_hash() -> str:
    """Return the SHA-256 of who is registered, in what state, for which activities.

    What is sealed is read in clear, so that it is the same under other keys. Each person is hashed
    alone and the hashes are added up: people may come in any order, and memory stays flat. A file
    merged into another tells nothing more than the file it leads to.
    """
    total, people = 0, 0
    for told in _people():
        line = json.dumps(told, ensure_ascii=False, sort_keys=True, default=str)
        total += int.from_bytes(hashlib.sha256(line.encode()).digest(), "big")
        people += 1
    return hashlib.sha256(f"{people}:{total % 2**256:x}".encode()).hexdigest()


def _people() -> Iterator[dict[str, Any]]:
    """Yield what is hashed of each person, streamed from one statement."""
    unseal = keyring().unseal_text
    own = OtherDocument.objects.filter(person=OuterRef("pk")).order_by("pk")
    activities = Activity.objects.filter(person=OuterRef("pk")).values(
        words=Cast(JSONObject(**{name: name for name in ACTIVITY}), models.TextField())
    )
    people = Person.objects.filter(merged_into=None).values(
        *IDENTITY,
        *(f"{name}_sealed" for name in SEALED),
        told=ArraySubquery(activities),
        kinds=ArraySubquery(own.values("kind")),
        papers=ArraySubquery(own.values("sealed")),
    )
    for person in people.order_by().iterator(chunk_size=BATCH):
        for name in SEALED:
            person[name] = unseal(person.pop(f"{name}_sealed"), name)
        papers = zip(person.pop("kinds"), person.pop("papers"), strict=True)
        person["papers"] = sorted((kind, unseal(paper, "document")) for kind, paper in papers)
        person["told"].sort()
        yield person
