"""Drop the rows of lists whose retention is over, as an operator."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from liaison.services.retention import Due, NoRetentionDelay, drop_old_rows, lists_due


class Command(BaseCommand):
    help = _(
        "Efface les lignes et les fichiers des listes dont le délai de conservation est passé."
        " Résultats, décomptes et provenance restent. Sans --apply, dit seulement ce qui serait"
        " effacé."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is dropped cannot be brought back: it has to be asked for."""
        parser.add_argument("--apply", action="store_true", help=_("efface pour de bon"))

    def handle(self, *_args: Any, **options: Any) -> None:
        """Name every list past its delay: dropped, to be dropped, or kept and why."""
        act = drop_old_rows if options["apply"] else lists_due
        try:
            found = act(at=timezone.now())
        except NoRetentionDelay as missing:
            raise CommandError(
                _("Aucun délai de conservation n'est fixé : donnez LIST_ROWS_KEPT_DAYS.")
            ) from missing
        for due in found:
            self.stdout.write(_told(due, done=options["apply"]))
        dropped = [due.received_list for due in found if due.kept_because is None]
        said = _("Listes effacées : %(n)s.") if options["apply"] else _("Listes à effacer : %(n)s.")
        self.stdout.write(
            said % {"n": len(dropped)}
            + " "
            + _("Délai : %(days)s jours.") % {"days": settings.LIST_ROWS_KEPT_DAYS}
        )


def _told(due: Due, *, done: bool) -> str:
    kept = due.kept_because
    if kept:
        what = _("gardée : %(why)s") % {"why": kept.label}
    else:
        what = _("effacée") if done else _("à effacer")
    return f"{due.received_list.reference}  {due.received_list.rows_read:>9}  {what}"
