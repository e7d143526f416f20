"""What each operation says of itself in the OpenAPI document: words, problems, an example."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema

from cnss_amo.api.problems import CATALOGUE, CONTENT_TYPE
from cnss_amo.api.serializers import ProblemGiven
from cnss_amo.api.told import OPERATIONS

EVERYWHERE = (
    *("no_token", "invalid_token", "wrong_scope", "not_acceptable", "unknown_parameter"),
    *("too_many_requests", "server_error", "unavailable", "not_found"),
)
OF_A_BODY = ("malformed", "too_large", "unsupported_media_type", "invalid_fields")
OF_A_KEY = ("no_key", "in_progress", "key_reused")
KEY = OpenApiParameter(
    "Idempotency-Key",
    type={"type": "string", "pattern": "^[A-Za-z0-9_-]{8,64}$"},
    location=OpenApiParameter.HEADER,
    required=True,
    description="Une clé par acte, tirée au hasard : renvoyée, elle donne la même réponse.",
)
AFTER = OpenApiParameter(
    "after",
    type={"type": "string", "maxLength": 40},
    description="La suite : ce que « next » a donné.",
)
REFERENCE = OpenApiParameter(
    "reference",
    type={"type": "string", "minLength": 1, "maxLength": 40, "pattern": "^[A-Za-z0-9-]+$"},
    location=OpenApiParameter.PATH,
)
LANGUAGE = OpenApiParameter(
    "Accept-Language",
    type={"type": "string", "enum": ["fr", "ar"]},
    location=OpenApiParameter.HEADER,
    description="Langue des messages : fr ou ar.",
)
PARAMETERS = {"key": KEY, "after": AFTER, "reference": REFERENCE}


def described(
    name: str, *, takes: Any = None, media: str = "application/json", gives: Mapping[Any, Any]
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Tell an operation: its words and its problems are in `told.py`."""
    about = OPERATIONS[name]
    codes = [*EVERYWHERE, *about.problems]
    codes += OF_A_BODY if takes else ()
    codes += OF_A_KEY if "key" in about.parameters else ()
    return extend_schema(
        operation_id=name,
        summary=about.summary,
        description=about.description,
        tags=[str(about.tag)],
        parameters=[*(PARAMETERS[one] for one in about.parameters), LANGUAGE],
        request={media: takes} if takes else None,
        responses={key: _given(given, about.given) for key, given in gives.items()}
        | _problems(codes),
        examples=_examples(about.said),
    )


def _given(given: Any, example: Any) -> OpenApiResponse:
    if given is bytes:
        return OpenApiResponse(OpenApiTypes.STR, description="Fichier CSV.")
    shown = [OpenApiExample("exemple", value=example, response_only=True)] if example else []
    return OpenApiResponse(given, examples=shown)


def _examples(said: Any) -> list[OpenApiExample]:
    return [OpenApiExample("exemple", value=said, request_only=True)] if said else []


def _problems(codes: Iterable[str]) -> dict[tuple[int, str], OpenApiResponse]:
    """The problems of an operation, by status."""
    found: dict[int, list[str]] = {}
    for code in dict.fromkeys(codes):
        found.setdefault(CATALOGUE[code].status, []).append(code)
    return {
        (status, CONTENT_TYPE): OpenApiResponse(
            ProblemGiven, description=" · ".join(f"`{code}`" for code in sorted(those))
        )
        for status, those in sorted(found.items())
    }
