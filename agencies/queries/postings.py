"""Who works where on a day."""

from datetime import date

from agencies.models import Agency, Point, Posting
from cnss_amo.accounts.models import User


def posting_of(user: User, on: date) -> Posting | None:
    """Return the posting of a colleague on a day, with its agency or point and their commune."""
    return (
        Posting.objects.on(on)
        .filter(user=user)
        .select_related("agency__commune", "point__commune", "point__network")
        .first()
    )


def place_of(user: User, on: date) -> Agency | Point | None:
    """Return the agency or the point where a colleague works on a day."""
    posting = posting_of(user, on)
    return posting.place if posting else None
