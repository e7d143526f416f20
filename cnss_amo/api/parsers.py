"""Read what is sent, strictly: small, UTF-8, no key twice, no depth that breaks a parser."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework.parsers import BaseParser

from cnss_amo.api.problems import Problem

JSON = "application/json"


class SmallJSON(BaseParser):
    """One JSON object of a few kilobytes."""

    media_type = JSON

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Return the object; raise Problem when it is none, or too large."""
        read = stream.read(settings.API_LARGEST_BODY + 1)
        if len(read) > settings.API_LARGEST_BODY:
            raise Problem("too_large")
        try:
            said = json.loads(
                read.decode("utf-8"), object_pairs_hook=_once_each, parse_constant=_no_constant
            )
        except (ValueError, RecursionError):
            raise Problem("malformed") from None
        if not isinstance(said, dict):
            raise Problem("malformed")
        return said


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    said = dict(pairs)
    if len(said) < len(pairs):
        raise ValueError("a key twice")
    return said


def _no_constant(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")
