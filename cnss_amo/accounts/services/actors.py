"""The system's own actors."""

from cnss_amo.accounts.models import User

SYSTEM_APPROVER = "systeme-approbateur"
SYSTEM_SENDER = "systeme-depot"
SYSTEM_INSURED = "systeme-assures"  # what insured people ask by themselves


def system_user(username: str) -> User:
    """Return a named actor of the system, which nobody can sign in as."""
    user, created = User.objects.get_or_create(username=username, defaults={"is_system": True})
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
