"""Agents who change one person's phone at the same time; real connections."""

import pytest

from cnss_amo.accounts.enums import Role
from registration.models import Event, PriorContact
from registration.queries import person_file
from registration.services import contact as acts
from registration.services.proposals import ChangedMeanwhile
from tests.registration.factories import make_person
from tests.registration.test_changing_a_contact import NEW, OLD, change
from tests.registration.test_merging_at_once import at_once

ROUNDS = 10


@pytest.fixture
def agents(law, hire):
    return [hire(name, Role.AGENT) for name in ("amina", "youssef", "samira")]


def changing(person, by, phone, seen):
    return lambda: change(person, by, phone=phone, seen=seen)


def test_one_wins_and_each_other_is_told(agents):
    for round_ in range(ROUNDS):
        karim = make_person(phone=OLD)
        seen = acts.version_of(karim)
        phones = [f"+2126610{round_:02}00{place}" for place in range(len(agents))]

        results = at_once(
            *[changing(karim, by, phone, seen) for by, phone in zip(agents, phones, strict=True)]
        )

        [won] = [one for one in results if isinstance(one, Event)]
        told = [one for one in results if isinstance(one, ChangedMeanwhile)]
        assert len(told) == len(agents) - 1
        assert person_file(karim.pk).phone == phones[agents.index(won.by)]
    assert PriorContact.objects.count() == Event.objects.count() == ROUNDS


def test_one_agent_who_presses_three_times_changes_once(agents):
    karim = make_person(phone=OLD)
    seen = acts.version_of(karim)

    results = at_once(*[changing(karim, agents[0], NEW, seen)] * 3)

    assert sorted(type(one).__name__ for one in results) == ["AlreadySo", "AlreadySo", "Event"]
