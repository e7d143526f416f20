import pytest

from cnss_amo.messaging.models import Message
from cnss_amo.messaging.queries import in_clear
from registration.services.contact import AlreadySo
from tests.registration.completing import PHONE, complete, make_karim
from tests.registration.factories import make_person
from tests.registration.test_changing_a_contact import NEW, OLD, OTHER, change, undo

pytestmark = pytest.mark.django_db


def told():
    return [(message.text, in_clear(message)) for message in Message.objects.order_by("pk")]


def test_the_old_phone_and_the_new_one_are_told(amina):
    karim = make_person(phone=OLD)

    change(karim, amina, phone=NEW)

    (old_text, old), (new_text, new) = told()
    assert (old_text, old.phone) == ("PHONE_CHANGED_OLD", OLD)
    assert "n'est plus celui de votre dossier depuis le 01/03/2022" in old.words
    assert (new_text, new.phone) == ("PHONE_CHANGED_NEW", NEW)
    assert {message.about_person for message in Message.objects.all()} == {karim.pk}


def test_a_first_phone_is_told_alone(amina):
    change(make_person(), amina, phone=NEW)

    ((text, said),) = told()
    assert (text, said.phone) == ("PHONE_CHANGED_NEW", NEW)


def test_a_change_taken_back_is_told_as_well(amina):
    karim = make_person(phone=OLD)
    made = change(karim, amina, phone=NEW)

    undo(karim, made, amina)

    assert [(text, said.phone) for text, said in told()[2:]] == [
        ("PHONE_CHANGED_OLD", NEW),
        ("PHONE_CHANGED_NEW", OLD),
    ]


def test_another_datum_or_the_same_phone_is_told_to_nobody(amina):
    karim = make_person(phone=OLD)

    change(karim, amina, email="karim@example.ma")
    change(karim, amina, phone=OLD)
    with pytest.raises(AlreadySo):
        change(karim, amina, phone=OLD)

    assert told() == []


def test_a_landline_receives_nothing_and_the_change_stands(amina):
    karim = make_person(phone=OLD)

    change(karim, amina, phone=OTHER)

    assert [said and said.phone for _text, said in told()] == [OLD, None]


def test_completing_with_another_phone_tells_the_one_that_was_on_file():
    karim = make_karim()

    complete(karim, phone=NEW)

    assert [(text, said.phone) for text, said in told()] == [
        ("PHONE_CHANGED_OLD", PHONE),
        ("PHONE_CHANGED_NEW", NEW),
        ("COMPLETION_RECEIPT", NEW),
    ]


def test_completing_with_the_phone_on_file_tells_the_receipt_alone():
    complete(make_karim(), phone=PHONE)

    assert [text for text, _said in told()] == ["COMPLETION_RECEIPT"]
