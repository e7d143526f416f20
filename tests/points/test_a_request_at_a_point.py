import pytest

from cnss_amo.kernel.db import keyring
from registration.enums import Channel, SubmissionState
from registration.models import Person, RegistrationRequest
from tests.points.counter import SAID, address, visit
from tests.registration.completing import make_karim

pytestmark = pytest.mark.django_db
WHO = {"last_name": "Idrissi", "first_name": "Salma", "phone": "06 61 00 00 00"}
DOES = {"sub_category": "CPU", "started_on": "01/03/2021"}


def deposit(client, key):
    client.post(address("request", key), WHO)
    client.post(address("request_activity", key), DOES)
    return client.post(address("request_check", key), SAID, follow=True)


def test_somebody_on_no_list_deposits_a_request_three_fields_a_page(till, said):
    key = visit(till, document="ZZ999999", birth="1975")
    assert address("request", key) in till.get(address("visit", key)).text
    for page in ("request", "request_activity"):
        assert len(till.get(address(page, key)).context["form"].fields) <= 3

    receipt = deposit(till, key)

    request = RegistrationRequest.objects.get()
    assert (request.channel, request.principal, request.by) == (Channel.POINT, "PT-SEFROU", said)
    assert (request.name, request.sub_category_id) == ("Salma Idrissi", "CPU")
    assert (request.birth_date.year, request.birth_precision) == (1975, "Y")
    assert keyring().unseal_text(request.document_sealed, "document") == "ZZ999999"
    assert keyring().unseal_text(request.phone_sealed, "phone") == "+212661000000"
    assert (request.paper, request.language) == ("CIN", "ar")
    assert request.reference in receipt.text
    assert f"{request.due_on:%d/%m/%Y}" in receipt.text
    assert not Person.objects.exists()


def test_the_receipt_of_a_request_tells_neither_document_nor_name(till):
    receipt = deposit(till, visit(till, document="ZZ999999")).text

    for told in ("ZZ999999", "Idrissi", "Salma", "661000000"):
        assert told not in receipt


def test_a_second_press_gives_the_same_request(till):
    key = visit(till, document="ZZ999999")
    first, second = deposit(till, key), deposit(till, key)

    request = RegistrationRequest.objects.get()
    assert request.reference in first.text
    assert request.reference in second.text


def test_the_answers_are_read_back_before_they_leave_and_can_be_changed(till):
    key = visit(till, document="ZZ999999")
    till.post(address("request", key), WHO)
    till.post(address("request_activity", key), DOES)

    page = till.get(address("request_check", key)).text

    assert "Idrissi Salma" in page
    assert "ZZ••••99" in page
    assert address("request", key) in page
    assert 'value="Idrissi"' in till.get(address("request", key)).text
    assert 'value="01/03/2021"' in till.get(address("request_activity", key)).text
    assert not RegistrationRequest.objects.exists()


def test_no_step_is_skipped(till):
    key = visit(till, document="ZZ999999")

    assert till.get(address("request_check", key)).url == address("request", key)
    assert till.post(address("request_check", key), SAID).url == address("request", key)
    assert till.get(address("deposited", key)).url == address("request", key)


@pytest.mark.parametrize(
    ("page", "typed", "told"),
    [
        ("request", WHO | {"last_name": ""}, "Écrivez le nom"),
        ("request", WHO | {"phone": "12"}, "pas un téléphone marocain"),
        ("request_activity", DOES | {"started_on": "hier"}, "pas une date"),
        ("request_activity", DOES | {"started_on": "01/01/2099"}, "pas encore venu"),
        ("request_activity", DOES | {"sub_category": "RAMED"}, "choix valide"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(till, page, typed, told):
    answer = till.post(address(page, visit(till, document="ZZ999999")), typed).text

    assert "<title>Erreur" in answer
    assert told in answer.replace("&#x27;", "'")


def test_who_is_registered_is_offered_no_request(till):
    make_karim()
    key = visit(till)

    assert address("request", key) not in till.get(address("visit", key)).text


def test_the_state_waits_for_the_body(till):
    deposit(till, visit(till, document="ZZ999999"))

    request = RegistrationRequest.objects.get()
    assert request.state == SubmissionState.DEPOSITED
    assert request.body == "DGI"
