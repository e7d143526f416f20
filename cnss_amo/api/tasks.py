"""Celery: forget what expired."""

from celery import shared_task
from django.utils import timezone
from oauth2_provider.models import clear_expired

from cnss_amo.api.idempotency import forget_old_answers
from cnss_amo.api.throttles import forget_old_counts


@shared_task
def forget_what_expired(**_newer_arguments: object) -> None:
    """Drop tokens, counts and answers that serve no more."""
    clear_expired()
    forget_old_counts(at=timezone.now())
    forget_old_answers(at=timezone.now())
