"""Celery: what the register forgets every hour."""

from celery import shared_task
from django.utils import timezone

from registration.services import drafts


@shared_task
def forget_old_drafts(**_newer_arguments: object) -> None:
    """Drop what people typed a day ago and never sent."""
    drafts.forget_old_drafts(at=timezone.now())
