"""A body's system sends lists, follows them, takes the return file, and answers questions."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cnss_amo.accounts.enums import Door, LookKind
from cnss_amo.accounts.models import Look
from liaison.models import ReceivedList
from liaison.services import advance
from registration.enums import Membership
from registration.models import MembershipQuestion
from tests.api.calling import Program, code_of, opened_for_body
from tests.api.test_completing_through_the_interface import FORM
from tests.liaison.lists import NOON, csv_of, registered, send

pytestmark = pytest.mark.django_db


def a_list(*rows, name="liste.csv", **more):
    content = csv_of("DGI", *(rows or ({},)))
    return {"file": SimpleUploadedFile(name, content), "reference_date": "2022-12-31"} | more


def test_a_list_is_received_with_its_digest(tax_office):
    answer = tax_office.send("lists", a_list(kind="partial", declared_rows=1))

    assert answer.status_code == 201
    told = answer.json()
    assert told["state"] == "RECEIVED"
    assert not told["already_received"]
    received = ReceivedList.objects.get()
    assert (received.door, received.sent_by) == (Door.API, tax_office.client.user)
    assert (told["reference"], told["sha256"]) == (
        received.reference,
        bytes(received.sha256).hex(),
    )


def test_the_same_bytes_are_the_same_list(tax_office):
    first = tax_office.send("lists", a_list()).json()

    again = tax_office.send("lists", a_list()).json()

    assert again["already_received"]
    assert again["reference"] == first["reference"]


def test_the_same_key_with_other_bytes_is_refused(tax_office):
    tax_office.send("lists", a_list(), key="une-cle-de-liste")

    other = tax_office.send("lists", a_list({"CIN": "AB7"}), key="une-cle-de-liste")

    assert code_of(other) == "key_reused"


def test_a_list_is_followed_to_its_end(tax_office):
    reference = tax_office.send("lists", a_list({"CIN": "123"}, {"CIN": "AB100002"})).json()[
        "reference"
    ]
    list_id = ReceivedList.objects.get().pk
    advance.advance_to_rest(list_id=list_id, clock=lambda: NOON)

    told = tax_office.get(f"lists/{reference}").json()

    assert told["state"] in ("PLANNED", "STOPPED")
    assert told["outcomes"]["REFUSED"] == 1
    assert told["issues"]["BAD_CIN"] == 1
    assert not told["return_file"]
    assert code_of(tax_office.get(f"lists/{reference}/return.csv")) == "not_ready"


def test_a_refused_list_says_why(tax_office):
    refused = send("DGI", b"%PDF-1.7 nothing")

    told = tax_office.get(f"lists/{refused.reference}").json()

    assert told["state"] == "REFUSED"
    assert told["reason"]["code"] == "PDF_FILE"
    assert "PDF" in told["reason"]["detail"]


def test_the_return_file_is_that_of_the_pages_and_its_look_is_written(tax_office):
    closed = registered("DGI", {}, {"CIN": "AB100002", "EMAIL": "not an address"})

    answer = tax_office.get(f"lists/{closed.reference}/return.csv", Accept="text/csv")

    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "AB100002" in content
    look = Look.objects.get()
    assert (look.kind, look.about, look.door) == (
        LookKind.RETURN_FILE,
        closed.reference,
        Door.API,
    )


def test_the_lists_of_another_body_do_not_exist(tax_office, notaries):
    own = registered("DGI", {})

    assert code_of(notaries.get(f"lists/{own.reference}")) == "not_found"
    assert code_of(notaries.get(f"lists/{own.reference}/return.csv")) == "not_found"
    assert notaries.get("lists").json() == {"results": [], "next": None}
    assert code_of(notaries.get(f"lists?after={own.reference}")) == "not_found"


def test_lists_come_page_by_page(tax_office, monkeypatch):
    monkeypatch.setattr("cnss_amo.api.earnest.lists.LISTS_A_PAGE", 2)
    sent = [registered("DGI", {"CIN": f"AB10000{place}"}) for place in range(5)]

    pages, after = [], ""
    while True:
        page = tax_office.get(f"lists{after}").json()
        pages.append([one["reference"] for one in page["results"]])
        if page["next"] is None:
            break
        after = f"?after={page['next']}"

    assert [len(page) for page in pages] == [2, 2, 1]
    assert sum(pages, []) == [one.reference for one in reversed(sent)]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"reference_date": "2999-01-01"}, "not_taken"),
        ({"reference_date": "hier"}, "invalid_fields"),
        ({"kind": "whole"}, "invalid_fields"),
        ({"declared_rows": "0"}, "invalid_fields"),
        ({"body": "ONN"}, "invalid_fields"),
        ({"file": ""}, "invalid_fields"),
    ],
)
def test_a_list_that_cannot_be_taken_says_why(tax_office, wrong, code):
    assert code_of(tax_office.send("lists", a_list() | wrong)) == code
    assert not ReceivedList.objects.exists()


def test_json_is_no_list(tax_office):
    assert code_of(tax_office.act("lists", {"reference_date": "2022-12-31"})) == (
        "unsupported_media_type"
    )


# Questions.


@pytest.fixture
def question(till):
    till.act("requests", FORM)
    return MembershipQuestion.objects.get()


def test_a_body_reads_whom_it_is_asked_about_and_answers(tax_office, question):
    [told] = tax_office.get("confirmations").json()["results"]

    answer = tax_office.act(f"confirmations/{told['reference']}", {"answer": "MEMBER"})

    assert (told["about"], told["document"], told["birth"]) == ("request", "CD••••01", "1980-03-12")
    assert answer.json()["answer"] == "MEMBER"
    question.refresh_from_db()
    assert (question.answer, question.answered_by) == (Membership.MEMBER, tax_office.client.user)
    assert tax_office.get("confirmations").json()["results"] == []
    assert Look.objects.filter(kind=LookKind.QUEUE, door=Door.API).count() == 2


def test_a_question_is_answered_once_and_a_denial_says_why(tax_office, question):
    [told] = tax_office.get("confirmations").json()["results"]
    address = f"confirmations/{told['reference']}"

    assert code_of(tax_office.act(address, {"answer": "NOT_MEMBER"})) == "invalid_fields"
    denied = tax_office.act(address, {"answer": "NOT_MEMBER", "reason": "Radiée en 2024."})
    assert denied.status_code == 200
    assert code_of(tax_office.act(address, {"answer": "MEMBER"})) == "already_answered"


def test_the_question_of_another_body_does_not_exist(tax_office, notaries, question):
    [told] = tax_office.get("confirmations").json()["results"]

    assert notaries.get("confirmations").json()["results"] == []
    refused = notaries.act(f"confirmations/{told['reference']}", {"answer": "MEMBER"})
    assert code_of(refused) == "not_found"
    forged = notaries.act("confirmations/1-000000000000", {"answer": "MEMBER"})
    assert code_of(forged) == "not_found"
    assert Program(opened_for_body("DGI")).get("confirmations").json()["results"]
