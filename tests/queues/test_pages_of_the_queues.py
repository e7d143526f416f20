"""The pages of the queues: what waits, the next one, who has it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cnss_amo.queues.models import Hold
from cnss_amo.queues.queries import holder_of
from cnss_amo.queues.services import take_next
from liaison.enums import ListState, Outcome, Verdict
from liaison.models import RowOutcome, Ruling
from liaison.queues import CONFLICTS, LISTS, MISSING
from registration.models import Activity, Person
from tests.liaison.lists import approved, csv_of, registered, send
from tests.queues.conftest import held

pytestmark = pytest.mark.django_db
SAVEPOINTS = 2  # of the test's own transaction: none in production
QUEUES = reverse("backoffice:queues")
TEAM = reverse("backoffice:team")


@pytest.fixture
def as_hind(client, hind):
    client.force_login(hind)
    return client


def url_of(received_list, line):
    return reverse("liaison:conflict", args=[received_list.pk, line])


def take(client, queue=CONFLICTS):
    return client.post(reverse("backoffice:next", args=[queue.code]), follow=True)


def test_the_next_one_opens_at_once_and_is_hers(as_hind, hind, conflicts):
    page = take(as_hind)

    assert page.redirect_chain == [(url_of(conflicts, 2), 302)]
    assert "Entre vos mains depuis" in page.text
    assert Hold.objects.get().user == hind


def test_alt_n_takes_from_the_first_queue_that_waits(as_hind, conflicts):
    page = as_hind.get(QUEUES).text

    assert page.count('accesskey="n"') == 1
    before = page[: page.index('accesskey="n"')]
    assert before.endswith("autofocus ")
    assert reverse("backoffice:next", args=["conflits"]) in before[-400:]


def test_nothing_to_take_is_told_calmly(as_hind):
    assert "Rien à prendre" in take(as_hind).text


def test_the_queue_of_another_role_is_closed_and_an_unknown_one_does_not_exist(client, amina):
    client.force_login(amina)

    assert take(client).status_code == 403
    assert client.post(reverse("backoffice:next", args=["rien"])).status_code == 404
    shown = client.get(QUEUES).text
    assert "Contestations à décider" in shown
    assert "Corrections d&#x27;identité à décider" not in shown


def test_a_colleague_reads_who_has_it_and_decides_nothing(as_hind, conflicts, ghita):
    held(ghita, conflicts, 2)
    time = f"{timezone.localtime(Hold.objects.get().taken_at):%H:%M}"

    page = as_hind.get(url_of(conflicts, 2)).text

    assert f"En cours par Ghita, {time}" in page
    assert "Enregistrer la décision" not in page
    assert f"En cours par Ghita, {time}" in as_hind.get(reverse("liaison:conflicts")).text


def test_an_act_on_what_a_colleague_has_in_hand_changes_nothing(as_hind, conflicts, ghita):
    held(ghita, conflicts, 2)

    page = as_hind.post(url_of(conflicts, 2), {"verdict": Verdict.SAME, "reason": ""}, follow=True)

    assert "En cours par Ghita" in page.text
    assert "Rien n&#x27;est changé" in page.text
    assert not Ruling.objects.exists()


def test_who_opened_it_and_left_is_told_to_the_next(as_hind, conflicts, ghita):
    held(ghita, conflicts, 2, minutes_ago=20)

    assert "Ouvert par Ghita" in as_hind.get(reverse("liaison:conflicts")).text
    page = as_hind.get(url_of(conflicts, 2)).text

    assert "Entre vos mains" in page
    assert "sans décider" in page
    assert "Enregistrer la décision" in page


def test_deciding_settles_it_and_hands_out_the_next(as_hind, hind, conflicts):
    take(as_hind)

    page = as_hind.post(url_of(conflicts, 2), {"verdict": Verdict.SAME, "reason": ""}, follow=True)

    assert page.redirect_chain == [(url_of(conflicts, 3), 302)]
    assert [hold.key for hold in Hold.objects.all()] == [CONFLICTS.key_of(conflicts.pk, 3)]


def test_what_is_given_back_is_free_at_once(as_hind, hind, conflicts):
    take(as_hind)
    hold = Hold.objects.get()

    page = as_hind.post(reverse("backoffice:give_back", args=[hold.pk]), follow=True)

    assert "est rendu" in page.text
    assert holder_of(CONFLICTS, hold.key, timezone.now()) is None


def test_the_file_of_a_person_tells_who_works_on_her(client, amina, conflicts, ghita):
    trader = Person.objects.get(last_name__iexact="Tazi")
    held(ghita, conflicts, 2, people=[trader.pk])
    client.force_login(amina)

    page = client.get(reverse("backoffice:person", args=[trader.pk])).text

    assert "En cours par Ghita" in page
    assert url_of(conflicts, 2) not in page


def test_the_conflict_opened_by_a_colleague_shows_on_the_file(client, as_hind, amina, conflicts):
    as_hind.get(url_of(conflicts, 2))
    trader = Person.objects.get(last_name__iexact="Tazi")
    client.force_login(amina)

    assert "En cours par hind" in client.get(reverse("backoffice:person", args=[trader.pk])).text


def test_an_absence_in_other_hands_is_read_and_not_decided(as_hind, ghita):
    now = timezone.now()
    registered("DGI", {}, {"CIN": "AB2", "NOM": "Filali"})
    approved(send("DGI", csv_of("DGI", {}), kind="complete", at=now))
    absent = Activity.objects.get(missing_list__isnull=False)
    assert take_next(MISSING, by=ghita, at=now)
    url = reverse("liaison:missing_person", args=[absent.pk])

    assert "Enregistrer la décision" not in as_hind.get(url).text
    page = as_hind.post(url, {"decision": "left", "reason": "Vu"}, follow=True)

    assert "En cours par Ghita" in page.text
    absent.refresh_from_db()
    assert absent.ends_on is None


def test_a_list_in_other_hands_is_not_approved(as_hind, ghita):
    planned = send("DGI", csv_of("DGI", {}))
    take_next(LISTS, by=ghita, at=timezone.now())

    assert (
        reverse("liaison:approve", args=[planned.pk])
        not in as_hind.get(reverse("liaison:list", args=[planned.pk])).text
    )
    page = as_hind.post(reverse("liaison:approve", args=[planned.pk]), follow=True)

    planned.refresh_from_db()
    assert "En cours par Ghita" in page.text
    assert planned.state == ListState.PLANNED


def test_who_sent_a_list_opens_it_without_keeping_it_from_others(as_hind, hind):
    own = send("DGI", csv_of("DGI", {}), by=hind)

    page = as_hind.get(reverse("liaison:list", args=[own.pk])).text

    assert not Hold.objects.exists()
    assert reverse("liaison:approve", args=[own.pk]) not in page


def test_an_officer_does_not_read_who_has_her_list_in_hand(client, omar, ghita):
    planned = send("DGI", csv_of("DGI", {}), by=omar)
    take_next(LISTS, by=ghita, at=timezone.now())
    client.force_login(omar)

    assert "Ghita" not in client.get(reverse("liaison:list", args=[planned.pk])).text


@pytest.mark.parametrize(("who", "url"), [("hind", QUEUES), ("samira", TEAM)])
def test_the_pages_ask_few_questions(
    client, request, conflicts, ghita, who, url, django_assert_max_num_queries
):
    held(ghita, conflicts, 2)
    send("DGI", csv_of("DGI", {"CIN": "EF3"}))
    client.force_login(request.getfixturevalue(who))

    with django_assert_max_num_queries(12 + SAVEPOINTS):
        assert client.get(url).status_code == 200


def test_the_home_of_a_manager_asks_few_questions_when_everything_waits(
    as_hind, conflicts, django_assert_max_num_queries
):
    closed = registered("DGI", {"CIN": "CD1"}, {"CIN": "CD2", "NOM": "Naciri"})
    RowOutcome.objects.filter(list_id=closed.pk, line=3).update(outcome=Outcome.QUARANTINED)
    Activity.objects.filter(origin_list=closed.pk, origin_line=2).update(missing_list=closed.pk)
    send("DGI", csv_of("DGI", {"CIN": "EF3"}))

    with django_assert_max_num_queries(12):
        page = as_hind.get(reverse("backoffice:home"))

    assert [one.count for one in page.context["backlogs"]] == [1, 3, 1, 1]
    assert page.text.count("Prendre le suivant") == 4
