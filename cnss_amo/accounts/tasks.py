"""Celery: what the accounts need every minute, and every night."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from cnss_amo.accounts import services
from cnss_amo.accounts.services import codes
from cnss_amo.accounts.services.staff import forget_sign_ins


@shared_task
def seal_looks(**_newer_arguments: object) -> None:
    """Seal the looks committed since the last time."""
    services.seal_looks()


@shared_task
def forget_old_sign_ins(**_newer_arguments: object) -> None:
    """Drop dead sessions, and sign-ins that nobody will ask about any more."""
    forget_sign_ins(before=timezone.now() - settings.SIGN_INS_KEPT)


@shared_task
def forget_old_codes(**_newer_arguments: object) -> None:
    """Drop the codes that can no longer be used, and the tries at them."""
    codes.forget_old_codes(at=timezone.now())
