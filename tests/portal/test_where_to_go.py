"""What a visitor meets who asks where to go."""

from datetime import date, time

import pytest
from django.urls import reverse

from agencies.enums import AgencyKind, Season
from agencies.models import Approval, Holiday, Ramadan, Service
from tests.agencies.places import commune, make_agency, make_point, make_stop, make_timetable

pytestmark = pytest.mark.django_db

WHERE = reverse("portal:where")
SUNDAY, MONDAY, TUESDAY = "2026-11-22", "2026-11-23", "2026-11-24"


def ask(client, language="fr", **asked):
    asked = {"commune": "Sefrou", "day": TUESDAY} | asked
    return client.get(WHERE, asked, headers={"accept-language": language})


def names(response):
    return [place.host.name_fr for place in response.context["answer"].places]


@pytest.fixture
def office_hours():
    return make_timetable(
        *((day, time(8, 30), time(16, 30)) for day in range(1, 6)),
        *((day, time(9), time(15), Season.RAMADAN) for day in range(1, 6)),
    )


def test_the_first_page_asks_what_for_and_where_and_shows_no_place(client):
    make_agency()

    page = client.get(WHERE)

    assert names(page) == []
    assert all(field in page.text for field in ('name="service"', 'name="commune"', 'name="day"'))
    assert "Dépôt d&#x27;un dossier de remboursement" in page.text


def test_the_nearest_place_comes_first_with_its_distance(client, office_hours):
    make_agency(name_fr="Loin", latitude=33.9, longitude=-4.8, timetable=office_hours)
    make_agency(name_fr="Près", latitude=33.85, longitude=-4.83, timetable=office_hours)

    page = client.post(WHERE, {"latitude": "33.83", "longitude": "-4.83", "day": TUESDAY})

    assert names(page) == ["Près", "Loin"]
    assert "à 2,2\u00a0km" in page.text
    assert page.text.index("Près") < page.text.index("Loin") < page.text.index("<svg")


def test_an_agency_is_open_from_hour_to_hour_on_the_day_chosen(client, office_hours):
    make_agency(timetable=office_hours)

    assert "Ouvert</span> de 08:30 à 16:30" in ask(client).text


def test_an_agency_that_is_closed_says_when_it_opens(client, office_hours):
    make_agency(timetable=office_hours)

    assert "Fermé</span> ouvre lundi 23 novembre à 08:30" in ask(client, day=SUNDAY).text


def test_a_holiday_is_named_and_passed_over(client, office_hours):
    Holiday.objects.create(
        code="essai", day=TUESDAY, name_fr="Fête de l'essai", name_ar="عيد التجربة", source="essai"
    )
    make_agency(timetable=office_hours)

    page = ask(client)

    assert "Jour férié : Fête de l&#x27;essai." in page.text
    assert "Fermé</span> ouvre mercredi 25 novembre à 08:30" in page.text


def test_a_feast_that_is_not_announced_yet_is_to_be_confirmed(client, office_hours):
    Holiday.objects.create(
        code="essai", day=TUESDAY, name_fr="Aïd", name_ar="عيد", source="essai", to_confirm=True
    )
    make_agency(timetable=office_hours)

    assert "Jour férié : Aïd (date à confirmer)." in ask(client).text


def test_in_ramadan_the_hours_are_those_of_ramadan(client, office_hours):
    Ramadan.objects.create(
        code="essai", begins_on=date(2026, 11, 1), ends_on=date(2026, 12, 1), source="essai"
    )
    make_agency(timetable=office_hours)

    page = ask(client)

    assert "Les horaires sont ceux du Ramadan." in page.text
    assert "Ouvert</span> de 09:00 à 15:00" in page.text


def test_a_mobile_agency_says_when_it_comes_next_and_where(client):
    make_stop(place="Souk de Tnine", weekday=1, opens=time(9), closes=time(13))

    page = ask(client)

    assert "Prochain passage</span> lundi 30 novembre, de 09:00 à 13:00" in page.text
    assert "Souk de Tnine" in page.text


def test_a_day_on_which_the_mobile_agency_does_not_come_is_passed_over(client):
    make_stop(weekday=1, cancelled_days=[date(2026, 11, 30)])

    assert "lundi 7 décembre" in ask(client).text


def test_a_place_whose_hours_are_unknown_asks_to_call_first(client):
    make_agency(timetable=None, phone="0535000000")

    page = ask(client)

    assert "Horaires inconnus</span> Appelez avant de venir." in page.text
    assert 'href="tel:0535000000"' in page.text


@pytest.mark.parametrize("typed", ["Sefrou", "séfrou", "SEFRO", "صفرو", "03.451.01.09"])
def test_a_commune_is_understood_as_people_write_it(client, typed):
    make_agency(name_fr="Agence de Sefrou")

    assert names(ask(client, commune=typed)) == ["Agence de Sefrou"]


def test_a_name_that_several_communes_bear_is_asked_about(client):
    page = ask(client, commune="Oulad Aissa", service="DEPOT")

    assert "Quelle commune ?" in page.text
    choices = page.context["answer"].perhaps
    assert len({commune.province_fr for commune in choices}) == 3
    for choice in choices:
        assert f"commune={choice.code}&amp;day={TUESDAY}&amp;service=DEPOT" in page.text


def test_a_commune_that_nobody_knows_is_told_calmly_and_what_was_typed_is_kept(client):
    page = ask(client, commune="zzzz")

    assert page.status_code == 200
    assert "<title>Erreur : Où me rendre ?" in page.text
    assert "Nous ne trouvons pas cette commune." in page.text
    assert 'value="zzzz"' in page.text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("service", "VOYAGE", "Cette démarche n&#x27;existe pas."),
        ("day", "31/31", "Ce jour ne peut pas être lu."),
        ("day", "9999-12-31", "Ce jour ne peut pas être lu."),
        ("kind", "airport", "Cette sorte de lieu n&#x27;existe pas."),
    ],
)
def test_a_strange_question_meets_a_calm_page(client, field, value, words):
    page = ask(client, **{field: value})

    assert page.status_code == 200
    assert words in page.text


@pytest.mark.parametrize("number", ["0", "99", "-1", "x", ""])
def test_a_page_that_does_not_exist_is_the_nearest_one(client, number):
    make_agency(name_fr="Seule")

    assert names(ask(client, page=number)) == ["Seule"]


def test_where_there_is_nothing_the_page_says_what_to_do(client):
    page = ask(client, service="DEPOT")

    main = page.text[page.text.index("<main") : page.text.index("<footer")]
    assert "Aucun lieu connu ne fait cette démarche près de là." in main
    assert 'href="tel:3939"' in main
    assert f'href="{reverse("portal:home")}"' in main


def test_ten_places_a_page_numbered_through(client):
    for _number in range(12):
        make_agency()

    first, second = ask(client), ask(client, page="2")

    assert [len(names(page)) for page in (first, second)] == [10, 2]
    assert '<ol class="places" start="11">' in second.text
    assert 'id="lieu-11"' in second.text
    assert not set(names(first)) & set(names(second))


def test_one_kind_of_place_is_shown_when_one_is_enough(client):
    make_agency(name_fr="Fixe")
    make_stop(agency=make_agency(name_fr="Mobile", kind=AgencyKind.MOBILE))
    point = make_point(name_fr="Boutique")
    Approval.objects.create(
        point=point, service=Service.objects.get(code="DEPOT"), begins_on=date(2022, 1, 1)
    )

    assert set(names(ask(client))) == {"Fixe", "Mobile", "Boutique"}
    assert names(ask(client, kind="point")) == ["Boutique"]
    assert names(ask(client, kind="mobile")) == ["Mobile"]


def test_fictitious_places_are_plainly_said_to_be_so(client):
    warning = "Ces lieux sont fictifs"
    real = make_agency(fictitious=False)
    assert warning not in ask(client).text

    make_agency(commune=real.commune)

    page = ask(client).text
    assert page.index(warning) < page.index('class="places"')


def test_arabic_readers_find_arabic_names(client):
    make_agency(name_ar="وكالة صفرو", commune=commune("Sefrou"))

    page = ask(client, language="ar", commune="صفرو")

    assert 'dir="rtl"' in page.text
    assert "<h3>وكالة صفرو</h3>" in page.text
    assert "صفرو" in page.text


def test_the_address_may_name_the_language(client):
    page = ask(client, language="fr", lang="ar")

    assert '<html lang="ar" dir="rtl">' in page.text
    assert page.headers["Content-Language"] == "ar"
    assert "lang=ar" not in page.text[: page.text.index("<main")]


def test_no_name_of_a_place_is_read_as_html(client):
    make_agency(name_fr="<b>Agence</b>", address="<i>rue</i>")

    assert "<b>" not in ask(client).text
    assert "<i>" not in ask(client).text
