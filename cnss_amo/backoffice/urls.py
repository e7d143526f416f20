from django.urls import path, register_converter

from cnss_amo.backoffice.views import (
    contact,
    home,
    keyboard,
    person,
    queues,
    reveal,
    search,
    team,
)
from cnss_amo.kernel.references import HoldReference, PersonReference

register_converter(HoldReference, "hold")
register_converter(PersonReference, "person")

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
    path("personnes/<person:person_id>/imprimer/", person.sheet, name="print"),
    path("travaux/", queues.queues, name="queues"),
    path("travaux/equipe/", team.team, name="team"),
    path("travaux/equipe/<hold:hold_id>/", team.move, name="move"),
    path("travaux/<hold:hold_id>/rendre/", queues.give_back, name="give_back"),
    path("travaux/<slug:code>/suivant/", queues.take_next, name="next"),
]
