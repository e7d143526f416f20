"""Check every invariant that constraints cannot hold."""

from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from liaison.services.reconcile import reconcile


class Command(BaseCommand):
    help = _("Vérifie les invariants du registre et des listes.")

    def handle(self, *_args: Any, **_options: Any) -> None:
        """List what is broken; fail when anything is."""
        breaches = reconcile()
        for breach in breaches:
            self.stderr.write(f"{breach.invariant}: {breach.count}, {breach.first}")
        if breaches:
            raise CommandError(_("Des invariants sont rompus."))
        self.stdout.write(_("Tout concorde."))
