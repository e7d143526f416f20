"""Write a believable list of fictitious people, as a liaison body would send it."""

import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from liaison import synthesis


def _row_count(text: str) -> int:
    if not text.isdigit() or int(text) == 0:
        raise ArgumentTypeError(_("« %s » : un nombre de lignes d'au moins 1 est attendu.") % text)
    return int(text)


def _fraction(text: str) -> float:
    try:
        fraction = float(text)
    except ValueError:
        fraction = -1.0
    if not 0 <= fraction <= 1:
        raise ArgumentTypeError(_("« %s » : une fraction entre 0 et 1 est attendue.") % text)
    return fraction


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = _("« %s » : une date AAAA-MM-JJ est attendue, par exemple 2022-12-31.") % text
        raise ArgumentTypeError(message) from None


class Command(BaseCommand):
    help = "Écrit une liste vraisemblable de personnes fictives, comme un organisme l'enverrait."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("body", metavar="ORGANISME", help="son code, par exemple DGI")
        parser.add_argument("--rows", type=_row_count, required=True, help="nombre de lignes")
        parser.add_argument("--seed", type=int, default=1, help="graine du tirage (1)")
        parser.add_argument(
            "--defects",
            type=_fraction,
            default=0.0,
            help="part de lignes défectueuses, de 0 à 1 (0)",
        )
        parser.add_argument(
            "-o",
            "--output",
            type=Path,
            help="fichier .csv, .txt, .csv.gz ou .xlsx ; sinon la sortie",
        )
        parser.add_argument(
            "--reference-date",
            type=_day,
            default=synthesis.FIRST_DAY,
            help=f"jour où la liste est vraie ({synthesis.FIRST_DAY})",
        )

    def handle(self, *, body: str, rows: int, output: Path | None, **options: object) -> None:
        people = {name: options[name] for name in ("seed", "defects", "reference_date")}
        try:
            if output is None:
                self._write_to_standard_output(body, rows, people)
            else:
                synthesis.write_list(body, rows, output, **people)
        except (synthesis.UnknownBody, synthesis.TooManyRows) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(
                _(
                    "Impossible d'écrire %(file)s (%(reason)s). Vérifiez que le dossier existe,"
                    " qu'il y reste de la place et que vous pouvez y écrire."
                )
                % {"file": output or _("la sortie"), "reason": error.strerror}
            ) from error

    def _write_to_standard_output(self, body: str, rows: int, people: dict[str, object]) -> None:
        try:
            synthesis.write_list_to(sys.stdout.buffer, body, rows, **people)
            sys.stdout.buffer.flush()
        except BrokenPipeError:  # the reader has seen enough, as `head` does
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
