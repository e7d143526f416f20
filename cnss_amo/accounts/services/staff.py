"""Give a colleague what she signs in with; forget what is over."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from axes.models import AccessLog
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from cnss_amo.accounts.models import User
from cnss_amo.accounts.passwords import draw_password
from cnss_amo.accounts.second_factor.services import end_sessions


@transaction.atomic
def give_first_password(*, user: User) -> str:
    """Draw a password that must be changed at sign-in, close the sessions, return it once."""
    password = draw_password()
    user.set_password(password)
    user.must_change_password = True
    user.save()
    end_sessions(UserSession.objects.filter(user=user))
    return password


@transaction.atomic
def forget_sign_ins(*, before: datetime) -> None:
    """Drop the sessions that ended, and the record of sign-ins older than that."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    AccessLog.objects.filter(attempt_time__lt=before).delete()
