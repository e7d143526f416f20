from datetime import date

import pytest
from django.urls import reverse

from agencies.enums import AgencyKind
from agencies.models import Agency, Approval, Holiday, Point, Posting
from agencies.synthesis import synthesize_network
from agencies.synthesis.sizes import Sizes
from cnss_amo.accounts.enums import Role
from tests.agencies.places import commune, make_agency, make_point, make_stop, make_timetable

pytestmark = pytest.mark.django_db
MODELS = (
    *("agency", "stop", "partnernetwork", "point", "service"),
    *("timetable", "holiday", "ramadan", "posting"),
)


@pytest.fixture
def administrator(client, nadia):
    client.force_login(nadia)
    return nadia


def page(model, action="changelist", *args):
    return reverse(f"admin:agencies_{model}_{action}", args=args)


@pytest.fixture
def somewhere(amina):
    """A row of each kind."""
    timetable = make_timetable((1, "08:30", "16:30"))
    agency = make_agency(timetable=timetable)
    point = make_point(timetable=timetable)
    Approval.objects.create(point=point, service_id="DEPOT", begins_on=date(2022, 1, 1))
    stop = make_stop()
    posting = Posting.objects.create(user=amina, agency=agency, begins_on=date(2026, 1, 1))
    return {
        "agency": agency,
        "stop": stop,
        "partnernetwork": point.network,
        "point": point,
        "timetable": timetable,
        "holiday": Holiday.objects.first(),
        "posting": posting,
    }


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("model", MODELS)
def test_every_list_and_every_row_open_in_both_languages(
    client, administrator, somewhere, model, language
):
    spoken = {"accept-language": language}

    assert client.get(page(model), headers=spoken).status_code == 200
    if model in somewhere:
        row = page(model, "change", somewhere[model].pk)
        assert client.get(row, headers=spoken).status_code == 200


@pytest.mark.parametrize("model", ["agency", "point", "stop", "posting"])
def test_a_list_asks_at_most_ten_questions_however_long(
    client, administrator, django_assert_max_num_queries, amina, hire, model
):
    synthesize_network(sizes=Sizes(points=300))
    for number, agency in enumerate(Agency.objects.order_by("code")[:60]):
        Posting.objects.create(
            user=hire(f"agent-{number}", Role.AGENT), agency=agency, begins_on=date(2026, 1, 1)
        )
    client.get(page(model))

    with django_assert_max_num_queries(10):
        client.get(page(model))


@pytest.mark.parametrize("model", MODELS)
def test_nothing_that_history_cites_is_deleted(client, administrator, somewhere, model):
    if model in somewhere:
        response = client.post(page(model, "delete", somewhere[model].pk), {"post": "yes"})

        assert response.status_code == 403


def test_a_holiday_added_here_may_be_removed_and_a_day_of_the_files_is_moved(client, administrator):
    fields = {"day": "2026-12-24", "name_fr": "Jour chômé", "name_ar": "يوم عطلة", "source": "Note"}
    client.post(page("holiday", "add"), fields)
    added = Holiday.objects.get(day=date(2026, 12, 24))

    client.post(page("holiday", "delete", added.pk), {"post": "yes"})

    assert not Holiday.objects.filter(pk=added.pk).exists()


def test_an_auditor_reads_the_network_and_changes_nothing(client, idriss, somewhere):
    client.force_login(idriss)

    opened = client.get(page("agency", "change", somewhere["agency"].pk))

    assert opened.status_code == 200
    assert 'name="_save"' not in opened.text
    assert client.get(page("agency", "add")).status_code == 403


def test_an_agent_has_no_business_there(client, amina):
    client.force_login(amina)

    assert client.get(page("agency"), follow=True).status_code == 403


def test_an_agency_shows_what_it_was_before_and_who_changed_it(client, administrator):
    agency = make_agency(name_fr="Agence de Sefrou")
    fields = {
        "code": agency.code,
        "name_fr": "Agence de Sefrou Centre",
        "name_ar": agency.name_ar,
        "kind": agency.kind,
        "commune": agency.commune_id,
        "opened_on": "2022-01-01",
        "services": ["DEPOT"],
    }
    saved = client.post(page("agency", "change", agency.pk), fields)

    shown = client.get(page("agency", "change", agency.pk)).text

    assert saved.status_code == 302
    assert "nom en français : Agence de Sefrou" in shown
    assert "(nadia)" in shown


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"closed_on": "2021-01-01"}, "La fermeture vient après l"),
        ({"latitude": "33.5"}, "La latitude et la longitude vont ensemble"),
        ({"latitude": "-7.6", "longitude": "33.5"}, "désignent un lieu du royaume"),
        ({"code": "ag 1"}, "Un code s"),
        ({"phone": "12"}, "Un téléphone a dix chiffres"),
    ],
)
def test_what_the_database_would_refuse_is_said_beside_the_form(
    client, administrator, fields, said
):
    sent = {
        "code": "AG-1",
        "name_fr": "Agence",
        "name_ar": "وكالة",
        "kind": AgencyKind.SECOND,
        "commune": commune().pk,
        "opened_on": "2022-01-01",
    }

    response = client.post(page("agency", "add"), sent | fields)

    assert said in response.text
    assert not Agency.objects.exists()


def test_only_attached_agencies_have_a_parent(client, administrator):
    sent = {
        "code": "AG-2",
        "name_fr": "Agence",
        "name_ar": "وكالة",
        "kind": AgencyKind.FIRST,
        "parent": make_agency().pk,
        "commune": commune().pk,
        "opened_on": "2022-01-01",
    }

    refused = client.post(page("agency", "add"), sent)
    client.post(page("agency", "add"), sent | {"kind": AgencyKind.LIAISON_OFFICE})

    assert "rattachée à aucune autre" in refused.text
    assert Agency.objects.get(code="AG-2").parent is not None


def test_a_mobile_agency_cannot_be_in_two_places_at_once(client, administrator):
    stop = make_stop()

    refused = client.post(
        page("stop", "add"),
        {
            "agency": stop.agency_id,
            "kind": "SOUK",
            "commune": stop.commune_id,
            "place": "Ailleurs",
            "weekday": stop.weekday,
            "opens": "12:00",
            "closes": "15:00",
            "begins_on": "2026-01-01",
        },
    )

    assert "déjà ailleurs à ces heures" in refused.text
    assert stop.agency.stops.count() == 1


def test_points_are_found_by_the_name_of_their_commune(client, administrator):
    make_point(commune=commune("Sefrou"), name_fr="Celui de Sefrou")
    make_point(commune=commune("Casablanca"), name_fr="Celui de Casablanca")

    shown = client.get(page("point"), {"q": "sefrou"}).text

    assert "Celui de Sefrou" in shown
    assert "Celui de Casablanca" not in shown
    assert Point.objects.count() == 2


def test_points_are_kept_by_region(client, administrator):
    make_point(commune=commune("Sefrou"), name_fr="Celui de Sefrou")
    make_point(commune=commune("Casablanca"), name_fr="Celui de Casablanca")

    shown = client.get(page("point"), {"region": "03"}).text

    assert "Fès-Meknès" in shown
    assert "Celui de Sefrou" in shown
    assert "Celui de Casablanca" not in shown
