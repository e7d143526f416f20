"""What lies in the database: a dump says no document, phone, e-mail nor address."""

import subprocess

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from cnss_amo.accounts.services import SYSTEM_SENDER, system_user
from cnss_amo.kernel.db import keyring
from cnss_amo.kernel.sealing import make_key_file
from liaison.models import Row, Segment
from registration.models import Person
from registration.services import propose_correction
from tests.liaison.lists import NOON, registered

SECRETS = {
    "CIN": "QX731946",
    "TELEPHONE": "0671948352",
    "EMAIL": "k.secret@exemple.ma",
    "ADRESSE": "17 rue des Orangers cachés",
}
SPELLINGS = [*SECRETS.values(), "671948352"]


def everything_stored():
    """Every value of every table, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" t')
            for (row,) in cursor.fetchall():
                yield table, row


@pytest.mark.django_db
def test_a_dump_shows_nothing_that_lets_one_find_or_reach_a_person():
    registered("DGI", SECRETS)
    registered("DGI", SECRETS | {"EMAIL": "nouveau@exemple.ma", "IR_ANNUEL": "9999"})

    hidden = [*SPELLINGS, "nouveau@exemple.ma"]
    hidden += [text.encode().hex() for text in hidden]
    found = [(table, text) for table, row in everything_stored() for text in hidden if text in row]
    assert found == []


@pytest.mark.django_db
def test_what_is_sealed_opens_with_the_keys():
    registered("DGI", SECRETS)

    person = Person.objects.get()
    ring = keyring()
    assert ring.unseal_text(person.document_sealed, "document") == "QX731946"
    assert ring.unseal_text(person.phone_sealed, "phone") == "+212671948352"
    assert ring.unseal_text(person.email_sealed, "email") == "k.secret@exemple.ma"
    assert ring.unseal_text(person.address_sealed, "address") == "17 rue des Orangers cachés"


@pytest.mark.django_db
def test_the_keys_are_rotated_and_the_old_one_forgotten(tmp_path, settings):
    settings.DATA_KEYS_FILE = tmp_path / "keys.json"
    keyring.cache_clear()
    make_key_file(settings.DATA_KEYS_FILE)
    registered("DGI", SECRETS)
    registered("DGI", SECRETS | {"EMAIL": "nouveau@exemple.ma"})

    correction = propose_correction(
        person_id=Person.objects.get().pk,
        values={},
        document=("CIN", "ZZ777777"),
        reason="x",
        paper="CIN",
        by=system_user(SYSTEM_SENDER),
        at=NOON,
    )

    call_command("rotate_keys", "all", verbosity=0)

    assert keyring().current == 2
    correction.refresh_from_db()
    assert keyring().unseal_text(correction.document_sealed, "document") == "ZZ777777"
    assert bytes(correction.document_sealed)[0] == 2
    person = Person.objects.get()
    assert keyring().unseal_text(person.phone_sealed, "phone") == "+212671948352"
    assert {bytes(row.document_sealed)[0] for row in Row.objects.all()} == {2}
    assert {bytes(segment.sealed)[0] for segment in Segment.objects.all()} == {2}
    keyring.cache_clear()


def test_the_key_file_is_readable_by_its_owner_only():
    keyring()

    assert settings.DATA_KEYS_FILE.stat().st_mode & 0o077 == 0
    assert (
        subprocess.run(["git", "check-ignore", "-q", "var/keys.json"], check=False).returncode == 0
    )
