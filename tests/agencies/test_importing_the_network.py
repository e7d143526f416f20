from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.core.cache import cache
from django.urls import reverse

from agencies.models import Agency, Point, Posting, Stop
from agencies.queries import place_of
from tests.agencies.files import confirm, csv_of, send
from tests.agencies.places import make_agency, make_point, make_stop

pytestmark = pytest.mark.django_db

AGENCY = {
    "code": "AG-501",
    "sorte": "agence de 1re catégorie",
    "nom": "Agence de Sefrou",
    "nom_ar": "وكالة صفرو",
    "commune": "Sefrou",
    "adresse": "12, avenue des Cerisiers",
    "latitude": "33,8305",
    "longitude": "-4.8353",
    "telephone": "0535000000",
    "ouverture": "03/01/2022",
    "fermeture": "",
    "services": "IMMATRICULATION, DEPOT",
}
POINT = {
    "code": "PT-90001",
    "reseau": "TASSHILAT",
    "nom": "Tasshilat Sefrou",
    "nom_ar": "تسهيلات صفرو",
    "commune": "Sefrou",
    "ouverture": "2022-01-03",
    "services": "IMMATRICULATION",
}
STOP = {
    "agence": "MOB-901",
    "jour": "lundi",
    "commune": "Sefrou",
    "lieu": "Souk",
    "de": "8h30",
    "a": "13:00",
    "premier_jour": "01/01/2026",
    "sorte": "souk",
    "jours_annules": "05/01/2026 12/01/2026",
}


@pytest.fixture(autouse=True)
def administrator(client, nadia):
    client.force_login(nadia)
    return nadia


def take_in(client, model, *rows):
    previewed = send(client, model, csv_of(*rows))
    assert "Écrire ces lignes" in previewed.text
    return confirm(client, model, previewed)


def test_a_preview_shows_what_will_be_written_and_writes_nothing(client):
    previewed = send(client, "agency", csv_of(AGENCY))

    assert "Ajouts : 1." in previewed.text
    assert "Agence de Sefrou" in previewed.text
    assert not Agency.objects.exists()


def test_once_confirmed_the_agency_is_there_with_all_it_does(client, administrator):
    said = take_in(client, "agency", AGENCY)

    agency = Agency.objects.get(code="AG-501")
    assert "Ajouts : 1." in said.text
    assert (agency.kind, agency.commune.name_fr) == ("FIRST", "Sefrou")
    assert agency.map_position == pytest.approx((33.8305, -4.8353))
    assert agency.opened_on == date(2022, 1, 3)
    assert not agency.fictitious
    assert {service.code for service in agency.services.all()} == {"IMMATRICULATION", "DEPOT"}
    assert LogEntry.objects.get(user=administrator, object_id=agency.pk)


@pytest.mark.parametrize(("model", "row"), [("agency", AGENCY), ("point", POINT), ("stop", STOP)])
def test_the_same_file_again_changes_nothing(client, model, row):
    make_agency(code="MOB-901", kind="MOBILE")
    take_in(client, model, row)

    again = send(client, model, csv_of(row))

    assert "Ajouts : 0. Changements : 0. Lignes inchangées : 1." in again.text


def test_a_file_changes_what_it_says_and_the_preview_shows_before_and_after(client):
    take_in(client, "agency", AGENCY)

    previewed = send(client, "agency", csv_of(AGENCY | {"nom": "Agence Centre", "services": ""}))
    confirm(client, "agency", previewed)

    assert "<del>Agence de Sefrou</del> <ins>Agence Centre</ins>" in previewed.text
    agency = Agency.objects.get()
    assert agency.name_fr == "Agence Centre"
    assert not agency.services.exists()
    assert [event.name_fr for event in agency.audit.all()] == ["Agence de Sefrou"]


def test_an_agency_may_answer_to_one_of_the_same_file(client):
    office = AGENCY | {"code": "BL-1", "sorte": "bureau de liaison", "rattachement": "AG-501"}

    take_in(client, "agency", AGENCY | {"rattachement": ""}, office)

    assert Agency.objects.get(code="BL-1").parent.code == "AG-501"


def test_a_real_agency_takes_the_place_of_a_fictitious_one(client):
    make_agency(code="AG-501")

    take_in(client, "agency", AGENCY)

    assert not Agency.objects.get(code="AG-501").fictitious


def test_a_point_is_approved_from_its_first_day_and_no_longer_when_the_file_says_so(client):
    take_in(client, "point", POINT)
    point = Point.objects.get()
    assert [str(approval.begins_on) for approval in point.approvals.all()] == ["2022-01-03"]

    take_in(client, "point", POINT | {"services": "DEPOT"})

    held = {approval.service_id: approval for approval in point.approvals.all()}
    assert held["IMMATRICULATION"].ends_on == held["DEPOT"].begins_on
    assert held["DEPOT"].ends_on is None


def test_the_calendar_of_a_mobile_agency_is_read(client):
    make_agency(code="MOB-901", kind="MOBILE")

    take_in(client, "stop", STOP)

    stop = Stop.objects.get()
    assert (stop.weekday, f"{stop.opens:%H:%M}", stop.kind) == (1, "08:30", "SOUK")
    assert stop.cancelled_days == [date(2026, 1, 5), date(2026, 1, 12)]


def test_a_move_is_two_lines_and_changes_the_answer_on_its_day(client, amina):
    make_agency(code="AG-1")
    make_agency(code="AG-2")
    before = {"matricule": "amina", "premier_jour": "01/01/2026", "fin": "", "agence": "AG-1"}
    take_in(client, "posting", before)

    after = before | {"premier_jour": "02/03/2026", "agence": "AG-2"}
    take_in(client, "posting", before | {"fin": "02/03/2026"}, after)

    assert place_of(amina, date(2026, 3, 1)).code == "AG-1"
    assert place_of(amina, date(2026, 3, 2)).code == "AG-2"


@pytest.mark.parametrize(
    ("model", "row", "column", "sentence"),
    [
        ("agency", AGENCY | {"commune": "Atlantide"}, "commune", "n’est ni le code HCP"),
        ("agency", AGENCY | {"commune": "Tazarine"}, "commune", "Plusieurs communes"),
        ("agency", AGENCY | {"sorte": "palais"}, "sorte", "écrivez agence de 1re catégorie"),
        ("agency", AGENCY | {"ouverture": "31/02/2022"}, "ouverture", "n’est pas une date"),
        ("agency", AGENCY | {"latitude": "nord"}, "latitude", "n’est pas un nombre de degrés"),
        ("agency", AGENCY | {"services": "DANSE"}, "services", "les services sont"),
        ("agency", AGENCY | {"longitude": "40"}, "", "un lieu du royaume"),
        ("agency", AGENCY | {"code": "ag 1"}, "code", "Un code s’écrit"),
        ("agency", AGENCY | {"rattachement": "AG-404"}, "rattachement", "est inconnu"),
        ("point", POINT | {"reseau": "INCONNU"}, "reseau", "est inconnu"),
        ("stop", STOP | {"jour": "lundredi"}, "", "écrivez lundi"),
        ("stop", STOP | {"a": "25:00"}, "a", "n’est pas une heure"),
        ("stop", STOP | {"agence": "AG-1"}, "", "est inconnu"),
    ],
)
def test_what_is_wrong_is_said_line_by_line_and_nothing_is_written(
    client, model, row, column, sentence
):
    make_agency(code="MOB-901", kind="MOBILE")
    make_agency(code="AG-1")

    page = send(client, model, csv_of(row)).text

    assert sentence.replace("’", "&#x27;") in page
    assert f'<td>2</td><td><bdi dir="ltr">{column}</bdi></td>' in page
    assert "Écrire ces lignes" not in page


def test_one_bad_line_keeps_the_good_ones_out(client):
    page = send(client, "agency", csv_of(AGENCY, AGENCY | {"code": "AG-502", "commune": "?"})).text

    assert "<td>3</td>" in page
    assert "Rien n'est écrit" in page
    assert not Agency.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (csv_of({"code": "AG-1"}), "Colonnes absentes : sorte, nom"),
        (csv_of(AGENCY | {"couleur": "vert"}), "Colonnes inconnues : couleur"),
        (csv_of(AGENCY | {"Code": "AG-9"}), "Colonnes en double : code"),
        (csv_of(AGENCY, AGENCY), "Codes en double : AG-501"),
        ("code;nom\nAG-1;été".encode("cp1252"), "CSV UTF-8"),
        (b"code;nom\nAG-1;a;b", "Ligne 2 : il y a plus de cellules"),
        (b'code;nom\nAG-1;"a', "Colonnes absentes"),
        (b"", "vide"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(client, content, sentence):
    page = send(client, "agency", content).text

    assert sentence in page
    assert "Écrire ces lignes" not in page


def test_a_preview_too_old_has_to_be_sent_again(client):
    previewed = send(client, "agency", csv_of(AGENCY))
    cache.clear()

    said = confirm(client, "agency", previewed)

    assert "expiré" in said.text
    assert not Agency.objects.exists()


def test_a_confirmed_file_that_no_longer_fits_writes_nothing(client):
    make_agency(code="MOB-901", kind="MOBILE")
    previewed = send(client, "stop", csv_of(STOP))
    make_stop(agency=Agency.objects.get(code="MOB-901"))

    said = confirm(client, "stop", previewed)

    assert "Rien n&#x27;est écrit" in said.text
    assert Stop.objects.count() == 1


def test_who_may_only_read_may_not_import(client, idriss):
    client.force_login(idriss)

    assert client.get(reverse("admin:agencies_agency_import")).status_code == 403
    assert client.post(reverse("admin:agencies_agency_process_import")).status_code == 403
    assert "Importer un fichier" not in client.get(reverse("admin:agencies_agency_changelist")).text


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("model", ["agency", "point", "stop", "posting"])
def test_every_list_leads_to_its_import_page(client, model, language):
    spoken = {"accept-language": language}

    listed = client.get(reverse(f"admin:agencies_{model}_changelist"), headers=spoken)
    opened = client.get(reverse(f"admin:agencies_{model}_import"), headers=spoken)

    assert reverse(f"admin:agencies_{model}_import") in listed.text
    assert f'lang="{language}"' in opened.text
    assert 'name="import_file"' in opened.text


def test_a_point_and_an_agency_are_cited_by_one_posting_at_most(client, amina):
    make_agency(code="AG-1")
    make_point(code="PT-1")
    both = {"matricule": "amina", "premier_jour": "01/01/2026", "agence": "AG-1", "point": "PT-1"}

    page = send(client, "posting", csv_of(both)).text

    assert "Une affectation nomme une agence ou un point" in page or "Seul un opérateur" in page
    assert not Posting.objects.exists()
