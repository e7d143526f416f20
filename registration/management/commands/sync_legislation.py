from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from registration import services


class Command(BaseCommand):
    help = _("Met les catégories et sous-catégories d'accord avec les fichiers de la législation.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help=_("dit ce qui diffère et n'écrit rien")
        )

    def handle(self, *, check: bool, **_options: Any) -> None:
        """Sync, or fail naming what differs."""
        different = services.out_of_date()
        if check and different:
            raise CommandError(
                _(
                    "Ceci diffère des fichiers de la législation : %(codes)s. "
                    "Lancez manage.py sync_legislation."
                )
                % {"codes": ", ".join(different)}
            )
        if different:
            services.sync_legislation()
        told = ", ".join(different) or _("rien")
        self.stdout.write(_("Mis à jour : %(codes)s.") % {"codes": told})
