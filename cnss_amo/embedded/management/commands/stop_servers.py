"""Stop the embedded PostgreSQL and Valkey of this VAR_DIR (`make stop`)."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from cnss_amo.embedded import stop_all


class Command(BaseCommand):
    help = "Arrête le PostgreSQL et le Valkey privés de ce VAR_DIR."
    requires_system_checks = ()

    def handle(self, **options: object) -> None:
        if stopped := stop_all(settings.VAR_DIR):
            self.stdout.write(_("Arrêtés : %(servers)s.") % {"servers": ", ".join(stopped)})
        else:
            self.stdout.write(_("Aucun serveur à arrêter."))
