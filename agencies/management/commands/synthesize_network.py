"""A fictitious network, of the real size, for development and demonstrations."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from agencies import synthesis
from agencies.synthesis.sizes import OF_2022, Sizes


class Command(BaseCommand):
    help = _("Écrit un réseau fictif de taille réelle ; --remove l'enlève.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help=_("graine du tirage (1)"))
        parser.add_argument(
            "--points", type=int, default=OF_2022.points, help=_("nombre de points (2 100)")
        )
        parser.add_argument("--remove", action="store_true", help=_("enlève les lieux fictifs"))

    def handle(self, *_args: Any, seed: int, points: int, remove: bool, **_options: Any) -> None:
        """Write the network, or remove the one written before."""
        if remove:
            return self._remove()
        try:
            sizes = synthesis.synthesize_network(seed=seed, sizes=Sizes(points=points))
        except synthesis.NetworkExists as exists:
            raise CommandError(
                _("Il y a déjà des lieux : un réseau fictif ne se mêle pas à un autre.")
            ) from exists
        self.stderr.write(
            _("Réseau fictif : agences mobiles : %(mobile)s, points : %(points)s.")
            % {"mobile": sizes.mobile, "points": sizes.points}
        )

    def _remove(self) -> None:
        try:
            removed = synthesis.remove_fictitious_network()
        except ProtectedError as protected:
            raise CommandError(
                _("Des personnes sont affectées à des lieux fictifs : changez-les d'abord.")
            ) from protected
        self.stderr.write(_("Lieux fictifs enlevés : %(count)s.") % {"count": removed})
