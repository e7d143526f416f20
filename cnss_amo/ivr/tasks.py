"""Celery: what was typed by telephone is forgotten."""

from celery import shared_task
from django.utils import timezone

from cnss_amo.ivr import services


@shared_task
def forget_old_calls(**_newer_arguments: object) -> None:
    """Wipe the memory of calls that are over."""
    services.forget_old_calls(at=timezone.now())
