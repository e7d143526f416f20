"""What goes wrong at the door, as RFC 9457 says it: a stable code, and words for people."""

from dataclasses import dataclass

from django.http import JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Problem:
    """One kind of problem: programs rely on its code and its status."""

    code: str
    status: int
    title: str | Promise

    def response(self, **more: object) -> JsonResponse:
        """The answer that says it."""
        told = {
            "type": f"urn:cnss-amo:voice:{self.code}",
            "title": str(self.title),
            "status": self.status,
            "code": self.code,
        }
        response = JsonResponse(told | more, status=self.status, content_type=CONTENT_TYPE)
        if self.status == 401:
            response.headers["WWW-Authenticate"] = "Bearer"
        if self.status == 429:
            response.headers["Retry-After"] = "60"
        return response


BAD_KEY = Problem("bad_key", 401, _("La clé de la plateforme téléphonique manque ou est fausse."))
NOT_JSON = Problem("not_json", 400, _("Le corps de la requête n'est pas un objet JSON."))
BAD_FIELD = Problem("bad_field", 422, _("Un champ manque, ou n'a pas la forme attendue."))
UNKNOWN_CALL = Problem("unknown_call", 404, _("Cet appel n'existe pas."))
CALL_OVER = Problem("call_over", 410, _("Cet appel est fini, ou s'est tu trop longtemps."))
WRONG_STEP = Problem("wrong_step", 409, _("L'appel attend un autre pas."))
TOO_MANY = Problem("too_many_calls", 429, _("Trop d'appels commencés en une minute."))
