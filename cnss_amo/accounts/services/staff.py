"""Give a colleague what she signs in with."""

from allauth.usersessions.models import UserSession
from django.db import transaction

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
