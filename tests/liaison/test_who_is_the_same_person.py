"""Who is the same person, what a list may change of her, and what an agent decides."""

import pytest

from cnss_amo.kernel.db import keyring
from liaison.enums import Outcome, Verdict
from liaison.models import RowOutcome
from liaison.services.reconcile import reconcile
from liaison.services.rulings import NotInConflict, ReasonRequired, rule
from registration.enums import State
from registration.models import Activity, Case, Event, OtherDocument, Person
from tests.liaison.lists import NOON, approved, csv_of, outcomes_of, registered, send

pytestmark = pytest.mark.django_db

SOMEBODY_ELSE = {"NOM": "Tazi", "PRENOM": "Salma", "DATE_NAISSANCE": "01/01/1990"}


def the_outcome(received_list, line=2):
    return RowOutcome.objects.get(list_id=received_list.pk, line=line)


def phone_of(person):
    return keyring().unseal_text(person.phone_sealed, "phone")


def test_another_name_and_another_birth_date_under_one_document_are_a_conflict():
    registered("DGI", {})
    received_list = registered("MAPMDREF", SOMEBODY_ELSE)

    assert outcomes_of(received_list) == ["CONFLICT"]
    assert Activity.objects.count() == 1


@pytest.mark.parametrize(
    "difference", [{"NOM": "Tazi", "PRENOM": "Salma"}, {"DATE_NAISSANCE": "01/01/1990"}]
)
def test_one_difference_leaves_the_identity_and_takes_the_activity(difference):
    registered("DGI", {})
    received_list = registered("MAPMDREF", difference)

    outcome = the_outcome(received_list)
    assert outcome.outcome == "ACTIVITY_ADDED"
    assert outcome.issues == [["IDENTITY_DIFFERS", "", "W"]]
    assert Person.objects.get().last_name == "Bennani"


@pytest.mark.parametrize("birth", ["1980", "00/00/1980"])
def test_birth_dates_agree_at_the_coarser_precision(birth):
    registered("DGI", {})
    received_list = registered("MAPMDREF", {"DATE_NAISSANCE": birth})

    assert the_outcome(received_list).issues is None


def test_names_without_a_letter_that_makes_a_key_do_not_agree_for_that():
    registered("DGI", {"NOM": "Ŋɣɛ", "PRENOM": "Ɣɛ"})
    received_list = registered("MAPMDREF", SOMEBODY_ELSE | {"NOM": "Ɛɣ", "PRENOM": "Ŋɛ"})

    assert outcomes_of(received_list) == ["CONFLICT"]


def test_two_spellings_of_a_name_agree():
    registered("DGI", {"NOM": "El Amrani", "PRENOM": "Mohammed"})
    received_list = registered("MAPMDREF", {"NOM": "Lamrani", "PRENOM": "Med"})

    assert the_outcome(received_list).issues is None


def test_a_namesake_born_the_same_day_with_another_cin_is_registered_with_a_warning():
    registered("DGI", {})
    received_list = registered("DGI", {"CIN": "CD200002", "IF": "87654321"})

    assert outcomes_of(received_list) == ["REGISTERED"]
    assert the_outcome(received_list).issues == [["POSSIBLE_NAMESAKE", "", "W"]]


def test_a_namesake_with_a_document_of_another_kind_is_a_conflict():
    registered("DGI", {})
    received_list = registered(
        "DGI", {"CIN": "", "TYPE_PIECE": "PASSEPORT", "NUM_PIECE": "XY1234567"}
    )

    assert outcomes_of(received_list) == ["CONFLICT"]


def test_a_second_paper_held_under_another_cin_is_a_conflict():
    paper = {"TYPE_PIECE": "PASSEPORT", "NUM_PIECE": "XY1234567"}
    registered("DGI", paper)
    received_list = registered("MAPMDREF", paper | {"CIN": "CD200002"})

    assert outcomes_of(received_list) == ["CONFLICT"]


def test_half_a_name_in_arabic_makes_nobody_the_same():
    registered("DGI", {"PRENOM_AR": "محمد"})
    received_list = registered("MAPMDREF", SOMEBODY_ELSE | {"PRENOM_AR": "محمد"})

    assert outcomes_of(received_list) == ["CONFLICT"]


def test_a_number_that_somebody_else_holds_is_a_conflict():
    registered("DGI", {"NUM_IMMATRICULATION": "145267011"})
    received_list = registered(
        "DGI", SOMEBODY_ELSE | {"CIN": "CD2", "NUM_IMMATRICULATION": "145267011"}
    )

    assert outcomes_of(received_list) == ["CONFLICT"]


def test_a_list_fills_what_was_empty():
    registered("DGI", {"TELEPHONE": ""})
    received_list = registered("MAPMDREF", {"SEXE": "F"})

    assert the_outcome(received_list).changes == ["sex", "phone"]
    assert phone_of(Person.objects.get()) == "+212612345678"


def test_a_body_may_replace_the_phone_it_gave_before_the_person_completes():
    registered("DGI", {})
    received_list = registered("DGI", {"TELEPHONE": "0699999999"})

    assert outcomes_of(received_list) == ["UPDATED"]
    assert phone_of(Person.objects.get()) == "+212699999999"


def test_another_body_only_proposes_a_phone():
    registered("DGI", {})
    received_list = registered("MAPMDREF", {"TELEPHONE": "0699999999"})

    assert the_outcome(received_list).proposals == ["phone"]
    assert phone_of(Person.objects.get()) == "+212612345678"


def test_no_list_redirects_the_phone_of_somebody_who_completed_her_registration():
    registered("DGI", {})
    Person.objects.update(state=State.COMPLETED)
    received_list = registered("DGI", {"TELEPHONE": "0699999999"})

    assert outcomes_of(received_list) == ["UNCHANGED"]
    assert phone_of(Person.objects.get()) == "+212612345678"


@pytest.fixture
def conflict():
    registered("DGI", {})
    return registered("MAPMDREF", SOMEBODY_ELSE)


def test_the_same_person_takes_the_activity_and_keeps_her_identity(conflict, amina):
    rule(list_id=conflict.pk, line=2, verdict=Verdict.SAME, by=amina, at=NOON)

    conflict.refresh_from_db()
    assert conflict.outcomes == {"ACTIVITY_ADDED": 1}
    assert Person.objects.get().last_name == "Bennani"
    assert Event.objects.get().by == amina


def test_a_different_person_is_registered_without_a_document_and_both_files_carry_the_dispute(
    conflict, amina
):
    rule(list_id=conflict.pk, line=2, verdict=Verdict.DIFFERENT, by=amina, at=NOON)

    newcomer = Person.objects.get(last_name="Tazi")
    assert newcomer.document_key is None
    assert set(Person.objects.values_list("document_disputed", flat=True)) == {True}
    assert Case.objects.get().other == newcomer
    assert Event.objects.count() == 2


PASSPORT = {"CIN": "", "TYPE_PIECE": "PASSEPORT", "NUM_PIECE": "XY1234567"}


def test_a_namesake_recognised_by_an_agent_holds_both_papers(amina):
    registered("DGI", {})
    received_list = registered("MAPMDREF", PASSPORT)
    rule(list_id=received_list.pk, line=2, verdict=Verdict.SAME, by=amina, at=NOON)

    again = approved(send("MAPMDREF", csv_of("MAPMDREF", PASSPORT, control=True)))

    assert outcomes_of(again) == ["UNCHANGED"]
    assert Person.objects.get().other_documents.get().kind == "PASSEPORT"


def test_a_namesake_who_is_somebody_else_keeps_her_own_paper(amina):
    registered("DGI", {})
    received_list = registered("MAPMDREF", PASSPORT)
    rule(list_id=received_list.pk, line=2, verdict=Verdict.DIFFERENT, by=amina, at=NOON)

    newcomer = Person.objects.get(document_kind="PASSEPORT")
    assert not newcomer.document_disputed
    assert not Case.objects.exists()


def test_somebody_else_who_shows_a_held_second_paper_does_not_hold_it_too(amina):
    registered("DGI", {"CIN": "", "TYPE_PIECE": "PASSEPORT", "NUM_PIECE": "XY1234567"})
    second = {"CIN": "CD2", "TYPE_PIECE": "PASSEPORT", "NUM_PIECE": "XY1234567"}
    received_list = registered("MAPMDREF", SOMEBODY_ELSE | second)
    assert outcomes_of(received_list) == ["CONFLICT"]

    rule(list_id=received_list.pk, line=2, verdict=Verdict.DIFFERENT, by=amina, at=NOON)

    assert Person.objects.count() == 2
    assert not OtherDocument.objects.exists()
    assert reconcile() == []


def test_somebody_else_who_claims_a_held_number_gets_one_of_her_own(amina):
    registered("DGI", {"NUM_IMMATRICULATION": "145267011"})
    claim = SOMEBODY_ELSE | {"CIN": "CD2", "NUM_IMMATRICULATION": "145267011"}
    received_list = registered("DGI", claim)
    rule(list_id=received_list.pk, line=2, verdict=Verdict.DIFFERENT, by=amina, at=NOON)

    assert Person.objects.get(last_name="Tazi").number not in (None, 145267011)


def test_a_refusal_needs_a_reason_for_the_body(conflict, amina):
    with pytest.raises(ReasonRequired):
        rule(list_id=conflict.pk, line=2, verdict=Verdict.REFUSE, by=amina, at=NOON)

    rule(
        list_id=conflict.pk, line=2, verdict=Verdict.REFUSE, by=amina, at=NOON, reason="Photo floue"
    )
    assert the_outcome(conflict).outcome == Outcome.REFUSED


def test_a_conflict_is_decided_once(conflict, amina):
    rule(list_id=conflict.pk, line=2, verdict=Verdict.SAME, by=amina, at=NOON)

    with pytest.raises(NotInConflict):
        rule(list_id=conflict.pk, line=2, verdict=Verdict.DIFFERENT, by=amina, at=NOON)


def test_a_conflict_again_in_a_new_file_is_a_conflict_again(conflict):
    again = approved(send("MAPMDREF", csv_of("MAPMDREF", SOMEBODY_ELSE, control=True)))

    assert outcomes_of(again) == ["CONFLICT"]
