from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from agencies.enums import AgencyKind
from agencies.models import Posting
from agencies.queries import place_of, posting_of
from cnss_amo.accounts.enums import Role
from tests.agencies.places import make_agency, make_point

pytestmark = pytest.mark.django_db
MOVE = date(2026, 3, 2)


def post(user, begins_on=date(2026, 1, 1), ends_on=None, **place):
    return Posting.objects.create(user=user, begins_on=begins_on, ends_on=ends_on, **place)


def test_a_move_changes_the_answer_on_its_day(amina):
    before, after = make_agency(), make_agency()
    post(amina, agency=before, ends_on=MOVE)
    post(amina, agency=after, begins_on=MOVE)

    assert place_of(amina, MOVE - timedelta(days=1)) == before
    assert place_of(amina, MOVE) == after
    assert posting_of(amina, MOVE + timedelta(days=1)).agency == after


def test_nobody_works_anywhere_before_the_first_posting(amina):
    post(amina, agency=make_agency())

    assert posting_of(amina, date(2025, 12, 31)) is None
    assert place_of(amina, date(2025, 12, 31)) is None


def test_a_posting_names_an_agency_or_a_point(amina):
    with pytest.raises(IntegrityError, match="posting_is_at_an_agency_or_at_a_point"):
        post(amina)


def test_a_posting_does_not_name_both(hire):
    karim = hire("karim", Role.POINT_OPERATOR)

    with pytest.raises(IntegrityError, match="posting_is_at_an_agency_or_at_a_point"):
        post(karim, agency=make_agency(), point=make_point())


def test_nobody_has_two_postings_at_a_time(amina):
    post(amina, agency=make_agency(), ends_on=MOVE)

    with pytest.raises(IntegrityError, match="posting_one_place_at_a_time"):
        post(amina, agency=make_agency(), begins_on=MOVE - timedelta(days=1))


def test_a_posting_ends_after_it_begins(amina):
    with pytest.raises(IntegrityError, match="posting_ends_after_it_begins"):
        post(amina, agency=make_agency(), begins_on=MOVE, ends_on=MOVE)


def test_an_operator_is_posted_to_a_point_only(hire):
    karim = hire("karim", Role.POINT_OPERATOR)

    Posting(user=karim, point=make_point(), begins_on=MOVE).full_clean()
    with pytest.raises(ValidationError, match="affecté à un point"):
        Posting(user=karim, agency=make_agency(), begins_on=MOVE).full_clean()


def test_an_agent_is_never_posted_to_a_point(amina):
    with pytest.raises(ValidationError, match="Seul un opérateur"):
        Posting(user=amina, point=make_point(), begins_on=MOVE).full_clean()


def test_what_a_posting_was_is_kept_even_when_sql_changes_it(amina):
    posting = post(amina, agency=make_agency())

    with connection.cursor() as cursor:
        cursor.execute("UPDATE agencies_posting SET ends_on = %s WHERE id = %s", [MOVE, posting.pk])

    assert [event.ends_on for event in posting.audit.all()] == [None]


def test_what_an_agency_was_called_is_kept(amina):
    agency = make_agency(name_fr="Agence de Sefrou", kind=AgencyKind.FIRST)
    agency.name_fr = "Agence de Sefrou Centre"
    agency.save()

    assert [event.name_fr for event in agency.audit.all()] == ["Agence de Sefrou"]
