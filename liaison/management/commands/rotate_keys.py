"""Draw a new sealing key, seal everything again under it, forget the old ones."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand
from django.utils.translation import gettext as _

from cnss_amo.kernel.db import keyring
from cnss_amo.kernel.sealing import add_key, drop_other_keys
from liaison.services.keys import reseal_everything


class Command(BaseCommand):
    help = _("Change la clé de scellement : tout est scellé de nouveau.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Workers and web processes read the new key when restarted, between two steps."""
        parser.add_argument(
            "step",
            choices=["add", "reseal", "drop", "all"],
            help=_(
                "add : tirer une clé ; reseal : tout sceller de nouveau ; drop : oublier les"
                " anciennes ; all : les trois, quand aucun autre processus ne tourne."
            ),
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do one step, or the three."""
        step = options["step"]
        if step in ("add", "all"):
            key_id = add_key(settings.DATA_KEYS_FILE)
            keyring.cache_clear()
            self.stdout.write(_("Clé en usage : %(key)s.") % {"key": key_id})
        if step in ("reseal", "drop", "all"):
            self.stdout.write(
                _("Valeurs scellées de nouveau : %(n)s.") % {"n": reseal_everything()}
            )
        if step in ("drop", "all"):
            dropped = drop_other_keys(settings.DATA_KEYS_FILE)
            keyring.cache_clear()
            self.stdout.write(_("Clés oubliées : %(keys)s.") % {"keys": dropped})
