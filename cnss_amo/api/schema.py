"""The interface as OpenAPI 3.1 tells it, made from the operations themselves."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils import translation
from drf_spectacular.extensions import (
    OpenApiAuthenticationExtension,
    OpenApiSerializerFieldExtension,
)
from drf_spectacular.generators import SchemaGenerator

from cnss_amo.api.enums import Scope
from cnss_amo.api.fields import PRINTED

FRENCH = "fr"  # the language of the published document


class Bearer(OpenApiAuthenticationExtension):
    """How partners authenticate: a token for a key."""

    target_class = "cnss_amo.api.authentication.BearerToken"
    name = "client_credentials"

    def get_security_definition(self, _auto_schema: Any) -> dict[str, Any]:
        """OAuth 2.0, client credentials."""
        scopes = {scope.value: str(scope.label) for scope in Scope}
        flow = {"tokenUrl": "/api/v1/token", "scopes": scopes}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        """The scope of the operation."""
        return {self.name: [str(auto_schema.view.scope)]}


class OneLine(OpenApiSerializerFieldExtension):
    """A text of one line says so."""

    target_class = "cnss_amo.api.fields.Text"
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        """What the field is, and its pattern."""
        told = auto_schema._map_serializer_field(self.target, direction, bypass_extensions=True)
        return told | {"pattern": PRINTED}


def operations_only(endpoints: list[tuple], **_others: Any) -> list[tuple]:
    """Keep the operations of partners; what libraries or other doors answer is not theirs."""
    from cnss_amo.api.views.operation import Operation

    return [one for one in endpoints if issubclass(getattr(one[3], "cls", object), Operation)]


def strict(result: dict[str, Any], **_others: Any) -> dict[str, Any]:
    """Say that what is sent holds the fields named and no other; keep our own notes to us."""
    for name, component in result["components"]["schemas"].items():
        component.pop("description", None)
        if name.endswith("Request"):
            component["additionalProperties"] = False
    return result


@cache
def document(language: str = FRENCH) -> Mapping[str, Any]:
    """The whole document, its words in a language."""
    with translation.override(language):
        made = SchemaGenerator(urlconf="cnss_amo.urls").get_schema(request=None, public=True)
        return json.loads(json.dumps(made, default=str))


@cache
def as_json() -> bytes:
    """The document as it is published."""
    return json.dumps(document(), ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"


def operations(language: str) -> list[dict[str, Any]]:
    """Each operation as the page tells it, in the order in which a partner meets them."""
    told = document(language)
    found = [
        {
            "path": path,
            "method": method.upper(),
            "scope": operation["security"][0][Bearer.name][0],
            "about": operation,
            "fields": _fields(told, operation),
            "said": _example(operation.get("requestBody", {})),
            "given": _example(next(iter(operation["responses"].values()))),
        }
        for path, methods in told["paths"].items()
        for method, operation in methods.items()
    ]
    order = {scope.value: place for place, scope in enumerate(Scope)}
    return sorted(found, key=lambda one: order[one["scope"]])


def _fields(told: Mapping[str, Any], operation: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What an operation takes, field by field."""
    content = operation.get("requestBody", {}).get("content", {})
    for media in content.values():
        name = media["schema"]["$ref"].rpartition("/")[2]
        component = told["components"]["schemas"][name]
        required = component.get("required", [])
        return [
            {"name": field, "required": field in required, "values": _values(told, about), **about}
            for field, about in component["properties"].items()
        ]
    return []


def _values(told: Mapping[str, Any], about: Mapping[str, Any]) -> list[str]:
    """The values that a field may have, when they are few."""
    for choices in (about, *about.get("allOf", []), *about.get("oneOf", [])):
        named = choices.get("$ref", "").rpartition("/")[2]
        found = choices.get("enum") or told["components"]["schemas"].get(named, {}).get("enum")
        if found:
            return list(found)
    return []


def _example(body: Mapping[str, Any]) -> str:
    """The example of a body, as it is written; empty when it has none."""
    for media in body.get("content", {}).values():
        for example in media.get("examples", {}).values():
            return json.dumps(example["value"], ensure_ascii=False, indent=2)
    return ""
