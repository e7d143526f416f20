"""Merging two people harms both: what looks like it is told, confirmed, undone by somebody else."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cnss_amo.accounts.enums import AlertKind, LookKind, Role
from cnss_amo.accounts.models import Alert, CanaryPerson
from cnss_amo.accounts.services import add_canary, record_look
from registration.enums import MergerState
from registration.models import Merger
from registration.queries.merging import striking_differences
from registration.services import split_files
from registration.services.merge import StrikinglyDifferent
from registration.services.proposals import NeedsSecondPerson
from tests.registration.factories import make_person
from tests.registration.merging import LATER, merge, propose, two_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def youssef(hire):
    return hire("youssef", Role.SUPERVISOR)


def split(merger, by):
    return split_files(merger_id=merger.pk, by=by, at=LATER, reason="Deux personnes")


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({}, []),
        ({"last_name": "Benani", "first_name": "Kareem"}, []),
        ({"birth_date": date(1980, 1, 1), "birth_precision": "Y"}, []),
        ({"sex": ""}, []),
        ({"sex": "F"}, ["le sexe"]),
        ({"birth_date": date(1981, 3, 12)}, ["la naissance"]),
        ({"last_name": "Tazi", "first_name": "Salma"}, ["le nom"]),
        ({"sex": "F", "last_name": "Tazi", "first_name": "Salma"}, ["le sexe", "le nom"]),
    ],
)
def test_what_one_person_s_papers_hardly_ever_say_twice_differently(other, told):
    assert striking_differences(make_person(sex="M"), make_person(**{"sex": "M"} | other)) == told


def test_two_files_that_look_like_two_people_are_proposed_by_whoever_saw_it(amina):
    files = make_person(sex="M"), make_person(sex="F")

    with pytest.raises(StrikinglyDifferent, match="le sexe"):
        propose(*files, amina)

    assert propose(*files, amina, differences_seen=True).state == MergerState.PROPOSED


def test_whoever_proposed_does_not_split_not_even_in_the_database(amina, youssef, hire):
    merger = merge(*two_files(), youssef, hire("samira", Role.SUPERVISOR))

    with pytest.raises(NeedsSecondPerson):
        split(merger, youssef)
    with pytest.raises(IntegrityError, match="merger_split_by_another"), transaction.atomic():
        Merger.objects.update(state="SPLIT", split_by=youssef, split_at=LATER)

    assert split(merger, amina).state == MergerState.SPLIT


def test_a_canary_that_was_absorbed_is_watched_in_the_file_that_stands(amina, youssef, idriss):
    older, newer = two_files()
    add_canary(person_id=newer.pk, by=idriss, note="fictive")

    merger = merge(older, newer, amina, youssef)
    record_look(user=amina, kind=LookKind.PERSON, people=[older.pk])

    assert Alert.objects.filter(kind=AlertKind.CANARY).count() == 1
    split(merger, youssef)
    assert [canary.person_id for canary in CanaryPerson.objects.all()] == [newer.pk]


def test_a_file_that_was_watched_by_itself_still_is_after_the_split(amina, youssef, idriss):
    files = two_files()
    for file in files:
        add_canary(person_id=file.pk, by=idriss, note="")

    split(merge(*files, amina, youssef), youssef)

    assert CanaryPerson.objects.count() == 2
