from datetime import date

import pytest
from django.urls import reverse

from cnss_amo.accounts.enums import Role
from cnss_amo.accounts.models import Look
from registration.enums import MergerState
from registration.models import Merger, Person
from registration.queries import register_hash
from tests.registration.factories import make_activity, make_person
from tests.registration.merging import merge as merge_now
from tests.registration.merging import two_files
from tests.staff import sign_in

pytestmark = pytest.mark.django_db

SAID = {"paper": "CIN", "reason": "Une seule personne"}


@pytest.fixture
def agent(client, amina):
    client.force_login(amina)
    return client


@pytest.fixture
def youssef(hire):
    """Supervisor of the agency."""
    return hire("youssef", Role.SUPERVISOR)


@pytest.fixture
def files():
    return two_files()


def address(act, *args):
    return reverse(f"backoffice:{act}", args=[getattr(one, "pk", one) for one in args])


def proposed(agent, one, other, **said):
    response = agent.post(address("merge_with", one, other), SAID | said)
    assert response.status_code == 302, response.context["form"].errors
    return Merger.objects.latest("pk")


def test_the_other_file_is_found_by_a_search_that_leaves_no_trace_in_an_address(agent, files):
    older, newer = files

    page = agent.post(address("merge", older), {"autre": "AB123465"}).text

    assert address("merge_with", older, newer) in page
    assert "AB••••65" in page
    look = Look.objects.latest("pk")
    assert set(look.people) == {older.pk, newer.pk}
    assert look.query_key is not None


def test_people_tied_to_her_are_offered(agent):
    one, other = (make_person(phone="+212612345678") for _time in range(2))

    assert address("merge_with", one, other) in agent.get(address("merge", one)).text


def test_nobody_found_is_said(agent, files):
    assert "Aucun autre dossier" in agent.post(address("merge", files[0]), {"autre": "ZZ1"}).text


@pytest.mark.parametrize("turned", [False, True])
def test_both_files_are_shown_side_by_side_masked(agent, files, turned):
    older, newer = files

    response = agent.get(address("merge_with", *((newer, older) if turned else files)))

    assert response.context["files"].survivor == older
    for shown in ("AB••••56", "AB••••65", "06••••••78", "كريم بناني", "différent"):
        assert shown in response.text
    for hidden in ("AB123456", "AB123465", "612345678"):
        assert hidden not in response.text
    assert Look.objects.latest("pk").people == [older.pk, newer.pk]


def test_two_different_phones_differ_even_if_their_masks_are_alike(agent):
    one, other = make_person(phone="+212612345678"), make_person(phone="+212612999978")

    compared = agent.get(address("merge_with", one, other)).context["files"].comparisons

    [phone] = [one for one in compared if str(one.name) == "Téléphone"]
    assert phone.sides[0].differs


def test_where_they_contradict_each_other_a_file_is_chosen(agent, client, youssef):
    older, newer = make_person(registered_on=date(2022, 1, 1)), make_person()
    make_activity(older)
    make_activity(newer, started_on=date(2022, 6, 1))
    page = address("merge_with", older, newer)
    assert list(agent.post(page, SAID).context["form"].errors) == ["keep_CPU"]

    merger = proposed(agent, older, newer, keep_CPU=newer.pk)

    assert merger.preferred == {"CPU": newer.pk}


def test_accepted_both_addresses_lead_to_the_one_file(agent, client, files, youssef):
    older, newer = files
    merger = proposed(agent, *files)
    sign_in(client, youssef)
    assert "Une seule personne" in client.get(address("merger", merger)).text

    response = client.post(address("merger", merger), {"decision": "ACCEPT"})

    assert response.url == address("person", older)
    led = client.get(address("person", newer), follow=True)
    assert led.redirect_chain == [(address("person", older), 302)]
    assert "Ce dossier a été fusionné" in led.text
    assert newer.formatted_number in led.text
    for act in ("contact", "correct", "merge", "print"):
        assert client.get(address(act, newer)).url == address("person", older)
    found = client.post(reverse("backoffice:search"), {"q": newer.formatted_number})
    assert found.url == address("person", older)


def test_the_lines_that_cited_the_absorbed_file_are_shown_with_the_other(agent, amina, youssef):
    from tests.liaison.lists import registered

    registered("DGI", {"CIN": "AB100001"})
    cited = registered("BAM", {"CIN": "AB100010", "PRENOM": "Abdelkarim"}, on=date(2023, 1, 2))
    older, newer = Person.objects.order_by("pk")
    Person.objects.filter(pk=newer.pk).update(registered_on=date(2023, 1, 2))

    merge_now(older, newer, amina, youssef)

    assert cited.reference in agent.get(address("person", older) + "?onglet=liens").text


def test_refused_with_a_reason(agent, client, files, youssef):
    merger = proposed(agent, *files)
    sign_in(client, youssef)
    client.post(address("merger", merger), {"decision": "REFUSE", "reason": "Deux sœurs"})

    merger.refresh_from_db()
    assert (merger.state, merger.decision_reason) == (MergerState.REFUSED, "Deux sœurs")


def test_whoever_proposed_has_no_decision_to_take(client, files, youssef, amina):
    sign_in(client, youssef)
    merger = proposed(client, *files)

    for who in (youssef, amina):
        sign_in(client, who)
        assert "Enregistrer la décision" not in client.get(address("merger", merger)).text
        client.post(address("merger", merger), {"decision": "ACCEPT"})
    assert not Person.objects.exclude(merged_into=None).exists()


def test_split_again_from_its_page(client, files, youssef, amina):
    told = register_hash()
    merger = merge_now(*files, amina, youssef)
    sign_in(client, youssef)
    assert "Séparer les deux dossiers" in client.get(address("merger", merger)).text
    assert client.post(address("split", merger), {"reason": ""}).status_code == 200

    response = client.post(address("split", merger), {"reason": "Deux sœurs"}, follow=True)

    assert "sont séparés" in response.text
    assert register_hash() == told


def test_what_stands_in_the_way_of_a_split_is_named(client, files, youssef, amina):
    merger = merge_now(*files, amina, youssef)
    make_activity(files[0], "MED-G")
    sign_in(client, youssef)

    page = client.get(address("merger", merger)).text
    response = client.post(address("split", merger), {"reason": "Deux sœurs"}, follow=True)

    assert "une activité a été ajoutée depuis" in page
    assert "Séparer les deux dossiers" not in page
    assert "ne se séparent plus" in response.text


@pytest.mark.parametrize("role", [Role.AGENT, Role.AUDITOR, Role.LIST_MANAGER])
def test_only_a_supervisor_splits(client, files, youssef, amina, hire, role):
    merger = merge_now(*files, amina, youssef)
    sign_in(client, hire("tarik", role))

    assert client.post(address("split", merger), {"reason": "x"}).status_code == 403


def test_a_file_that_does_not_exist_is_not_found(agent, files):
    assert agent.get(address("merge_with", files[0], 2**40)).status_code == 404
    assert agent.get(address("merger", 2**40)).status_code == 404
    assert agent.get(address("merge_with", files[0], files[0])).status_code == 404


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_pages_ask_few_questions_in_both_languages(
    agent, client, files, youssef, amina, language, django_assert_max_num_queries
):
    merger = proposed(agent, *files)
    spoken = {"headers": {"accept-language": language}}
    with django_assert_max_num_queries(12):
        agent.get(address("merge", files[0]), **spoken)
    with django_assert_max_num_queries(12):
        agent.get(address("merge_with", *files), **spoken)
    sign_in(client, youssef)
    with django_assert_max_num_queries(12):
        client.get(address("merger", merger), **spoken)
    client.post(address("merger", merger), {"decision": "ACCEPT"})
    with django_assert_max_num_queries(12):
        page = client.get(address("merger", merger), **spoken).text
    assert f'<html lang="{language}"' in page
