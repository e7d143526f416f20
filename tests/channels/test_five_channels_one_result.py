"""One rule, five doors: the same state, the same facts, the same answer, and who did what."""

from dataclasses import dataclass

import pytest
from django.test import Client
from django.utils import timezone

from agencies.models import Approval, Posting
from cnss_amo.accounts.enums import Role
from cnss_amo.messaging.models import Message
from registration.enums import Channel, EventKind, State
from registration.models import Account, Activity, CompletedRegistration, Event, Person
from registration.queries import person_file
from registration.services.completion import latest_completion
from tests.agencies.places import commune, make_agency, make_point
from tests.channels.doors import DOORS, VOICE_KEY
from tests.points.counter import ALL_SERVICES
from tests.registration.completing import make_karim

pytestmark = pytest.mark.django_db
AGENCY_CODE, POINT_CODE = "AG-SEFROU", "PT-SEFROU"


@dataclass(frozen=True)
class Who:
    """What a person knows of herself."""

    pk: int
    cin: str
    phone: str
    birth: str = "12/03/1980"
    commune: str = "Sefrou"
    birth_place: str = "Fès"
    language: str = "ar"


@pytest.fixture
def person():
    """Somebody whom a list registered: the same facts, another card and another phone each time."""

    def made(number):
        cin, phone = f"AB10000{number}", f"+21261234567{number}"
        karim = make_karim(
            cin=cin,
            phone=phone,
            email="karim@example.com",
            address="17 rue des Orangers",
            commune=commune(),
            birth_place="Fès",
        )
        return Who(karim.pk, cin, phone)

    return made


@pytest.fixture
def staff(hire, settings):
    """The browser of whoever serves behind a door: `staff(Channel.POINT)`."""
    settings.VOICE_KEYS = [VOICE_KEY]
    agency, point = make_agency(code=AGENCY_CODE), make_point(code=POINT_CODE)
    for service in ALL_SERVICES:
        Approval.objects.create(point=point, service_id=service, begins_on=point.opened_on)
    roles = {
        Channel.AGENCY: (Role.AGENT, {"agency": agency}),
        Channel.CALL_CENTRE: (Role.CALL_CENTRE, {"agency": agency}),
        Channel.POINT: (Role.POINT_OPERATOR, {"point": point}),
    }
    clients = {}
    for channel, (role, place) in roles.items():
        user = hire(f"colleague-{channel.lower()}", role)
        Posting.objects.create(user=user, begins_on=point.opened_on, **place)
        clients[channel] = Client()
        clients[channel].force_login(user)
    return clients.__getitem__


def facts(who):
    """Everything that a completion leaves of a person, but for what is her own."""
    file = person_file(who.pk)
    done = CompletedRegistration.objects.get(person=who.pk)
    account = Account.objects.get(pk=who.pk)
    return {
        "state": file.person.state,
        "phone is hers": file.phone == who.phone,
        "email": file.email,
        "address": file.address,
        "commune": str(file.person.commune),
        "name": file.person.name,
        "activities": [one.category_id for one in Activity.objects.filter(person=who.pk)],
        "language": (done.language, account.language),
        "consent": done.consent,
        "number kept": file.person.formatted_number != "",
        "first password": account.must_change,
        "space open": account.disabled_at is None,
        "receipts": Message.objects.filter(
            about_person=who.pk, text="COMPLETION_RECEIPT", language=who.language
        ).count(),
    }


def test_the_five_channels_complete_alike_and_say_who_did_what(person, staff):
    before = timezone.now()
    people = {channel: person(rank) for rank, channel in enumerate(DOORS)}

    for channel, door in DOORS.items():
        door(people[channel], staff)

    found = {channel: facts(who) for channel, who in people.items()}
    expected = found[Channel.AGENCY]
    assert expected["state"] == State.COMPLETED
    assert found == dict.fromkeys(DOORS, expected)
    for channel, who in people.items():
        done = CompletedRegistration.objects.get(person=who.pk)
        event = Event.objects.get(person=who.pk, kind=EventKind.REGISTRATION_COMPLETED)
        account = Account.objects.get(pk=who.pk)
        assert (done.channel, event.details["channel"], account.opened_through) == (channel,) * 3
        assert done.principal == event.details["principal"]
        assert event.in_force_on == timezone.localdate(event.acted_at)
        assert before <= event.acted_at <= timezone.now()
        assert event.recorded_at
        assert event.details["reference"] == done.reference
    principals = {one.channel: one.principal for one in CompletedRegistration.objects.all()}
    assert principals[Channel.AGENCY] == principals[Channel.CALL_CENTRE] == AGENCY_CODE
    assert principals[Channel.POINT] == POINT_CODE
    assert principals[Channel.VOICE].startswith("http ")
    assert principals[Channel.PORTAL] == ""  # herself


@pytest.mark.parametrize("first", list(DOORS))
def test_whichever_channel_is_second_gives_the_same_answer(person, staff, first):
    who = person(0)
    DOORS[first](who, staff)
    [done] = CompletedRegistration.objects.all()

    for channel in (Channel.AGENCY, Channel.POINT, Channel.CALL_CENTRE):
        again = DOORS[channel](who, staff)
        assert "complétée" in again.text
        assert latest_completion(Person.objects.get(pk=who.pk)) == done

    assert CompletedRegistration.objects.get() == done
    assert Event.objects.filter(kind=EventKind.REGISTRATION_COMPLETED).count() == 1
    assert Account.objects.count() == 1
