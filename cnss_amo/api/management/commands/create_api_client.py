"""Open the interface to a program from the shell: for demonstrations and first installations."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import PartnerNetwork, Point
from cnss_amo.api.enums import OF_BODIES, OF_POINTS, Scope
from cnss_amo.api.models import Client
from cnss_amo.api.services import change_secret, open_client
from liaison.models import LiaisonBody

OWNERS = {"network": (PartnerNetwork, "pk"), "point": (Point, "code"), "body": (LiaisonBody, "pk")}


class Command(BaseCommand):
    help = "Ouvre l'interface des partenaires à un programme : affiche sa clé et son secret."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose program, and what it may do: everything its owner may, unless said."""
        parser.add_argument("name")
        owner = parser.add_mutually_exclusive_group(required=True)
        for name in OWNERS:
            owner.add_argument(f"--{name}", metavar="CODE")
        parser.add_argument("--sandbox", action="store_true")
        parser.add_argument("--scope", action="append", choices=Scope.values)

    def handle(self, *_args: Any, **said: Any) -> None:
        """Open it; a client of that name gets another secret."""
        name = next(one for one in OWNERS if said[one])
        model, column = OWNERS[name]
        owner = model.objects.filter(**{column: said[name]}).first()
        if owner is None:
            raise CommandError(_("%(code)s : rien ne porte ce code.") % {"code": said[name]})
        known = Client.objects.filter(
            name=said["name"], sandbox=said["sandbox"], revoked_at=None, **{name: owner}
        ).first()
        now = timezone.now()
        opened = (
            change_secret(client=known, at=now)
            if known
            else open_client(
                name=said["name"],
                owner=owner,
                scopes=said["scope"] or (OF_BODIES if name == "body" else OF_POINTS),
                sandbox=said["sandbox"],
                at=now,
            )
        )
        self.stdout.write(f"{opened.client.client_id}:{opened.secret}")
