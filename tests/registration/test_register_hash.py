from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from cnss_amo.accounts.models import User
from cnss_amo.kernel.sealing import add_key
from registration.enums import EventKind, State
from registration.models import Activity, Event, OtherDocument, Person
from registration.queries import register_hash
from tests.registration.factories import make_activity, make_person

pytestmark = pytest.mark.django_db

KARIM = {
    "cin": "AB123456",
    "phone": "+212612345678",
    "email": "karim@example.com",
    "address": "12 rue des Orangers",
}
SALMA = {"cin": "CD1", "last_name": "Tazi", "first_name": "Salma"}


@pytest.fixture
def karim():
    karim = make_person(**KARIM)
    make_activity(karim, "CPU", facts={"ir_annuel": 1200})
    return karim


def wipe():
    Activity.objects.all().delete()
    OtherDocument.objects.all().delete()
    Person.objects.all().delete()


def test_an_empty_register_has_a_hash_too():
    assert len(register_hash()) == 64


def test_the_same_people_in_another_order_with_other_numbers_have_the_same_hash(karim):
    make_activity(karim, "AE", facts={"sector": "SERVICE"})
    make_person(**SALMA)
    told = register_hash()

    wipe()
    make_person(**SALMA)
    again = make_person(**KARIM)
    make_activity(again, "AE", facts={"sector": "SERVICE"}, origin_list=7, origin_line=9)
    make_activity(again, "CPU", facts={"ir_annuel": 1200}, body="BAM")

    assert register_hash() == told


def test_other_keys_leave_the_hash_as_it_is(karim, tmp_path, settings, monkeypatch):
    told = register_hash()
    from cnss_amo.kernel import db
    from cnss_amo.kernel.sealing import Keyring, make_key_file

    make_key_file(tmp_path / "other.json")
    add_key(tmp_path / "other.json")
    fresh = Keyring.load(tmp_path / "other.json")
    wipe()
    for module in ("registration.queries.fingerprint", "tests.registration.factories"):
        monkeypatch.setattr(f"{module}.keyring", lambda: fresh)
    make_activity(make_person(**KARIM), "CPU", facts={"ir_annuel": 1200})

    assert db.keyring() is not fresh
    assert register_hash() == told


@pytest.mark.parametrize(
    "changed",
    [
        {"last_name": "Bennani-Smires"},
        {"birth_date": date(1980, 3, 13)},
        {"birth_precision": "Y"},
        {"state": State.COMPLETED},
        {"sex": "M"},
        {"document_kind": "PASSEPORT"},
    ],
)
def test_whatever_is_said_of_a_person_counts(karim, changed):
    told = register_hash()

    Person.objects.filter(pk=karim.pk).update(**changed)

    assert register_hash() != told


@pytest.mark.parametrize("changed", [{"cin": "AB123457"}, {"phone": None}, {"address": "ailleurs"}])
def test_what_is_sealed_counts_as_it_reads_in_clear(karim, changed):
    told = register_hash()

    wipe()
    make_activity(make_person(**KARIM | changed), "CPU", facts={"ir_annuel": 1200})

    assert register_hash() != told


@pytest.mark.parametrize(
    "changed",
    [
        {"facts": {"ir_annuel": 1201}},
        {"ends_on": date(2023, 1, 1)},
        {"started_on": date(2020, 1, 1)},
    ],
)
def test_whatever_is_said_of_an_activity_counts(karim, changed):
    told = register_hash()

    Activity.objects.update(**changed)

    assert register_hash() != told


def test_a_second_document_counts(karim):
    told = register_hash()

    OtherDocument.objects.create(
        person=karim, kind="PASSEPORT", key=b"1" * 16, sealed=bytes(karim.document_sealed)
    )

    assert register_hash() != told


def test_flags_numbers_events_and_audit_do_not_count(karim):
    told = register_hash()

    Person.objects.update(number=100000018, document_disputed=True, registered_on=date(2024, 1, 1))
    Activity.objects.update(missing_list=3)
    User.objects.create_user("amina")
    Event.objects.create(person=karim, kind=EventKind.SAME_PERSON, acted_at=timezone.now())

    assert register_hash() == told


def test_the_command_ends_with_the_hash_alone(karim):
    output = StringIO()

    call_command("register_hash", stdout=output)

    assert output.getvalue().splitlines()[-1] == register_hash()
