from django.urls import path, register_converter

from cnss_amo.backoffice.views import (
    attestation,
    canaries,
    completion,
    contact,
    control,
    correction,
    deposits,
    home,
    incident,
    keyboard,
    merger,
    person,
    queues,
    reveal,
    search,
    space,
    submissions,
    team,
)
from cnss_amo.kernel.references import (
    ContestReference,
    CorrectionReference,
    HoldReference,
    MergerReference,
    PaperReference,
    PersonReference,
    RequestReference,
)

register_converter(ContestReference, "contest")
register_converter(CorrectionReference, "correction")
register_converter(HoldReference, "hold")
register_converter(MergerReference, "merger")
register_converter(PaperReference, "paper")
register_converter(PersonReference, "person")
register_converter(RequestReference, "request")

app_name = "backoffice"
urlpatterns = [
    path("", home.home, name="home"),
    path("clavier/", keyboard.keyboard, name="keyboard"),
    path("recherche/", search.search, name="search"),
    path("personnes/<person:person_id>/", person.person, name="person"),
    path("personnes/<person:person_id>/montrer/", reveal.reveal, name="reveal"),
    path("personnes/<person:person_id>/coordonnees/", contact.contact, name="contact"),
    path(
        "personnes/<person:person_id>/coordonnees/annuler/",
        contact.undo_contact,
        name="undo_contact",
    ),
    path("personnes/<person:person_id>/completer/", completion.complete, name="complete"),
    path("personnes/<person:person_id>/completee/", completion.completed, name="completed"),
    path("personnes/<person:person_id>/code/", completion.paper_code, name="paper_code"),
    path("personnes/<person:person_id>/verifier/", completion.verify, name="verify"),
    path("personnes/<person:person_id>/attestation/", attestation.attestation, name="attestation"),
    path(
        "personnes/<person:person_id>/attestation/<slug:reference>/revoquer/",
        attestation.revoke,
        name="revoke_attestation",
    ),
    path("personnes/<person:person_id>/espace/", space.space, name="space"),
    path("personnes/<person:person_id>/imprimer/", person.sheet, name="print"),
    path("personnes/<person:person_id>/consultations/", control.who_looked, name="who_looked"),
    path("controle/", control.looks, name="control"),
    path("controle/alertes/", control.alerts, name="alerts"),
    path("controle/alertes/<int:alert_id>/", control.alert, name="alert"),
    path("controle/levees/", control.lifts, name="lifts"),
    path("controle/sentinelles/", canaries.canaries, name="canaries"),
    path(
        "controle/sentinelles/<person:person_id>/retirer/",
        canaries.remove,
        name="remove_canary",
    ),
    path("controle/incident/", incident.incident, name="incident"),
    path("controle/incident/fichier/", incident.export, name="incident_export"),
    path("personnes/<person:person_id>/corriger/", correction.correct, name="correct"),
    path("corrections/<correction:correction_id>/", correction.correction, name="correction"),
    path("personnes/<person:person_id>/fusionner/", merger.merge, name="merge"),
    path(
        "personnes/<person:person_id>/fusionner/<person:other_id>/",
        merger.merge_with,
        name="merge_with",
    ),
    path("fusions/<merger:merger_id>/", merger.merger, name="merger"),
    path("fusions/<merger:merger_id>/separer/", merger.split, name="split"),
    path(
        "personnes/<person:person_id>/contester/", deposits.deposit_contest, name="deposit_contest"
    ),
    path("demandes/", submissions.requests, name="requests"),
    path("demandes/nouvelle/", deposits.deposit_request, name="deposit_request"),
    path("demandes/<request:request_id>/", submissions.request_case, name="request"),
    path("contestations/", submissions.contests, name="contests"),
    path("contestations/<contest:contest_id>/", submissions.contest_case, name="contest"),
    path("pieces/<paper:paper_id>/", submissions.paper, name="paper"),
    path("travaux/", queues.queues, name="queues"),
    path("travaux/equipe/", team.team, name="team"),
    path("travaux/equipe/<hold:hold_id>/", team.move, name="move"),
    path("travaux/<hold:hold_id>/rendre/", queues.give_back, name="give_back"),
    path("travaux/<slug:code>/suivant/", queues.take_next, name="next"),
]
