"""The words of the operations: what each does, what may go wrong, an example."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

PARTNERS, BODIES = _("Réseaux et points partenaires"), _("Organismes de liaison")
IDENTITY = {
    "document_kind": "CIN",
    "document": "BS100001",
    "birth": "1980-03-12",
    "point": "BAC-0001",
}
REQUEST = {
    "reference": "7K3F9-Q2MXB",
    "state": "DEPOSITED",
    "state_label": "en cours d'examen",
    "deposited_at": "2026-03-02T12:00:00+00:00",
    "due_on": "2026-05-01",
    "complement_due_on": None,
}


class Told(NamedTuple):
    """What is said of one operation."""

    tag: Any
    summary: Any
    description: Any
    problems: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    said: Any = None
    given: Any = None


OPERATIONS: Mapping[str, Told] = {
    "status": Told(
        PARTNERS,
        _("La personne est-elle immatriculée ?"),
        _(
            "La réponse est la même pour tout le monde : votre programme n'apprend rien. La"
            " personne, si la CNSS la connaît, reçoit son numéro par SMS au téléphone connu."
        ),
        said=IDENTITY,
    ),
    "start_activation": Told(
        PARTNERS,
        _("Envoyer un code à la personne"),
        _(
            "La réponse est la même pour tout le monde. La personne, si la CNSS la connaît, reçoit"
            " un code par SMS : six chiffres, dix minutes, cinq essais. Un code sur papier, remis"
            " par une agence, sert avec la même référence."
        ),
        problems=("not_approved",),
        said=IDENTITY,
    ),
    "complete": Told(
        PARTNERS,
        _("Compléter l'immatriculation"),
        _(
            "Avec le code que la personne vous lit. Ce qu'elle ne dit pas reste tel que la CNSS le"
            " connaît. Imprimez la réponse pour elle et n'en gardez rien."
        ),
        problems=(
            *("not_approved", "wrong_code", "notice_not_read"),
            *("already_completed", "not_completable"),
        ),
        parameters=("key",),
        said={
            "reference": "0b7d4c9e-2f51-4d0a-9a53-0d2f7c1e8a11",
            "code": "123456",
            "notice_read": True,
            "language": "ar",
            "point": "BAC-0001",
        },
        given={
            "reference": "7K3F9-Q2MXB",
            "number": "199999016",
            "first_password": "bac-a-sable-0000",
        },
    ),
    "deposit_request": Told(
        PARTNERS,
        _("Déposer une demande d'immatriculation"),
        _(
            "Pour qui n'est sur aucune liste (formulaire 328-1-01). Le récépissé est immédiat ;"
            " l'organisme de liaison est interrogé, la réponse arrive par message."
        ),
        problems=("not_approved", "notice_not_read", "not_taken"),
        parameters=("key",),
        said=IDENTITY
        | {
            "last_name": "Fictif",
            "first_name": "Bac",
            "sub_category": "CPU",
            "started_on": "2026-01-15",
            "phone": "0612345678",
            "notice_read": True,
        },
        given=REQUEST,
    ),
    "follow_request": Told(
        PARTNERS,
        _("Suivre une demande"),
        _("Où en est une demande que vous avez déposée. Rien n'y est dit de la personne."),
        parameters=("reference",),
        given=REQUEST,
    ),
    "questions": Told(
        BODIES,
        _("Les personnes à confirmer"),
        _(
            "Les personnes dont la CNSS demande à votre organisme si elles exercent, la plus"
            " ancienne d'abord. Chaque lecture est inscrite au journal des consultations."
        ),
        parameters=("after",),
    ),
    "confirm": Told(
        BODIES,
        _("Dire si une personne exerce"),
        _("Une réponse par question. Une réponse négative dit pourquoi."),
        problems=("already_answered",),
        parameters=("key", "reference"),
        said={"answer": "NOT_MEMBER", "reason": "Radiée du tableau le 3 mars 2024."},
        given={
            "reference": "1-00000000000a",
            "answer": "NOT_MEMBER",
            "answered_at": "2026-03-02T12:00:00+00:00",
        },
    ),
    "send_list": Told(
        BODIES,
        _("Envoyer une liste"),
        _(
            "Les formats sont ceux des pages et du dossier de dépôt. Le reçu porte l'empreinte"
            " SHA-256 ; les mêmes octets sont la même liste."
        ),
        problems=("not_taken",),
        parameters=("key",),
    ),
    "lists": Told(
        BODIES,
        _("Vos listes"),
        _("Les listes de votre organisme, par toutes les portes, la plus récente d'abord."),
        parameters=("after",),
    ),
    "list": Told(
        BODIES,
        _("Suivre une liste"),
        _("Son état, ses décomptes, et pourquoi elle s'est arrêtée. Jamais de personne."),
        parameters=("reference",),
    ),
    "return_file": Told(
        BODIES,
        _("Prendre le fichier de retour"),
        _("Vos lignes à corriger, chacune avec son motif. Il se renvoie tel quel."),
        problems=("not_ready", "gone"),
        parameters=("reference",),
    ),
}
