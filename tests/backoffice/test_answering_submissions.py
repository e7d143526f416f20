import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from agencies.models import Commune
from cnss_amo.accounts.enums import LookKind, Role
from cnss_amo.accounts.models import Look
from registration.enums import Channel, Membership, SubmissionState
from registration.models import Activity, Contest, Person, RegistrationRequest
from registration.services.submissions import want_complement
from tests.registration.completing import make_karim
from tests.registration.factories import make_person
from tests.registration.submitting import CIN, PHONE, ask_for, body_says, contest, paper, photo

pytestmark = pytest.mark.django_db
ACCEPT = {"act": "answer", "decision": "ACCEPT", "reason": "Confirmé"}
REFUSE = {"act": "answer", "decision": "REFUSE", "reason": "Non confirmé"}
COMPLEMENT = {"act": "answer", "decision": "COMPLEMENT", "reason": "Le diplôme"}


@pytest.fixture
def agent(client, amina):
    client.force_login(amina)
    return client


def address(submission):
    kind = "contest" if isinstance(submission, Contest) else "request"
    return reverse(f"backoffice:{kind}", args=[submission.pk])


def confirmed(**said):
    request = ask_for(**said, at=timezone.now())
    body_says(request, at=timezone.now())
    return request


def test_an_agent_takes_the_oldest_from_her_queue_and_answers(agent):
    first, second = confirmed(client_key="a"), confirmed(client_key="b", document="JK1")
    assert "Demandes d&#x27;immatriculation à décider" in agent.get(reverse("backoffice:home")).text

    taken = agent.post(reverse("backoffice:next", args=["demandes"]))
    done = agent.post(taken.url, ACCEPT)

    assert taken.url == address(first)
    assert done.url == address(second)
    first.refresh_from_db()
    assert first.state == SubmissionState.ACCEPTED
    assert Person.objects.count() == 1


def test_two_agents_never_take_the_same(client, amina, hire):
    requests = [confirmed(client_key=key, document=f"JK{key}") for key in "12"]
    taken = []
    for user in (amina, hire("youssef", Role.AGENT)):
        client.force_login(user)
        taken.append(client.post(reverse("backoffice:next", args=["demandes"])).url)

    assert taken == [address(one) for one in requests]


def test_the_page_masks_and_says_who_looked(agent, amina):
    request = ask_for(words="Je tiens une étude", papers=[paper()])

    page = agent.get(address(request)).text

    assert "Je tiens une étude" in page
    assert CIN not in page
    assert PHONE.removeprefix("+212") not in page
    look = Look.objects.get(user=amina)
    assert (look.kind, look.about) == (LookKind.PERSON, request.reference)


def test_a_contest_is_accepted_with_reasons(agent):
    contested = contest(make_karim(), at=timezone.now())
    body_says(contested, Membership.NOT_MEMBER, at=timezone.now())

    assert "Donnez le motif." in agent.post(address(contested), ACCEPT | {"reason": ""}).text
    page = agent.post(address(contested), ACCEPT, follow=True)

    assert "La demande est acceptée." in page.text
    assert Activity.objects.get().ends_on
    again = agent.post(address(contested), REFUSE, follow=True)
    assert "déjà sa réponse" in again.text


def test_a_complement_is_asked_once_then_taken_at_the_counter(agent):
    request = confirmed()
    agent.post(address(request), COMPLEMENT)
    page = agent.get(address(request)).text
    assert "La personne apporte le complément" in page

    said = {"act": "complement", "words": "", "paper": SimpleUploadedFile("d.png", photo())}
    given = agent.post(address(request), said, follow=True)

    assert "Le complément est enregistré." in given.text
    assert request.papers.count() == 1
    assert "Demander un complément" not in given.text
    again = agent.post(address(request), COMPLEMENT)
    assert again.status_code == 200  # the choice is not offered any more
    request.refresh_from_db()
    assert request.state == SubmissionState.DEPOSITED


def test_the_body_is_waited_for(agent):
    request = ask_for(at=timezone.now())

    page = agent.post(address(request), ACCEPT, follow=True)

    assert "a encore jusqu&#x27;au" in page.text
    assert not Person.objects.exists()


def test_an_agent_says_whether_it_is_one_of_the_namesakes(agent):
    known = make_person(
        document=("PASSEPORT", "AA1234567"),
        birth_date=ask_for().birth_date,
        last_name="Berrada",
        first_name="Leila",
    )
    request = confirmed(client_key="again")
    assert "Est-ce une de ces personnes ?" in agent.get(address(request)).text

    assert "Dites si c&#x27;est" in agent.post(address(request), ACCEPT).text
    agent.post(address(request), ACCEPT | {"same_as": known.pk})

    assert Person.objects.get() == known
    assert Activity.objects.get().person == known


def test_a_paper_is_given_to_be_kept_and_never_shown_as_a_page(agent, amina):
    request = ask_for(papers=[paper()])
    url = reverse("backoffice:paper", args=[request.papers.get().pk])

    response = agent.get(url)

    assert response.content == paper().content
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    assert Look.objects.filter(user=amina, about__contains=request.reference).exists()


def test_an_auditor_reads_and_changes_nothing(client, idriss):
    client.force_login(idriss)
    request = confirmed()

    page = client.get(address(request)).text
    client.post(address(request), ACCEPT)

    assert "Enregistrer la réponse" not in page
    request.refresh_from_db()
    assert request.state == SubmissionState.DEPOSITED


@pytest.mark.parametrize("role", [Role.LIST_OFFICER, Role.CALL_CENTRE, Role.ADMINISTRATOR])
def test_other_roles_meet_a_closed_door(client, hire, role):
    body = "ONN" if role == Role.LIST_OFFICER else ""
    client.force_login(hire("somebody", role, body))
    request = confirmed()

    for url in (address(request), reverse("backoffice:requests")):
        assert client.get(url).status_code == 403


def test_a_request_is_deposited_at_the_counter(agent, amina):
    written = {
        "document_kind": "CIN",
        "document": CIN,
        "last_name": "Berrada",
        "first_name": "Leila",
        "birth": "14/06/1985",
        "sex": "F",
        "nationality": "MA",
        "sub_category": "NOT",
        "started_on": "2024-09-01",
        "commune": Commune.objects.order_by("pk").first().name_fr,
        "seen": "CIN",
        "language": "ar",
        "consent": "on",
        "client_key": "once",
    }
    form = reverse("backoffice:deposit_request")
    assert "Dites quelle pièce" in agent.post(form, written | {"seen": ""}).text

    page = agent.post(form, written, follow=True)
    agent.post(form, written)

    request = RegistrationRequest.objects.get()
    assert request.reference in page.text
    assert (request.channel, request.by, request.paper) == (Channel.AGENCY, amina, "CIN")
    assert "une autre personne y répond" in page.text


def test_a_contest_is_deposited_at_the_counter(agent):
    karim = make_karim()
    form = reverse("backoffice:deposit_contest", args=[karim.pk])
    assert form in agent.get(reverse("backoffice:person", args=[karim.pk])).text
    said = {"activity": Activity.objects.get().pk, "ground": "NOT_MINE"}

    page = agent.post(form, said, follow=True)
    again = agent.post(form, said, follow=True)

    assert Contest.objects.get().reference in page.text
    assert "déjà contestée" in again.text


def test_a_receipt_finds_its_request(agent):
    request = ask_for()
    listed = reverse("backoffice:requests")

    assert request.reference in agent.get(listed, {"reference": request.reference}).text
    assert "Aucune demande" in agent.get(listed, {"reference": "AAAAA-AAAAA"}).text


def test_the_pages_ask_few_questions(agent, django_assert_max_num_queries):
    requests = [ask_for(client_key=f"{n}", document=f"JK{n}") for n in range(1, 9)]
    contested = contest(make_karim())
    want_complement(Contest, contested.pk, what="Un papier", by=make_clerk(), at=timezone.now())

    for url in (reverse("backoffice:requests"), reverse("backoffice:contests")):
        agent.get(url)
        with django_assert_max_num_queries(14):
            agent.get(url)
    for shown in (requests[0], contested):
        with django_assert_max_num_queries(24):
            agent.get(address(shown))


def make_clerk():
    from cnss_amo.accounts.models import User

    return User.objects.create_user("clerk")
