"""A look says at which agency or point its author worked that day, whatever page wrote it."""

from datetime import date

import pytest

from agencies.models import Posting
from cnss_amo.accounts.enums import LookKind, Role
from cnss_amo.accounts.models import Look
from cnss_amo.accounts.services import record_look
from tests.agencies.places import make_agency, make_point

pytestmark = pytest.mark.django_db


def place_of_a_look(user, **said):
    look = record_look(user=user, kind=LookKind.PERSON, people=[1], **said)
    return Look.objects.get(pk=look.pk).place


def post(user, **place):
    return Posting.objects.create(user=user, begins_on=date(2022, 1, 1), **place)


def test_the_agency_where_she_is_posted(amina):
    posting = post(amina, agency=make_agency())

    assert place_of_a_look(amina) == posting.agency.code


def test_the_point_where_an_operator_works(hire):
    karim = hire("karim", Role.POINT_OPERATOR)
    posting = post(karim, point=make_point())

    assert place_of_a_look(karim) == posting.point.code


def test_nowhere_when_her_posting_ended_or_nobody_is_known(amina):
    post(amina, agency=make_agency(), ends_on=date(2022, 6, 1))

    assert place_of_a_look(amina) == ""
    assert place_of_a_look(None) == ""


def test_what_the_page_says_stands(amina):
    post(amina, agency=make_agency())

    assert place_of_a_look(amina, place="AG-77") == "AG-77"
