"""What the register says in codes, said in plain words."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from liaison.enums import Outcome
from registration.enums import PaperSeen, State
from registration.models import Activity, Person

FIELDS: dict[str, Promise] = {
    "sub_category": _("sous-catégorie"),
    "facts": _("données de l'activité"),
    "professional_id": _("identifiant professionnel"),
    "started_on": _("début de l'activité"),
    "ends_on": _("fin de l'activité"),
    "state": _("état"),
    "name": _("nom et prénom"),
    "name_ar": _("nom et prénom en arabe"),
    "birth_date": _("date de naissance"),
    "birth_place": _("lieu de naissance"),
    "sex": _("sexe"),
    "nationality": _("nationalité"),
    "commune": _("commune"),
    "number": _("numéro"),
    "phone": _("téléphone"),
    "email": _("adresse électronique"),
    "address": _("adresse"),
    "document": _("pièce d'identité"),
}
PART_OF = {
    "last_name": "name",
    "first_name": "name",
    "last_name_ar": "name_ar",
    "first_name_ar": "name_ar",
    "birth_precision": "birth_date",
    "document_disputed": "document",
} | {f"{name}_{part}": name for name in ("phone", "email", "address") for part in ("key", "source")}

SHOWN_BEFORE = (
    "last_name",
    "first_name",
    "last_name_ar",
    "first_name_ar",
    "birth_place",
    "nationality",
    "professional_id",
    "sub_category_id",
)

ASKED = ("birth_date", "birth_place")  # of a caller, among what a page tells of before a change

STATES = {
    State.PRE_REGISTERED: _("L'immatriculation reste à compléter par la personne."),
    State.NOTICE_SENT: _("Une mise en demeure est partie. L'immatriculation reste à compléter."),
    State.EX_OFFICIO: _("Immatriculée d'office. L'immatriculation reste à compléter."),
    State.COMPLETED: _("L'immatriculation est complète."),
    State.DEREGISTERED: _("Aucune activité en cours."),
}
NOTHING_TO_COMPLETE = _("Rien à compléter : l'État paie pour elle.")
NO_NUMBER = _("Pas encore de numéro.")

MENTIONS = {
    Outcome.REGISTERED: _("Immatriculation"),
    Outcome.ACTIVITY_ADDED: _("Activité ajoutée"),
    Outcome.UPDATED: _("Mise à jour"),
    Outcome.UNCHANGED: _("Confirmation, sans changement"),
    Outcome.ENDED: _("Sortie annoncée par l'organisme"),
    Outcome.CONFLICT: _("Conflit d'identité avec une ligne d'une liste"),
    Outcome.COVERED_ELSEWHERE: _("Ligne écartée : déjà couverte autrement"),
}


def state_in_words(person: Person, activities: Iterable[Activity]) -> str:
    """Where a registration is, in a sentence."""
    if person.number is None:
        return str(NO_NUMBER)
    running = [activity for activity in activities if activity.ends_on is None]
    completes_nothing = running and not any(
        activity.category.completion_required for activity in running
    )
    if person.state == State.PRE_REGISTERED and completes_nothing:
        return str(NOTHING_TO_COMPLETE)
    return str(STATES[State(person.state)])


def fields_in_words(names: Iterable[str]) -> str:
    """Names of data, as a sentence lists them; what nobody reads is left out."""
    parts = dict.fromkeys(PART_OF.get(name, name.removesuffix("_id")) for name in names)
    return " · ".join(str(FIELDS[name]) for name in parts if name in FIELDS)


def paper_in_words(paper: str | None) -> str:
    """The original that a person showed; nothing when none was asked."""
    return str(_("vu : %(paper)s") % {"paper": PaperSeen(paper).label}) if paper else ""


def changes_in_words(was: dict[str, Any], *, hidden: Collection[str] = ()) -> str:
    """The data that changed, with what stood before where a page may show it."""
    parts: dict[str, list[str]] = {}
    for name, value in was.items():
        part = PART_OF.get(name, name.removesuffix("_id"))
        if part in FIELDS:
            parts.setdefault(part, []).extend(() if name in hidden else _stood(name, value))
    return " · ".join(
        str(_("%(field)s (avant : %(was)s)") % {"field": FIELDS[part], "was": " ".join(stood)})
        if stood
        else str(FIELDS[part])
        for part, stood in sorted(parts.items(), key=lambda told: list(FIELDS).index(told[0]))
    )


def _stood(name: str, value: Any) -> list[str]:
    """What stood in a field; nothing of what is sealed, or of what only a program reads."""
    if name in ("birth_date", "started_on", "ends_on") and value:
        return [date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")]
    if name == "state":
        return [str(State(value).label)]
    if name in SHOWN_BEFORE:
        return [str(value)] if value else [str(_("vide"))]
    return []


def outcome_in_words(outcome: str) -> str:
    """What a list did with a line about a person."""
    return str(MENTIONS.get(Outcome(outcome), Outcome(outcome).label))
