"""What lists built on a merger of two files: it is not split after that."""

from django.db.models import Q
from django.utils.translation import gettext as _

from liaison.enums import WRITTEN
from liaison.models import ReceivedList, RowOutcome
from registration.models import Merger

MOST_NAMED = 3


def written_since(merger: Merger) -> list[str]:
    """Name the lists that wrote to one of the two files after they were merged."""
    wrote = RowOutcome.objects.filter(
        person_id__in=(merger.survivor_id, merger.absorbed_id), outcome__in=WRITTEN
    )
    later = ReceivedList.objects.filter(
        Q(closed_at=None) | Q(closed_at__gt=merger.decided_at), pk__in=wrote.values("list_id")
    )
    return [
        _("la liste %(reference)s y a écrit depuis") % {"reference": received_list.reference}
        for received_list in later.order_by("pk")[:MOST_NAMED]
    ]
