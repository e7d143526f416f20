"""Celery: what the log of looks needs every minute."""

from celery import shared_task

from cnss_amo.accounts import services


@shared_task
def seal_looks(**_newer_arguments: object) -> None:
    """Seal the looks committed since the last time."""
    services.seal_looks()
