from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cnss_amo.localisation import catalogue


class Command(BaseCommand):
    help = "Met le fichier arabe à jour : ajoute, retire, compile."
    requires_system_checks = ()

    def handle(self, **_options: Any) -> None:
        """Add the new strings, empty; drop those nobody says; compile."""
        try:
            added, dropped = catalogue.update()
        except catalogue.ToolsMissing as absent:
            raise CommandError(str(absent)) from absent
        self.stdout.write(
            f"Ajoutés : {added}. Retirés : {dropped}. À traduire : voir check_translations."
        )
