"""Check every invariant that constraints cannot hold."""

from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from liaison.invariants import INVARIANTS
from liaison.services.reconcile import reconcile


class Command(BaseCommand):
    help = _("Vérifie les invariants du registre et des listes.")

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Show each check with its count and the first references; fail when anything is broken."""
        breaches = {breach.invariant.code: breach for breach in reconcile()}
        for invariant in INVARIANTS:
            breach = breaches.get(invariant.code)
            count, examples = (breach.count, ", ".join(breach.examples)) if breach else (0, "")
            told = f"{count:>9}  {invariant.about.label} : {invariant.broken}"
            self.stdout.write(f"{told}  [{invariant.code}]  {examples}".rstrip())
        if breaches:
            raise CommandError(_("Des invariants sont rompus."))
        self.stdout.write(_("Tout concorde."))
