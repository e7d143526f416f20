"""Two files were merged: lists that cite the absorbed one, undoings, the night's checks."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cnss_amo.accounts.enums import Role
from liaison.enums import Verdict
from liaison.models import LeftPerson, RowOutcome, Ruling
from liaison.queries import published_funnel
from liaison.services import register, rulings
from liaison.services.reconcile import reconcile
from liaison.services.undo import undo
from registration.models import Activity, OtherDocument, Person
from registration.services import accept_merger, split_files
from registration.services.split import BuiltUpon
from tests.liaison.lists import NOON, outcomes_of, registered
from tests.registration.merging import LATER, merge, propose

pytestmark = pytest.mark.django_db

CARD, OTHER_CARD = {"CIN": "AB100001"}, {"CIN": "AB100010", "PRENOM": "Abdelkarim"}


@pytest.fixture
def youssef(hire):
    """Supervisor of the agency."""
    return hire("youssef", Role.SUPERVISOR)


@pytest.fixture
def lists():
    """One person, whom two bodies listed under two cards."""
    return registered("DGI", CARD), registered("BAM", OTHER_CARD, on=date(2023, 1, 2))


@pytest.fixture
def merger(lists, amina, youssef):
    older, newer = Person.objects.order_by("pk")
    Person.objects.filter(pk=newer.pk).update(registered_on=date(2023, 1, 2))
    return merge(older, newer, amina, youssef)


def test_a_list_that_cites_the_absorbed_document_speaks_of_the_file_that_stands(merger):
    again = registered("BAM", OTHER_CARD | {"IR_ANNUEL": "900"}, on=date(2023, 1, 9))

    [outcome] = RowOutcome.objects.filter(list_id=again.pk)
    assert (outcome.outcome, outcome.person_id) == ("UPDATED", merger.survivor_id)
    assert not Activity.objects.exclude(person_id=merger.survivor_id).exists()
    assert reconcile() == []


def test_the_same_content_again_changes_nothing(merger):
    for body, row in (("DGI", CARD), ("BAM", OTHER_CARD)):
        again = registered(body, row | {"LIEU_NAISSANCE": ""}, on=date(2023, 1, 9))
        assert outcomes_of(again) == ["UNCHANGED"]
    assert Person.objects.count() == 2


def test_a_list_that_cites_the_absorbed_number_speaks_of_the_file_that_stands(merger):
    number = {"NUM_IMMATRICULATION": merger.absorbed.formatted_number}

    known = registered("ARTISANAT", CARD | number)
    unknown = registered("MAPMDREF", {"CIN": "ZZ9", "NOM": "Autre", **number})

    assert outcomes_of(known) == ["ACTIVITY_ADDED"]
    [conflict] = RowOutcome.objects.filter(list_id=unknown.pk)
    assert (conflict.outcome, conflict.person_id) == ("CONFLICT", merger.survivor_id)
    assert Person.objects.filter(number=merger.absorbed.number).count() == 1


def test_a_namesake_of_the_absorbed_file_is_one_of_the_file_that_stands(merger):
    passport = {"CIN": "", "TYPE_PIECE": "PASSEPORT", "NUM_PIECE": "XX1234567"}

    received_list = registered("ONN", OTHER_CARD | passport)

    [conflict] = RowOutcome.objects.filter(list_id=received_list.pk)
    assert (conflict.outcome, conflict.person_id) == ("CONFLICT", merger.survivor_id)


def test_a_conflict_with_a_file_absorbed_since_is_ruled_on_the_one_that_stands(
    lists, amina, youssef, hind, client
):
    passport = {"CIN": "", "TYPE_PIECE": "PASSEPORT", "NUM_PIECE": "XX1234567"}
    waiting = registered("ONN", OTHER_CARD | passport)
    older, newer = Person.objects.order_by("pk")
    assert RowOutcome.objects.get(list_id=waiting.pk).person_id == newer.pk
    merge(older, newer, amina, youssef)
    client.force_login(hind)
    page = client.get(reverse("liaison:conflict", args=[waiting.pk, 2])).text

    rulings.rule(list_id=waiting.pk, line=2, verdict=Verdict.SAME, by=hind, at=LATER)

    assert older.formatted_number in page
    assert newer.formatted_number not in page
    [outcome] = RowOutcome.objects.filter(list_id=waiting.pk)
    assert (outcome.outcome, outcome.person_id) == ("ACTIVITY_ADDED", older.pk)
    assert OtherDocument.objects.filter(person=older, kind="PASSEPORT").exists()
    assert reconcile() == []


def test_nothing_is_broken_nor_counted_twice(lists, amina, youssef):
    funnel = published_funnel()
    older, newer = Person.objects.order_by("pk")

    merger = merge(older, newer, amina, youssef)

    assert reconcile() == []
    assert published_funnel() == funnel
    split_files(merger_id=merger.pk, by=youssef, at=LATER, reason="Non")
    assert reconcile() == []
    assert published_funnel() == funnel


@pytest.mark.parametrize("believed", [0, 1])
def test_activities_set_aside_are_not_missed(believed, amina, youssef):
    registered("DGI", CARD)
    registered("DGI", OTHER_CARD | {"IR_ANNUEL": "5"}, on=date(2023, 1, 2))
    people = Person.objects.order_by("pk")

    merge(*people, amina, youssef, preferred={"CPU": people[believed].pk})

    assert Activity.objects.count() == 1
    assert reconcile() == []


@pytest.mark.parametrize("place", [0, 1])
def test_undoing_a_list_leaves_and_names_whom_it_registered_and_who_was_merged(
    lists, merger, hind, place
):
    people = [merger.survivor_id, merger.absorbed_id]

    undoing = undo(list_id=lists[place].pk, by=hind, at=NOON + timedelta(hours=1))

    assert undoing.left == [people[place]]
    assert LeftPerson.objects.get().person_id == people[place]
    assert Activity.objects.filter(person_id=merger.survivor_id).count() == 2
    assert reconcile() == []


def test_after_a_later_list_the_files_are_not_split(merger, youssef):
    registered(
        "BAM", OTHER_CARD | {"IR_ANNUEL": "900"}, on=date(2023, 1, 9), at=LATER + timedelta(hours=1)
    )

    with pytest.raises(BuiltUpon, match="liste"):
        split_files(merger_id=merger.pk, by=youssef, at=LATER, reason="Non")


def test_a_ruling_made_before_is_applied_to_the_file_that_stands(lists, amina, hind, youssef):
    older, newer = Person.objects.order_by("pk")
    passport = {"CIN": "", "TYPE_PIECE": "PASSEPORT", "NUM_PIECE": "XX1234567"}
    waiting = registered("ONN", OTHER_CARD | passport)
    merger = propose(older, newer, amina)
    Ruling.objects.create(
        list_id=waiting.pk, line=2, verdict=Verdict.SAME, person_id=newer.pk, by=hind, at=NOON
    )
    accept_merger(merger_id=merger.pk, by=youssef, at=LATER)

    register.redecide(waiting, [2])

    assert outcomes_of(waiting) == ["ACTIVITY_ADDED"]
    assert not Activity.objects.filter(person=newer).exists()
