import pytest
from django.urls import reverse

from cnss_amo.accounts.enums import LookKind, Role
from cnss_amo.accounts.models import Look
from registration.attestation import references, services
from registration.enums import Channel, State
from registration.models import Attestation
from tests.registration.attestation.reading import is_sealed, lines_of
from tests.registration.factories import make_activity, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def karim():
    karim = make_person(cin="AB123456", state=State.COMPLETED)
    make_activity(karim, "NOT")
    return karim


@pytest.fixture
def samira(hire):
    """Supervisor in Casablanca."""
    return hire("samira", Role.SUPERVISOR)


def address(person):
    return reverse("backoffice:attestation", args=[person.pk])


def revocation(attestation):
    reference = references.written(attestation.reference)
    return reverse("backoffice:revoke_attestation", args=[attestation.person_id, reference])


@pytest.mark.parametrize("ink", ["", "low"])
def test_one_press_issues_and_hands_over_a_sealed_page(client, amina, karim, ink):
    client.force_login(amina)

    answer = client.post(address(karim), {"ink": ink})

    attestation = Attestation.objects.get()
    assert (attestation.by, attestation.channel) == (amina, Channel.AGENCY)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    assert is_sealed(answer.content)
    assert karim.formatted_number in lines_of(answer.content)
    look = Look.objects.get()
    assert (look.user, look.kind, look.people) == (amina, LookKind.PRINT, [karim.pk])


def test_a_second_press_hands_the_same_attestation_over(client, amina, karim):
    client.force_login(amina)
    client.post(address(karim))
    client.post(address(karim), {"ink": "low"})

    assert Attestation.objects.count() == 1


def test_before_completion_the_page_says_what_remains(client, amina):
    person = make_person()
    make_activity(person, "NOT")
    client.force_login(amina)

    page = client.get(address(person)).text
    refused = client.post(address(person), follow=True)

    assert "L&#x27;immatriculation reste à compléter" in page
    assert "Délivrer l&#x27;attestation" not in page
    assert "reste à compléter" in refused.text
    assert not Attestation.objects.exists()


def test_the_page_lists_attestations_with_how_often_each_was_checked(
    client, amina, karim, django_assert_max_num_queries
):
    client.force_login(amina)
    client.post(address(karim))
    attestation = Attestation.objects.get()
    for _time in range(3):
        services.check(attestation.reference)

    with django_assert_max_num_queries(12):
        page = client.get(address(karim)).text

    assert references.written(attestation.reference) in page
    assert '<td class="num" data-label="Vérifications">3</td>' in page
    assert "Révoquer" not in page


def test_a_supervisor_revokes_with_a_reason(client, samira, karim):
    client.force_login(samira)
    client.post(address(karim))
    attestation = Attestation.objects.get()
    assert "Révoquer" in client.get(address(karim)).text

    assert "Donnez le motif." in client.post(revocation(attestation), {"reason": " "}).text
    answer = client.post(revocation(attestation), {"reason": "Papier volé"}, follow=True)
    again = client.post(revocation(attestation), {"reason": "Encore"}, follow=True)

    assert "Papier volé" in answer.text
    assert "déjà révoquée" in again.text
    attestation.refresh_from_db()
    assert (attestation.revoked_by, attestation.revoked_reason) == (samira, "Papier volé")


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.LIST_MANAGER, Role.CALL_CENTRE])
def test_others_issue_nothing(client, hire, karim, role):
    client.force_login(hire("quelquun", role))

    assert client.post(address(karim)).status_code == 403
    assert not Attestation.objects.exists()


def test_an_agent_does_not_revoke(client, amina, karim):
    client.force_login(amina)
    client.post(address(karim))

    assert client.get(revocation(Attestation.objects.get())).status_code == 403


def test_an_attestation_of_somebody_else_is_not_found(client, samira, karim):
    client.force_login(samira)
    client.post(address(karim))
    attestation = Attestation.objects.get()
    other = make_person()

    page = reverse(
        "backoffice:revoke_attestation",
        args=[other.pk, references.written(attestation.reference)],
    )
    assert client.get(page).status_code == 404


def test_the_file_offers_the_attestation(client, amina, karim):
    client.force_login(amina)

    page = client.get(reverse("backoffice:person", args=[karim.pk])).text

    assert address(karim) in page
