import os
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cnss_amo.accounts.groups import sync_groups
from cnss_amo.accounts.models import User
from cnss_amo.accounts.services.roles import found_administrator


class Command(BaseCommand):
    help = "Crée l'un des deux premiers administrateurs, qui proposent et confirment les rôles."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "matricule", help=_("le mot de passe est demandé, ou lu dans AMO_ADMIN_PASSWORD")
        )

    def handle(self, *, matricule: str, **_options: Any) -> None:
        """Make the account with a password from AMO_ADMIN_PASSWORD, or asked twice."""
        user = User(username=User.normalize_username(matricule))
        if User.objects.filter(username__iexact=user.username).exists():
            raise CommandError(_("Le matricule %s a déjà un compte.") % matricule)
        try:
            user.clean_fields(exclude=["password"])
            password = os.environ.get("AMO_ADMIN_PASSWORD") or _asked_twice()
            validate_password(password, user)
        except ValidationError as refusal:
            raise CommandError("\n".join(refusal.messages)) from refusal

        user.set_password(password)
        self._found(user)
        self.stdout.write(_("L'administrateur %s peut se connecter.") % user.username)

    def _found(self, user: User) -> None:
        try:
            with transaction.atomic():
                user.save(force_insert=True)
                found_administrator(user=user)
                sync_groups()
        except IntegrityError as refusal:
            raise CommandError(
                _("Deux administrateurs sont en place : l'un propose, l'autre confirme.")
            ) from refusal


def _asked_twice() -> str:
    try:
        password = getpass(_("Mot de passe : "))
        again = getpass(_("Le même, une seconde fois : "))
    except EOFError as silence:
        raise ValidationError(_("Donnez le mot de passe dans AMO_ADMIN_PASSWORD.")) from silence
    if again != password:
        raise ValidationError(_("Les deux mots de passe diffèrent."))
    return password
