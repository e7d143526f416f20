"""What waits in a queue that comes by batches, as a sequence that a paginator can cut."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import Model

from cnss_amo.queues.queries import batches_by_age
from cnss_amo.queues.queue import Queue


class ByAge(Sequence):
    """The rows that wait, oldest batch first: a page asks only the batches it shows."""

    def __init__(self, queue: Queue) -> None:
        self.queue = queue
        self.batches = batches_by_age(queue)

    def __len__(self) -> int:
        return sum(batch.count for batch in self.batches)

    def __getitem__(self, asked: Any) -> Any:
        if isinstance(asked, slice):
            start, stop, _step = asked.indices(len(self))
            return list(islice(self._from(start), max(0, stop - start)))
        return self[asked : asked + 1][0]

    def _from(self, start: int) -> Iterator[Model]:
        for batch in self.batches:
            if start < batch.count:
                rows = self.queue.waiting().filter(**{self.queue.batches.field: batch.pk})
                yield from rows.order_by(*self.queue.key)[start:].iterator(chunk_size=100)
            start = max(0, start - batch.count)
