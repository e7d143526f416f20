"""The register: people, their activities, what covers them elsewhere, what happened to them."""

from registration.models.accounts import Account, AccountSession, Draft, OpenedAccounts
from registration.models.activities import Activity
from registration.models.attestations import Attestation, AttestationCheck, CheckAllowance
from registration.models.categories import Category, SubCategory
from registration.models.completions import CompletedRegistration
from registration.models.contact import PriorContact
from registration.models.contests import Contest
from registration.models.identity import Correction, Merger
from registration.models.inquiries import MembershipQuestion, SubmittedPaper
from registration.models.people import (
    BurntNumber,
    Case,
    Event,
    OtherCover,
    OtherDocument,
    Person,
)
from registration.models.requests import RegistrationRequest

__all__ = [
    "Account",
    "AccountSession",
    "Activity",
    "Attestation",
    "AttestationCheck",
    "BurntNumber",
    "Case",
    "Category",
    "CheckAllowance",
    "CompletedRegistration",
    "Contest",
    "Correction",
    "Draft",
    "Event",
    "MembershipQuestion",
    "Merger",
    "OpenedAccounts",
    "OtherCover",
    "OtherDocument",
    "Person",
    "PriorContact",
    "RegistrationRequest",
    "SubCategory",
    "SubmittedPaper",
]
