import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cnss_amo.accounts.enums import Door, LookKind
from cnss_amo.accounts.models import Look
from cnss_amo.legislation import unknown_parameters
from registration.enums import Precision
from registration.models import Category, SubCategory
from tests.registration.factories import make_person

pytestmark = pytest.mark.django_db


def run(*arguments, **options):
    output = StringIO()
    call_command(*arguments, stdout=output, **options)
    return output.getvalue()


def test_find_insured_answers_one_array_best_first():
    karim = make_person(last_name_ar="بناني", first_name_ar="كريم")
    make_person(first_name="Karima")

    told = json.loads(run("find_insured", "Karim Bennani", "--json", "--limit", "1"))

    assert told == [
        {
            "number": karim.formatted_number,
            "name": "Karim Bennani",
            "name_ar": "كريم بناني",
            "birth_date": "1980-03-12",
            "score": 1.0,
        }
    ]


def test_find_insured_says_a_birth_date_as_far_as_it_is_known():
    make_person(birth_precision=Precision.YEAR)

    [told] = json.loads(run("find_insured", "Bennani", "--json"))

    assert told["birth_date"] == "1980"


def test_find_insured_answers_one_array_a_line():
    karim = make_person(cin="AB123456")

    lines = run("find_insured", "-", stdin=StringIO("AB123456\n\nXX999999\nBennani\n")).splitlines()

    numbers = [[told["number"] for told in json.loads(line)] for line in lines]
    assert numbers == [[karim.formatted_number], [], [], [karim.formatted_number]]


def test_find_insured_for_people_writes_a_line_each_or_says_there_is_nobody():
    karim = make_person()

    assert run("find_insured", "Bennani").split()[:2] == [karim.formatted_number, "0.95"]
    assert run("find_insured", "Zniber") == "Personne ne correspond.\n"


def test_find_insured_records_who_was_shown_and_never_what_was_typed():
    karim = make_person(cin="AB123456")

    run("find_insured", "AB123456", "--json")

    look = Look.objects.get()
    assert (look.kind, look.door, look.people) == (LookKind.SEARCH, Door.COMMAND, [karim.pk])
    assert b"AB123456" not in bytes(look.query_key)


@pytest.mark.parametrize("limit", ["0", "-1", "101", "dix"])
def test_find_insured_refuses_a_senseless_limit(limit):
    with pytest.raises(CommandError):
        run("find_insured", "Bennani", f"--limit={limit}")


def test_what_is_to_be_confirmed_is_told_with_its_day_and_what_is_missing():
    told = run("list_unknown_parameters")

    unknown = unknown_parameters()
    assert f"À confirmer : {len(unknown)}" in told.splitlines()[-1]
    for parameter in unknown:
        assert parameter.name in told
        assert parameter.missing in told


def test_the_tables_agree_with_the_law_and_syncing_again_changes_nothing():
    assert "rien" in run("sync_legislation")
    run("sync_legislation", "--check")


def test_what_differs_from_the_law_is_named_then_mended():
    Category.objects.filter(code="NOT").update(name_fr="Notaire")
    SubCategory.objects.filter(code="MED-G").delete()

    with pytest.raises(CommandError, match="NOT, MED-G"):
        run("sync_legislation", "--check")
    assert Category.objects.get(code="NOT").name_fr == "Notaire"

    assert "NOT, MED-G" in run("sync_legislation")
    run("sync_legislation", "--check")


def test_only_the_state_pays_for_those_who_yield_to_an_activity():
    assert list(Category.objects.filter(yields=True).values_list("code", flat=True)) == ["RAMED"]
