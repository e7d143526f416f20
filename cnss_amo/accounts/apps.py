from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "cnss_amo.accounts"
    label = "accounts"
    verbose_name = _("comptes")

    def ready(self) -> None:
        """Start the clock of a session at sign-in."""
        from cnss_amo.accounts.session_limits import begin

        user_logged_in.connect(begin)
