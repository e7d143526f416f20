"""What becomes of a row: each outcome of the published formats, in its order."""

from datetime import date

import pytest
from django.db import connection

from liaison.enums import ListState
from liaison.models import RowOutcome
from liaison.services.waiting import deregister_the_ended
from registration.enums import State
from registration.models import Activity, OtherCover, Person
from tests.liaison.lists import approved, csv_of, outcomes_of, registered, send

pytestmark = pytest.mark.django_db


def the_outcome(received_list, line=2):
    return RowOutcome.objects.get(list_id=received_list.pk, line=line)


def test_somebody_new_is_registered_with_a_number_that_has_its_key():
    received_list = registered("DGI", {})

    person = Person.objects.get()
    assert outcomes_of(received_list) == ["REGISTERED"]
    assert person.state == State.PRE_REGISTERED
    with connection.cursor() as cursor:
        cursor.execute("SELECT cnss_number((%s / 10) %% 10000000)", [person.number])
        assert cursor.fetchone() == (person.number,)


def test_a_cnss_number_that_she_already_has_is_kept():
    registered("DGI", {"NUM_IMMATRICULATION": "145267011"})

    assert Person.objects.get().number == 145267011


def test_a_kept_number_with_a_wrong_key_is_a_warning():
    received_list = registered("DGI", {"NUM_IMMATRICULATION": "145267012"})

    assert Person.objects.get().number == 145267012
    assert received_list.issues == {"BAD_NUMBER_KEY": 1}


def test_an_activity_starts_on_its_own_day_and_subjects_from_the_opening_of_its_category():
    registered("DGI", {"DATE_DEBUT": "01/02/2015"})

    activity = Activity.objects.get()
    assert (activity.started_on, activity.begins_on) == (date(2015, 2, 1), date(2015, 2, 1))
    assert activity.subject_from == date(2021, 12, 1)


def test_an_activity_without_a_day_starts_on_the_reference_date():
    registered("DGI", {})

    assert Activity.objects.get().begins_on == date(2022, 12, 31)


def test_a_second_category_is_added_under_the_same_number():
    registered("DGI", {})
    received_list = registered("MAPMDREF", {})

    assert outcomes_of(received_list) == ["ACTIVITY_ADDED"]
    assert Person.objects.count() == 1
    assert set(Activity.objects.values_list("category_id", flat=True)) == {"CPU", "AGR"}


def test_two_categories_in_one_list_are_one_person_with_two_activities():
    received_list = registered("DGI", {}, {"REGIME": "RNS"})

    assert outcomes_of(received_list) == ["REGISTERED", "ACTIVITY_ADDED"]
    assert received_list.plan["outcomes"] == {"REGISTERED": 1, "ACTIVITY_ADDED": 1}


def test_a_line_that_repeats_an_earlier_one_is_a_duplicate_and_says_of_which():
    received_list = registered("DGI", {}, {"CIN": "AB2"}, {})

    assert outcomes_of(received_list) == ["REGISTERED", "REGISTERED", "DUPLICATE"]
    assert the_outcome(received_list, 4).first_line == 2


def test_a_refused_line_does_not_make_the_next_one_a_duplicate():
    received_list = registered("DGI", {"DATE_NAISSANCE": "31/02/1980"}, {})

    assert outcomes_of(received_list) == ["REFUSED", "REGISTERED"]


def test_the_same_content_in_a_new_file_changes_nothing():
    registered("DGI", {})
    again = approved(send("DGI", csv_of("DGI", {}, control=True)))

    assert outcomes_of(again) == ["UNCHANGED"]
    assert (Person.objects.count(), Activity.objects.count()) == (1, 1)


def test_a_changed_fact_closes_the_period_and_opens_the_next():
    registered("DGI", {"DATE_DEBUT": "01/01/2022"})
    received_list = registered("DGI", {"DATE_DEBUT": "01/01/2022", "IR_ANNUEL": "2600"})

    assert outcomes_of(received_list) == ["UPDATED"]
    assert the_outcome(received_list).changes == ["facts"]
    closed, current = Activity.objects.order_by("begins_on")
    assert (closed.ends_on, current.begins_on) == (date(2022, 12, 31), date(2022, 12, 31))
    assert (closed.facts["ir_annuel"], current.facts["ir_annuel"]) == (1200, 2600)
    assert current.started_on == date(2022, 1, 1)


def test_a_fact_changed_on_the_day_its_period_began_is_corrected_in_place():
    registered("DGI", {})
    received_list = registered("DGI", {"IR_ANNUEL": "2600"})

    assert outcomes_of(received_list) == ["UPDATED"]
    assert Activity.objects.get().facts["ir_annuel"] == 2600


def test_an_empty_cell_erases_nothing():
    registered("DGI", {"EMAIL": "karim@exemple.ma", "LIEU_NAISSANCE": "Fès"})
    received_list = registered("DGI", {"IR_ANNUEL": "", "TELEPHONE": ""})

    assert outcomes_of(received_list) == ["UNCHANGED"]
    assert Activity.objects.get().facts["ir_annuel"] == 1200
    assert Person.objects.get().phone_key is not None


def test_an_assumed_class_does_not_erase_a_known_one():
    registered("MAPMDREF", {"CLASSE": "3"})
    received_list = registered("MAPMDREF", {"CLASSE": ""})

    assert outcomes_of(received_list) == ["UNCHANGED"]
    assert Activity.objects.get().sub_category_id == "AGR-3"


def test_an_exit_ends_the_activity_on_its_first_day_out_and_deregisters():
    registered("DGI", {"DATE_DEBUT": "01/01/2022"})
    received_list = registered("DGI", {"OPERATION": "S", "DATE_FIN": "01/06/2022"})

    assert outcomes_of(received_list) == ["ENDED"]
    assert Activity.objects.get().ends_on == date(2022, 6, 1)
    assert Person.objects.get().state == State.DEREGISTERED


def test_an_exit_without_a_day_counts_from_the_reference_date_even_on_the_first_day():
    registered("DGI", {})
    received_list = registered("DGI", {"OPERATION": "S"})

    assert outcomes_of(received_list) == ["ENDED"]
    assert Activity.objects.get().ends_on == date(2022, 12, 31)


def test_an_exit_that_was_applied_carries_no_issue():
    registered("DGI", {"DATE_DEBUT": "01/01/2022"})
    received_list = registered("DGI", {"OPERATION": "S", "DATE_FIN": "01/06/2022"})

    assert the_outcome(received_list).issues is None


def test_an_exit_told_ahead_deregisters_on_its_day():
    registered("DGI", {"DATE_DEBUT": "01/01/2022"})
    registered("DGI", {"OPERATION": "S", "DATE_FIN": "01/06/2023"})
    assert Person.objects.get().state == State.PRE_REGISTERED

    assert deregister_the_ended(on=date(2023, 5, 31)) == 0
    assert deregister_the_ended(on=date(2023, 6, 1)) == 1


@pytest.mark.parametrize("chunk", [1, 20_000])
def test_a_repeated_exit_is_a_duplicate_whatever_the_chunks(settings, chunk):
    registered("DGI", {"DATE_DEBUT": "01/01/2022"})
    settings.LIST_CHUNK_ROWS = chunk
    first, other, again = (
        {"OPERATION": "S", "DATE_FIN": "01/06/2022"},
        {"CIN": "CD2", "NOM": "Tazi"},
        {"OPERATION": "S", "DATE_FIN": "02/06/2022"},
    )

    assert outcomes_of(registered("DGI", first, other, again)) == [
        "ENDED",
        "REGISTERED",
        "DUPLICATE",
    ]


def test_an_older_list_does_not_overwrite_a_newer_fact():
    registered("DGI", {"DATE_DEBUT": "01/01/2022"}, on=date(2022, 2, 1))
    registered("DGI", {"IR_ANNUEL": "2600"}, on=date(2022, 12, 1))
    received_list = registered("DGI", {"IR_ANNUEL": "3000"}, on=date(2022, 6, 1))

    assert outcomes_of(received_list) == ["UNCHANGED"]
    assert the_outcome(received_list).proposals == ["facts"]


def test_the_same_exit_again_changes_nothing():
    registered("DGI", {"DATE_DEBUT": "01/01/2022"})
    registered("DGI", {"OPERATION": "S", "DATE_FIN": "01/06/2022"})
    again = approved(
        send("DGI", csv_of("DGI", {"OPERATION": "S", "DATE_FIN": "01/06/2022"}, control=True))
    )

    assert outcomes_of(again) == ["UNCHANGED"]


def test_a_return_after_an_exit_opens_a_new_activity_under_the_same_number():
    registered("DGI", {"DATE_DEBUT": "01/01/2022"})
    number = Person.objects.get().number
    registered("DGI", {"OPERATION": "S", "DATE_FIN": "01/06/2022"})
    received_list = registered("DGI", {"DATE_DEBUT": "01/09/2022"})

    assert outcomes_of(received_list) == ["ACTIVITY_ADDED"]
    person = Person.objects.get()
    assert (person.number, person.state) == (number, State.PRE_REGISTERED)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"OPERATION": "M"}, "UNKNOWN_PERSON"),
        ({"OPERATION": "S"}, "NO_OPEN_ACTIVITY"),
    ],
)
def test_an_operation_on_nobody_is_refused(row, code):
    received_list = registered("DGI", {"CIN": "ZZ9"}, row)

    assert outcomes_of(received_list) == ["REGISTERED", "REFUSED"]
    assert the_outcome(received_list, 3).issues == [[code, "", "E"]]


def test_somebody_covered_elsewhere_is_not_registered():
    registered("BAM", {})
    OtherCover.objects.create(document_key=Person.objects.get().document_key, scheme="CNOPS")
    received_list = registered("DGI", {})

    assert outcomes_of(received_list) == ["COVERED_ELSEWHERE"]
    assert Activity.objects.count() == 1


def test_tadamon_yields_to_an_open_activity():
    registered("DGI", {})
    received_list = registered("ANAM", {})

    assert outcomes_of(received_list) == ["COVERED_ELSEWHERE"]


def test_an_activity_ends_tadamon():
    registered("ANAM", {"DATE_DEBUT": "01/12/2022"})
    received_list = registered("DGI", {"DATE_DEBUT": "15/12/2022"})

    assert outcomes_of(received_list) == ["ACTIVITY_ADDED"]
    assert Activity.objects.get(category="RAMED").ends_on == date(2022, 12, 15)


def test_a_row_waits_for_its_category_to_open():
    received_list = registered("ANAM", {}, on=date(2022, 11, 30))

    assert outcomes_of(received_list) == ["WAITING"]
    assert not Person.objects.exists()


def test_a_category_without_a_mandate_is_refused():
    received_list = send("ADOULS", csv_of("ADOULS", {"SOUS_CATEGORIE": "NOT"}))

    assert received_list.plan["issues"] == {"NO_MANDATE": 1}
    assert received_list.state == ListState.STOPPED


def test_more_refused_and_duplicate_rows_than_tolerated_stop_the_list():
    stopped = send("DGI", csv_of("DGI", {}, {"CIN": "?"}, {"CIN": "!"}))
    let_through = send("DGI", csv_of("DGI", {}, {"CIN": "?"}))

    assert (stopped.state, let_through.state) == (ListState.STOPPED, ListState.PLANNED)
