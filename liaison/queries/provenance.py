"""Why the register says somebody has an activity: which list brought it, which said it last."""

from collections.abc import Sequence
from typing import NamedTuple

from liaison.enums import OUT_OF_COURSE, SETTLED
from liaison.models import LiaisonBody, ReceivedList, RowOutcome
from registration.models import Activity

MOST_MENTIONS = 100


class Provenance(NamedTuple):
    """Where an activity comes from, as far as a list tells it."""

    body: LiaisonBody | None
    brought_by: ReceivedList | None
    said_last_by: ReceivedList | None


def provenance_of(activities: Sequence[Activity], *, files: Sequence[int]) -> dict[int, Provenance]:
    """The provenance of each activity of a person, whose files these are, by the activity's id."""
    spoke = RowOutcome.objects.filter(person_id__in=files, outcome__in=SETTLED)
    mentions = spoke.order_by("-list_id", "-line").values_list("activity_id", "list_id")
    said = list(mentions[:MOST_MENTIONS])
    wanted = {list_id for _activity, list_id in said}
    wanted |= {one.origin_list for one in activities if one.origin_list}
    standing = ReceivedList.objects.exclude(state__in=OUT_OF_COURSE).select_related("body")
    lists = standing.in_bulk(wanted)
    bodies = LiaisonBody.objects.in_bulk({one.body for one in activities})
    last = {about: lists[list_id] for about, list_id in reversed(said) if list_id in lists}
    return {
        one.pk: Provenance(
            body=bodies.get(one.body),
            brought_by=lists.get(one.origin_list or 0),
            said_last_by=last.get(one.pk),
        )
        for one in activities
    }
