"""Whose lists are whose, and what waits for whom."""

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from cnss_amo.accounts.enums import Role
from cnss_amo.accounts.models import User
from cnss_amo.accounts.perms import holds_any
from liaison.enums import ChunkState, ListState
from liaison.models import Chunk, LeftPerson, LiaisonBody, ReceivedList
from registration.models import Person


def sees_every_body(user: User) -> bool:
    """Whether the user follows the lists of every body."""
    return holds_any(user, Role.LIST_MANAGER, Role.AUDITOR)


def bodies_visible_to(user: User) -> QuerySet[LiaisonBody]:
    """The bodies whose lists the user may see."""
    bodies = LiaisonBody.objects.order_by("code")
    return bodies if sees_every_body(user) else bodies.filter(code__in=user.bodies)


def bodies_sent_for(user: User) -> QuerySet[LiaisonBody]:
    """The bodies that the user sends lists for."""
    return LiaisonBody.objects.filter(code__in=user.bodies).order_by("code")


def visible_to(user: User) -> QuerySet[ReceivedList]:
    """The lists a user may see: all of them at the CNSS, an officer's own bodies' otherwise."""
    lists = ReceivedList.objects.select_related("body", "sent_by", "decided_by")
    return lists if sees_every_body(user) else lists.of_bodies(user.bodies)


def main_lists(user: User) -> QuerySet[ReceivedList]:
    """The lists a user may see, latest first, without the one-row lists of corrections.

    Each carries `rows_done`: the rows of its chunks that are done.
    """
    return _main(visible_to(user))


def main_lists_of(body: str) -> QuerySet[ReceivedList]:
    """The same, for whoever acts in the name of one body."""
    return _main(ReceivedList.objects.of_bodies([body]))


def _main(lists: QuerySet[ReceivedList]) -> QuerySet[ReceivedList]:
    done = (
        Chunk.objects.filter(received_list=OuterRef("pk"), state=ChunkState.DONE)
        .values("received_list")
        .annotate(rows_done=Sum("rows"))
    )
    return (
        lists.filter(corrects_list__isnull=True)
        .annotate(rows_done=Subquery(done.values("rows_done")))
        .order_by("-received_at", "-pk")
    )


def left_people(received_list: ReceivedList) -> QuerySet[Person]:
    """Whom the undo of a list left as they were, because of what was built on them since."""
    left = LeftPerson.objects.filter(list_id=received_list.pk).values("person_id")
    return Person.objects.filter(pk__in=left).order_by("pk")


def lists_failed() -> int:
    """How many lists a fault of ours interrupted."""
    return ReceivedList.objects.filter(state=ListState.FAILED, corrects_list__isnull=True).count()
