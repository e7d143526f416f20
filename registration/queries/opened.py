"""Spaces opened, by category and channel."""

from typing import NamedTuple

from registration.models import OpenedAccounts


class Opened(NamedTuple):
    """How many spaces were opened in a category through a channel."""

    category: str
    channel: str
    count: int


def opened_accounts() -> list[Opened]:
    """The spaces ever opened, in the order of the categories."""
    counted = OpenedAccounts.objects.order_by("category__position", "category", "channel")
    return [Opened(*one) for one in counted.values_list("category", "channel", "count")]
