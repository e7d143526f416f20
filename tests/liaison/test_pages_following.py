"""Follow a list: its place among the others, its preview, its rows, its return file."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cnss_amo.accounts.enums import LookKind
from cnss_amo.accounts.models import Look
from liaison import queries
from liaison.enums import ChunkState, ListState
from liaison.models import Chunk, ReceivedList
from registration.models import Person
from tests.liaison.lists import NOON, approved, csv_of, registered, send

pytestmark = pytest.mark.django_db
SAVEPOINTS = 2  # of the test's own transaction: none in production
WRONG = {"CIN": "AB1234567", "NOM": "Tazi", "TELEPHONE": "0699887766"}
KARIM = {"TELEPHONE": "0655443322"}
ROWS = (KARIM, KARIM, WRONG, {"CIN": "AB2", "NOM": "Filali", "TELEPHONE": "12"})


def page(client, user, name, *args):
    client.force_login(user)
    return client.get(reverse(f"liaison:{name}", args=args)).text


@pytest.fixture
def planned():
    return send("DGI", csv_of("DGI", *ROWS))


@pytest.fixture
def closed(planned):
    return approved(planned)


def test_the_preview_tells_counts_first_rows_issues_and_how_to_mend(client, omar, planned):
    text = page(client, omar, "list", planned.pk)

    assert "Ce que la liste donnerait" in text
    for words in ("Immatriculée", "En double", "Karim Bennani", "Numéro de CIN incorrect"):
        assert words in text
    assert "Corrigez le numéro" in text
    assert "Répète la ligne 2" in text


def test_no_document_and_no_phone_is_shown_whole(client, omar, closed):
    urls = [
        reverse("liaison:list", args=[closed.pk]),
        reverse("liaison:issue", args=[closed.pk, "BAD_CIN"]),
        reverse("liaison:issue", args=[closed.pk, "BAD_PHONE"]),
        reverse("liaison:outcome", args=[closed.pk, "REGISTERED"]),
        *(reverse("liaison:row", args=[closed.pk, line]) for line in range(2, 6)),
    ]
    client.force_login(omar)

    text = "".join(client.get(url).text for url in urls)

    assert "AB••••01" in text
    assert "AB•••••67" in text
    for secret in ("AB100001", "AB1234567", "0655443322", "0699887766"):
        assert secret not in text


def test_the_preview_is_recorded_as_a_look_at_the_list(client, omar, planned):
    page(client, omar, "list", planned.pk)

    look = Look.objects.get()
    assert (look.user, look.kind, look.about) == (omar, LookKind.LIST_ROWS, planned.reference)


def test_a_page_of_rows_records_whom_it_showed(client, hind, closed):
    page(client, hind, "outcome", closed.pk, "REGISTERED")

    assert set(Look.objects.get().people) == set(Person.objects.values_list("pk", flat=True))


def test_counts_alone_are_no_look(client, hind, closed):
    page(client, hind, "list", closed.pk)
    page(client, hind, "lists")
    page(client, hind, "funnel")

    assert not Look.objects.exists()


def test_the_difference_with_the_previous_list_is_in_the_preview(client, hind):
    first = registered("DGI", {}, {"CIN": "AB2"})
    later = send("DGI", csv_of("DGI", {}, {"CIN": "AB3"}, {"CIN": "AB4"}), at=NOON + timedelta(1))

    compared = queries.difference_with_previous(later)

    assert compared.previous == first
    assert (compared.new, compared.gone, compared.common) == (2, 1, 1)
    assert "Nouvelles pièces" in page(client, hind, "list", later.pk)
    assert first.reference in page(client, hind, "difference", later.pk)


def test_large_lists_are_compared_only_when_asked(client, hind, monkeypatch):
    monkeypatch.setattr("liaison.queries.previews.ROWS_COMPARED_AT_ONCE", 2)
    registered("DGI", {})
    later = send("DGI", csv_of("DGI", {}, {"CIN": "AB3"}), at=NOON + timedelta(1))

    text = page(client, hind, "list", later.pk)
    fragment = client.get(
        reverse("liaison:difference", args=[later.pk]), headers={"HX-Request": "true"}
    )

    assert "Comparer les deux listes" in text
    assert 'hx-trigger="load"' in text
    assert "<html" not in fragment.text
    assert "Nouvelles pièces" in fragment.text


def test_a_list_in_progress_shows_it_with_and_without_javascript(client, omar, planned):
    ReceivedList.objects.update(state=ListState.REGISTERING, registering_at=NOON)
    Chunk.objects.create(
        received_list=planned, first_line=2, last_line=3, rows=2, state=ChunkState.DONE
    )

    text = page(client, omar, "list", planned.pk)
    fragment = page(client, omar, "progress", planned.pk)

    assert 'hx-trigger="every 2s"' in text
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in text
    assert 'aria-valuenow="2"' in fragment
    assert "2 sur 4 (50 %)" in fragment


def test_a_list_at_rest_asks_its_page_to_be_shown_anew(client, omar, planned):
    client.force_login(omar)

    response = client.get(reverse("liaison:progress", args=[planned.pk]))

    assert response["HX-Refresh"] == "true"


def test_the_progress_tells_rate_and_time_left(planned):
    planned.state, planned.registering_at = ListState.REGISTERING, NOON
    Chunk.objects.create(
        received_list=planned, first_line=2, last_line=3, rows=2, state=ChunkState.DONE
    )

    how_far = queries.progress(planned, NOON + timedelta(seconds=1))

    assert how_far == queries.Progress("registering", 2, 4, 2, 1)


def test_a_list_to_register_occupies_as_many_workers_as_it_has_chunks(planned):
    ReceivedList.objects.update(state=ListState.REGISTERING)
    for line in (2, 3, 4):
        Chunk.objects.create(received_list=planned, first_line=line, last_line=line)
    [(list_id, hands)] = queries.lists_with_work()

    assert list_id == planned.pk
    assert hands >= 2

    Chunk.objects.update(state=ChunkState.DONE)
    assert [hands for _list, hands in queries.lists_with_work()] == [1]


def test_a_list_that_waits_for_a_person_is_no_work(planned):
    assert list(queries.lists_with_work()) == []


def test_the_return_file_is_downloaded_and_recorded(client, omar, closed):
    client.force_login(omar)

    response = client.get(reverse("liaison:return_csv", args=[closed.pk]))

    content = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "AB1234567" in content
    assert closed.reference in response["Content-Disposition"]
    look = Look.objects.get()
    assert (look.kind, look.about) == (LookKind.RETURN_FILE, closed.reference)


def test_a_list_that_did_not_end_has_no_return_file(client, omar, planned):
    client.force_login(omar)

    response = client.get(reverse("liaison:return_csv", args=[planned.pk]), follow=True)

    assert "sera prêt quand" in response.text
    assert not Look.objects.filter(kind=LookKind.RETURN_FILE).exists()


def test_a_refused_list_says_why_and_what_to_do(client, omar):
    truncated = send("DGI", csv_of("DGI", {}), declared_rows=500)

    text = page(client, omar, "list", truncated.pk)

    assert "500 lignes sont annoncées" in text
    assert reverse("liaison:send") in text


@pytest.mark.parametrize("name", ["list", "receipt", "lists"])
def test_pages_ask_few_questions(client, hind, planned, name, django_assert_max_num_queries):
    for number in range(3):
        registered("DGI", {"CIN": f"ZT{number}"}, at=NOON - timedelta(days=1))
    client.force_login(hind)
    url = reverse(f"liaison:{name}", args=[] if name == "lists" else [planned.pk])

    with django_assert_max_num_queries(12 + SAVEPOINTS):
        client.get(url)


@pytest.mark.parametrize(
    ("name", "detail"), [("outcome", "REGISTERED"), ("issue", "BAD_CIN"), ("row", 4)]
)
def test_pages_of_rows_ask_few_questions(
    client, hind, closed, name, detail, django_assert_max_num_queries
):
    client.force_login(hind)

    with django_assert_max_num_queries(12 + SAVEPOINTS):
        client.get(reverse(f"liaison:{name}", args=[closed.pk, detail]))


def test_rows_are_shown_page_by_page(client, omar, monkeypatch):
    monkeypatch.setattr("liaison.queries.rows.PAGE_ROWS", 1)
    closed = registered("DGI", {}, {"CIN": "AB2", "NOM": "Filali"})
    url = reverse("liaison:outcome", args=[closed.pk, "REGISTERED"])
    client.force_login(omar)

    first, second = client.get(url).text, client.get(f"{url}?apres=2").text

    assert "Bennani" in first
    assert "?apres=2" in first
    assert "Filali" in second
    assert "Bennani" not in second
    assert client.get(f"{url}?apres=jamais").status_code == 200


def test_the_funnel_counts_as_the_cnss_publishes(client, hind, closed):
    [line] = queries.published_funnel()

    assert line == ("DGI", "CPU", 4, 2, 0, 2)
    assert "CPU" in page(client, hind, "funnel")
