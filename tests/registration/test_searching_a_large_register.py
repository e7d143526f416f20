"""No search reads the whole register: each goes through an index, however frequent the name."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registration.enums import Precision
from registration.models import Activity, OtherDocument, Person
from registration.queries import find_people
from tests.registration.factories import make_activity, make_person, search_keys

pytestmark = pytest.mark.django_db

PEOPLE = 5_000
FAMILIES = ("El Amrani", "Idrissi", "Bennani", "Tazi", "Alaoui", "Ouazzani", "Berrada", "Filali")
FIRST_NAMES = ("Mohamed", "Fatima", "Hassan", "Khadija", "Youssef", "Salma", "Karim")


@pytest.fixture
def town():
    """Five thousand people of fifty-six names, and what PostgreSQL knows of them."""
    last = make_person(cin="AB123456", phone="+212612345678")
    make_activity(last, professional_id="12345678")
    keys = {}
    people = []
    for place in range(PEOPLE):
        name = {
            "last_name": FAMILIES[place % 8],
            "first_name": FIRST_NAMES[place % 7],
            "last_name_ar": "",
            "first_name_ar": "",
        }
        found = keys.setdefault(place % 56, search_keys(**name))
        people.append(
            Person(
                **name,
                **found,
                number=300_000_000 + place,
                birth_date=f"{1950 + place % 50}-05-17",
                document_kind="CIN",
                document_key=place.to_bytes(16, "big"),
                phone_key=place.to_bytes(16, "big"),
            )
        )
    Person.objects.bulk_create(people, batch_size=1_000)
    first = Person.objects.filter(number__gte=300_000_000).order_by("pk").first().pk
    Activity.objects.bulk_create(
        [
            Activity(
                person_id=first + place,
                category_id="CPU",
                sub_category_id="CPU",
                started_on="2022-01-01",
                begins_on="2022-01-01",
                subject_from="2022-01-01",
                professional_id=str(place),
                origin_kind="LIST",
            )
            for place in range(PEOPLE)
        ],
        batch_size=1_000,
    )
    OtherDocument.objects.bulk_create(
        [
            OtherDocument(
                person_id=first + place,
                kind="PASSEPORT",
                key=(PEOPLE + place).to_bytes(16, "big"),
                sealed=b"",
            )
            for place in range(PEOPLE)
        ],
        batch_size=1_000,
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('people_by_name')")
        cursor.execute(
            "ANALYZE registration_person, registration_activity, registration_otherdocument"
        )


@pytest.mark.parametrize(
    "query",
    [
        "AB123456",
        "300000007",
        "0612345678",
        "12345678",
        "Mohamed",
        "Mohamed El Amrani",
        "Mohamed El Amrani 1975",
        "Mohamed 17/05/1975",
        "محمد العمراني",
        "Mohamed Zzniber",
        "Mohamef El Amrani",
        "Fatima Mohamed Tazi Berrada",
    ],
)
def test_a_search_goes_through_indexes_only(town, query):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        find_people(query)

    for statement in asked.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {statement['sql']}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
        assert "Seq Scan on registration_" not in plan, plan


def test_of_a_frequent_name_those_with_exactly_that_name_come_first(town):
    exact = make_person(last_name="Alaoui", first_name="Mohamed", last_name_ar="العلوي")

    names = {match.person.name for match in find_people("Mohamed Alaoui", limit=50)}
    assert names == {"Mohamed Alaoui"}
    assert exact.pk in [match.person.pk for match in find_people("محمد العلوي", limit=200)]


def test_of_a_frequent_first_name_whoever_was_born_that_day_is_found(town, monkeypatch):
    monkeypatch.setattr("registration.queries.search.EXAMINED", 40)
    born_then = make_person(first_name="Mohamed", birth_date="1975-09-15")
    year_only = make_person(
        first_name="Mohamed", birth_date="1975-01-01", birth_precision=Precision.YEAR
    )

    found = find_people("Mohamed 15/09/1975")

    assert [match.person for match in found if match.score > 0.9] == [born_then, year_only]
    assert {match.person.birth[:4] for match in found} == {"1975"}
