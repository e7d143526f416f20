from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from cnss_amo.accounts.enums import Role
from cnss_amo.kernel.db import keyring
from registration.enums import CorrectionState, EventKind, PaperSeen
from registration.models import Correction, Event, OtherDocument, Person
from registration.queries import find_people, register_hash
from registration.services import accept_correction, propose_correction, refuse_correction
from registration.services.correct import CorrectionWaits, DocumentHeld, NothingToCorrect
from registration.services.proposals import (
    ChangedMeanwhile,
    NeedsSecondPerson,
    NotWaiting,
    ReasonRequired,
)
from tests.registration.factories import make_person

pytestmark = pytest.mark.django_db

NOON = datetime(2023, 1, 10, 12, tzinfo=UTC)
LATER = datetime(2023, 1, 11, 9, tzinfo=UTC)


@pytest.fixture
def youssef(hire):
    """Supervisor of the agency."""
    return hire("youssef", Role.SUPERVISOR)


@pytest.fixture
def karim():
    return make_person(cin="AB123456", birth_place="Fès")


def propose(person, by, document=None, **values):
    return propose_correction(
        person_id=person.pk,
        values=values,
        document=document,
        reason="La carte dit autre chose",
        paper=PaperSeen.CIN,
        by=by,
        at=NOON,
    )


def test_nothing_changes_until_a_second_person_accepts(karim, amina):
    told = register_hash()

    correction = propose(karim, amina, last_name="Bennis", birth_place="Fès")

    assert register_hash() == told
    assert correction.state == CorrectionState.PROPOSED
    assert correction.seen == {"last_name": "Bennani"}
    assert correction.proposed == {"last_name": "Bennis"}


def test_accepted_it_is_in_the_register_and_both_scripts_find_her(karim, amina, youssef):
    correction = propose(
        karim,
        amina,
        last_name="Ouazzani",
        first_name="Hakim",
        last_name_ar="الوزاني",
        first_name_ar="حكيم",
        birth_date=date(1981, 1, 1),
        birth_precision="Y",
        birth_place="Taza",
        sex="M",
        nationality="MA",
    )

    accept_correction(correction_id=correction.pk, by=youssef, at=LATER)

    karim.refresh_from_db()
    assert (karim.name, karim.name_ar, karim.birth) == ("Hakim Ouazzani", "حكيم الوزاني", "1981")
    assert (karim.birth_place, karim.sex, karim.nationality) == ("Taza", "M", "MA")
    for asked in ("Ouazzani Hakim", "الوزاني حكيم"):
        assert [match.person for match in find_people(asked)] == [karim]
    assert find_people("Bennani Karim") == []


def test_an_event_keeps_three_times_who_and_why_and_no_value(karim, amina, youssef):
    correction = propose(karim, amina, last_name="Bennis")

    accept_correction(correction_id=correction.pk, by=youssef, at=LATER)

    event = Event.objects.get(person=karim, kind=EventKind.IDENTITY_CORRECTED)
    assert (event.in_force_on, event.acted_at, event.by) == (date(2023, 1, 10), NOON, youssef)
    assert event.recorded_at is not None
    assert event.details["reason"] == "La carte dit autre chose"
    assert event.details["fields"] == ["last_name"]
    assert "Bennis" not in str(event.details)


def test_the_audit_knows_who_decided_and_why(karim, amina, youssef):
    correction = propose(karim, amina, last_name="Bennis")

    accept_correction(correction_id=correction.pk, by=youssef, at=LATER)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.metadata FROM registration_personevent e"
            " JOIN pghistory_context c ON c.id = e.pgh_context_id WHERE pgh_obj_id = %s",
            [karim.pk],
        )
        [(metadata,)] = cursor.fetchall()
    assert f'"correction": {correction.pk}' in metadata
    assert f'"user": {youssef.pk}' in metadata
    assert "La carte dit autre chose" in metadata


def test_the_former_document_stays_hers_and_the_new_one_is_sealed(karim, amina, youssef):
    correction = propose(karim, amina, document=("CIN", "CD777"))
    former = bytes(karim.document_key)

    assert b"CD777" not in bytes(correction.document_sealed)
    accept_correction(correction_id=correction.pk, by=youssef, at=LATER)

    karim.refresh_from_db()
    assert keyring().unseal_text(karim.document_sealed, "document") == "CD777"
    assert bytes(OtherDocument.objects.get(person=karim).key) == former
    for cin in ("CD777", "AB123456"):
        assert [match.person for match in find_people(cin)] == [karim]


def test_a_former_document_may_come_back(karim, amina, youssef):
    for cin in ("CD777", "AB123456"):
        correction = propose(Person.objects.get(), amina, document=("CIN", cin))
        accept_correction(correction_id=correction.pk, by=youssef, at=LATER)

    karim.refresh_from_db()
    assert keyring().unseal_text(karim.document_sealed, "document") == "AB123456"
    [other] = OtherDocument.objects.all()
    assert keyring().unseal_text(other.sealed, "document") == "CD777"


def test_a_document_of_somebody_else_is_refused_and_says_whose(karim, amina, youssef):
    salma = make_person(cin="CD777")
    with pytest.raises(DocumentHeld) as proposed:
        propose(karim, amina, document=("CIN", "CD777"))
    correction = propose(karim, amina, document=("CIN", "EF888"))
    OtherDocument.objects.create(
        person=salma,
        kind="CIN",
        key=keyring().digest("CIN:EF888", "document"),
        sealed=keyring().seal("EF888", "document"),
    )

    with pytest.raises(DocumentHeld) as accepted:
        accept_correction(correction_id=correction.pk, by=youssef, at=LATER)

    assert proposed.value.holder_id == accepted.value.holder_id == salma.pk
    assert "fusionner" in str(accepted.value)


def test_what_changed_meanwhile_is_not_overwritten(karim, amina, youssef):
    correction = propose(karim, amina, last_name="Bennis", sex="M")
    Person.objects.update(sex="F")

    with pytest.raises(ChangedMeanwhile):
        accept_correction(correction_id=correction.pk, by=youssef, at=LATER)

    karim.refresh_from_db()
    assert karim.last_name == "Bennani"


def test_what_the_proposal_does_not_speak_of_may_change_meanwhile(karim, amina, youssef):
    correction = propose(karim, amina, last_name="Bennis")
    Person.objects.update(sex="F")

    accept_correction(correction_id=correction.pk, by=youssef, at=LATER)

    karim.refresh_from_db()
    assert (karim.last_name, karim.sex) == ("Bennis", "F")


def test_whoever_proposed_does_not_decide_not_even_in_the_database(karim, hire):
    youssef = hire("youssef", Role.SUPERVISOR)
    correction = propose(karim, youssef, last_name="Bennis")

    for decide in (accept_correction, refuse_correction):
        with pytest.raises(NeedsSecondPerson):
            decide(correction_id=correction.pk, by=youssef, at=LATER, reason="Non")
    with pytest.raises(IntegrityError, match="correction_decided_by_another"), transaction.atomic():
        Correction.objects.update(state="ACCEPTED", decided_by=youssef, decided_at=LATER)


def test_one_correction_at_a_time(karim, amina, youssef):
    first = propose(karim, amina, last_name="Bennis")

    with pytest.raises(CorrectionWaits):
        propose(karim, amina, last_name="Tazi")
    with (
        pytest.raises(IntegrityError, match="one_open_correction_per_person"),
        transaction.atomic(),
    ):
        Correction.objects.create(
            person=karim, seen={}, proposed={}, reason="x", by=amina, in_force_on=NOON
        )
    refuse_correction(correction_id=first.pk, by=youssef, at=LATER, reason="Illisible")
    assert propose(karim, amina, last_name="Tazi").state == CorrectionState.PROPOSED


def test_decided_once(karim, amina, youssef):
    correction = propose(karim, amina, last_name="Bennis")
    accept_correction(correction_id=correction.pk, by=youssef, at=LATER)

    for decide in (accept_correction, refuse_correction):
        with pytest.raises(NotWaiting):
            decide(correction_id=correction.pk, by=youssef, at=LATER, reason="Non")


def test_a_proposal_and_a_refusal_say_why(karim, amina, youssef):
    with pytest.raises(ReasonRequired):
        propose_correction(
            person_id=karim.pk, values={}, reason=" ", paper=PaperSeen.CIN, by=amina, at=NOON
        )
    correction = propose(karim, amina, last_name="Bennis")
    with pytest.raises(ReasonRequired):
        refuse_correction(correction_id=correction.pk, by=youssef, at=LATER, reason="")
    with pytest.raises(IntegrityError, match="decided_or_waiting"), transaction.atomic():
        Correction.objects.update(state="REFUSED", decided_by=youssef, decided_at=LATER)


def test_a_proposal_that_changes_nothing_is_none(karim, amina):
    with pytest.raises(NothingToCorrect):
        propose(karim, amina, last_name="Bennani", document=("CIN", "AB123456"))
