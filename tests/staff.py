"""What colleagues of the tests have besides a name: a second factor, a fresh confirmation."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def give(user, role, body=""):
    """Give somebody a role, as two colleagues of theirs do."""
    from cnss_amo.accounts.models import User

    first, second = (
        User.objects.get_or_create(username=name, defaults={"is_system": True})[0]
        for name in ("systeme-propose", "systeme-confirme")
    )
    given = {"proposed_by": first, "approved_by": second}
    return user.role_grants.get_or_create(role=role, body=body, defaults=given)[0]


def enrol(user):
    """Give somebody a second factor, cheaply: without one, only the first steps open."""
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, SECRET)
    return user


def code_of(secret=SECRET, periods_away=0, at=None):
    """The six digits that an application with this secret shows."""
    now = time.time() if at is None else at
    return format_hotp_value(hotp_value(secret, int(now) // 30 + periods_away))


def confirm(client):
    """Make as if the person of this client had just typed her password again."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()


def sign_in(client, user):
    """Make somebody the person of a client, who has just confirmed who she is."""
    client.force_login(user)
    confirm(client)
