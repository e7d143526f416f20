"""The auditor's pages: looks, alerts, stops lifted; the supervisor's share of them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cnss_amo.accounts.enums import AlertKind, LookKind, Role
from cnss_amo.accounts.models import Alert, CanaryPerson, CapLift, Look
from cnss_amo.accounts.queries import looks_at, sights_of
from cnss_amo.accounts.services import record_look
from cnss_amo.kernel.references import PersonReference
from tests.registration.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(client, idriss):
    client.force_login(idriss)
    return client


@pytest.fixture
def samira(hire):
    """Supervisor, posted nowhere: her team is everybody."""
    return hire("samira", Role.SUPERVISOR)


def look(user, person_id, kind=LookKind.PERSON, **why):
    return record_look(user=user, kind=kind, people=[person_id], **why)


def test_the_log_is_filtered_by_who_whom_kind_reason_and_day(auditor, amina, hind):
    look(amina, 11, LookKind.REVEAL, reason="CALL_BACK", scope=["phone"])
    look(amina, 22)
    look(hind, 22, LookKind.CONFLICT)
    whom = PersonReference().to_url
    today = timezone.localdate().isoformat()

    def shown(**asked):
        page = auditor.get(reverse("backoffice:control"), asked)
        return [(row["look"].user.username, row["look"].people) for row in page.context["rows"]]

    assert shown() == [("hind", [22]), ("amina", [22]), ("amina", [11])]
    assert shown(who="AMINA") == [("amina", [22]), ("amina", [11])]
    assert shown(whom=whom(22)) == [("hind", [22]), ("amina", [22])]
    assert shown(kind="CONFLICT") == [("hind", [22])]
    assert shown(reason="CALL_BACK", day=today) == [("amina", [11])]
    assert shown(day="2020-01-01") == []


def test_the_log_goes_back_page_by_page(auditor, amina, monkeypatch):
    monkeypatch.setattr("cnss_amo.backoffice.queries.control.LOOKS_A_PAGE", 2)
    for person in (1, 2, 3):
        look(amina, person)

    first = auditor.get(reverse("backoffice:control"))
    second = auditor.get(reverse("backoffice:control"), {"avant": first.context["next"]})

    assert [row["look"].people for row in first.context["rows"]] == [[3], [2]]
    assert [row["look"].people for row in second.context["rows"]] == [[1]]


def test_the_auditor_sees_by_name_who_looked_at_one_person(auditor, amina):
    karim = make_person()
    look(amina, karim.pk, LookKind.REVEAL, reason="OTHER: rappel promis", scope=["phone"])

    page = auditor.get(reverse("backoffice:who_looked", args=[karim.pk])).text

    for said in ("amina", "donnée montrée en clair", "rappel promis", "téléphone"):
        assert said in page
    assert Look.objects.latest("pk").kind == LookKind.WHO_LOOKED


def test_the_insured_person_is_told_the_role_and_the_purpose_never_the_name(amina):
    look(amina, 7, LookKind.REVEAL, reason="CALL_BACK: Karim rappelle", scope=["phone"])
    look(amina, 8)

    [sight] = sights_of(7)

    assert (sight.role, sight.kind) == ("agent d'agence", "donnée montrée en clair")
    assert (sight.reason, sight.shown) == ("appeler la personne", ["téléphone"])
    assert "amina" not in repr(sight)
    assert "Karim" not in repr(sight)


def test_the_looks_at_files_that_were_merged_are_asked_at_once(amina):
    for person in (1, 2, 3):
        look(amina, person)

    assert [one.people for one in looks_at(1, 3)] == [[3], [1]]


def test_a_canary_reaches_the_auditor_alone_who_notes_what_she_made_of_it(
    client, auditor, idriss, amina, samira
):
    CanaryPerson.objects.create(person_id=77, added_by=idriss)
    look(amina, 77)
    alert = Alert.objects.get()
    address = reverse("backoffice:alert", args=[alert.pk])

    assert "Personne sentinelle consultée" in auditor.get(reverse("backoffice:alerts")).text
    auditor.post(address, {"note": "Une homonyme, vérifié avec elle."})

    alert.refresh_from_db()
    assert (alert.acknowledged_by, alert.note) == (idriss, "Une homonyme, vérifié avec elle.")
    client.force_login(samira)
    assert client.get(address).status_code == 404
    assert "sentinelle" not in client.get(reverse("backoffice:alerts")).text


def test_a_supervisor_sees_the_caps_of_her_team_and_not_her_own(client, amina, samira):
    today = timezone.localdate()
    hers = Alert.objects.create(kind=AlertKind.WARNED, user=samira, day=today, opened=300)
    other = Alert.objects.create(kind=AlertKind.WARNED, user=amina, day=today, opened=300)
    client.force_login(samira)

    page = client.get(reverse("backoffice:alerts")).text

    assert reverse("backoffice:alert", args=[other.pk]) in page
    assert reverse("backoffice:alert", args=[hers.pk]) not in page
    assert client.get(reverse("backoffice:control")).url == reverse("backoffice:alerts")


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SUPERVISOR])
def test_a_stop_is_lifted_with_a_reason_by_somebody_else(client, hire, amina, role):
    client.force_login(hire("latifa", role))
    address = reverse("backoffice:lifts")

    assert "Dites pourquoi." in client.post(address, {"who": "amina"}).text
    assert (
        "par quelqu&#x27;un d&#x27;autre"
        in client.post(address, {"who": "latifa", "reason": "x"}).text
    )
    assert client.post(address, {"who": "amina", "reason": "campagne"}).status_code == 302

    lift = CapLift.objects.get()
    assert (lift.user, lift.by.username, lift.day) == (amina, "latifa", timezone.localdate())
    assert "campagne" in client.get(address).text


def test_an_auditor_keeps_the_canaries_by_their_references(auditor, idriss):
    karim, address = make_person(), reverse("backoffice:canaries")
    reference = PersonReference().to_url(karim.pk)

    assert "celle de personne" in auditor.post(address, {"whom": "4f-000000000000"}).text
    auditor.post(address, {"whom": reference, "note": "fictive"})
    page = auditor.get(address).text

    canary = CanaryPerson.objects.get()
    assert (canary.person_id, canary.added_by) == (karim.pk, idriss)
    assert reference in page
    assert karim.formatted_number not in page
    auditor.post(reverse("backoffice:remove_canary", args=[karim.pk]))
    assert not CanaryPerson.objects.exists()


CLOSED_TO = [
    ("backoffice:control", [Role.AGENT, Role.LIST_MANAGER, Role.ADMINISTRATOR]),
    ("backoffice:alerts", [Role.AGENT, Role.LIST_MANAGER, Role.ADMINISTRATOR]),
    ("backoffice:lifts", [Role.AGENT, Role.LIST_MANAGER, Role.ADMINISTRATOR]),
    ("backoffice:canaries", [Role.AGENT, Role.SUPERVISOR, Role.ADMINISTRATOR]),
    ("backoffice:incident", [Role.AGENT, Role.SUPERVISOR, Role.ADMINISTRATOR]),
]


@pytest.mark.parametrize(
    ("name", "role"), [(name, role) for name, roles in CLOSED_TO for role in roles]
)
def test_other_roles_meet_a_closed_door(client, hire, name, role):
    client.force_login(hire("yasmine", role))

    assert client.get(reverse(name)).status_code == 403


def test_an_agent_never_learns_who_looked(client, amina):
    client.force_login(amina)

    address = reverse("backoffice:who_looked", args=[make_person().pk])

    assert client.get(address).status_code == 403


@pytest.mark.parametrize("name", ["control", "alerts", "lifts", "incident", "canaries"])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_pages_ask_few_questions(auditor, amina, name, language, django_assert_max_num_queries):
    for person in range(5):
        look(amina, person)

    with django_assert_max_num_queries(12):
        page = auditor.get(reverse(f"backoffice:{name}"), headers={"accept-language": language})

    assert page.status_code == 200
