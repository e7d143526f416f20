from datetime import date

import pghistory
import pytest
from django.db import connection
from django.utils import timezone

from cnss_amo.accounts.acting import acting
from registration.audit import CHANGED, CHANGED_KEEPING_AFTER, NOW, values_before
from registration.enums import CaseKind, EventKind
from registration.models import Activity, Case, Event, OtherCover, OtherDocument, Person
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
    assert told["PERSON_CHANGED", "changed", "amina"]


def test_each_change_says_what_stood_before_the_first_too():
    karim = make_person()
    Person.objects.filter(pk=karim.pk).update(sex="M")
    Person.objects.filter(pk=karim.pk).update(birth_place="Fès", sex="F")

    assert [one.was for one in person_file(karim.pk).history] == [
        {"sex": "M", "birth_place": ""},
        {"sex": ""},
    ]


def test_a_change_in_plain_sql_is_told_with_who_acted_and_why(amina):
    karim = make_person(first_name="Karim")
    activity = make_activity(karim, professional_id="7111111")
    with acting(reason="erreur de saisie", by=amina), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE registration_person SET first_name = 'Karima' WHERE id = %s", [karim.pk]
        )
        cursor.execute(
            "UPDATE registration_activity SET professional_id = '' WHERE id = %s", [activity.pk]
        )

    told = {one.kind: one for one in person_file(karim.pk).history}

    assert told["PERSON_CHANGED"].was == {"first_name": "Karim"}
    assert told["ACTIVITY_CHANGED"].was == {"professional_id": "7111111"}
    for one in told.values():
        assert (one.by, one.details["reason"]) == ("amina", "erreur de saisie")


def test_changes_of_one_activity_are_not_taken_for_those_of_another():
    karim = make_person()
    shop = make_activity(karim, "AE", professional_id="7111111")
    farm = make_activity(karim, "NOT", professional_id="8111111")
    Activity.objects.filter(pk=shop.pk).update(professional_id="7222222")
    Activity.objects.filter(pk=farm.pk).update(professional_id="8222222")

    assert [one.was for one in person_file(karim.pk).history] == [
        {"professional_id": "8111111"},
        {"professional_id": "7111111"},
    ]


def test_an_activity_removed_changed_nothing_more():
    karim = make_person()
    activity = make_activity(karim, professional_id="7111111")
    Activity.objects.filter(pk=activity.pk).update(professional_id="7222222")
    activity.delete()

    assert [(one.code, one.was) for one in person_file(karim.pk).history] == [
        ("delete", {}),
        ("changed", {"professional_id": "7111111"}),
    ]


def test_events_that_kept_what_stood_after_are_read_so():
    """Those written before migration 0008; the next ones keep what stood before."""
    row = "a person"
    told = [
        (row, CHANGED_KEEPING_AFTER, {"sex": "M", "birth_place": ""}),
        (row, CHANGED_KEEPING_AFTER, {"sex": "M", "birth_place": "Fès"}),
        (row, CHANGED, {"sex": "M", "birth_place": "Fès"}),
        (row, CHANGED, {"sex": "F", "birth_place": "Fès"}),
        (row, NOW, {"sex": "F", "birth_place": "Sefrou", "more": 1}),
    ]

    kept, first, second = {"birth_place": ""}, {"sex": "M"}, {"birth_place": "Fès"}
    assert values_before(told) == [{}, kept, first, second, {}]


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
