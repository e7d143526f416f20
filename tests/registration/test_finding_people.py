from datetime import date

import pytest

from cnss_amo.kernel.db import keyring
from registration.enums import DocumentKind, Precision
from registration.models import OtherDocument
from registration.queries import Reason, find_people
from tests.registration.factories import make_activity, make_person

pytestmark = pytest.mark.django_db


def found(query, **said):
    return [match.person for match in find_people(query, **said)]


@pytest.mark.parametrize(
    "query", ["AB123456", "ab 123456", " AB-123.456 ", "ab١٢٣٤٥٦", "\u200fAB123456"]
)
def test_a_cin_however_it_is_typed_finds_its_holder(query):
    karim = make_person(cin="AB123456")
    make_person(cin="AB123457")

    [match] = find_people(query)

    assert match == (karim, 1.0, Reason.DOCUMENT)


@pytest.mark.parametrize("kind", [DocumentKind.PASSPORT, DocumentKind.RESIDENCE_CARD])
def test_a_passport_or_a_residence_card_finds_its_holder(kind):
    karim = make_person(document=(kind, "XZ98765"))

    assert found("xz98765") == [karim]


def test_an_earlier_document_finds_its_holder():
    karim = make_person()
    key = keyring().digest("PASSEPORT:P1234567", "document")
    OtherDocument.objects.create(person=karim, kind="PASSEPORT", key=key, sealed=b"")

    assert [match.reason for match in find_people("P1234567")] == [Reason.DOCUMENT]


def test_a_number_finds_its_holder():
    karim = make_person()

    [match] = find_people(f" {karim.formatted_number[:3]} {karim.formatted_number[3:]} ")

    assert match == (karim, 1.0, Reason.NUMBER)


@pytest.mark.parametrize(
    "query", ["0612345678", "06 12 34 56 78", "+212612345678", "00212 6-12-34-56-78", "٠٦١٢٣٤٥٦٧٨"]
)
def test_a_phone_finds_everybody_who_gave_it(query):
    family = [make_person(phone="+212612345678") for _member in range(3)]

    assert sorted(found(query), key=lambda person: person.pk) == family
    assert {match.reason for match in find_people(query)} == {Reason.PHONE}


@pytest.mark.parametrize("query", ["ref-77/12", "REF-77/12"])
def test_a_professional_number_finds_who_practises_under_it(query):
    karim = make_person()
    make_activity(karim, professional_id="REF-77/12")

    assert [(match.person, match.reason) for match in find_people(query)] == [
        (karim, Reason.PROFESSION)
    ]


def test_an_exact_identifier_comes_before_every_name():
    karim = make_person(cin="AB123456", last_name="Tazi")
    make_person(last_name="El Amrani")

    assert found("El Amrani AB123456") == [karim]


def test_an_identifier_that_nobody_holds_finds_nobody():
    make_person(last_name="Abba")

    assert found("AB 999999") == []
    assert found("0699999999") == []


@pytest.mark.parametrize(
    "query", ["", "   ", "1975", "12/03/1975", "%", "'; --", "\x00", "\ud800", "z" * 5000]
)
def test_whatever_is_typed_gets_an_answer(query):
    make_person()

    assert found(query) == []


@pytest.mark.parametrize(
    "said",
    ["1975", "12/03/1975", "1975-03-12", "3/1975", "12 mars 1975", "12 مارس 1975", "12.03.1975"],
)
def test_a_birth_date_beside_a_name_tells_namesakes_apart(said):
    make_person(last_name="Amrani", birth_date=date(1951, 3, 12))
    born_then = make_person(last_name="Amrani", birth_date=date(1975, 3, 12))
    make_person(last_name="Amrani", birth_date=date(1990, 3, 12))

    assert found(f"Amrani {said}") == [born_then]
    assert found(f"{said} Amrani") == [born_then]


def test_a_year_known_alone_agrees_with_any_day_of_it():
    year_only = make_person(
        last_name="Amrani", birth_date=date(1950, 1, 1), birth_precision=Precision.YEAR
    )
    another_day = make_person(last_name="Amrani", birth_date=date(1950, 7, 2))

    assert found("Amrani 12/03/1950") == [year_only, another_day]


def test_a_wrong_birth_year_still_shows_the_name_lower():
    karim = make_person(last_name="Tazi", birth_date=date(1980, 3, 12))

    [match] = find_people("Karim Tazi 1975")

    assert match.person == karim
    assert match.score < 0.7


def test_the_likest_name_comes_first():
    make_person(last_name="El Amrani", first_name="Mohamed Amine")
    exact = make_person(last_name="El Amrani", first_name="Mohamed")

    first, second = find_people("Mohamed El Amrani")

    assert first == (exact, 1.0, Reason.NAME)
    assert second.score < 1


def test_a_person_without_a_number_is_found_too():
    karim = make_person(number=None)

    assert found("Karim Bennani") == [karim]


def test_no_more_people_than_asked():
    for _namesake in range(5):
        make_person()

    assert len(found("Bennani", limit=3)) == 3


def test_of_three_names_typed_one_may_be_unknown_here():
    karim = make_person(last_name="El Fassi", first_name="Karim")

    [match] = find_people("Karim Mustapha El Fassi")

    assert (match.person, match.reason) == (karim, Reason.NEAR_NAME)


def test_a_search_asks_few_questions_however_many_are_found(django_assert_max_num_queries):
    for _namesake in range(30):
        make_person()

    with django_assert_max_num_queries(3):
        assert len(found("Karim Bennani", limit=20)) == 20
