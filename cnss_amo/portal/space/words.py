"""What the register says in codes, said to the person herself."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registration.enums import Channel, CorrectionState, EventKind, State
from registration.models import Person

DATA: Mapping[str, Promise] = {
    "last_name": _("nom"),
    "first_name": _("prénom"),
    "last_name_ar": _("nom en arabe"),
    "first_name_ar": _("prénom en arabe"),
    "birth_date": _("date de naissance"),
    "birth_place": _("lieu de naissance"),
    "sex": _("sexe"),
    "nationality": _("nationalité"),
    "document": _("pièce d'identité"),
    "phone": _("téléphone"),
    "email": _("adresse électronique"),
    "address": _("adresse"),
    "commune": _("commune"),
}

STATES: Mapping[str, Promise] = {
    State.PRE_REGISTERED: _("Vous êtes immatriculé. Votre immatriculation reste à compléter."),
    State.NOTICE_SENT: _(
        "Une mise en demeure vous a été envoyée. Complétez votre immatriculation."
    ),
    State.EX_OFFICIO: _(
        "La CNSS vous a immatriculé d'office. Il vous reste à vérifier vos données."
    ),
    State.COMPLETED: _("Votre immatriculation est complète."),
    State.DEREGISTERED: _("Vous n'avez plus d'activité en cours."),
}

CORRECTIONS: Mapping[str, Promise] = {
    CorrectionState.PROPOSED: _("La CNSS vérifie. Rien ne change avant sa réponse."),
    CorrectionState.ACCEPTED: _("Acceptée : vos données sont corrigées."),
    CorrectionState.REFUSED: _("Refusée : vos données restent comme avant."),
}

EVENTS: Mapping[str, Promise] = {
    EventKind.IDENTITY_CORRECTED: _("Votre identité a été corrigée."),
    EventKind.CONTACT_CHANGED: _("Vos coordonnées ont été changées dans une agence."),
    EventKind.CONTACT_RESTORED: _("Un changement de vos coordonnées a été annulé."),
    EventKind.CONTACT_SAID: _("Vous avez changé vos coordonnées."),
    EventKind.REGISTRATION_COMPLETED: _("Vous avez complété votre immatriculation."),
    EventKind.CODE_HANDED: _("Un code sur papier vous a été remis."),
    EventKind.CALLER_VERIFIED: _("Votre identité a été vérifiée au téléphone."),
    EventKind.PASSWORD_CHANGED: _("Vous avez changé votre mot de passe."),
    EventKind.ATTESTATION_ISSUED: _("Une attestation vous a été délivrée."),
    EventKind.ATTESTATION_REVOKED: _("Une attestation ne vaut plus : la CNSS l'a révoquée."),
    EventKind.ACCOUNT_DISABLED: _("La CNSS a fermé votre espace."),
    EventKind.ACCOUNT_REOPENED: _("La CNSS a rouvert votre espace."),
    EventKind.FILES_MERGED: _("Deux dossiers à votre nom ont été réunis."),
    EventKind.FILES_SPLIT: _("Deux dossiers réunis par erreur ont été séparés."),
    EventKind.MISSING_CONFIRMED: _("Une activité a pris fin : l'organisme ne vous cite plus."),
    EventKind.LIST_UNDONE: _("Une liste qui vous citait a été annulée."),
    EventKind.CONTEST_DEPOSITED: _("Vous avez contesté une activité."),
    EventKind.CONTEST_WITHDRAWN: _("Vous avez retiré une contestation."),
    EventKind.CONTEST_ACCEPTED: _("Votre contestation a été acceptée."),
    EventKind.CONTEST_REFUSED: _("Votre contestation a été refusée."),
    EventKind.REQUEST_ACCEPTED: _("Vous avez été immatriculé à votre demande."),
}
# Questions that colleagues settle among themselves, some of them about another person too.
NOT_TOLD = frozenset(
    {EventKind.DOCUMENT_DISPUTED, EventKind.SAME_PERSON, EventKind.MISSING_DISMISSED}
)

CHANNELS: Mapping[str, Promise] = {
    Channel.PORTAL: _("en ligne"),
    Channel.AGENCY: _("dans une agence"),
    Channel.CALL_CENTRE: _("par téléphone, avec un téléconseiller"),
    Channel.VOICE: _("par le serveur vocal"),
    Channel.POINT: _("dans un point partenaire"),
}

MESSAGES: Mapping[str, Promise] = {
    "ACTIVATION_CODE": _("Un code pour ouvrir votre espace"),
    "NUMBER": _("Votre numéro d'immatriculation"),
    "COMPLETION_RECEIPT": _("Le reçu de votre immatriculation complétée"),
    "FIRST_PASSWORD": _("Un premier mot de passe vous a été remis"),
    "RECEIPT": _("Le reçu de votre demande"),
    "REQUEST_RECEIPT": _("Le reçu de votre demande d'immatriculation"),
    "COMPLEMENT_WANTED": _("Il manque un élément à votre demande"),
    "RESULT_ACCEPTED": _("La réponse à votre demande : acceptée"),
    "RESULT_REFUSED": _("La réponse à votre demande : refusée"),
    "PHONE_CHANGED_OLD": _("À votre ancien téléphone : il n'est plus dans votre dossier"),
    "PHONE_CHANGED_NEW": _("À votre nouveau téléphone : il est dans votre dossier"),
}
ANY_MESSAGE = _("Un message de la CNSS")

STATELESS = _("Vous n'avez pas encore de numéro.")


def state_in_words(person: Person) -> Promise:
    """Where her registration is, said to her."""
    return STATES[person.state] if person.number else STATELESS


def data_in_words(names: Iterable[str]) -> str:
    """Names of data, as a sentence lists them."""
    return ", ".join(str(DATA[name]) for name in names if name in DATA)


def channel_in_words(channel: str | None) -> str:
    """How something reached the CNSS; nothing when it was not said."""
    return str(CHANNELS[channel]) if channel in CHANNELS else ""
