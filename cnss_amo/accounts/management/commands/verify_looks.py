"""Check that the log of looks is whole."""

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cnss_amo.accounts.models import LookSeal
from cnss_amo.accounts.queries import Breach, Damage, verify_looks

MOST_NAMED = 1_000


class Command(BaseCommand):
    help = _("Vérifie le journal des consultations, ligne par ligne, et la chaîne de ses sceaux.")

    def add_arguments(self, parser: CommandParser) -> None:
        """An auditor may bring the head of the chain that an earlier run gave."""
        parser.add_argument(
            "--head", default="", help=_("Empreinte notée à une vérification d'avant.")
        )

    def handle(self, *_args: Any, head: str, **_options: Any) -> None:
        """Name each row that does not hold; fail when there is one."""
        chain = verify_looks()
        for breach in chain.breaches[:MOST_NAMED]:
            self.stdout.write(_in_words(breach))
        if chain.breaches:
            raise CommandError(_("Anomalies : %(count)s.") % {"count": len(chain.breaches)})
        if head and not LookSeal.objects.filter(digest=bytes.fromhex(head)).exists():
            raise CommandError(_("Aucun sceau n'a l'empreinte notée : la fin de la chaîne manque."))
        counts = {"sealed": chain.sealed, "seals": chain.seals, "waiting": chain.waiting}
        self.stdout.write(
            _("Sceaux : %(seals)s. Consultations scellées : %(sealed)s, en attente : %(waiting)s.")
            % counts
        )
        self.stdout.write(_("Tout concorde. Empreinte à noter : %(head)s") % {"head": chain.head})


def _in_words(breach: Breach) -> str:
    words = {
        Damage.ALTERED: _("consultation %(row)s : modifiée"),
        Damage.DELETED: _("consultation %(row)s : supprimée"),
        Damage.INSERTED: _("consultation %(row)s : ajoutée après coup, ou jamais scellée"),
        Damage.REORDERED: _("consultation %(row)s : déplacée"),
        Damage.SEAL_ALTERED: _("sceau %(row)s : modifié"),
        Damage.SEAL_MISSING: _("sceau %(row)s : manquant"),
    }
    return words[breach.damage] % {"row": breach.row}
