"""What waits about identities, side by side: a correction before and after, two files to merge."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet, Value
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cnss_amo.backoffice.queries.results import masked
from cnss_amo.kernel import identifiers
from cnss_amo.kernel.db import keyring
from liaison.queries.conflicts import Comparison, Side, country_in_words, sex_in_words
from registration.models import Activity, Correction, Merger, Person
from registration.queries.merging import older_first, overlaps, striking_differences
from registration.rules import Birth


@dataclass(frozen=True)
class Change:
    """A datum that a correction changes: what it is, before, after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class TwoFiles:
    """Two files of one person, datum by datum: the one that stands, the one it would absorb.

    `disputed` is where their activities contradict each other; `striking`, what makes them look
    like two people.
    """

    survivor: Person
    absorbed: Person
    comparisons: list[Comparison]
    activities: list[list[Activity]]
    disputed: dict[str, tuple[str, list[tuple[int, str]]]]
    striking: list[str]


class Waiting(NamedTuple):
    """Something proposed about somebody: its page, what it is, since when."""

    url: str
    label: str
    proposed_at: datetime


def proposals_about(person: Person) -> list[Waiting]:
    """What waits for a second person about somebody, asked at once."""
    corrections = Correction.objects.waiting().filter(person=person)
    mergers = Merger.objects.waiting().filter(Q(survivor=person) | Q(absorbed=person))
    found = _told(corrections, "correction").union(_told(mergers, "merger"), all=True)
    labels = {"correction": _("Correction d'identité"), "merger": _("Fusion de deux dossiers")}
    return [
        Waiting(reverse(f"backoffice:{page}", args=[pk]), labels[page], proposed_at)
        for page, pk, proposed_at in found
    ]


def _told(proposals: QuerySet, page: str) -> QuerySet:
    return proposals.order_by().values_list(Value(page), "pk", "proposed_at")


# A correction.

PLAIN = {
    "last_name": gettext_lazy("Nom"),
    "first_name": gettext_lazy("Prénom"),
    "last_name_ar": gettext_lazy("Nom en arabe"),
    "first_name_ar": gettext_lazy("Prénom en arabe"),
    "birth_place": gettext_lazy("Lieu de naissance"),
}
CODED: dict[str, tuple[Promise, Callable[[str], str]]] = {
    "sex": (gettext_lazy("Sexe"), sex_in_words),
    "nationality": (gettext_lazy("Nationalité"), country_in_words),
}


def changes(correction: Correction) -> list[Change]:
    """What a correction changes, in words, masked."""
    before, after = correction.seen, correction.proposed
    found = [
        Change(str(name), before[field], after[field])
        for field, name in PLAIN.items()
        if field in after
    ]
    if "birth_date" in after or "birth_precision" in after:
        found.append(Change(_("Naissance"), _birth(correction, before), _birth(correction, after)))
    found += [
        Change(str(name), told(before[field]), told(after[field]))
        for field, (name, told) in CODED.items()
        if field in after
    ]
    if correction.document_key is not None:
        found.append(_document_change(correction))
    return found


def _birth(correction: Correction, said: dict[str, str]) -> str:
    """A birth, of which only the day or only its precision may have changed."""
    person = correction.person
    day = said.get("birth_date", person.birth_date.isoformat())
    known_to = said.get("birth_precision", person.birth_precision)
    return str(Birth(Person._meta.get_field("birth_date").to_python(day), known_to))


def _document_change(correction: Correction) -> Change:
    """The papers, masked; once accepted, the former lies among the others."""
    papers = [(correction.person.document_key, correction.person.document_sealed)]
    papers += correction.person.other_documents.values_list("key", "sealed")
    former = correction.seen["document"]
    sealed = next((paper for key, paper in papers if key and bytes(key).hex() == former), None)
    kind = correction.get_document_kind_display()
    name = _("Pièce d'identité (%(kind)s)") % {"kind": kind}
    return Change(name, _masked(sealed), _masked(correction.document_sealed))


def _masked(sealed: bytes | None) -> str:
    return masked(keyring().unseal_text(sealed, "document"))


# Two files.


def two_files(one: Person, other: Person) -> TwoFiles:
    """Compare two files that may be of one person, the one that would stand first."""
    survivor, absorbed = older_first(one, other)
    activities = list(
        Activity.objects.filter(person__in=(survivor, absorbed))
        .select_related("category", "sub_category")
        .order_by("begins_on", "pk")
    )
    return TwoFiles(
        survivor=survivor,
        absorbed=absorbed,
        comparisons=compared(survivor, absorbed),
        activities=[
            [activity for activity in activities if activity.person_id == person.pk]
            for person in (survivor, absorbed)
        ],
        disputed=_disputed(survivor, absorbed, activities),
        striking=striking_differences(survivor, absorbed),
    )


def _disputed(
    survivor: Person, absorbed: Person, activities: list[Activity]
) -> dict[str, tuple[str, list[tuple[int, str]]]]:
    """Where the two files contradict each other: by category, what each says."""
    return {
        category: (
            str(overlap.kept[0].category),
            [
                (survivor.pk, _file_says(survivor, overlap.kept)),
                (absorbed.pk, _file_says(absorbed, overlap.absorbed)),
            ],
        )
        for category, overlap in overlaps(survivor, activities).by_category.items()
    }


def _file_says(person: Person, activities: list[Activity]) -> str:
    periods = " ; ".join(f"{one.sub_category_id} {_period(one)}" for one in activities)
    return f"{person.formatted_number or _('sans numéro')} : {periods}"


def _period(activity: Activity) -> str:
    begins = date_format(activity.begins_on, "SHORT_DATE_FORMAT")
    if activity.ends_on is None:
        return _("depuis le %(day)s") % {"day": begins}
    ends = date_format(activity.ends_on, "SHORT_DATE_FORMAT")
    return _("du %(begins)s au %(ends)s") % {"begins": begins, "ends": ends}


class Datum(NamedTuple):
    """What both files say: its name, how a page says it, by what two are compared if not that."""

    name: Promise
    told: Callable[[Person], str]
    column: str = ""

    def compare(self, survivor: Person, absorbed: Person) -> Comparison:
        """The datum in one file, facing the other."""
        ours, theirs = self.told(survivor), self.told(absorbed)
        differs = self._said(survivor) != self._said(absorbed) if ours and theirs else None
        return Comparison(self.name, ours, [Side(theirs, differs)])

    def _said(self, person: Person) -> object:
        value = getattr(person, self.column) if self.column else self.told(person)
        return bytes(value) if isinstance(value, memoryview) else value


def _unsealed(name: str, mask: Callable[[str], str]) -> Callable[[Person], str]:
    def told(person: Person) -> str:
        clear = keyring().unseal_text(getattr(person, f"{name}_sealed"), name)
        return mask(clear) if clear else ""

    return told


def _registered_on(person: Person) -> str:
    return date_format(person.registered_on, "SHORT_DATE_FORMAT") if person.registered_on else ""


PHONE, EMAIL, ADDRESS = (
    _unsealed("phone", identifiers.mask_phone),
    _unsealed("email", identifiers.mask_email),
    _unsealed("address", identifiers.mask_text),
)
DATA = (
    Datum(gettext_lazy("Pièce d'identité"), _unsealed("document", masked), "document_key"),
    Datum(gettext_lazy("Nom et prénom"), lambda person: person.name, "latin_key"),
    Datum(gettext_lazy("Nom et prénom en arabe"), lambda person: person.name_ar, "arabic_key"),
    Datum(gettext_lazy("Naissance"), lambda person: str(person.born)),
    Datum(gettext_lazy("Lieu de naissance"), lambda person: person.birth_place),
    Datum(gettext_lazy("Sexe"), lambda person: sex_in_words(person.sex)),
    Datum(gettext_lazy("Nationalité"), lambda person: country_in_words(person.nationality)),
    Datum(gettext_lazy("Commune"), lambda person: str(person.commune or "")),
    Datum(gettext_lazy("Téléphone"), PHONE, "phone_key"),
    Datum(gettext_lazy("Adresse électronique"), EMAIL, "email_key"),
    Datum(gettext_lazy("Adresse"), ADDRESS, "address_key"),
    Datum(gettext_lazy("Immatriculée le"), _registered_on),
    Datum(gettext_lazy("État"), lambda person: str(person.get_state_display())),
)


def compared(survivor: Person, absorbed: Person) -> list[Comparison]:
    """Two files datum by datum, masked; what neither says is left out."""
    found = [datum.compare(survivor, absorbed) for datum in DATA]
    return [one for one in found if one.newcomer or one.sides[0].text]
