from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation


def written(source, **values):
    return Template("{% load amo %}" + source).render(Context(values))


def test_a_short_reference_is_never_broken_at_its_hyphens():
    assert written("{% ltr code %}", code="DGI-7") == '<bdi dir="ltr" class="whole">DGI-7</bdi>'
    assert "whole" not in written("{% ltr code %}", code="liste-des-commerçants-2022.csv")


def test_colons_and_arrows_follow_the_language():
    assert written("Nom{% colon %}{% arrow %}") == "Nom\u00a0: →"
    with translation.override("ar"):
        assert written("الاسم{% colon %}{% arrow %}") == "الاسم: ←"


@pytest.mark.parametrize(
    ("seconds", "french", "arabic"),
    [
        (45, "45 s", "45 ث"),
        (200, "3 min 20 s", "3 د 20 ث"),
        (7500, "2 h 05 min", "2 س 05 د"),
        (0, "0 s", "0 ث"),
        (None, "", ""),
    ],
)
def test_a_duration_is_told_in_its_two_largest_units(seconds, french, arabic):
    for language, words in (("fr", french), ("ar", arabic)):
        with translation.override(language):
            assert written("{% duration seconds %}", seconds=seconds) == words


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_thousands_are_parted_by_a_thin_space_and_digits_stay_western(language):
    with translation.override(language):
        assert written("{{ n|number }}", n=1234567) == "1\u202f234\u202f567"


def test_an_identifier_stays_left_to_right_and_is_escaped():
    assert written("{% ltr code %}", code="AB<12") == '<bdi dir="ltr">AB&lt;12</bdi>'


def test_a_masked_identifier_shows_its_ends_only():
    assert written("{{ cin|masked_cin }}", cin="AB123456") == '<bdi dir="ltr">AB••••56</bdi>'
    assert "06••••••12" in written("{{ phone|masked_phone }}", phone="0661234512")
    assert written("{{ cin|masked_cin }}", cin=None) == '<bdi dir="ltr"></bdi>'


def test_a_date_has_no_midnight_that_never_was():
    assert written("{{ at|moment }}", at=date(2021, 12, 6)) == "6 décembre 2021"
    assert "12:00" in written("{{ at|moment }}", at=datetime(2021, 12, 6, 11, tzinfo=UTC))


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(0, 0, 0), (999, 1000, 99), (1000, 1000, 100)]
)
def test_a_work_reads_one_hundred_percent_only_when_done(part, whole, percent):
    assert written("{{ part|percent_of:whole }}", part=part, whole=whole) == str(percent)


def test_progress_is_told_in_numbers_beside_the_bar():
    page = render_to_string(
        "_progress.html",
        {"label": "Lecture", "done": 12000, "total": 50000, "rate": 1700, "seconds_left": 22},
    )

    assert 'aria-valuenow="12000"' in page
    assert "12\u202f000 sur 50\u202f000 (24 %)" in page
    assert "encore 22 s" in page


def test_a_bar_chart_is_its_own_table():
    page = written(
        "{% bars 'Inscrits' rows 'personnes' %}", rows=[("Notaires", 500), ("Médecins", 2000)]
    )

    assert "<title>Médecins\u00a0: 2\u202f000 personnes</title>" in page
    assert 'width="1000"' in page
    assert 'width="250"' in page
    assert page.count("</tr>") == 3


def test_a_chart_of_nothing_is_still_a_chart():
    assert 'width="0"' in written("{% bars 'Inscrits' rows 'personnes' %}", rows=[("Notaires", 0)])


def test_a_timeline_says_who_and_when():
    event = SimpleNamespace(at=date(2021, 12, 6), title="Immatriculation", by="liste ONN-3")

    page = render_to_string("_timeline.html", {"events": [event]})

    assert "6 décembre 2021</time> · liste ONN-3" in page


def test_pages_of_a_list_keep_its_filters():
    request = RequestFactory().get("/listes/", {"etat": "CLOSED"})
    page = Paginator(range(100), 10).page(2)

    bar = render_to_string("_pagination.html", {"page": page}, request=request)

    assert 'href="?etat=CLOSED&amp;page=3"' in bar
    assert "Page 2 sur 10" in bar
