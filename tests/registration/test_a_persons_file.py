from datetime import date

import pghistory
import pytest
from django.utils import timezone

from registration.enums import CaseKind, EventKind
from registration.models import Case, Event, OtherCover, OtherDocument, Person
from registration.queries import person_file
from tests.registration.factories import make_activity, make_person

pytestmark = pytest.mark.django_db


def test_the_file_opens_what_lies_sealed():
    karim = make_person(
        cin="AB123456", phone="+212612345678", email="k@example.com", address="12 rue des Orangers"
    )
    OtherDocument.objects.create(
        person=karim, kind="PASSEPORT", key=b"1" * 16, sealed=bytes(karim.document_sealed)
    )

    file = person_file(karim.pk)

    assert file.documents == [("CIN", "AB123456"), ("PASSEPORT", "AB123456")]
    assert (file.phone, file.email) == ("+212612345678", "k@example.com")
    assert file.address == "12 rue des Orangers"


def test_activities_come_latest_first():
    karim = make_person()
    old = make_activity(karim, "AE", started_on=date(2020, 1, 1))
    new = make_activity(karim, "CPU", started_on=date(2022, 1, 1))

    assert person_file(karim.pk).activities == [new, old]


def test_another_scheme_is_known_by_any_document():
    karim = make_person()
    OtherDocument.objects.create(
        person=karim, kind="PASSEPORT", key=b"1" * 16, sealed=bytes(karim.document_sealed)
    )
    for key, scheme in ((b"1" * 16, "CNOPS"), (b"2" * 16, "FAR")):
        OtherCover.objects.create(document_key=key, scheme=scheme)

    assert [cover.scheme for cover in person_file(karim.pk).other_cover] == ["CNOPS"]


def test_history_tells_events_cases_and_changes_with_who_acted(amina):
    karim, salma = make_person(), make_person()
    Event.objects.create(person=karim, kind=EventKind.SAME_PERSON, by=amina)
    Case.objects.create(
        kind=CaseKind.DISPUTED_DOCUMENT,
        person=salma,
        other=karim,
        opened_by=amina,
        opened_at=timezone.now(),
        reason="deux cartes",
    )
    with pghistory.context(user=amina.pk):
        Person.objects.filter(pk=karim.pk).update(sex="M")
        Person.objects.filter(pk=karim.pk).update(sex="M", birth_place="Fès")

    told = {(one.kind, one.code, one.by): one for one in person_file(karim.pk).history}

    assert told["EVENT", "SAME_PERSON", "amina"].label == "reconnue comme la même personne"
    assert told["CASE", "DISPUTED_DOCUMENT", "amina"].details == {"reason": "deux cartes"}
    assert told["PERSON_CHANGED", "update", "amina"]


def test_a_change_names_what_it_changed_once_what_stood_before_is_known():
    karim = make_person()
    Person.objects.filter(pk=karim.pk).update(sex="M")
    Person.objects.filter(pk=karim.pk).update(birth_place="Fès")

    assert [one.changed for one in person_file(karim.pk).history] == [("birth_place",), ()]


def test_the_file_asks_few_questions(django_assert_num_queries):
    karim = make_person()
    make_activity(karim)

    with django_assert_num_queries(4):
        file = person_file(karim.pk)
        assert file.documents
        assert file.activities
        assert (file.history, file.other_cover, file.phone) == ([], [], None)


def test_nobody_has_no_file():
    with pytest.raises(Person.DoesNotExist):
        person_file(0)
