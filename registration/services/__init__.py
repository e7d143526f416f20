"""Verbs of the register, one module for each act."""

from registration.services.legislation import out_of_date, sync_legislation

__all__ = ["out_of_date", "sync_legislation"]
