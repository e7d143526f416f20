"""Every queue of the counter, in the order the pages show them; each is declared by its app."""

from cnss_amo.accounts.models import User
from cnss_amo.queues.queries import may_take
from cnss_amo.queues.queue import Queue
from liaison import queues as lists
from registration import queues as people

QUEUES: tuple[Queue, ...] = (*lists.QUEUES, *people.QUEUES)
BY_CODE = {queue.code: queue for queue in QUEUES}


def queues_of(user: User) -> list[Queue]:
    """The queues that a user may take from."""
    return [queue for queue in QUEUES if may_take(user, queue)]
