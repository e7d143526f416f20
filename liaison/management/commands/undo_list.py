"""Undo a closed list, as an operator."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from cnss_amo.accounts.services import SYSTEM_APPROVER, system_user
from liaison.models import ReceivedList
from liaison.services import states
from liaison.services.undo import TooLateToUndo, undo


class Command(BaseCommand):
    help = _("Annule une liste terminée : le registre redevient ce qu'il était.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The reference given on the receipt, such as DGI-000012."""
        parser.add_argument("reference", metavar="LIST")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Undo, and say who was left."""
        received_list = ReceivedList.objects.named(options["reference"]).first()
        if received_list is None:
            raise CommandError(_("Liste inconnue : %(name)s.") % {"name": options["reference"]})
        try:
            undoing = undo(
                list_id=received_list.pk, by=system_user(SYSTEM_APPROVER), at=timezone.now()
            )
        except (states.NotInThatState, TooLateToUndo) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            _("Lignes annulées : %(undone)s. Personnes laissées, car modifiées depuis : %(left)s.")
            % {"undone": undoing.undone, "left": len(undoing.left)}
        )
