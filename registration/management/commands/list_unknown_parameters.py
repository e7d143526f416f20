from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from cnss_amo.legislation import unknown_parameters


class Command(BaseCommand):
    help = _("Montre ce qui reste à confirmer dans la loi : depuis quand, quel texte manque.")
    requires_system_checks = ()

    def handle(self, **_options: Any) -> None:
        """Write a line a thing to confirm; the star marks those that have no value meanwhile."""
        unknown = unknown_parameters()
        width = max((len(parameter.name) for parameter in unknown), default=0)
        for parameter in unknown:
            since = parameter.in_force_from
            day = f"{since:%d/%m/%Y}" if since else _("jour inconnu")
            mark = " " if parameter.is_stated else "*"
            self.stdout.write(f"{mark} {parameter.name:<{width}}  {day:<12}  {parameter.missing}")
        missing = sum(not parameter.is_stated for parameter in unknown)
        self.stdout.write(
            _("À confirmer : %(all)s, dont sans valeur (*) : %(missing)s.")
            % {"all": len(unknown), "missing": missing}
        )
