"""An officer corrects a refused row on the screen; its page tells the result, with its trace."""

import pytest
from django.urls import reverse

from liaison.enums import Outcome
from liaison.models import ReceivedList, RowOutcome
from registration.models import Person
from tests.liaison.lists import registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed():
    """A list whose line 3 is refused: its CIN has seven digits."""
    return registered("DGI", {}, {"CIN": "AB1234567", "NOM": "Tazi", "TELEPHONE": "0699887766"})


def form_of(client, closed, line=3):
    response = client.get(reverse("liaison:correct_row", args=[closed.pk, line]))
    form = response.context["form"]
    return {name: field.initial for name, field in form.fields.items()}, {
        field.label: name for name, field in form.fields.items()
    }


def correct(client, closed, **changes):
    said, names = form_of(client, closed)
    said |= {names[label]: text for label, text in changes.items()}
    return client.post(reverse("liaison:correct_row", args=[closed.pk, 3]), said, follow=True)


def test_the_form_has_the_senders_own_columns_filled_and_says_what_is_wrong(client, omar, closed):
    client.force_login(omar)

    text = client.get(reverse("liaison:correct_row", args=[closed.pk, 3])).text

    assert 'value="AB1234567"' in text
    assert 'value="Tazi"' in text
    assert "Numéro de CIN incorrect" in text


def test_a_corrected_row_is_decided_at_once_and_leaves_its_trace(client, omar, closed):
    client.force_login(omar)

    text = correct(client, closed, CIN="AB123456").text

    assert "La correction est prise" in text
    assert "AB•••••67" in text
    assert "AB••••56" in text
    assert "omar" in text
    assert "Immatriculée" in text
    assert Person.objects.filter(last_name__iexact="Tazi").exists()
    assert RowOutcome.objects.get(list_id=closed.pk, line=3).corrected_by is not None


def test_a_row_still_wrong_stays_refused_and_may_be_corrected_again(client, omar, closed):
    client.force_login(omar)

    still_wrong = correct(client, closed, CIN="12").text
    at_last = correct(client, closed, CIN="AB123456").text

    assert "encore une erreur" in still_wrong
    assert "Corriger cette ligne" in still_wrong
    assert "La correction est prise" in at_last


def test_a_row_sent_again_as_it_was_is_not_taken(client, omar, closed):
    client.force_login(omar)

    text = correct(client, closed).text

    assert "Rien n&#x27;a changé" in text
    assert ReceivedList.objects.count() == 1


def test_a_second_press_does_nothing_more_and_says_so_calmly(client, omar, closed):
    client.force_login(omar)
    said, names = form_of(client, closed)
    said[names["CIN"]] = "AB123456"
    url = reverse("liaison:correct_row", args=[closed.pk, 3])

    client.post(url, said)
    again = client.post(url, said, follow=True)

    assert again.status_code == 200
    assert ReceivedList.objects.count() == 2
    assert RowOutcome.objects.filter(outcome=Outcome.REGISTERED).count() == 2


def test_a_correction_is_not_a_list_among_the_others(client, omar, closed):
    client.force_login(omar)
    correct(client, closed, CIN="AB123456")

    assert client.get(reverse("liaison:lists")).context["page"].paginator.count == 1


def test_only_a_refused_row_is_corrected(client, omar, closed):
    client.force_login(omar)

    response = client.get(reverse("liaison:correct_row", args=[closed.pk, 2]), follow=True)

    assert "pas à corriger" in response.text


def test_what_was_found_is_escaped(client, omar):
    closed = registered("DGI", {}, {"CIN": "<b>AB</b>", "NOM": "Tazi"})
    client.force_login(omar)

    for name in ("row", "correct_row"):
        assert "<b>" not in client.get(reverse(f"liaison:{name}", args=[closed.pk, 3])).text
