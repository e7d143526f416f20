from django.urls import path

from cnss_amo.points.views import acts, counter, request

app_name = "points"
urlpatterns = [
    path("", counter.home, name="home"),
    path("papier/", counter.paper, name="paper"),
    path("visites/<uuid:visit>/", counter.visit, name="visit"),
    path("visites/<uuid:visit>/completer/", acts.complete, name="complete"),
    path("visites/<uuid:visit>/completee/", acts.completed, name="completed"),
    path("visites/<uuid:visit>/code/", acts.paper_code, name="paper_code"),
    path("visites/<uuid:visit>/code/recu/", acts.handed_code, name="handed_code"),
    path("visites/<uuid:visit>/attestation/", acts.attestation, name="attestation"),
    path("visites/<uuid:visit>/demande/", request.who, name="request"),
    path("visites/<uuid:visit>/demande/activite/", request.activity, name="request_activity"),
    path("visites/<uuid:visit>/demande/verifier/", request.check, name="request_check"),
    path("visites/<uuid:visit>/demande/recu/", request.deposited, name="deposited"),
]
