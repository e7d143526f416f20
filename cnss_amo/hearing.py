"""A worker that no longer hears its broker ends, so that its supervisor starts another.

After a lost connection a Celery worker may say that it is connected again and never take a message
any more. It shows: messages wait, and the worker, which has nothing to do, takes none.
"""

import logging
import os
import time
from threading import Thread

from celery import Celery
from celery.worker import state

logger = logging.getLogger(__name__)

LOOK_EVERY = 3  # seconds
DEAF_AFTER = 30


class Watch(Thread):
    """Look every few seconds whether this worker leaves messages waiting."""

    def __init__(self, app: Celery) -> None:
        super().__init__(name="hearing", daemon=True)
        self.app = app

    def run(self) -> None:
        """End the whole worker once it was deaf for too long."""
        heard_at, taken = time.monotonic(), -1
        while time.monotonic() - heard_at < DEAF_AFTER:
            time.sleep(LOOK_EVERY)
            taken_now = sum(state.total_count.values())
            if taken_now != taken or state.reserved_requests or not self._messages_wait():
                heard_at, taken = time.monotonic(), taken_now
        logger.critical("messages wait and this worker hears nothing: it ends, to be started again")
        os._exit(os.EX_TEMPFAIL)

    def _messages_wait(self) -> bool:
        with self.app.connection_for_read() as broker:
            try:
                told = broker.channel().queue_declare(
                    queue=self.app.conf.task_default_queue, passive=True
                )
            except (*broker.connection_errors, *broker.channel_errors):  # it is away, or empty
                return False
        return told.message_count > 0
