"""Codes of our own tables, as partners write them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cnss_amo.api.problems import Problem


def named(rows: QuerySet, said: Mapping[str, Any], field: str) -> Any:
    """What a code names, nothing when none is said; raise Problem when it names nothing."""
    code = said.get(field)
    found = rows.filter(code=code).first() if code else None
    if code and found is None:
        error = {"field": field, "code": "unknown_code", "detail": _("Ce code n'existe pas.")}
        raise Problem("invalid_fields", errors=[error])
    return found
