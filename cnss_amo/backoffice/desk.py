"""What the file of a person offers: its tabs, and the acts that each role may do on it."""

from collections.abc import Callable
from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts import perms
from cnss_amo.accounts.enums import Role
from cnss_amo.accounts.models import User
from registration.enums import TRANSITIONS, State
from registration.models import Person


class Tab(NamedTuple):
    """A part of the file, which has its own address."""

    slug: str
    label: Promise

    @property
    def template(self) -> str:
        """The piece of page that shows it."""
        return f"backoffice/person/_{self.slug}.html"


SUMMARY = Tab("resume", _("Résumé"))
RELATIONS = Tab("liens", _("Liens et listes"))
TABS = (
    SUMMARY,
    Tab("activites", _("Activités")),
    Tab("coordonnees", _("Coordonnées")),
    Tab("pieces", _("Pièces")),
    Tab("historique", _("Historique")),
    RELATIONS,
)


def tab_named(slug: str) -> Tab:
    """The tab asked for; what means nothing is the first."""
    return next((tab for tab in TABS if tab.slug == slug), TABS[0])


def _always(_person: Person) -> bool:
    return True


def _to_complete(person: Person) -> bool:
    return person.number is not None and State.COMPLETED in TRANSITIONS[State(person.state)]


def _has_number(person: Person) -> bool:
    return person.number is not None


class Act(NamedTuple):
    """Something that a role may do on a file; `is_open` tells for whom it makes sense."""

    page: str
    label: Promise
    roles: tuple[Role, ...]
    is_open: Callable[[Person], bool] = _always


# In the order of the desk: what is done most, first. A page takes the person's reference alone.
ACTS = (
    Act("backoffice:complete", _("Compléter l'immatriculation"), perms.COMPLETERS, _to_complete),
    Act("backoffice:contact", _("Changer les coordonnées"), perms.DESK),
    Act("backoffice:paper_code", _("Remettre un code sur papier"), perms.DESK, _has_number),
    Act("backoffice:attestation", _("Délivrer une attestation"), perms.DESK),
    Act("backoffice:print", _("Imprimer la fiche"), perms.DESK),
    Act("backoffice:deposit_contest", _("Contester une activité"), perms.DESK, _has_number),
    Act("backoffice:correct", _("Corriger l'identité"), perms.DESK),
    Act("backoffice:merge", _("Fusionner avec un autre dossier"), perms.DESK),
    Act(
        "backoffice:space",
        _("Fermer ou rouvrir l'espace personnel"),
        (Role.SUPERVISOR,),
        _has_number,
    ),
    Act("backoffice:who_looked", _("Voir qui a consulté ce dossier"), perms.AUDITORS),
)


class Offer(NamedTuple):
    """An act as the page shows it."""

    url: str
    label: Promise


def offered(user: User, person: Person) -> list[Offer]:
    """What this user may do now on this file."""
    return [
        Offer(reverse(act.page, args=[person.pk]), act.label)
        for act in ACTS
        if perms.holds_any(user, *act.roles) and act.is_open(person)
    ]
