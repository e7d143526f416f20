"""Registration of Morocco's self-employed into compulsory health insurance."""

from cnss_amo.celery import app as celery_app

__all__ = ["celery_app"]
