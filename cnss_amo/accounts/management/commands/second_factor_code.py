from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cnss_amo.accounts.models import User
from cnss_amo.accounts.second_factor.services import NoApplication, present_code


class Command(BaseCommand):
    help = _("Dit les six chiffres de quelqu'un de la démonstration ; jamais en production.")

    def add_arguments(self, parser: CommandParser) -> None:
        """The matricule, as the table of the demonstration prints it."""
        parser.add_argument("matricule")

    def handle(self, *, matricule: str, **_options: Any) -> None:
        """Print the present code, alone on its line."""
        if not settings.DEVELOPMENT:
            raise CommandError(_("Un code ne se dit que sur les serveurs de développement."))
        try:
            self.stdout.write(present_code(user=User.objects.get(username=matricule)))
        except User.DoesNotExist as unknown:
            raise CommandError(_("Aucun compte %s.") % matricule) from unknown
        except NoApplication as absent:
            raise CommandError(
                _("%s n'a pas encore d'application : sa première connexion l'enregistre.")
                % matricule
            ) from absent
