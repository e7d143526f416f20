"""Verbs of the register, one module for each act."""

from registration.services.correct import (
    accept_correction,
    propose_correction,
    refuse_correction,
)
from registration.services.legislation import out_of_date, sync_legislation
from registration.services.merge import accept_merger, propose_merger, refuse_merger
from registration.services.split import split_files

__all__ = [
    "accept_correction",
    "accept_merger",
    "out_of_date",
    "propose_correction",
    "propose_merger",
    "refuse_correction",
    "refuse_merger",
    "split_files",
    "sync_legislation",
]
