import pytest
from django.urls import reverse

from tests.messaging.conftest import NOON

PATH = "/dev/messages/"


def test_a_newcomer_reads_the_code_that_was_sent(write_code, client):
    write_code()

    page = client.get(PATH)

    assert reverse("messaging:inbox") == PATH
    assert page.status_code == 200
    assert "votre code est 483920" in page.content.decode()
    assert "+212661000001" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]


def test_arabic_is_read_from_right_to_left(write_code, client):
    write_code(language="ar")

    assert '<p lang="ar" dir="rtl">رمزكم 483920' in client.get(PATH).content.decode()


def test_the_page_reads_in_arabic_too(write_code, client):
    write_code()
    client.cookies["django_language"] = "ar"

    page = client.get(PATH).content.decode()

    assert 'lang="ar" dir="rtl"' in page
    assert '<p lang="fr" dir="ltr">CNSS : votre code' in page


def test_messages_that_went_nowhere_and_an_empty_box_have_their_words(db, write, client):
    assert "Aucun SMS pour l'instant" in client.get(PATH).content.decode().replace("&#x27;", "'")
    write("+212522000001")

    assert "abandonné (pas un mobile marocain)" in client.get(PATH).content.decode()


def test_production_has_no_such_page(write_code, client, settings):
    settings.DEVELOPMENT = False
    write_code()

    assert client.get(PATH).status_code == 404


@pytest.mark.parametrize(
    "origin",
    [{"REMOTE_ADDR": "192.0.2.7"}, {"REMOTE_ADDR": ""}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}],
)
def test_another_machine_has_no_such_page(write_code, client, origin):
    write_code()

    assert client.get(PATH, **origin).status_code == 404


def test_the_page_costs_as_much_for_one_message_as_for_many(
    write_code, client, django_assert_max_num_queries
):
    for place in range(5):
        write_code(f"066100000{place}", at=NOON)

    with django_assert_max_num_queries(4):
        client.get(PATH)
