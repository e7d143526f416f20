"""Two files of one person: which one stands, where their activities cannot both be true."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from cnss_amo.kernel.names import similarity
from registration.models import Activity, Person
from registration.rules import Age, births_agree, is_older, periods_meet

ALIKE = 0.5  # two names less alike are no two spellings of one

SAME = (
    "category_id",
    "sub_category_id",
    "professional_id",
    "started_on",
    "begins_on",
    "ends_on",
    "subject_from",
    "facts",
)


@dataclass
class Overlap:
    """The activities of one category that contradict each other: here and there."""

    kept: list[Activity] = field(default_factory=list)
    absorbed: list[Activity] = field(default_factory=list)


@dataclass
class Overlaps:
    """Said twice, word for word; and contradictions by category, for somebody to settle."""

    repeated: list[Activity]
    by_category: dict[str, Overlap]

    def set_aside(self, preferred: dict[str, int], survivor_id: int) -> list[Activity]:
        """What gives way when, in each category, one file is believed."""
        aside = list(self.repeated)
        for category, overlap in self.by_category.items():
            believes_survivor = preferred[category] == survivor_id
            aside += overlap.absorbed if believes_survivor else overlap.kept
        return aside


def striking_differences(one: Person, other: Person) -> list[str]:
    """What the papers of one person hardly ever say twice differently: sex, birth, name."""
    found = []
    if one.sex and other.sex and one.sex != other.sex:
        found.append(_("le sexe"))
    if not births_agree(one.born, other.born):
        found.append(_("la naissance"))
    theirs = (other.last_name, other.first_name, other.last_name_ar, other.first_name_ar)
    if similarity(f"{one.last_name} {one.first_name}", *theirs) < ALIKE:
        found.append(_("le nom"))
    return found


def standing_file(person_id: int) -> int:
    """The file that a file leads to: the one it was merged into, or itself."""
    merged = Person.objects.filter(pk=person_id).values_list("merged_into_id", flat=True).first()
    return merged or person_id


def files_of(person_id: int) -> list[int]:
    """The files of one person: this one, and those that were merged into it."""
    mine = Q(pk=person_id) | Q(merged_into=person_id)
    return list(Person.objects.filter(mine).order_by("pk").values_list("pk", flat=True))


def older_first(one: Person, other: Person) -> tuple[Person, Person]:
    """The file that stands when both are of one person, then the one it absorbs."""
    ages = [Age(p.number is not None, p.registered_on, p.pk) for p in (one, other)]
    return (one, other) if is_older(*ages) else (other, one)


def overlaps(survivor: Person, activities: Iterable[Activity]) -> Overlaps:
    """Compare the activities of two files."""
    activities = list(activities)
    kept = [one for one in activities if one.person_id == survivor.pk]
    absorbed = [one for one in activities if one.person_id != survivor.pk]
    told = [_said(one) for one in kept]
    found = Overlaps([one for one in absorbed if _said(one) in told], {})
    for theirs in absorbed:
        for ours in kept:
            if theirs not in found.repeated and _meet(ours, theirs):
                overlap = found.by_category.setdefault(ours.category_id, Overlap())
                _add(overlap.kept, ours)
                _add(overlap.absorbed, theirs)
    return found


def _said(activity: Activity) -> tuple[object, ...]:
    return tuple(getattr(activity, name) for name in SAME)


def _meet(ours: Activity, theirs: Activity) -> bool:
    return ours.category_id == theirs.category_id and periods_meet(
        (ours.begins_on, ours.ends_on), (theirs.begins_on, theirs.ends_on)
    )


def _add(activities: list[Activity], one: Activity) -> None:
    if one not in activities:
        activities.append(one)
