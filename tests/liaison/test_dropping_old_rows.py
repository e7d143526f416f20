"""Retention: the rows of old lists go; outcomes, counts and provenance stay, and pages say so."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from psycopg2.extras import DateRange

from liaison import return_file, rows
from liaison.enums import KeptBecause, Outcome
from liaison.models import Block, LiaisonBody, Mandate, ReceivedList, Repeat, RowOutcome, Segment
from liaison.services import approve, close, corrections, drop_folder, retention
from liaison.services.reconcile import reconcile
from liaison.services.states import NotInThatState, RowsDropped
from liaison.services.undo import undo
from registration.models import Activity, Category
from registration.queries.fingerprint import register_hash
from tests.liaison.lists import NOON, csv_of, registered, send

pytestmark = pytest.mark.django_db

YEAR = timedelta(days=365)
LATER = NOON + YEAR
WRONG = {"CIN": "AB12X", "NOM": "Tazi"}
ROWS = ({}, {}, WRONG, {"CIN": "CD2", "NOM": "Alaoui", "TELEPHONE": "12"})


@pytest.fixture(autouse=True)
def a_year(settings, tmp_path):
    """Rows are kept a year; return files lie where the test alone sees them."""
    settings.LIST_ROWS_KEPT_DAYS = 365
    settings.RETURN_FOLDER = tmp_path


@pytest.fixture
def closed():
    return registered("DGI", *ROWS)


@pytest.fixture
def dropped(closed):
    retention.drop_old_rows(at=LATER)
    closed.refresh_from_db()
    assert closed.rows_dropped_at == LATER
    return closed


def kept_because(at=LATER):
    """Why each list past its delay is kept, or None where it would be dropped."""
    return [due.kept_because for due in retention.lists_due(at=at)]


def partition_exists(received_list):
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [rows.partition_of(received_list.pk)])
        return cursor.fetchone()[0] is not None


def test_what_people_sent_goes_and_what_became_of_it_stays(closed, settings):
    before = register_hash(), list(RowOutcome.objects.order_by("line").values())
    answer = settings.RETURN_FOLDER / f"{closed}.csv"
    answer.write_text("x")

    [due] = retention.drop_old_rows(at=LATER)

    assert (due.received_list, due.kept_because) == (closed, None)
    assert not partition_exists(closed)
    assert not Block.objects.exists()
    assert not Segment.objects.exists()
    assert not Repeat.objects.exists()
    assert not answer.exists()
    assert (register_hash(), list(RowOutcome.objects.order_by("line").values())) == before
    kept = ReceivedList.objects.get()
    assert (kept.outcomes, kept.by_category, kept.issues, bytes(kept.sha256)) == (
        closed.outcomes,
        closed.by_category,
        closed.issues,
        bytes(closed.sha256),
    )
    assert kept.receipts.count() == 1
    assert Activity.objects.filter(origin_list=closed.pk).count() == 2
    assert reconcile() == []


def test_nothing_is_dropped_before_the_delay_nor_twice(closed):
    assert retention.drop_old_rows(at=LATER - timedelta(seconds=1)) == []
    assert len(retention.drop_old_rows(at=LATER)) == 1
    assert retention.drop_old_rows(at=LATER + YEAR) == []


@pytest.mark.parametrize("days", [0, -1])
def test_nothing_is_dropped_while_no_delay_is_decided(settings, closed, days):
    settings.LIST_ROWS_KEPT_DAYS = days

    with pytest.raises(retention.NoRetentionDelay):
        retention.drop_old_rows(at=LATER)
    assert partition_exists(closed)


def test_a_list_that_did_not_end_is_kept_and_named():
    send("DGI", csv_of("DGI", {}))

    assert kept_because() == [KeptBecause.IN_PROGRESS]


def test_a_list_that_may_still_be_undone_is_kept_and_named(settings, closed):
    settings.UNDO_HOURS = 24 * 366

    assert kept_because() == [KeptBecause.UNDOABLE]


def test_a_row_in_conflict_keeps_its_list(closed):
    conflict = {"NOM": "Autre", "DATE_NAISSANCE": "01/01/1990"}
    registered("DGI", conflict)

    assert kept_because() == [None, KeptBecause.ROWS_WAITING]
    retention.drop_old_rows(at=LATER)
    assert ReceivedList.objects.filter(rows_dropped_at=None).count() == 1


def test_a_row_that_waits_for_its_category_keeps_its_list():
    Category.objects.filter(code="ADO").update(opened_on=date(2029, 6, 1))
    Mandate.objects.get_or_create(
        body_id="ADOULS",
        category_id="ADO",
        defaults={"in_force": DateRange(date(2020, 1, 1), None)},
    )
    registered("ADOULS", {"SOUS_CATEGORIE": "ADO"})

    assert kept_because() == [KeptBecause.ROWS_WAITING]


def test_a_row_set_apart_keeps_its_list(closed):
    RowOutcome.objects.filter(line=2).update(outcome=Outcome.QUARANTINED)

    assert kept_because() == [KeptBecause.ROWS_WAITING]


def test_a_young_correction_keeps_the_list_it_corrects(closed, omar):
    corrections.correct(
        list_id=closed.pk, line=4, cells={"CIN": "AB12"}, by=omar, at=LATER - timedelta(hours=1)
    )

    assert kept_because() == [KeptBecause.CORRECTED]
    assert kept_because(LATER + timedelta(hours=23)) == [None]


def test_a_refused_a_cancelled_and_an_undone_list_lose_their_files_too(hind):
    LiaisonBody.objects.filter(pk="DGI").update(tolerance=100)
    send("DGI", b"rien")
    approve.cancel(list_id=send("DGI", csv_of("DGI", {})).pk, by=hind, at=NOON)
    undo(list_id=registered("DGI", WRONG, {}).pk, by=hind, at=NOON)

    assert [due.kept_because for due in retention.drop_old_rows(at=LATER)] == [None] * 3
    assert not Segment.objects.exists()
    assert reconcile() == []


def test_the_same_file_sent_again_is_still_the_same_list(dropped):
    again = send("DGI", csv_of("DGI", *ROWS), at=LATER)

    assert again == dropped
    assert dropped.receipts.count() == 2


def test_what_needs_the_rows_is_refused_with_the_day(dropped, omar, hind, settings):
    settings.UNDO_HOURS = 24 * 1000
    day = "10/01/2024"

    with pytest.raises(RowsDropped, match=day):
        corrections.correct(list_id=dropped.pk, line=4, cells={}, by=omar, at=LATER)
    with pytest.raises(RowsDropped, match=day):
        undo(list_id=dropped.pk, by=hind, at=LATER)
    with pytest.raises(RowsDropped, match=day):
        close.recount(dropped)
    with pytest.raises(RowsDropped, match=day):
        b"".join(return_file.stream_csv(dropped.pk))
    with pytest.raises(NotInThatState):
        approve.plan_again(list_id=dropped.pk, at=LATER)


def test_the_drop_folder_answers_in_words(dropped, settings, tmp_path):
    settings.DROP_FOLDER = tmp_path
    (tmp_path / "DGI").mkdir()
    ReceivedList.objects.update(door="DROP_FOLDER", answer_due=True)

    [answer] = drop_folder.give_back(list_id=dropped.pk)

    assert answer.name.endswith(".retour.txt")
    assert "effacées le 10/01/2024" in answer.read_text()


def test_a_later_list_says_why_it_is_not_compared(dropped, client, hind):
    later = send("DGI", csv_of("DGI", {}, {"CIN": "EF3", "NOM": "Tazi"}), at=LATER)
    client.force_login(hind)

    for name in ("list", "difference"):
        text = client.get(reverse(f"liaison:{name}", args=[later.pk])).text
        assert "Elle ne se calcule plus" in text
        assert "10 janvier 2024" in text


@pytest.mark.parametrize(
    ("name", "args", "still_there"),
    [
        ("list", [], "Immatriculée"),
        ("receipt", [], "SHA-256"),
        ("outcome", ["REGISTERED"], "2 lignes"),
        ("issue", ["BAD_CIN"], "Numéro de CIN incorrect"),
        ("row", [2], "La personne est immatriculée."),
        ("row", [4], "La ligne est refusée"),
    ],
)
def test_every_page_says_the_day_and_shows_what_stays(
    dropped, client, omar, name, args, still_there
):
    client.force_login(omar)

    text = client.get(reverse(f"liaison:{name}", args=[dropped.pk, *args])).text

    assert "ont été effacés le 10 janvier 2024" in text
    assert still_there in text
    assert "retour.csv" not in text
    assert "Corriger cette ligne" not in text


@pytest.mark.parametrize("name", ["return_csv", "return_xlsx"])
def test_the_return_file_is_refused_in_words(dropped, client, omar, name):
    client.force_login(omar)

    page = client.get(reverse(f"liaison:{name}", args=[dropped.pk]), follow=True)

    assert page.redirect_chain
    assert "ont été effacées le 10/01/2024" in page.text


@pytest.mark.parametrize("verb", ["get", "post"])
def test_a_correction_is_refused_in_words(dropped, client, omar, verb):
    client.force_login(omar)

    page = getattr(client, verb)(
        reverse("liaison:correct_row", args=[dropped.pk, 4]), {"cell-0": "AB12"}, follow=True
    )

    assert "ont été effacées le 10/01/2024" in page.text


def test_the_page_of_a_person_tells_where_she_came_from(dropped, client, amina):
    client.force_login(amina)
    person = Activity.objects.earliest("pk").person

    file = reverse("backoffice:person", args=[person.pk])
    text = client.get(file, {"onglet": "activites"}).text

    assert dropped.reference in text
    assert "(lignes effacées le 10 janvier 2024)" in text


def test_a_cancelled_list_shows_its_counts_and_no_line(client, hind):
    planned = send("DGI", csv_of("DGI", *ROWS))
    approve.cancel(list_id=planned.pk, by=hind, at=NOON)
    retention.drop_old_rows(at=LATER)
    client.force_login(hind)

    url = reverse("liaison:outcome", args=[planned.pk, "REGISTERED"])

    assert "ont été effacés le" in client.get(url).text
    assert "Immatriculée" in client.get(reverse("liaison:list", args=[planned.pk])).text


def test_the_trace_of_a_correction_invents_no_change(closed, omar, client):
    corrections.correct(list_id=closed.pk, line=4, cells={"CIN": "AB12"}, by=omar, at=NOON)
    retention.drop_old_rows(at=LATER)
    client.force_login(omar)

    text = client.get(reverse("liaison:row", args=[closed.pk, 4])).text

    assert "Corrections" in text
    assert "vide" not in text


def test_the_command_drops_nothing_unless_it_is_told_to(closed, settings):
    told = StringIO()

    call_command("drop_old_rows", stdout=told)
    assert f"{closed}" in told.getvalue()
    assert "Listes à effacer : 1." in told.getvalue()
    assert partition_exists(closed)

    call_command("drop_old_rows", "--apply", stdout=told)
    assert "Listes effacées : 1." in told.getvalue()
    assert not partition_exists(closed)

    settings.LIST_ROWS_KEPT_DAYS = 0
    with pytest.raises(CommandError, match="LIST_ROWS_KEPT_DAYS"):
        call_command("drop_old_rows")


def test_the_command_that_sends_again_has_no_return_file(dropped, tmp_path):
    path = tmp_path / "liste.csv"
    path.write_bytes(csv_of("DGI", *ROWS))
    told = StringIO()

    call_command("receive_list", "DGI", path, "--inline", "--json", stdout=told)

    assert '"return_file": null' in told.getvalue()
    assert '"already_received": true' in told.getvalue()
