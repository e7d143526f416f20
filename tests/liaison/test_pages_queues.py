"""The queues of the list manager: conflicts, people no longer listed, rows set apart."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cnss_amo.accounts.enums import LookKind
from cnss_amo.accounts.models import Look
from cnss_amo.queues.queries import backlog
from liaison import queries
from liaison.enums import Outcome, Verdict
from liaison.models import RowOutcome, Ruling
from liaison.queues import QUEUES
from registration.models import Activity, Case, Person
from tests.liaison.lists import NOON, approved, csv_of, registered, send

pytestmark = pytest.mark.django_db
SAVEPOINTS = 2  # of the test's own transaction: none in production
OTHER = {"NOM": "Zniber", "PRENOM": "Salma", "DATE_NAISSANCE": "05/06/1991"}


@pytest.fixture(autouse=True)
def _manager(client, hind):
    client.force_login(hind)


@pytest.fixture
def conflict():
    """A notary with the CIN of a trader: other names, another birth date."""
    registered("DGI", {})
    return registered("ONN", OTHER)


def rule(client, received_list, line=2, **said):
    url = reverse("liaison:conflict", args=[received_list.pk, line])
    return client.post(url, {"reason": ""} | said, follow=True)


def test_the_conflict_shows_both_people_with_their_differences_marked(client, conflict):
    trader = Person.objects.get()

    page = client.get(reverse("liaison:conflict", args=[conflict.pk, 2]))

    compared = {str(one.name): one for one in page.context["conflict"].comparisons}
    assert not compared["Pièce d'identité"].sides[0].differs
    assert compared["Nom et prénom"].sides[0].differs
    assert compared["Naissance"].sides[0].differs
    for words in ("Karim Bennani", "Salma Zniber", "DGI-", "ONN-", trader.formatted_number):
        assert words in page.text
    assert "AB100001" not in page.text
    look = Look.objects.get()
    assert (look.kind, look.people) == (LookKind.CONFLICT, [trader.pk])


def test_the_conflict_tells_codes_in_words(client):
    registered("DGI", {"SEXE": "M", "NATIONALITE": "FRA"})
    conflict = registered("ONN", OTHER | {"SEXE": "F", "NATIONALITE": "MA"})
    url = reverse("liaison:conflict", args=[conflict.pk, 2])

    compared = {
        str(one.name): (one.newcomer, one.sides[0].text)
        for one in client.get(url).context["conflict"].comparisons
    }

    assert compared["Sexe"] == ("féminin", "masculin")
    assert compared["Nationalité"] == ("Maroc", "France")
    assert compared["Naissance"][0] == "05/06/1991"


def test_the_same_person_takes_the_row(client, hind, conflict):
    text = rule(client, conflict, verdict=Verdict.SAME).text

    ruling = Ruling.objects.get()
    assert (ruling.verdict, ruling.by) == (Verdict.SAME, hind)
    assert Person.objects.count() == 1
    assert Activity.objects.count() == 2
    assert "la décision est enregistrée" in text


def test_two_people_are_two_files_and_a_case(client, conflict):
    rule(client, conflict, verdict=Verdict.DIFFERENT)

    assert Person.objects.count() == 2
    assert Case.objects.count() == 1


def test_a_refusal_says_why_and_the_row_tells_it(client, conflict):
    assert "Donnez le motif" in rule(client, conflict, verdict=Verdict.REFUSE).text

    rule(client, conflict, verdict=Verdict.REFUSE, reason="CIN mal recopiée")
    text = client.get(reverse("liaison:row", args=[conflict.pk, 2])).text

    assert RowOutcome.objects.get(list_id=conflict.pk).outcome == Outcome.REFUSED
    assert "CIN mal recopiée" in text


def test_no_decision_is_an_error_beside_the_choices(client, conflict):
    assert "Choisissez une décision" in rule(client, conflict).text


def test_a_second_press_meets_a_calm_message(client, conflict):
    rule(client, conflict, verdict=Verdict.SAME)

    text = rule(client, conflict, verdict=Verdict.SAME).text

    assert "n&#x27;attend plus de décision" in text
    assert Ruling.objects.count() == 1


def test_after_a_decision_the_next_conflict_comes(client):
    registered("DGI", {}, {"CIN": "AB2", "NOM": "Filali"})
    notaries = registered("ONN", OTHER, OTHER | {"CIN": "AB2", "PRENOM": "Ghita"})

    text = rule(client, notaries, verdict=Verdict.SAME).text

    assert "Ghita Zniber" in text


def test_several_people_of_the_register_are_named_before_they_are_the_same(client):
    registered("DGI", {}, {"CIN": "AB2", "NOM": "Filali"})
    number = Person.objects.get(last_name__iexact="Filali").number
    notaries = registered("ONN", {"NUM_IMMATRICULATION": f"{number:09d}"})
    assert notaries.outcomes == {Outcome.CONFLICT: 1}

    page = client.get(reverse("liaison:conflict", args=[notaries.pk, 2]))
    assert len(page.context["conflict"].people) == 2
    assert "laquelle" in rule(client, notaries, verdict=Verdict.SAME).text

    chosen = Person.objects.get(number=number)
    rule(client, notaries, verdict=Verdict.SAME, person=chosen.pk)
    assert chosen.activities.filter(category="NOT").exists()


def test_the_auditor_reads_a_conflict_and_decides_nothing(client, idriss, conflict):
    client.force_login(idriss)
    url = reverse("liaison:conflict", args=[conflict.pk, 2])

    assert "Enregistrer la décision" not in client.get(url).text
    client.post(url, {"verdict": Verdict.SAME, "reason": ""})

    assert not Ruling.objects.exists()


@pytest.fixture
def absent():
    """A trader that the next complete list no longer names."""
    registered("DGI", {}, {"CIN": "AB2", "NOM": "Filali"})
    approved(send("DGI", csv_of("DGI", {}), kind="complete", at=NOON + timedelta(days=1)))
    return Activity.objects.get(missing_list__isnull=False)


@pytest.mark.parametrize(("decision", "is_open"), [("left", False), ("stays", True)])
def test_who_is_no_longer_listed_left_or_stays(client, absent, decision, is_open):
    assert "Karim Filali" in client.get(reverse("liaison:missing")).text
    url = reverse("liaison:missing_person", args=[absent.pk])

    client.post(url, {"decision": decision, "reason": "Vérifié au téléphone"})

    absent.refresh_from_db()
    assert (absent.ends_on is None) == is_open
    assert absent.missing_list is None
    assert "n&#x27;est plus signalée" in client.get(url, follow=True).text


def test_a_decision_on_an_absence_says_why(client, absent):
    url = reverse("liaison:missing_person", args=[absent.pk])

    assert "Donnez le motif" in client.post(url, {"decision": "left", "reason": ""}).text
    absent.refresh_from_db()
    assert absent.ends_on is None


def test_a_row_in_quarantine_is_tried_again(client):
    closed = registered("DGI", {}, {"CIN": "AB2", "NOM": "Filali"})
    person = Person.objects.get(last_name__iexact="Filali")
    person.activities.all().delete()
    person.delete()
    RowOutcome.objects.filter(list_id=closed.pk, line=3).update(
        outcome=Outcome.QUARANTINED, reason="some_constraint", person_id=None, activity_id=None
    )
    assert "some_constraint" in client.get(reverse("liaison:quarantine")).text

    url = reverse("liaison:retry_row", args=[closed.pk, 3])
    text = client.post(url, follow=True).text

    assert "elle est écrite" in text
    assert "Aucune ligne n'est en quarantaine" in text
    assert Person.objects.count() == 2


def test_a_row_that_is_not_in_quarantine_is_told_calmly(client):
    closed = registered("DGI", {})

    text = client.post(reverse("liaison:retry_row", args=[closed.pk, 2]), follow=True).text

    assert "plus en quarantaine" in text


def test_what_waits_is_counted(client, absent):
    registered("ONN", OTHER)

    waiting = {queue.code: backlog(queue, NOON.date()).count for queue in QUEUES}
    assert waiting == {"listes": 0, "conflits": 1, "absents": 1, "quarantaine": 0}
    assert queries.lists_failed() == 0


@pytest.mark.parametrize("name", ["conflicts", "missing", "waiting", "quarantine"])
def test_queues_ask_few_questions(client, conflict, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(12 + SAVEPOINTS):
        client.get(reverse(f"liaison:{name}"))


def test_a_conflict_asks_few_questions(client, conflict, django_assert_max_num_queries):
    with django_assert_max_num_queries(12 + SAVEPOINTS):
        client.get(reverse("liaison:conflict", args=[conflict.pk, 2]))
