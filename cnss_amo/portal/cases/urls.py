"""The addresses of contests and requests; they belong to the portal."""

from django.urls import path, register_converter

from cnss_amo.kernel.references import OwnActivityReference
from cnss_amo.portal.cases import contests, requests

register_converter(OwnActivityReference, "own_activity")

urlpatterns = [
    path("mon-espace/contestations/", contests.contests, name="contests"),
    path(
        "mon-espace/contestations/<slug:reference>/",
        contests.contest_followed,
        name="contest_followed",
    ),
    path(
        "mon-espace/contestations/<slug:reference>/retirer/",
        contests.withdraw,
        name="withdraw_contest",
    ),
    path(
        "mon-espace/activites/<own_activity:activity_id>/contester/",
        contests.contest,
        name="contest",
    ),
    path("demander-mon-immatriculation/", requests.request_registration, name="request"),
    path("demander-mon-immatriculation/suivre/", requests.follow, name="follow_request"),
    path("demander-mon-immatriculation/ma-demande/", requests.followed, name="request_followed"),
    path(
        "demander-mon-immatriculation/ma-demande/retirer/",
        requests.withdraw,
        name="withdraw_request",
    ),
]
