"""Celery: send what waits, now or again. The messages are in PostgreSQL."""

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cnss_amo.messaging import delivery, limits
from cnss_amo.messaging.models import Message

AT_ONCE = 200


def look_now() -> None:
    """Tell a worker that a message waits, once it is committed; harmless when none does."""
    transaction.on_commit(_tell, robust=True)


def _tell() -> None:
    send_waiting.delay()


@shared_task
def send_waiting(**_newer_arguments: object) -> None:
    """Send what is due, a few hundred at most, then ask for another hand."""
    for _message in range(AT_ONCE):
        if not delivery.send_next(at=timezone.now()):
            return
    send_waiting.delay()


@shared_task
def announce_messages(**_newer_arguments: object) -> None:
    """Announce again what waits: a lost word to a worker costs seconds, not a message."""
    if Message.objects.due(timezone.now()).exists():
        send_waiting.delay()


@shared_task
def forget_words(**_newer_arguments: object) -> None:
    """Wipe, every night, whom old messages reached, what they said, what was asked long ago."""
    now = timezone.now()
    delivery.forget_words(before=now - settings.SMS_WORDS_KEPT)
    limits.forget_old_askings(at=now)
