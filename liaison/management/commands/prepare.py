"""Bring an empty or older database up to date; safe to run any number of times."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.db import connection
from django.utils.translation import gettext as _

from agencies.services import sync_reference, sync_territory
from cnss_amo.accounts.groups import sync_groups
from cnss_amo.accounts.separation import sync_incompatible_roles
from cnss_amo.accounts.services import sync_caps
from liaison.services.mandates import sync_mandates
from registration.services import sync_legislation

START = """
SELECT setval('registration_number_seq', %s, false)
 WHERE NOT (SELECT is_called FROM registration_number_seq)
"""


class Command(BaseCommand):
    help = _("Met la base à jour : structure, lois, catégories, organismes, communes, rôles.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Migrate, then write everything that comes from files."""
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        for folder in (settings.VAR_DIR, settings.DROP_FOLDER, settings.RETURN_FOLDER):
            folder.mkdir(parents=True, exist_ok=True)
        sync_legislation()
        sync_territory()
        sync_reference()
        sync_mandates()
        sync_groups()
        sync_caps()
        for matricule in sync_incompatible_roles():
            self.stderr.write(_("%s porte deux rôles incompatibles.") % matricule)
        with connection.cursor() as cursor:
            cursor.execute(START, [settings.NUMBER_SEQUENCE_START])
        if options["verbosity"]:
            self.stderr.write(_("La base est à jour."))
