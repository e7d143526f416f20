"""What a person takes away on the paper of a till: a few facts, what comes next, in two languages.

No identity number is on it in clear: a slip is lost, or read over a shoulder.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cnss_amo.kernel.codes import spaced
from cnss_amo.points.person import Shown
from registration.attestation.rules import initials
from registration.models import CompletedRegistration, RegistrationRequest

HELP = _("Aide : appelez le 3939, ou venez dans une agence.")


@dataclass(frozen=True)
class Fact:
    """A label in the language of the moment, and a value that both languages write alike."""

    label: Promise
    value: str
    is_large: bool = False


@dataclass(frozen=True)
class Receipt:
    """One slip: a title, facts told once, and sentences told in each language."""

    title: Promise
    facts: list[Fact]
    sentences: list[Promise | str]


def of_completion(shown: Shown, completed: CompletedRegistration, password: str) -> Receipt:
    """The receipt of a completion; the first password is on it the first time only."""
    facts = [
        Fact(_("Référence"), completed.reference, is_large=True),
        Fact(_("Le"), _at(completed.consented_at)),
        *_who(shown),
    ]
    if password:
        facts.append(Fact(_("Premier mot de passe"), password, is_large=True))
    return Receipt(
        _("Immatriculation complétée"),
        facts,
        [
            *([_("Changez ce mot de passe à la première connexion.")] if password else []),
            _number_comes(shown),
            _("Ensuite : demandez votre attestation et déclarez votre famille."),
            HELP,
        ],
    )


def of_code(shown: Shown, code: str, *, until: date, at: datetime) -> Receipt:
    """The receipt that bears a code."""
    return Receipt(
        _("Votre code"),
        [
            Fact(_("Code"), spaced(code), is_large=True),
            Fact(_("Valable jusqu'au"), f"{until:%d/%m/%Y}"),
            Fact(_("Remis le"), _at(at)),
            *_who(shown),
        ],
        [
            format_lazy(
                _("Avec votre pièce d'identité et ce code, ouvrez votre espace : {site}"),
                site=_apart(settings.SITE_URL),
            ),
            _("Il ne sert qu'une fois. Le code d'avant ne sert plus."),
            _("Ne le donnez à personne : la CNSS ne le demande jamais."),
            HELP,
        ],
    )


def of_request(request: RegistrationRequest) -> Receipt:
    """The receipt of a request, with the day by which it is answered (law 55-19)."""
    name = initials(request.first_name, request.last_name)
    return Receipt(
        _("Demande d'immatriculation"),
        [
            Fact(_("Référence"), request.reference, is_large=True),
            Fact(_("Déposée le"), _at(request.acted_at)),
            Fact(_("Réponse au plus tard le"), f"{request.due_on:%d/%m/%Y}"),
            Fact(_("Initiales"), name),
        ],
        [
            _("La CNSS demande à votre organisme si vous êtes de la profession."),
            _("La réponse, avec son motif, vous est donnée par SMS ou en agence."),
            HELP,
        ],
    )


def _who(shown: Shown) -> list[Fact]:
    arabic = f" · \u2067{shown.initials_ar}\u2069" if shown.initials_ar else ""
    return [Fact(_("Initiales"), f"{shown.initials}{arabic}"), Fact(_("Numéro"), shown.number)]


def _number_comes(shown: Shown) -> Promise | str:
    """Where the number is told whole."""
    if shown.phone:
        return format_lazy(_("Votre numéro arrive par SMS au {phone}."), phone=_apart(shown.phone))
    return _("Votre numéro entier est sur votre attestation.")


def _apart(value: str) -> str:
    """Keep a value left to right among words of either direction."""
    return f"\u2066{value}\u2069"


def _at(instant: datetime) -> str:
    return f"{timezone.localtime(instant):%d/%m/%Y %H:%M}"
