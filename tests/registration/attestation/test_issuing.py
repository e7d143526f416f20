from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError

from cnss_amo.kernel.db import keyring
from registration.attestation import services
from registration.attestation.rules import CheckResult, Lacking, months_after
from registration.enums import EventKind, State
from registration.models import Attestation, Event, Person
from registration.services.proposals import ReasonRequired
from tests.registration.attestation.conftest import NOON
from tests.registration.factories import make_activity, make_person

pytestmark = pytest.mark.django_db


def test_an_attestation_keeps_what_it_attested_and_seals_the_document(issue, karim):
    attestation = issue(karim)

    assert attestation.facts["number"] == karim.formatted_number
    assert [one["fr"] for one in attestation.facts["activities"]] == ["Notaires"]
    assert "AB123456" not in str(attestation.facts)
    assert keyring().unseal_text(attestation.document_sealed, "document") == "AB123456"
    event = Event.objects.get(person=karim)
    assert (event.kind, event.details) == (EventKind.ATTESTATION_ISSUED, {"channel": "PORTAL"})


def test_a_duration_that_no_text_gives_is_not_invented(issue, karim):
    assert issue(karim).valid_until is None


def test_months_are_counted_to_the_same_day_or_the_last_of_a_shorter_month():
    assert months_after(date(2026, 3, 2), 12) == date(2027, 3, 2)
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2026, 12, 15), 1) == date(2027, 1, 15)


def test_a_second_press_on_the_same_day_gives_the_same_attestation(issue, karim):
    first = issue(karim)

    assert issue(karim, at=NOON + timedelta(minutes=5)) == first
    assert Event.objects.count() == 1


def test_a_new_attestation_replaces_the_former(issue, karim):
    former = issue(karim)
    new = issue(karim, at=NOON + timedelta(days=1))

    former.refresh_from_db()
    assert former.replaced_by == new
    assert services.standing_of(former, NOON).result == CheckResult.REPLACED
    assert services.standing_of(new, NOON).result == CheckResult.VALID


def test_another_fact_on_the_same_day_makes_a_new_attestation(issue, karim):
    former = issue(karim)
    make_activity(karim, "CPU")

    assert issue(karim) != former


def test_attestations_of_a_file_merged_since_are_replaced_too(issue, karim):
    absorbed = make_person(state=State.COMPLETED)
    make_activity(absorbed, "CPU")
    former = issue(absorbed)
    absorbed.document_key = None
    absorbed.merged_into = karim
    absorbed.save()

    new = issue(karim)

    former.refresh_from_db()
    assert former.replaced_by == new


@pytest.mark.parametrize(
    ("fields", "activity", "lacks"),
    [
        ({"number": None, "state": State.COMPLETED}, "NOT", Lacking.NUMBER),
        ({"state": State.PRE_REGISTERED}, "NOT", Lacking.COMPLETION),
        ({"state": State.NOTICE_SENT}, "NOT", Lacking.COMPLETION),
        ({"state": State.EX_OFFICIO}, "NOT", Lacking.COMPLETION),
        ({"state": State.DEREGISTERED}, "NOT", Lacking.ACTIVITY),
        ({"state": State.COMPLETED}, None, Lacking.ACTIVITY),
    ],
)
def test_what_remains_to_be_done_is_said(issue, fields, activity, lacks):
    person = make_person(**fields)
    if activity:
        make_activity(person, activity)

    with pytest.raises(services.NotYet) as refused:
        issue(person)

    assert refused.value.lacks == lacks
    assert str(refused.value) == lacks.label
    assert not Attestation.objects.exists()


def test_for_whom_the_state_pays_there_is_nothing_to_complete(issue):
    person = make_person(state=State.PRE_REGISTERED)
    activity = make_activity(person, "RAMED")
    assert not activity.category.completion_required

    assert issue(person).facts["number"] == person.formatted_number


def test_a_revocation_says_who_when_and_why(issue, karim, amina):
    attestation = issue(karim)

    with pytest.raises(ReasonRequired):
        services.revoke(attestation_id=attestation.pk, reason=" ", by=amina, at=NOON)
    services.revoke(attestation_id=attestation.pk, reason="Fraude", by=amina, at=NOON)

    attestation.refresh_from_db()
    assert (attestation.revoked_by, attestation.revoked_reason) == (amina, "Fraude")
    assert services.standing_of(attestation, NOON).result == CheckResult.REVOKED
    assert Event.objects.filter(kind=EventKind.ATTESTATION_REVOKED, by=amina).count() == 1
    with pytest.raises(services.AlreadyRevoked):
        services.revoke(attestation_id=attestation.pk, reason="Encore", by=amina, at=NOON)


def test_after_a_revocation_another_may_be_issued_on_the_same_day(issue, karim, amina):
    former = issue(karim)
    services.revoke(attestation_id=former.pk, reason="Erreur", by=amina, at=NOON)

    assert issue(karim) != former


def test_an_attestation_stands_to_its_last_day_included(issue, karim):
    attested = issue(karim)
    attestation = Attestation(
        person=karim, facts=attested.facts, issued_at=NOON, valid_until=date(2026, 4, 2)
    )

    def result(days):
        return services.standing_of(attestation, NOON + timedelta(days=days)).result

    assert (result(31), result(32)) == (CheckResult.VALID, CheckResult.EXPIRED)


def test_the_database_keeps_what_was_attested_and_one_standing_attestation(issue, karim):
    attestation = issue(karim)
    refused = (
        lambda: Attestation.objects.update(facts={}),
        lambda: Attestation.objects.update(reference="0" * 16),
        lambda: attestation.delete(),
        lambda: Attestation.objects.create(
            person=karim, reference="1" * 16, issued_at=NOON, channel="PORTAL", facts={}
        ),
        lambda: Attestation.objects.update(revoked_at=NOON),
    )
    for attempt in refused:
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            attempt()


def test_an_attestation_is_worth_nothing_once_its_holder_is_deregistered(issue, karim):
    attestation = issue(karim)
    Person.objects.filter(pk=karim.pk).update(state=State.DEREGISTERED)

    attestation = Attestation.objects.get(pk=attestation.pk)

    assert services.standing_of(attestation, NOON).result == CheckResult.ENDED
