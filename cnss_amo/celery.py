"""The Celery application: tasks only say "look now"; PostgreSQL holds the work."""

import os
from contextlib import suppress

from celery import Celery
from celery.signals import beat_init, worker_init, worker_ready
from kombu.exceptions import OperationalError

from cnss_amo import hearing

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cnss_amo.settings")

app = Celery("cnss_amo")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def start_servers(**_kwargs: object) -> None:
    """A worker or the scheduler may be the first process of this machine to start."""
    from cnss_amo.kernel.db import start_embedded_servers

    start_embedded_servers()


@worker_init.connect
def keep_to_one_core(**_kwargs: object) -> None:
    """Each process of a worker computes on one core: others work beside it."""
    os.environ.setdefault("POLARS_MAX_THREADS", "1")


@worker_ready.connect
def take_over(**_kwargs: object) -> None:
    """A worker that starts looks at once for what another left, and watches its own hearing."""
    with suppress(OperationalError):  # the scheduler will say it
        app.send_task("liaison.tasks.announce_work")
    hearing.Watch(app).start()
