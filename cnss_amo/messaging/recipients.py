"""Who may receive an SMS, and what phones and network addresses are counted by."""

import re
from ipaddress import ip_address, ip_network

from cnss_amo.kernel.db import keyring
from cnss_amo.kernel.identifiers import phone_of

MOBILE = re.compile(r"\+212[67][0-9]{8}")
NOBODY_S_PHONE = "+212600000000"  # read where there is none, so that the same work is done


def mobile_of(to: str) -> str | None:
    """Return the Moroccan mobile that a text is, if it is one: no other number costs us an SMS."""
    phone = phone_of(to)
    return phone if phone and MOBILE.fullmatch(phone) else None


def phone_key(phone: str | None) -> bytes:
    """Return what a phone is counted by."""
    return keyring().digest(phone or "", "phone")


def address_key(ip: str) -> bytes | None:
    """Return what a network address is counted by; an IPv6 subscriber is a /64."""
    if not ip:
        return None
    address = ip_address(ip)
    network = ip_network((address, 64 if address.version == 6 else 32), strict=False)
    return keyring().digest(str(network), "address")
