"""Bring in the register of other cover: identity documents, and the scheme that covers each."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from registration.other_cover import UnreadableCover, import_other_cover


class Command(BaseCommand):
    help = _("Importe le registre des autres couvertures (CSV : pièce d'identité, régime).")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One file; the scheme of a document already known is replaced."""
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read the file, tell what was taken and which lines were not."""
        try:
            with options["file"].open("rb") as file:
                imported = import_other_cover(file)
        except OSError as fault:
            raise CommandError(f"{options['file']} : {fault.strerror}") from fault
        except UnreadableCover as unreadable:
            raise CommandError(str(unreadable)) from unreadable
        self.stdout.write(_("Documents couverts ailleurs : %(count)s.") % {"count": imported.taken})
        if imported.wrong_lines:
            lines = ", ".join(str(line) for line in imported.wrong_lines[:20])
            raise CommandError(
                _("Lignes écartées, pièce ou régime illisible : %(count)s (lignes %(lines)s).")
                % {"count": imported.wrong, "lines": lines}
            )
