from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from cnss_amo.accounts.enums import Role
from cnss_amo.kernel.db import keyring
from registration.enums import CaseKind, EventKind, MergerState, State
from registration.models import Activity, Case, Event, Merger, OtherDocument, Person
from registration.queries import find_people, person_file, register_hash
from registration.services import accept_merger, propose_correction, refuse_merger
from registration.services.merge import MergerWaits, OverlappingActivities
from registration.services.proposals import (
    ChangedMeanwhile,
    FileAbsorbed,
    NeedsSecondPerson,
    NotWaiting,
    ReasonRequired,
)
from tests.registration.factories import make_activity, make_person
from tests.registration.merging import LATER, NOON, merge, propose, two_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def youssef(hire):
    """Supervisor of the agency."""
    return hire("youssef", Role.SUPERVISOR)


@pytest.fixture
def files():
    return two_files()


def fresh(*people):
    for person in people:
        person.refresh_from_db()
    return people


@pytest.mark.parametrize("turned", [False, True])
def test_the_older_number_stands_whichever_file_was_open(files, amina, turned):
    older, newer = files
    merger = propose(*((newer, older) if turned else files), amina)

    assert (merger.survivor, merger.absorbed) == (older, newer)


def test_the_only_number_stands_even_if_given_later(amina):
    nobody = make_person(number=None, registered_on=None)
    insured = make_person(registered_on=date(2023, 1, 1))

    assert propose(nobody, insured, amina).survivor == insured


def test_nothing_moves_before_the_decision(files, amina):
    told = register_hash()

    propose(*files, amina)

    assert register_hash() == told
    assert not Person.objects.exclude(merged_into=None).exists()


def test_everything_is_in_the_file_that_stands(files, amina, youssef):
    older, newer = files

    merge(*files, amina, youssef)

    fresh(*files)
    assert set(older.activities.values_list("sub_category_id", flat=True)) == {"CPU", "AE"}
    assert not newer.activities.exists()
    assert (newer.merged_into, newer.document_key) == (older, None)
    assert (older.name_ar, older.sex) == ("كريم بناني", "M")
    assert keyring().unseal_text(older.phone_sealed, "phone") == "+212612345678"
    [paper] = OtherDocument.objects.filter(person=older)
    assert keyring().unseal_text(paper.sealed, "document") == "AB123465"


def test_the_register_then_says_what_it_would_of_one_file(amina, youssef):
    whole = make_person(cin="AB1", sex="F", phone="+212611111111")
    make_activity(whole, "CPU")
    make_activity(whole, "AE")
    OtherDocument.objects.create(
        person=whole,
        kind="CIN",
        key=keyring().digest("CIN:AB2", "document"),
        sealed=keyring().seal("AB2", "document"),
    )
    told = register_hash()
    Activity.objects.all().delete()
    OtherDocument.objects.all().delete()
    Person.objects.all().delete()
    older = make_person(cin="AB1", registered_on=date(2022, 1, 1))
    newer = make_person(cin="AB2", sex="F", phone="+212611111111")
    make_activity(older, "CPU")
    make_activity(newer, "AE")

    merge(older, newer, amina, youssef)

    assert register_hash() == told


@pytest.mark.parametrize("asked", ["AB123456", "AB123465", "0612345678", "بناني كريم", "number"])
def test_whatever_finds_the_absorbed_file_leads_to_the_one_that_stands(
    files, amina, youssef, asked
):
    older, newer = files
    merge(*files, amina, youssef)

    found = find_people(newer.formatted_number if asked == "number" else asked)

    assert [match.person for match in found] == [older]


def test_the_absorbed_number_stays_given(files, amina, youssef):
    _older, newer = files
    merge(*files, amina, youssef)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_person(number=newer.number)


def test_both_files_have_the_event_and_the_one_that_stands_shows_both(files, amina, youssef):
    older, newer = files
    Event.objects.create(person=newer, kind=EventKind.MISSING_DISMISSED, acted_at=NOON)

    merge(*files, amina, youssef)

    for person in files:
        event = Event.objects.get(person=person, kind=EventKind.FILES_MERGED)
        assert (event.by, event.acted_at) == (youssef, NOON)
        assert event.in_force_on == date(2023, 1, 11)
    told = [happening.code for happening in person_file(older.pk).history]
    assert told.count(EventKind.FILES_MERGED) == 2
    assert EventKind.MISSING_DISMISSED in told


def test_said_twice_word_for_word_it_is_kept_once(amina, youssef):
    older, newer = make_person(registered_on=date(2022, 1, 1)), make_person()
    kept, repeated = make_activity(older), make_activity(newer, body="BAM")

    merger = merge(older, newer, amina, youssef)

    assert list(Activity.objects.all()) == [kept]
    assert merger.set_aside == [repeated.pk]


@pytest.mark.parametrize("believed", [0, 1])
def test_files_that_contradict_each_other_wait_for_a_choice(amina, youssef, believed):
    older, newer = files = make_person(registered_on=date(2022, 1, 1)), make_person()
    activities = make_activity(older), make_activity(newer, started_on=date(2022, 6, 1))
    with pytest.raises(OverlappingActivities, match="CPU"):
        propose(*files, amina)

    merge(*files, amina, youssef, preferred={"CPU": files[believed].pk})

    assert list(Activity.objects.all()) == [activities[believed]]
    assert Activity.objects.get().person == older


def test_periods_that_follow_each_other_are_both_kept(amina, youssef):
    older, newer = make_person(registered_on=date(2022, 1, 1)), make_person()
    make_activity(older, ends_on=date(2022, 6, 1))
    make_activity(newer, started_on=date(2022, 6, 1))

    merge(older, newer, amina, youssef)

    assert older.activities.count() == 2


def test_what_the_state_pays_gives_way_to_an_activity_of_the_other_file(amina, youssef):
    older, newer = make_person(registered_on=date(2022, 1, 1)), make_person()
    tadamon = make_activity(older, "RAMED", started_on=date(2022, 12, 1))
    make_activity(newer, "CPU", started_on=date(2023, 1, 1))

    merge(older, newer, amina, youssef)

    tadamon.refresh_from_db()
    assert tadamon.ends_on == date(2023, 1, 1)


@pytest.mark.parametrize(
    ("older_state", "newer_state", "ends_on", "state"),
    [
        (State.PRE_REGISTERED, State.COMPLETED, None, State.COMPLETED),
        (State.EX_OFFICIO, State.NOTICE_SENT, None, State.EX_OFFICIO),
        (State.DEREGISTERED, State.PRE_REGISTERED, None, State.PRE_REGISTERED),
        (State.DEREGISTERED, State.DEREGISTERED, date(2022, 12, 1), State.DEREGISTERED),
    ],
)
def test_the_further_registration_stands(amina, youssef, older_state, newer_state, ends_on, state):
    older = make_person(registered_on=date(2022, 1, 1), state=older_state)
    newer = make_person(state=newer_state)
    make_activity(newer, ends_on=ends_on)

    merge(older, newer, amina, youssef)

    assert fresh(older)[0].state == state


def test_a_dispute_between_the_two_is_settled_and_the_document_is_hers(amina, youssef):
    older, newer = make_person(registered_on=date(2022, 1, 1)), make_person()
    Person.objects.update(document_disputed=True)
    Person.objects.filter(pk=older.pk).update(document_key=None, document_sealed=None)
    other = make_person(document_disputed=True)
    both = Case.objects.create(
        kind=CaseKind.DISPUTED_DOCUMENT, person=older, other=newer, opened_by=amina
    )
    third = Case.objects.create(
        kind=CaseKind.DISPUTED_DOCUMENT, person=newer, other=other, opened_by=amina
    )

    merge(older, newer, amina, youssef)

    fresh(older, newer, both, third)
    assert both.closed_at == LATER
    assert (third.person, third.closed_at) == (older, None)
    assert (older.document_disputed, newer.document_disputed) == (True, False)
    assert older.document_key is not None
    assert not OtherDocument.objects.exists()


def test_a_file_that_absorbed_another_may_be_absorbed(amina, youssef):
    first, second, third = (make_person(registered_on=date(2022, n, 1)) for n in (1, 2, 3))
    merge(second, third, amina, youssef)

    merge(first, second, amina, youssef)

    assert [person.merged_into for person in fresh(second, third)] == [first, first]


def test_whoever_proposed_does_not_decide_not_even_in_the_database(files, youssef):
    merger = propose(*files, youssef)

    for decide in (accept_merger, refuse_merger):
        with pytest.raises(NeedsSecondPerson):
            decide(merger_id=merger.pk, by=youssef, at=LATER, reason="Non")
    with pytest.raises(IntegrityError, match="merger_decided_by_another"), transaction.atomic():
        Merger.objects.update(state="MERGED", decided_by=youssef, decided_at=LATER)


def test_refused_with_a_reason_both_files_are_left(files, amina, youssef):
    told = register_hash()
    merger = propose(*files, amina)

    with pytest.raises(ReasonRequired):
        refuse_merger(merger_id=merger.pk, by=youssef, at=LATER, reason=" ")
    refuse_merger(merger_id=merger.pk, by=youssef, at=LATER, reason="Deux sœurs")

    assert register_hash() == told
    with pytest.raises(NotWaiting):
        accept_merger(merger_id=merger.pk, by=youssef, at=LATER)


def test_one_proposal_at_a_time_for_a_file(files, amina, youssef):
    older, newer = files
    third = make_person(registered_on=date(2022, 9, 1))
    merger = propose(*files, amina)
    for other in files:
        with pytest.raises(MergerWaits):
            propose(other, third, amina)
    refuse_merger(merger_id=merger.pk, by=youssef, at=LATER, reason="Non")
    propose_correction(
        person_id=newer.pk, values={"sex": "F"}, reason="x", paper="CIN", by=amina, at=NOON
    )

    with pytest.raises(MergerWaits):
        propose(*files, amina)


def test_an_absorbed_file_is_nobody_s_any_more(files, amina, youssef):
    older, newer = files
    merge(*files, amina, youssef)

    with pytest.raises(FileAbsorbed):
        propose(newer, make_person(), amina)
    with pytest.raises(FileAbsorbed):
        propose_correction(
            person_id=newer.pk, values={"sex": "F"}, reason="x", paper="CIN", by=amina, at=NOON
        )
    with pytest.raises(IntegrityError, match="signpost_holds_no_document"), transaction.atomic():
        Person.objects.filter(pk=newer.pk).update(document_key=b"x" * 16, document_kind="CIN")


def test_a_file_that_became_the_older_meanwhile_is_proposed_again(amina, youssef):
    one, other = (
        make_person(number=None, registered_on=None),
        make_person(number=None, registered_on=None),
    )
    merger = propose(one, other, amina)
    Person.objects.filter(pk=other.pk).update(number=100_000_014, registered_on=NOON)

    with pytest.raises(ChangedMeanwhile):
        accept_merger(merger_id=merger.pk, by=youssef, at=LATER)

    merger.refresh_from_db()
    assert merger.state == MergerState.PROPOSED


def test_the_audit_knows_the_merger_and_why(files, amina, youssef):
    merger = merge(*files, amina, youssef)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT c.metadata->>'reason', (c.metadata->>'merger')::int"
            "  FROM registration_personevent e JOIN pghistory_context c ON c.id = e.pgh_context_id"
        )
        assert cursor.fetchall() == [("Une seule personne", merger.pk)]
