from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cnss_amo.localisation import catalogue


class Command(BaseCommand):
    help = "Vérifie que l'arabe est complet et exact ; liste ce qui manque."
    requires_system_checks = ()

    def handle(self, **_options: Any) -> None:
        """Fail with the list of what is missing, useless, unsure or not compiled."""
        try:
            problems = catalogue.problems()
        except catalogue.ToolsMissing as absent:
            raise CommandError(str(absent)) from absent
        if problems:
            advice = "Lancez manage.py update_translations, puis traduisez locale/ar."
            raise CommandError("\n".join([*problems, advice]))
        self.stdout.write("Traductions complètes.")
