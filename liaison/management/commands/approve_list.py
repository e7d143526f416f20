"""Approve a planned list, as an operator."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from cnss_amo.accounts.services import SYSTEM_APPROVER, system_user
from cnss_amo.queues.services import HeldBySomebodyElse
from liaison.models import ReceivedList
from liaison.services import advance, approve, states
from liaison.tasks import look_now

REFUSALS = (
    HeldBySomebodyElse,
    approve.NeedsSecondPerson,
    approve.OverTolerance,
    states.NotInThatState,
)


class Command(BaseCommand):
    help = _("Approuve une liste planifiée ; jamais au-delà de la tolérance.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The reference given on the receipt, such as DGI-000012."""
        parser.add_argument("reference", metavar="LIST")
        parser.add_argument("--inline", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Approve, then hand the list to the workers or register it here."""
        received_list = ReceivedList.objects.named(options["reference"]).first()
        if received_list is None:
            raise CommandError(_("Liste inconnue : %(name)s.") % {"name": options["reference"]})
        try:
            approve.approve(
                list_id=received_list.pk, by=system_user(SYSTEM_APPROVER), at=timezone.now()
            )
        except REFUSALS as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["inline"]:
            received_list = advance.advance_to_rest(list_id=received_list.pk, clock=timezone.now)
        else:
            look_now(received_list.pk)
            received_list.refresh_from_db()
        self.stdout.write(f"{received_list.reference} {received_list.get_state_display()}")
