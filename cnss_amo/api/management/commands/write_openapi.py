"""Write the OpenAPI document where it is kept for those who read the repository."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand

from cnss_amo.api.schema import as_json

FILE = settings.BASE_DIR / "docs" / "api" / "openapi.json"


class Command(BaseCommand):
    help = "Écrit le contrat de l'interface des partenaires dans docs/api/openapi.json."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Another file may be named."""
        parser.add_argument("file", nargs="?", type=Path, default=FILE)

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        """Write it."""
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(as_json())
        self.stdout.write(str(file))
