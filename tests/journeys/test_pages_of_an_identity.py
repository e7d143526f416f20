"""Corrections and mergers, in both languages, on a phone and on a desk: no barrier."""

import pytest
from django.urls import reverse

from cnss_amo.accounts.enums import Role
from registration.services import propose_correction
from tests.registration.factories import make_activity, make_person
from tests.registration.merging import NOON, merge, propose, two_files


@pytest.fixture
def addresses(law, hire):
    """The pages, by who opens them: a proposal that waits, and a merger that was decided."""
    amina, youssef = hire("amina", Role.AGENT), hire("youssef", Role.SUPERVISOR)
    older, newer = two_files()
    make_activity(newer, "CPU", started_on=older.registered_on.replace(month=3))
    correction = propose_correction(
        person_id=make_person(cin="CD7").pk,
        values={"last_name": "Bennis", "birth_place": "Fès"},
        document=("CIN", "CD777777"),
        reason="La carte dit autre chose",
        paper="CIN",
        by=amina,
        at=NOON,
    )
    waiting = propose(make_person(cin="EF1"), make_person(cin="EF2"), amina)
    merged = merge(make_person(cin="GH1"), make_person(cin="GH2"), amina, youssef)
    return {
        amina: [
            reverse("backoffice:correct", args=[older.pk]),
            reverse("backoffice:merge", args=[older.pk]),
            reverse("backoffice:merge_with", args=[older.pk, newer.pk]),
            reverse("backoffice:correction", args=[correction.pk]),
        ],
        youssef: [
            reverse("backoffice:correction", args=[correction.pk]),
            reverse("backoffice:merger", args=[waiting.pk]),
            reverse("backoffice:merger", args=[merged.pk]),
        ],
    }


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_no_page_of_an_identity_has_a_barrier(sign_in, violations, addresses, language, width):
    for user, urls in addresses.items():
        page = sign_in(user, language=language, width=width, script=True)
        for url in urls:
            page.goto(url)
            assert violations(page) == [], url
            sideways = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert sideways <= 0, url
