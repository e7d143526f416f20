"""Twenty colleagues empty a queue of a thousand at once: nobody is given what another was given."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from cnss_amo.accounts.enums import Role
from cnss_amo.queues.models import Hold
from cnss_amo.queues.services import settle, take_next
from liaison.enums import Outcome
from liaison.models import RowOutcome
from liaison.queues import CONFLICTS
from tests.liaison.lists import NOON, registered

PEOPLE = 20
ITEMS = 1_000
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waiting(law):
    """A thousand rows in conflict, in two lists closed a day apart."""
    lists = [
        registered("DGI", {"CIN": f"AB{place}"}, at=NOON + timedelta(days=place)).pk
        for place in (1, 2)
    ]
    RowOutcome.objects.bulk_create(
        RowOutcome(list_id=lists[line % 2], line=line, outcome=Outcome.CONFLICT)
        for line in range(1_000, 1_000 + ITEMS)
    )
    return lists


@pytest.fixture
def colleagues(hire):
    return [hire(f"collegue{place}", Role.LIST_MANAGER) for place in range(PEOPLE)]


def all_at_once(act, people):
    gate = Barrier(len(people))

    def begun(user):
        try:
            connection.ensure_connection()
            gate.wait(timeout=60)
            return act(user)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as threads:
        return [done.result(timeout=240) for done in [threads.submit(begun, one) for one in people]]


def test_each_of_a_thousand_is_given_once(waiting, colleagues):
    def pull_until_empty(user):
        pulled = []
        while hold := take_next(CONFLICTS, by=user, at=NOON):
            pulled.append(hold.key)
            with transaction.atomic():
                settle(CONFLICTS, hold.key, by=user, at=NOON)
                CONFLICTS.row_of(hold.key).update(outcome=Outcome.REFUSED)
        return pulled

    given = Counter(key for pulled in all_at_once(pull_until_empty, colleagues) for key in pulled)

    assert len(given) == ITEMS
    assert set(given.values()) == {1}
    assert not Hold.objects.exists()


def test_twenty_first_pulls_of_the_same_instant_are_twenty_items(waiting, colleagues):
    def pull(user):
        return take_next(CONFLICTS, by=user, at=NOON).key

    keys = all_at_once(pull, colleagues)

    assert len(set(keys)) == PEOPLE
    oldest = {CONFLICTS.key_of(waiting[0], line) for line in range(1_000, 1_000 + ITEMS)}
    assert set(keys) <= oldest
