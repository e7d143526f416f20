"""What goes wrong, told to programs: RFC 9457, with codes that never change.

The title and the detail are for people, in the language asked for; the code is for programs.
"""

import logging
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response

CONTENT_TYPE = "application/problem+json"
logger = logging.getLogger(__name__)


class Kind(NamedTuple):
    """One kind of problem: its status, what it is, what to do."""

    status: int
    title: Any
    detail: Any


CATALOGUE: Mapping[str, Kind] = {
    "malformed": Kind(
        400, _("Demande illisible"), _("Envoyez un objet JSON en UTF-8, sans clé en double.")
    ),
    "unknown_parameter": Kind(
        400,
        _("Paramètre inconnu"),
        _("L'adresse porte un paramètre que cette opération ne connaît pas. Retirez-le."),
    ),
    "no_key": Kind(
        400,
        _("Clé d'idempotence absente"),
        _("Donnez à chaque acte un en-tête Idempotency-Key, de 8 à 64 lettres, chiffres, - ou _."),
    ),
    "no_token": Kind(
        401, _("Jeton absent"), _("Demandez un jeton, puis envoyez : Authorization: Bearer …")
    ),
    "invalid_token": Kind(
        401, _("Jeton refusé"), _("Ce jeton est faux, fini ou retiré. Demandez-en un autre.")
    ),
    "wrong_scope": Kind(
        403,
        _("Droit manquant"),
        _("Votre clé n'a pas le droit « %(scope)s ». Demandez-le à la CNSS."),
    ),
    "not_approved": Kind(
        403,
        _("Point sans agrément"),
        _("Ce point n'est pas agréé aujourd'hui pour cet acte. Orientez la personne ailleurs."),
    ),
    "not_found": Kind(
        404, _("Introuvable"), _("Rien ici ne porte ce nom, ou ce n'est pas à vous.")
    ),
    "method_not_allowed": Kind(
        405, _("Méthode refusée"), _("Cette adresse ne répond pas à cette méthode.")
    ),
    "not_acceptable": Kind(
        406, _("Format indisponible"), _("Les réponses sont en JSON : Accept: application/json.")
    ),
    "in_progress": Kind(
        409,
        _("Acte en cours"),
        _("La même demande est en train d'être traitée. Attendez quelques secondes, recommencez."),
    ),
    "already_completed": Kind(
        409,
        _("Immatriculation déjà complétée"),
        _("Il n'y a plus rien à faire. Remettez la référence à la personne."),
    ),
    "already_answered": Kind(
        409, _("Question déjà répondue"), _("Votre organisme a déjà répondu à cette question.")
    ),
    "not_ready": Kind(
        409,
        _("Pas encore prêt"),
        _("Le fichier de retour existe quand la liste est terminée. Suivez son état."),
    ),
    "gone": Kind(
        410,
        _("Lignes effacées"),
        _("Le délai de conservation est passé : les lignes de cette liste sont effacées."),
    ),
    "too_large": Kind(413, _("Demande trop grande"), _("Réduisez la demande.")),
    "unsupported_media_type": Kind(
        415, _("Format refusé"), _("Envoyez du JSON, ou pour une liste un formulaire multipart.")
    ),
    "invalid_fields": Kind(
        422, _("Champs à corriger"), _("Corrigez les champs nommés dans « errors ».")
    ),
    "key_reused": Kind(
        422,
        _("Clé d'idempotence déjà utilisée"),
        _("Cette clé a servi à une autre demande. Une clé par acte."),
    ),
    "wrong_code": Kind(
        422,
        _("Code refusé"),
        _("Ce code est faux, déjà utilisé ou trop vieux. Vérifiez-le, ou demandez-en un autre."),
    ),
    "not_completable": Kind(422, _("Rien à compléter"), _("Il n'y a rien à compléter.")),
    "notice_not_read": Kind(
        422,
        _("Notice non lue"),
        _("Lisez ou remettez la notice sur les données (loi 09-08), puis « notice_read » : true."),
    ),
    "not_taken": Kind(422, _("Dépôt refusé"), _("La demande n'a pas pu être prise.")),
    "too_many_requests": Kind(
        429, _("Trop de demandes"), _("Attendez le nombre de secondes de Retry-After.")
    ),
    "server_error": Kind(
        500, _("Faute de notre côté"), _("Rien n'a été fait. Réessayez, puis prévenez la CNSS.")
    ),
    "unavailable": Kind(
        503, _("Service indisponible"), _("Rien n'a été fait. Réessayez dans une minute.")
    ),
}


class Problem(exceptions.APIException):
    """A problem of the catalogue; `detail` says more than its usual words, in words to show."""

    def __init__(
        self,
        code: str,
        *,
        detail: str = "",
        errors: Iterable[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        extra: Mapping[str, Any] | None = None,
        **values: str,
    ) -> None:
        kind = CATALOGUE[code]
        super().__init__(detail=detail or kind.detail % values, code=code)
        self.code, self.status_code, self.title = code, kind.status, kind.title
        self.errors, self.headers, self.extra = list(errors), headers or {}, extra or {}

    def told(self) -> dict[str, Any]:
        """The body of the answer."""
        told = {
            "type": f"{reverse('api:home')}#{self.code}",
            "title": str(self.title),
            "status": self.status_code,
            "detail": str(self.detail),
            "code": self.code,
        }
        return told | self.extra | ({"errors": self.errors} if self.errors else {})


CODE_OF = {
    exceptions.ParseError: "malformed",
    exceptions.NotAuthenticated: "no_token",
    exceptions.AuthenticationFailed: "invalid_token",
    exceptions.PermissionDenied: "wrong_scope",
    PermissionDenied: "wrong_scope",
    exceptions.NotFound: "not_found",
    Http404: "not_found",
    exceptions.MethodNotAllowed: "method_not_allowed",
    exceptions.NotAcceptable: "not_acceptable",
    exceptions.UnsupportedMediaType: "unsupported_media_type",
    SuspiciousOperation: "malformed",
}


def answer(fault: Exception, context: Mapping[str, Any]) -> Response:
    """Tell a fault as a problem; whatever it is, no trace of our code leaves."""
    return told(as_problem(fault, context))


def told(problem: Problem) -> Response:
    """The answer of a problem."""
    headers = dict(problem.headers)
    if problem.status_code == 401:
        error = ', error="invalid_token"' if problem.code == "invalid_token" else ""
        headers["WWW-Authenticate"] = f'Bearer realm="cnss-amo"{error}'
    return Response(
        problem.told(), status=problem.status_code, headers=headers, content_type=CONTENT_TYPE
    )


def as_problem(fault: Exception, context: Mapping[str, Any]) -> Problem:
    """The problem that a fault is; what nobody foresaw is ours, and logged."""
    if isinstance(fault, Problem):
        return fault
    if isinstance(fault, exceptions.ValidationError):
        return Problem("invalid_fields", errors=_fields(fault.get_full_details()))
    for known, code in CODE_OF.items():
        if isinstance(fault, known):
            return Problem(code, scope="")
    request = context.get("request")
    got_request_exception.send(sender=None, request=getattr(request, "_request", request))
    path = request.path if request else ""
    if isinstance(fault, OperationalError | InterfaceError):
        logger.error("the database does not answer: %s", path)
        return Problem("unavailable", headers={"Retry-After": "60"})
    logger.error("a fault of ours: %s", path, exc_info=fault)
    return Problem("server_error")


def _fields(details: Any, prefix: str = "") -> list[dict[str, str]]:
    """Each error of a form: which field, its code, in words."""
    if isinstance(details, dict) and "message" in details and "code" in details:
        field = prefix.removesuffix(".non_field_errors")
        return [{"field": field, "code": details["code"], "detail": str(details["message"])}]
    if isinstance(details, dict):
        parts = [_fields(one, f"{prefix}.{name}".strip(".")) for name, one in details.items()]
    else:
        parts = [_fields(one, prefix) for one in details]
    return [error for part in parts for error in part]
