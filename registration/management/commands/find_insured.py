import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from cnss_amo.accounts.enums import Door, LookKind
from cnss_amo.accounts.services import record_look
from registration.queries import Match, find_people

MOST = 100


def limit(text: str) -> int:
    """Read a number of people to show, from 1 to MOST."""
    if not text.isdigit() or not 1 <= int(text) <= MOST:
        raise ArgumentTypeError(_("un nombre de 1 à %(most)s est attendu") % {"most": MOST})
    return int(text)


class Command(BaseCommand):
    stealth_options = ("stdin",)
    help = _(
        "Cherche des personnes par CIN, numéro, téléphone, identifiant professionnel ou nom. "
        "« - » lit une recherche par ligne et répond un tableau JSON par ligne."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query", metavar="RECHERCHE", help=_("ce qui est cherché, ou -"))
        parser.add_argument("--limit", type=limit, default=10)
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *, query: str, limit: int, as_json: bool, **options: Any) -> None:
        """Search; every search is recorded with the people it showed."""
        if query == "-":
            for line in options.get("stdin") or sys.stdin:
                self._write_json(_search(line, limit))
                self.stdout.flush()
        elif as_json:
            self._write_json(_search(query, limit))
        else:
            self._write_lines(_search(query, limit))

    def _write_json(self, matches: list[Match]) -> None:
        self.stdout.write(json.dumps([_told(match) for match in matches], ensure_ascii=False))

    def _write_lines(self, matches: list[Match]) -> None:
        for match in matches:
            person = match.person
            self.stdout.write(
                f"{person.formatted_number:<9}  {match.score:.2f}  {person.birth:<10}  "
                f"{person.name}  {person.name_ar}".rstrip()
            )
        if not matches:
            self.stdout.write(_("Personne ne correspond."))


@transaction.atomic
def _search(query: str, limit: int) -> list[Match]:
    """Find people, and record that they were shown."""
    matches = find_people(query.strip(), limit=limit)
    record_look(
        user=None,
        kind=LookKind.SEARCH,
        people=[match.person.pk for match in matches],
        door=Door.COMMAND,
        query=query.strip(),
    )
    return matches


def _told(match: Match) -> dict[str, object]:
    return {
        "number": match.person.formatted_number or None,
        "name": match.person.name,
        "name_ar": match.person.name_ar,
        "birth_date": match.person.birth,
        "score": match.score,
    }
