"""From received to closed: receipts, decisions, chunks, waiting rows, corrections, faults."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from cnss_amo.accounts.services import SYSTEM_APPROVER, system_user
from liaison.enums import ChunkState, ListState, Outcome
from liaison.models import Chunk, LiaisonBody, Mandate, ReceivedList, Row, RowOutcome
from liaison.queries import published_funnel
from liaison.services import advance, approve, missing
from liaison.services.corrections import NotCorrectable, correct
from liaison.services.receive import UnableToReceive
from liaison.services.reconcile import reconcile
from liaison.services.rulings import retry_quarantined
from liaison.services.states import NotInThatState
from liaison.services.undo import undo
from liaison.services.waiting import decide_waiting_rows
from registration.enums import State
from registration.models import Activity, Category, Event, Person
from tests.liaison.lists import NOON, approved, csv_of, outcomes_of, registered, send

pytestmark = pytest.mark.django_db


NAMES = (
    "Alaoui",
    "Bennani",
    "Chraibi",
    "Daoudi",
    "Filali",
    "Guessous",
    "Kettani",
    "Lazrak",
    "Mernissi",
    "Naciri",
)


def people(count):
    """Rows of as many different people."""
    return [{"CIN": f"AB{number}", "NOM": NAMES[number]} for number in range(count)]


def test_the_same_bytes_are_the_same_list_and_one_more_receipt():
    first = send("DGI", csv_of("DGI", {}))
    again = send("DGI", csv_of("DGI", {}), name="autre.csv")

    assert again == first
    assert first.receipts.count() == 2


def test_the_same_bytes_of_a_cancelled_list_are_a_new_list(hind):
    first = send("DGI", csv_of("DGI", {}))
    approve.cancel(list_id=first.pk, by=hind, at=NOON)

    assert send("DGI", csv_of("DGI", {})) != first


def test_a_list_is_not_true_in_the_future():
    with pytest.raises(UnableToReceive):
        send("DGI", csv_of("DGI", {}), on=NOON.date() + timedelta(days=1))


def test_the_day_of_a_list_is_morocco_s():
    just_past_midnight = datetime(2023, 1, 9, 23, 30, tzinfo=UTC)  # 0:30 in Casablanca

    assert send("DGI", csv_of("DGI", {}), on=date(2023, 1, 10), at=just_past_midnight)


def test_nothing_is_written_before_the_approval():
    received_list = send("DGI", csv_of("DGI", {}, {"CIN": "CD2"}, {"CIN": "?"}))

    assert received_list.plan["outcomes"] == {"REGISTERED": 2, "REFUSED": 1}
    assert not Person.objects.exists()


def test_whoever_sent_a_long_list_does_not_approve_it(settings, hind):
    settings.LIST_APPROVAL_ROWS = 1
    received_list = send("DGI", csv_of("DGI", {}, {"CIN": "CD2"}), by=hind)

    with pytest.raises(approve.NeedsSecondPerson):
        approve.approve(list_id=received_list.pk, by=hind, at=NOON)


def test_a_list_over_its_tolerance_is_let_through_by_a_person_only(hind):
    received_list = send("DGI", csv_of("DGI", {}, {"CIN": "?"}, {"CIN": "!"}))

    with pytest.raises(approve.OverTolerance):
        approve.approve(
            list_id=received_list.pk,
            by=system_user(SYSTEM_APPROVER),
            at=NOON,
            over_tolerance=True,
        )
    approve.approve(list_id=received_list.pk, by=hind, at=NOON, over_tolerance=True)
    closed = advance.advance_to_rest(list_id=received_list.pk, clock=lambda: NOON)
    assert closed.outcomes == {"REGISTERED": 1, "REFUSED": 2}


def test_a_refusal_by_a_person_says_why(hind):
    received_list = send("DGI", csv_of("DGI", {}))

    with pytest.raises(approve.ReasonRequired):
        approve.refuse(list_id=received_list.pk, by=hind, at=NOON, reason=" ")
    approve.refuse(list_id=received_list.pk, by=hind, at=NOON, reason="Mauvais mois")
    with pytest.raises(NotInThatState):
        approve.approve(list_id=received_list.pk, by=hind, at=NOON)


def test_a_list_can_be_planned_again_against_the_register_as_it_is():
    received_list = send("DGI", csv_of("DGI", {}))
    registered("DGI", {"TELEPHONE": "0699999999"})

    approve.plan_again(list_id=received_list.pk, at=NOON)

    received_list.refresh_from_db()
    assert received_list.plan["outcomes"] == {"UPDATED": 1}


def test_many_chunks_and_batches_give_the_same_as_one(settings):
    settings.LIST_CHUNK_ROWS, settings.LIST_BATCH_ROWS = 3, 4
    third, fifth = people(10)[3], people(10)[5]
    rows = [*people(10), third, fifth | {"REGIME": "RNS"}]

    received_list = registered("DGI", *rows)

    assert received_list.outcomes == {"REGISTERED": 10, "DUPLICATE": 1, "ACTIVITY_ADDED": 1}
    assert Chunk.objects.filter(received_list=received_list).count() == 5
    numbers = Person.objects.order_by("activities__origin_line").values_list("number", flat=True)
    assert list(numbers[:10]) == sorted(numbers[:10])


def test_a_reading_cut_short_goes_on_where_it_stopped(settings):
    settings.LIST_BATCH_ROWS = 2
    received_list = send("DGI", csv_of("DGI", *people(5)))
    with connection.cursor() as cursor:  # as a dead worker leaves it: one batch checked, one cut
        cursor.execute(f"DELETE FROM liaison_row WHERE list_id = {received_list.pk} AND line > 3")
    ReceivedList.objects.filter(pk=received_list.pk).update(
        state=ListState.READING, rows_read=2, last_line_read=3, fully_cut=False, fully_read=False
    )
    received_list.batches.filter(first_line=4).update(state=ChunkState.WAITING)
    received_list.batches.filter(first_line__gt=5).delete()
    received_list.blocks.filter(first_line__gt=5).delete()

    finished = advance.advance_to_rest(list_id=received_list.pk, clock=lambda: NOON)

    assert (finished.state, finished.rows_read) == (ListState.PLANNED, 5)
    assert Row.objects.filter(list_id=received_list.pk).count() == 5


def test_a_row_that_cannot_be_written_is_set_apart_alone_and_can_be_retried(hind):
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE registration_person ADD CONSTRAINT poison CHECK (last_name <> 'Chraibi')"
        )
    received_list = registered("DGI", *people(8))

    assert received_list.outcomes == {"REGISTERED": 7, "QUARANTINED": 1}
    apart = RowOutcome.objects.get(list_id=received_list.pk, outcome=Outcome.QUARANTINED)
    assert apart.reason == "poison"

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE registration_person DROP CONSTRAINT poison")
    retry_quarantined(list_id=received_list.pk, line=apart.line, by=hind, at=NOON)
    received_list.refresh_from_db()
    assert received_list.outcomes == {"REGISTERED": 8}


def test_rows_that_wait_are_decided_on_the_day_their_category_opens():
    Category.objects.filter(code="ADO").update(opened_on=date(2023, 6, 1))
    Mandate.objects.get_or_create(
        body_id="ADOULS",
        category_id="ADO",
        defaults={"in_force": DateRange(date(2020, 1, 1), None)},
    )
    received_list = registered("ADOULS", {"SOUS_CATEGORIE": "ADO"})
    assert received_list.outcomes == {"WAITING": 1}

    assert decide_waiting_rows(on=date(2023, 5, 31)) == 0
    assert decide_waiting_rows(on=date(2023, 6, 1)) == 1

    received_list.refresh_from_db()
    assert received_list.outcomes == {"REGISTERED": 1}
    assert Activity.objects.get().subject_from == date(2023, 6, 1)


@pytest.fixture
def absent():
    """Two people are listed, then a complete list names one of them only."""
    registered("DGI", *people(2), {"CIN": "CD9", "REGIME": "RNS"})
    received_list = registered("DGI", people(1)[0], kind="complete")
    return received_list, Activity.objects.get(missing_list=received_list.pk)


def test_who_is_no_longer_in_a_complete_list_is_flagged_and_never_closed(absent):
    received_list, activity = absent

    assert received_list.plan["missing"] == received_list.missing == 1
    assert activity.ends_on is None


def test_a_confirmed_exit_ends_the_activity_on_the_day_of_the_list(absent, hind):
    received_list, activity = absent

    missing.confirm_exit(activity_id=activity.pk, by=hind, at=NOON)

    activity.refresh_from_db()
    assert activity.ends_on == received_list.reference_date
    assert Person.objects.get(pk=activity.person_id).state == State.DEREGISTERED
    assert Event.objects.get().person_id == activity.person_id


def test_who_is_listed_again_is_no_longer_missing(absent):
    _received_list, activity = absent

    registered("DGI", *people(2), kind="complete")

    activity.refresh_from_db()
    assert activity.missing_list is None


def test_a_refused_row_whose_document_can_be_read_counts_as_present():
    registered("DGI", *people(2))
    second = people(2)[1] | {"DATE_NAISSANCE": "31/02/1980"}

    assert registered("DGI", people(1)[0], second, kind="complete").missing == 0


def test_whoever_a_complete_list_names_by_another_paper_is_not_missing():
    paper = {"TYPE_PIECE": "PASSEPORT", "NUM_PIECE": "XY1234567"}
    registered("DGI", paper)

    assert registered("DGI", paper | {"CIN": ""}, kind="complete").missing == 0


def test_a_refused_row_is_corrected_on_the_screen_with_its_trace(omar):
    received_list = registered("DGI", {}, {"CIN": "CD2", "DATE_NAISSANCE": "31/02/1980"})

    correction = correct(
        list_id=received_list.pk, line=3, cells={"DATE_NAISSANCE": "28/02/1980"}, by=omar, at=NOON
    )

    assert correction.outcomes == {"REGISTERED": 1}
    assert (correction.corrects_list, correction.corrects_line) == (received_list, 3)
    corrected = RowOutcome.objects.get(list_id=received_list.pk, line=3)
    assert (corrected.outcome, corrected.corrected_by) == (Outcome.REFUSED, correction.pk)
    with pytest.raises(NotCorrectable):
        correct(list_id=received_list.pk, line=3, cells={}, by=omar, at=NOON)


def test_a_fault_of_ours_keeps_its_reason_and_can_be_retried(monkeypatch):
    received_list = send("DGI", csv_of("DGI", {}))
    approve.approve(list_id=received_list.pk, by=system_user(SYSTEM_APPROVER), at=NOON)
    monkeypatch.setattr("liaison.services.register.begin", lambda **_asked: 1 / 0)

    failed = advance.advance_to_rest(list_id=received_list.pk, clock=lambda: NOON)

    assert (failed.state, failed.reason_details["fault"]) == (ListState.FAILED, "ZeroDivisionError")
    monkeypatch.undo()
    approve.retry(list_id=failed.pk)
    closed = advance.advance_to_rest(list_id=failed.pk, clock=lambda: NOON)
    assert closed.outcomes == {"REGISTERED": 1}


def test_every_step_may_be_asked_for_again(settings):
    settings.LIST_CHUNK_ROWS = 2
    received_list = registered("DGI", *people(5))

    for _time in range(3):
        assert not advance.advance(list_id=received_list.pk, at=NOON)
    assert Person.objects.count() == 5
    assert reconcile() == []


def test_the_default_kind_of_a_body_is_used():
    LiaisonBody.objects.filter(code="DGI").update(default_kind="complete")

    assert send("DGI", csv_of("DGI", {})).kind == "complete"


def test_the_whole_story_is_timed(hind):
    received_list = send("DGI", csv_of("DGI", {}), at=datetime(2023, 1, 10, 9, tzinfo=UTC))
    closed = approved(received_list, at=datetime(2023, 1, 10, 10, tzinfo=UTC))

    assert closed.received_at < closed.decided_at == closed.registering_at == closed.closed_at
    assert outcomes_of(closed) == ["REGISTERED"]


def test_a_correction_that_is_still_wrong_waits_for_nobody(omar):
    received_list = registered("DGI", {}, {"CIN": "CD2", "DATE_NAISSANCE": "31/02/1980"})

    correction = correct(
        list_id=received_list.pk, line=3, cells={"DATE_NAISSANCE": "30/02/1980"}, by=omar, at=NOON
    )

    assert correction.state == ListState.CANCELLED
    assert RowOutcome.objects.get(list_id=received_list.pk, line=3).corrected_by is None


def test_an_undone_list_takes_back_what_its_corrections_wrote(omar, hind):
    received_list = registered("DGI", {}, {"CIN": "CD2", "DATE_NAISSANCE": "31/02/1980"})
    correction = correct(
        list_id=received_list.pk, line=3, cells={"DATE_NAISSANCE": "28/02/1980"}, by=omar, at=NOON
    )

    undo(list_id=received_list.pk, by=hind, at=NOON)

    correction.refresh_from_db()
    assert correction.state == ListState.UNDONE
    assert not Person.objects.exists()


def test_an_undone_correction_leaves_the_row_to_be_corrected_again(omar, hind):
    received_list = registered("DGI", {}, {"CIN": "CD2", "DATE_NAISSANCE": "31/02/1980"})
    mended = {"DATE_NAISSANCE": "28/02/1980"}
    first = correct(list_id=received_list.pk, line=3, cells=mended, by=omar, at=NOON)
    undo(list_id=first.pk, by=hind, at=NOON)

    again = correct(list_id=received_list.pk, line=3, cells=mended, by=omar, at=NOON)

    assert again.outcomes == {"REGISTERED": 1}


def test_the_funnel_counts_an_activity_once_however_often_it_is_said(omar):
    registered("DGI", *people(3))
    approved(send("DGI", csv_of("DGI", *people(3), control=True)))
    registered("DGI", *people(3), {"CIN": "CD9", "DATE_NAISSANCE": "31/02/1980"})

    (line,) = published_funnel()
    assert (line.received, line.reliable, line.registered) == (4, 3, 3)
