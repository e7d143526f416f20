from datetime import date

import pytest

from cnss_amo.accounts.enums import Role
from registration.enums import CaseKind, EventKind, MergerState, State
from registration.models import Activity, Case, Event, Merger, OtherDocument, Person
from registration.queries import find_people, register_hash
from registration.services import (
    accept_correction,
    propose_correction,
    split_files,
)
from registration.services.proposals import NotWaiting, ReasonRequired
from registration.services.split import BuiltUpon
from tests.registration.factories import make_activity, make_person
from tests.registration.merging import LATER, NOON, merge, propose, two_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def youssef(hire):
    """Supervisor of the agency."""
    return hire("youssef", Role.SUPERVISOR)


@pytest.fixture
def merged(amina, youssef):
    files = two_files()
    make_activity(files[0], "ARTI", body="ARTISANAT")
    make_activity(files[1], "ARTI", body="ARTISANAT")
    return merge(*files, amina, youssef)


def split(merger, by):
    return split_files(merger_id=merger.pk, by=by, at=LATER, reason="Deux personnes")


def test_both_files_are_again_what_they_were(amina, youssef):
    files = older, newer = two_files()
    make_activity(older, "ARTI")
    make_activity(newer, "ARTI")  # said twice
    make_activity(older, "NOT", started_on=date(2022, 2, 1))
    make_activity(newer, "NOT", started_on=date(2022, 3, 1))  # believed
    make_activity(older, "RAMED", started_on=date(2022, 12, 1))
    Person.objects.filter(pk=newer.pk).update(state=State.COMPLETED)
    paper = OtherDocument.objects.create(
        person=newer, kind="CIN", key=b"k" * 16, sealed=bytes(older.document_sealed)
    )
    rows = sorted(Activity.objects.values_list(), key=str)
    told = register_hash()
    merger = merge(*files, amina, youssef, preferred={"NOT": newer.pk})
    assert register_hash() != told

    split(merger, youssef)

    assert register_hash() == told
    assert sorted(Activity.objects.values_list(), key=str) == rows
    paper.refresh_from_db()
    assert paper.person == newer
    assert [match.person for match in find_people("AB123465")] == [newer]
    merger.refresh_from_db()
    assert (merger.state, merger.split_by) == (MergerState.SPLIT, youssef)
    assert Event.objects.filter(kind=EventKind.FILES_SPLIT).count() == 2


def test_disputes_and_a_document_taken_go_back_too(amina, youssef):
    older, newer = make_person(registered_on=date(2022, 1, 1)), make_person()
    Person.objects.update(document_disputed=True)
    Person.objects.filter(pk=older.pk).update(
        document_key=None, document_sealed=None, document_kind=""
    )
    case = Case.objects.create(
        kind=CaseKind.DISPUTED_DOCUMENT, person=older, other=newer, opened_by=amina
    )
    told = register_hash()

    split(merge(older, newer, amina, youssef), youssef)

    assert register_hash() == told
    case.refresh_from_db()
    assert case.closed_at is None
    assert not Person.objects.filter(document_disputed=False).exists()


def test_split_the_files_may_be_merged_again(amina, youssef):
    files = two_files()
    split(merge(*files, amina, youssef), youssef)

    assert merge(*files, amina, youssef).state == MergerState.MERGED
    assert Merger.objects.count() == 2


def test_split_once_and_with_a_reason(merged, youssef):
    with pytest.raises(ReasonRequired):
        split_files(merger_id=merged.pk, by=youssef, at=LATER, reason="")
    split(merged, youssef)

    with pytest.raises(NotWaiting):
        split(merged, youssef)


def correct(person, by, second, **values):
    correction = propose_correction(
        person_id=person.pk, values=values, reason="x", paper="CIN", by=by, at=NOON
    )
    accept_correction(correction_id=correction.pk, by=second, at=LATER)


def an_activity_changed(merger, *_people):
    Activity.objects.filter(category_id="AE").update(ends_on=date(2023, 1, 1))


def an_activity_came(merger, *_people):
    make_activity(merger.survivor, "MED-G")


def a_correction(merger, amina, youssef):
    correct(merger.survivor, amina, youssef, birth_place="Fès")


def a_waiting_correction(merger, amina, _youssef):
    propose_correction(
        person_id=merger.survivor_id,
        values={"birth_place": "Fès"},
        reason="x",
        paper="CIN",
        by=amina,
        at=NOON,
    )


def another_merger(merger, amina, youssef):
    merge(merger.survivor, make_person(registered_on=date(2022, 9, 1)), amina, youssef)


def an_absorption(merger, amina, youssef):
    merge(merger.survivor, make_person(registered_on=date(2021, 12, 1)), amina, youssef)


def a_waiting_merger(merger, amina, _youssef):
    propose(merger.survivor, make_person(), amina)


def another_phone(merger, *_people):
    Person.objects.filter(pk=merger.survivor_id).update(phone_key=b"p" * 16)


def another_state(merger, *_people):
    Person.objects.filter(pk=merger.survivor_id).update(state=State.COMPLETED)


def a_lost_paper(merger, *_people):
    OtherDocument.objects.all().delete()


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (an_activity_changed, "une activité a changé"),
        (an_activity_came, "une activité a été ajoutée"),
        (a_correction, "identité corrigée"),
        (a_waiting_correction, "une correction ou une fusion attend"),
        (another_merger, "dossiers fusionnés"),
        (an_absorption, "fusionné à son tour"),
        (a_waiting_merger, "une correction ou une fusion attend"),
        (another_phone, "une donnée reprise"),
        (another_state, "changé d'état"),
        (a_lost_paper, "pièce d'identité a changé"),
    ],
)
def test_what_was_built_since_stands_in_the_way_and_is_named(merged, amina, youssef, build, words):
    build(merged, amina, youssef)
    told = register_hash()

    with pytest.raises(BuiltUpon, match=words):
        split(merged, youssef)

    assert register_hash() == told


def test_mergers_are_split_from_the_last_to_the_first(amina, youssef):
    files = two_files()
    make_activity(make_person(registered_on=date(2021, 12, 1)), "CAC-1")
    oldest = Person.objects.latest("pk")
    told = register_hash()
    first = merge(*files, amina, youssef)
    last = merge(files[0], oldest, amina, youssef)
    assert Person.objects.get(pk=files[1].pk).merged_into == oldest
    with pytest.raises(BuiltUpon):
        split(first, youssef)

    for merger in (last, first):
        split(merger, youssef)

    assert register_hash() == told


def test_a_new_phone_that_did_not_come_from_the_merger_is_no_obstacle(amina, youssef):
    merger = merge(make_person(registered_on=date(2022, 1, 1)), make_person(), amina, youssef)
    Person.objects.filter(pk=merger.survivor_id).update(phone_key=b"p" * 16, phone_sealed=b"s")

    split(merger, youssef)

    assert bytes(Person.objects.get(pk=merger.survivor_id).phone_key) == b"p" * 16
