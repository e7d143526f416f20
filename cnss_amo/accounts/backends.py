"""Who the session says is here: read anew at each request, with one question."""

from allauth.account.auth_backends import AuthenticationBackend

from cnss_amo.accounts.groups import permissions_of
from cnss_amo.accounts.models import User, knowing_second_factor


class StaffBackend(AuthenticationBackend):
    """Sign in by matricule; the same query that finds the person tells the second factor."""

    def get_user(self, user_id: int) -> User | None:
        """Return the person of a session, unless the account was disabled meanwhile."""
        user = knowing_second_factor(User.objects.filter(pk=user_id)).first()
        return user if user and self.user_can_authenticate(user) else None

    def get_group_permissions(self, user_obj: User, obj: object = None) -> set[str]:
        """What the roles held now open in the Django admin, whatever wrote or removed them."""
        return set() if obj else permissions_of(user_obj.roles)
