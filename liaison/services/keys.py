"""Change the sealing key: everything sealed is sealed again under the new one, batch by batch."""

import json
from collections.abc import Iterator

import psycopg2.extras
from django.db import connection, transaction

from cnss_amo.accounts.second_factor.services import reseal_secrets
from cnss_amo.kernel.db import keyring

BATCH = 5_000

SEALED_COLUMNS = {
    ("registration_person", "id"): {
        "document_sealed": "document",
        "phone_sealed": "phone",
        "email_sealed": "email",
        "address_sealed": "address",
    },
    ("registration_otherdocument", "id"): {"sealed": "document"},
    ("registration_priorcontact", "change_id"): {
        "phone_sealed": "phone",
        "email_sealed": "email",
        "address_sealed": "address",
    },
    ("registration_correction", "id"): {"document_sealed": "document"},
    ("registration_registrationrequest", "id"): {
        "document_sealed": "document",
        "phone_sealed": "phone",
        "email_sealed": "email",
        "address_sealed": "address",
        "workplace_sealed": "address",
    },
    ("registration_submittedpaper", "id"): {"sealed": "paper"},
    ("messaging_message", "id"): {"phone_sealed": "phone", "values_sealed": "message"},
    ("registration_attestation", "id"): {"document_sealed": "document"},
    ("api_keptanswer", "id"): {"sealed": "api-answer"},
    ("liaison_segment", "id"): {"sealed": "segment"},
    ("liaison_block", "id"): {"sealed": "block"},
    ("liaison_row", "list_id, line"): {
        "document_sealed": "document",
        "other_document_sealed": "document",
        "phone_sealed": "phone",
        "email_sealed": "email",
        "address_sealed": "address",
    },
}
KEPT_BEFORE = ("phone_sealed", "email_sealed", "address_sealed")


def reseal_everything() -> int:
    """Seal again, under the key in use, what another key sealed; return how many values were.

    Safe to stop and to run again: it looks for what is not yet under the key in use.
    """
    resealed = 0
    for (table, key), columns in SEALED_COLUMNS.items():
        for column, label in columns.items():
            for batch in _under_other_keys(table, key, column):
                _write(table, key, column, label, batch)
                resealed += len(batch)
    return resealed + _reseal_outcomes() + reseal_secrets()


def _under_other_keys(table: str, key: str, column: str) -> Iterator[list[tuple]]:
    """Batches of (key…, sealed bytes) whose first byte is not the key in use."""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {key}, {column} FROM {table} WHERE get_byte({column}, 0) <> %s LIMIT %s",
                [keyring().current, BATCH],
            )
            batch = cursor.fetchall()
        if not batch:
            return
        yield batch


@transaction.atomic
def _write(table: str, key: str, column: str, label: str, batch: list[tuple]) -> None:
    ring = keyring()
    names = key.split(", ")
    fresh = [
        (*ids, psycopg2.Binary(ring.seal(ring.unseal(sealed, label), label)))
        for *ids, sealed in batch
    ]
    matched = " AND ".join(f"t.{name} = v.{name}" for name in names)
    with connection.cursor() as cursor:
        psycopg2.extras.execute_values(
            cursor.cursor,
            f"UPDATE {table} t SET {column} = v.fresh"
            f" FROM (VALUES %s) AS v ({key}, fresh) WHERE {matched}",
            fresh,
            page_size=1000,
        )


def _reseal_outcomes() -> int:
    """The values that an undo would bring back are sealed too, inside the outcomes."""
    resealed = 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT list_id, line, before FROM liaison_rowoutcome"
            " WHERE before->'person' ?| %s FOR UPDATE",
            [list(KEPT_BEFORE)],
        )
        for list_id, line, before in cursor.fetchall():
            kept = json.loads(before) if isinstance(before, str) else before
            if _reseal_kept(kept["person"]):
                cursor.execute(
                    "UPDATE liaison_rowoutcome SET before = %s WHERE list_id = %s AND line = %s",
                    [json.dumps(kept), list_id, line],
                )
                resealed += 1
    return resealed


def _reseal_kept(person: dict[str, str]) -> bool:
    ring = keyring()
    changed = False
    for name in KEPT_BEFORE:
        sealed = bytes.fromhex(person[name][2:]) if person.get(name) else None
        if sealed and sealed[0] != ring.current:
            label = name.removesuffix("_sealed")
            person[name] = "\\x" + ring.seal(ring.unseal(sealed, label), label).hex()
            changed = True
    return changed
