"""Register one person by the rules of the lists: number, keys, activity, what yields, what covers.

What the pipeline writes by sets, this writes for one; the same constraints have the last word.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from registration.enums import OriginKind, State
from registration.models import (
    Activity,
    BurntNumber,
    Category,
    OtherCover,
    OtherDocument,
    Person,
    RegistrationRequest,
)
from registration.queries.submissions import holder_of
from registration.rules import Birth, births_agree
from registration.services import proposals
from registration.services.completion import source_of
from registration.services.correct import compute_keys

DRAWS = 5  # a drawn number may already be held by somebody whose list gave it
CONTACTS = ("phone", "email", "address")
IDENTITY = (
    *("last_name", "first_name", "last_name_ar", "first_name_ar"),
    *("birth_date", "birth_precision", "birth_place", "sex", "nationality", "commune_id"),
)


class DocumentOfAnother(Exception):
    """The register knows this document under another identity; the message can be shown."""


class CoveredElsewhere(Exception):
    """Another compulsory scheme has priority; the message can be shown as it is."""


class NotYetOpen(Exception):
    """No decree opens the category yet; the message can be shown as it is."""


@dataclass(frozen=True)
class Registered:
    """Who is registered now, and whether the register knew her before."""

    person: Person
    was_known: bool


def register(request: RegistrationRequest, *, on: date, same_as: int | None = None) -> Registered:
    """Bring the person of a request to the register with her activity; hers already, leave it.

    `same_as` is whom an agent recognised under another document. To be called in a transaction.
    Raise DocumentOfAnother, CoveredElsewhere, NotYetOpen or FileAbsorbed.
    """
    require_open(request.category, on)
    known = holder_of(request)
    if known is None and same_as is not None:
        known = Person.objects.get(pk=same_as)
    person = _known(request, known, on) if known else _new(request, on)
    _require_not_covered(request, person)
    if not Activity.objects.open().filter(person=person, category=request.category_id).exists():
        _yield(person, request)
        _open_activity(person, request)
    return Registered(person, known is not None)


def require_open(category: Category, on: date) -> None:
    """Raise NotYetOpen while no decree opens the category."""
    if category.opened_on is None or category.opened_on > on:
        raise NotYetOpen(_("Aucun décret n'ouvre encore cette catégorie : il faut attendre."))


def _known(request: RegistrationRequest, known: Person, on: date) -> Person:
    """The file of somebody known already: never a second one."""
    [person] = proposals.locked(known.pk)
    if not births_agree(Birth(request.birth_date, request.birth_precision), person.born):
        raise DocumentOfAnother(
            _(
                "Cette pièce est celle d'une personne née un autre jour."
                " Vérifiez la pièce, corrigez sa fiche s'il le faut, ou refusez la demande."
            )
        )
    if bytes(person.document_key or b"") != bytes(request.document_key):
        OtherDocument.objects.get_or_create(
            key=bytes(request.document_key),
            defaults={
                "person": person,
                "kind": request.document_kind,
                "sealed": request.document_sealed,
            },
        )
    if person.number is None:
        person.number, person.registered_on = draw_number(bytes(request.document_key)), on
    if person.state == State.DEREGISTERED:
        person.state = State.PRE_REGISTERED
    for name in CONTACTS:
        if getattr(person, f"{name}_key") is None:
            _take_contact(person, request, name)
    person.save()
    return person


def _new(request: RegistrationRequest, on: date) -> Person:
    person = Person(
        state=State.PRE_REGISTERED,
        registered_on=on,
        document_kind=request.document_kind,
        document_key=request.document_key,
        document_sealed=request.document_sealed,
        **{name: getattr(request, name) for name in IDENTITY},
    )
    for name in CONTACTS:
        _take_contact(person, request, name)
    compute_keys(person)
    for _draw in range(DRAWS):
        person.number = draw_number(bytes(request.document_key))
        try:
            with transaction.atomic():
                person.save(force_insert=True)
        except IntegrityError:
            if quicker := holder_of(request):  # a list, since it was looked for
                return _known(request, quicker, on)
            person.pk = None
        else:
            BurntNumber.objects.filter(number=person.number).delete()
            return person
    raise RuntimeError("five numbers drawn in a row are held")


def _take_contact(person: Person, request: RegistrationRequest, name: str) -> None:
    if getattr(request, f"{name}_key") is not None:
        setattr(person, f"{name}_key", getattr(request, f"{name}_key"))
        setattr(person, f"{name}_sealed", getattr(request, f"{name}_sealed"))
        setattr(person, f"{name}_source", source_of(request.channel))


def draw_number(document_key: bytes) -> int:
    """The number that this document had and lost, when nobody has it; otherwise the next one."""
    taken = Person.objects.filter(number__isnull=False).values("number")
    kept = BurntNumber.objects.filter(document_key=document_key).exclude(number__in=taken)
    if burnt := kept.order_by("-burnt_at").first():
        return burnt.number
    with connection.cursor() as cursor:
        cursor.execute("SELECT cnss_number(nextval('registration_number_seq'))")
        return cursor.fetchone()[0]


def _require_not_covered(request: RegistrationRequest, person: Person) -> None:
    cover = OtherCover.objects.filter(document_key=bytes(request.document_key)).first()
    own = Activity.objects.open().filter(person=person)
    firm = own.filter(category__yields=False).select_related("category").first()
    if cover or (request.category.yields and firm):
        scheme = cover.scheme if cover else str(firm.category)
        raise CoveredElsewhere(
            _("La personne est déjà couverte (%(scheme)s) : refusez la demande, avec ce motif.")
            % {"scheme": scheme}
        )


def _yield(person: Person, request: RegistrationRequest) -> None:
    """What yields to any other activity, as AMO Tadamon does, ends when this one begins."""
    if request.category.yields:
        return
    for light in Activity.objects.open().filter(person=person, category__yields=True):
        light.ends_on = max(light.begins_on, request.started_on)
        light.missing_list = None
        light.save(update_fields=["ends_on", "missing_list"])


def _open_activity(person: Person, request: RegistrationRequest) -> Activity:
    """Her activity from the day she says, or from the end of the last one of that category."""
    closed = Activity.objects.filter(person=person, category=request.category_id)
    last = closed.filter(Q(ends_on__gt=request.started_on)).order_by("-ends_on").first()
    begins_on = last.ends_on if last else request.started_on
    facts: dict[str, Any] = {}
    return Activity.objects.create(
        person=person,
        category_id=request.category_id,
        sub_category_id=request.sub_category_id,
        body=request.body,
        started_on=request.started_on,
        begins_on=begins_on,
        subject_from=max(request.started_on, request.category.opened_on),
        professional_id=request.professional_id,
        facts=facts,
        origin_kind=OriginKind.REQUEST,
    )
