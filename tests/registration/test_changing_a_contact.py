from datetime import UTC, datetime, timedelta

import pytest

from agencies.models import Commune
from cnss_amo.accounts.enums import Role
from cnss_amo.kernel.db import keyring
from liaison.services.keys import SEALED_COLUMNS
from registration.enums import AGENCY, EventKind, PaperSeen
from registration.models import Event, Person, PriorContact
from registration.queries import find_people, person_file
from registration.services import contact as acts
from registration.services.contact import Contact
from registration.services.proposals import ChangedMeanwhile, FileAbsorbed
from tests.liaison.lists import registered
from tests.registration.factories import make_person
from tests.registration.merging import merge, two_files

pytestmark = pytest.mark.django_db
NOON = datetime(2022, 3, 1, 12, tzinfo=UTC)
OLD, NEW, OTHER = "+212612345678", "+212661000000", "+212522000000"


def change(person, by, *, at=NOON, seen=None, **said):
    person = Person.objects.get(pk=person.pk)
    return acts.change_contact(
        person_id=person.pk,
        contact=Contact(**said),
        paper=PaperSeen.CIN,
        seen=acts.version_of(person) if seen is None else seen,
        by=by,
        at=at,
    )


def undo(person, change, by, *, after=timedelta(minutes=1)):
    return acts.undo_contact(person_id=person.pk, change_id=change.pk, by=by, at=NOON + after)


def test_the_new_phone_finds_her_and_the_old_one_no_longer(amina):
    karim = make_person(phone=OLD)

    change(karim, amina, phone=NEW)

    assert person_file(karim.pk).phone == NEW
    assert [match.person for match in find_people("06 61 00 00 00")] == [karim]
    assert find_people("0612345678") == []


def test_what_is_not_said_stays(amina):
    karim = make_person(phone=OLD, email="k@example.com", address="12 rue des Orangers")

    change(karim, amina, email="karim@example.ma")

    file = person_file(karim.pk)
    assert (file.phone, file.email) == (OLD, "karim@example.ma")
    assert file.address == "12 rue des Orangers"
    assert (file.person.email_source, file.person.phone_source) == (AGENCY, "DGI")


def test_the_event_tells_the_three_times_who_and_on_what_paper(amina):
    karim = make_person(phone=OLD)
    sale = Commune.objects.get(name_fr="Salé")

    event = change(karim, amina, phone=NEW, commune=sale)

    event.refresh_from_db()
    assert (event.kind, event.person, event.by) == (EventKind.CONTACT_CHANGED, karim, amina)
    assert (event.acted_at, event.in_force_on) == (NOON, NOON.date())
    assert event.recorded_at is not None
    assert event.details == {"fields": ["phone", "commune"], "paper": "CIN"}
    assert Person.objects.get(pk=karim.pk).commune == sale


def test_the_audit_says_who_and_why(amina):
    karim = make_person(phone=OLD)

    change(karim, amina, phone=NEW)

    [audited] = karim.audit.select_related("pgh_context")
    context = audited.pgh_context.metadata
    assert (context["user"], context["act"]) == (amina.pk, EventKind.CONTACT_CHANGED)
    assert context["reason"] == PaperSeen.CIN


def test_a_list_no_longer_overwrites_what_was_said_at_the_counter(amina):
    registered("DGI", {"TELEPHONE": "0612345678"})
    [karim] = Person.objects.all()
    change(karim, amina, phone=NEW)

    registered("DGI", {"TELEPHONE": "0522000000"}, on=NOON.date())

    assert person_file(karim.pk).phone == NEW


def test_saying_again_what_a_list_said_protects_it_too(amina):
    registered("DGI", {"TELEPHONE": "0612345678"})
    [karim] = Person.objects.all()

    change(karim, amina, phone=OLD)
    registered("DGI", {"TELEPHONE": "0522000000"}, on=NOON.date())

    assert person_file(karim.pk).phone == OLD


def test_a_second_press_changes_nothing_and_is_told_calmly(amina):
    karim = make_person(phone=OLD)
    seen = acts.version_of(karim)
    change(karim, amina, phone=NEW, seen=seen)

    with pytest.raises(acts.AlreadySo):
        change(karim, amina, phone=NEW, seen=seen)

    assert Event.objects.count() == PriorContact.objects.count() == 1


def test_the_slower_of_two_agents_is_told_who_was_quicker(amina, hire):
    karim = make_person(phone=OLD)
    seen = acts.version_of(karim)
    change(karim, amina, phone=NEW, seen=seen)

    with pytest.raises(ChangedMeanwhile, match="amina"):
        change(karim, hire("youssef", Role.AGENT), phone=OTHER, seen=seen)

    assert person_file(karim.pk).phone == NEW


def test_her_agent_undoes_it_within_ten_minutes(amina):
    karim = make_person(phone=OLD, address="12 rue des Orangers")
    done = change(karim, amina, phone=NEW, email="k@example.ma")

    undone = undo(karim, done, amina)

    file = person_file(karim.pk)
    assert (file.phone, file.email, file.address) == (OLD, None, "12 rue des Orangers")
    assert (file.person.phone_source, file.person.email_source) == ("DGI", "")
    assert undone.kind == EventKind.CONTACT_RESTORED
    assert undone.details == {"fields": ["phone", "email"], "undone": done.pk}
    assert not PriorContact.objects.exists()


@pytest.mark.parametrize("after", [timedelta(minutes=10), timedelta(hours=3)])
def test_after_ten_minutes_it_stays(amina, after):
    karim = make_person(phone=OLD)
    done = change(karim, amina, phone=NEW)

    with pytest.raises(acts.NotUndoable):
        undo(karim, done, amina, after=after)

    assert person_file(karim.pk).phone == NEW


def test_nobody_else_undoes_it(amina, hire):
    karim = make_person(phone=OLD)
    done = change(karim, amina, phone=NEW)

    with pytest.raises(acts.NotUndoable):
        undo(karim, done, hire("youssef", Role.AGENT))


def test_it_is_not_undone_twice_nor_on_the_file_of_another(amina):
    karim, salma = make_person(phone=OLD), make_person(phone=OLD)
    done = change(karim, amina, phone=NEW)

    with pytest.raises(acts.NotUndoable):
        undo(salma, done, amina)
    undo(karim, done, amina)
    with pytest.raises(acts.NotUndoable):
        undo(karim, done, amina)


def test_what_somebody_changed_since_is_not_undone(amina, hire):
    karim = make_person(phone=OLD)
    done = change(karim, amina, phone=NEW)
    change(karim, hire("youssef", Role.AGENT), phone=OTHER)

    with pytest.raises(ChangedMeanwhile, match="youssef"):
        undo(karim, done, amina)

    assert person_file(karim.pk).phone == OTHER


def test_what_was_before_is_forgotten_once_it_cannot_come_back(amina):
    karim, salma = make_person(phone=OLD), make_person(phone=OLD)
    change(karim, amina, phone=NEW)

    change(salma, amina, phone=NEW, at=NOON + timedelta(minutes=11))

    assert [prior.change.person for prior in PriorContact.objects.all()] == [salma]


def test_what_may_come_back_is_sealed_and_follows_the_keys(amina):
    karim = make_person(phone=OLD)
    change(karim, amina, phone=NEW)

    prior = PriorContact.objects.get()

    assert OLD.encode() not in bytes(prior.phone_sealed)
    assert keyring().unseal_text(prior.phone_sealed, "phone") == OLD
    sealed = set(SEALED_COLUMNS[PriorContact._meta.db_table, "change_id"])
    assert sealed == {
        field.name for field in PriorContact._meta.fields if field.name.endswith("_sealed")
    }


def test_a_file_merged_into_another_is_changed_no_more(amina, hire):
    kept, absorbed = two_files()
    done = change(absorbed, amina, phone=NEW)
    merge(kept, absorbed, amina, hire("youssef", Role.SUPERVISOR))

    with pytest.raises(FileAbsorbed):
        change(absorbed, amina, phone=OTHER)
    with pytest.raises(FileAbsorbed):
        undo(absorbed, done, amina)
