"""What an operator does at the counter of a point."""

from django.urls import reverse

from tests.registration.completing import CIN

ALL_SERVICES = ("IMMATRICULATION", "COMPLETION", "CODE", "ATTESTATION")
HOME = reverse("points:home")
SHOWN = {"document_kind": "CIN", "document": CIN, "birth": "12/03/1980"}
SAID = {"language": "ar", "consent": "on"}


def present(client, **shown):
    """Type what a paper says; return the answer, which leads to a visit."""
    return client.post(HOME, SHOWN | shown)


def visit(client, **shown):
    """The key of the visit of whoever shows this paper."""
    return present(client, **shown).url.rstrip("/").rsplit("/", 1)[-1]


def address(page, key):
    return reverse(f"points:{page}", args=[key])
