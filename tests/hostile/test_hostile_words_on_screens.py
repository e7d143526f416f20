"""Hostile text typed on the screens of the lists: shown as text, or refused in words."""

from itertools import cycle

import pytest
from django.urls import reverse
from django.utils import translation

from liaison.enums import ListState
from liaison.models import ReceivedList
from registration.queries import find_people
from tests.hostile.pages import elements, packed, words
from tests.hostile.strings import NO_FILE_CARRIES, STRINGS
from tests.liaison.lists import csv_of, registered, send

pytestmark = pytest.mark.django_db
LANGUAGES = ("fr", "ar")


def posted_as_it_is(client, url, text):
    """Post bytes that no Python text can be: lone surrogates as UTF-8 would write them."""
    body = f"q={''.join(f'%{byte:02X}' for byte in text.encode('utf-8', 'surrogatepass'))}"
    return client.post(url, body, content_type="application/x-www-form-urlencoded")


# --- The search box ---------------------------------------------------------------------------


def test_whatever_is_searched_something_is_answered():
    for string in STRINGS:
        assert find_people(string.sent) == []


def test_what_was_searched_is_shown_as_text(client, amina):
    client.force_login(amina)
    url = reverse("backoffice:search")
    nothing_found = elements(client.post(url, {"q": "Zzyzx"}).text)

    for handful in packed(200):
        query = " ".join(string.sent for string in handful)
        page = client.post(url, {"q": query})
        assert page.status_code == 200
        assert elements(page.text) == nothing_found
        assert query.strip() in words(page.text)


def test_what_no_text_can_be_is_searched_without_harm(client, amina):
    client.force_login(amina)

    for text in NO_FILE_CARRIES:
        page = posted_as_it_is(client, reverse("backoffice:search"), text)
        assert page.status_code == 200


# --- Why a list is refused --------------------------------------------------------------------


def test_the_reason_of_a_refusal_is_shown_as_text_in_both_languages(client, hind):
    client.force_login(hind)
    refused = send("DGI", csv_of("DGI", {}))
    plain = refusal(client, refused, "Motif")

    for handful in packed(500):
        pages = refusal(client, refused, " ".join(string.sent for string in handful))
        assert [elements(page) for page in pages] == [elements(page) for page in plain]
        read = [words(page) for page in pages]
        for string in handful:
            assert all(seen(string.clean) in page for page in read), ascii(string.sent)


def refusal(client, refused, reason):
    """Refuse a list, and see its page in both languages."""
    ReceivedList.objects.update(state=ListState.PLANNED)
    client.post(reverse("liaison:refuse", args=[refused.pk]), {"reason": reason})
    assert ReceivedList.objects.get().state == ListState.REFUSED
    return in_both_languages(client, reverse("liaison:list", args=[refused.pk]))


def in_both_languages(client, url):
    pages = []
    for language in LANGUAGES:
        client.cookies["django_language"] = language
        page = client.get(url)
        assert page.status_code == 200
        pages.append(page.text)
    client.cookies["django_language"] = "fr"
    return pages


def seen(text):
    """A text with a sign where a control character cannot be seen."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


@pytest.mark.parametrize("reason", ["", " \u00a0", "\u200b\u2060", "\u202e", "ـ"])
def test_a_reason_that_cannot_be_seen_is_none(client, hind, reason):
    client.force_login(hind)
    planned = send("DGI", csv_of("DGI", {}))

    page = client.post(reverse("liaison:refuse", args=[planned.pk]), {"reason": reason})

    assert "Donnez le motif" in page.text
    assert ReceivedList.objects.get().state == ListState.PLANNED


def test_a_reason_of_ten_thousand_letters_is_refused_in_words(client, hind):
    client.force_login(hind)
    planned = send("DGI", csv_of("DGI", {}))

    page = client.post(reverse("liaison:refuse", args=[planned.pk]), {"reason": "é" * 10_000})

    assert "500" in page.text
    assert ReceivedList.objects.get().state == ListState.PLANNED


# --- A row corrected on the screen ------------------------------------------------------------

FREE = {"LIEU_NAISSANCE": "Fès", "ADRESSE": "x", "EMAIL": "x@example.org", "SEXE": "F"}


@pytest.fixture
def closed():
    """A list whose line 3 is refused."""
    return registered("DGI", FREE, FREE | {"CIN": "?", "NOM": "Tazi"})


def correction(client, closed, *texts):
    """Put texts in the fields of the refused row, in turn, but in its CIN, which stays wrong."""
    url = reverse("liaison:correct_row", args=[closed.pk, 3])
    texts_in_turn = cycle(texts)
    said = {
        name: field.initial if field.label == "CIN" else next(texts_in_turn)
        for name, field in client.get(url).context["form"].fields.items()
    }
    return client.post(url, said, follow=True)


def test_a_correction_takes_any_text_and_shows_it_as_text(client, omar, closed):
    client.force_login(omar)
    correction(client, closed, "Plain")
    plain = correction(client, closed, "Text")
    typed = [
        " ".join(string.sent.replace("\0", "") for string in handful) for handful in packed(1_990)
    ]

    for turn in range(3):
        page = correction(client, closed, *typed[turn:], *typed[:turn])
        assert page.status_code == 200
        assert "encore une erreur" in page.text
        assert elements(page.text) == elements(plain.text)
    in_both_languages(client, page.redirect_chain[-1][0])


@pytest.mark.parametrize("text", ["Ka\0rim", "K" * 2_001])
def test_what_a_field_cannot_hold_is_told_beside_it(client, omar, closed, text):
    client.force_login(omar)

    page = correction(client, closed, text)

    assert page.redirect_chain == []
    assert page.context["form"].errors
    assert ReceivedList.objects.count() == 1


def test_messages_of_a_correction_are_in_arabic_too(client, omar, closed):
    client.force_login(omar)
    client.cookies["django_language"] = "ar"

    with translation.override("ar"):
        page = correction(client, closed, "<script>alert(1)</script>")

    assert "<script>alert" not in page.text
    assert 'dir="rtl"' in page.text
