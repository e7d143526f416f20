"""Verbs of the network: bring the territory and the reference data up to date."""

from agencies.services.reference import sync_reference
from agencies.services.territory import sync_territory

__all__ = ["sync_reference", "sync_territory"]
