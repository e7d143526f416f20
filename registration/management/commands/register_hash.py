from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from registration.queries import register_hash


class Command(BaseCommand):
    help = _("Écrit l'empreinte du registre : la même quand il dit la même chose des mêmes gens.")

    def handle(self, **_options: Any) -> None:
        """Write the hash, alone on its line."""
        self.stdout.write(register_hash())
