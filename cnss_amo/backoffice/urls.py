from django.urls import path, register_converter

from cnss_amo.backoffice.views import home, person, reveal, search
from cnss_amo.kernel.references import PersonReference

register_converter(PersonReference, "person")

app_name = "backoffice"
urlpatterns = [
    path("", home.home, name="home"),
    path("recherche/", search.search, name="search"),
    path("personnes/<person:person_id>/", person.person, name="person"),
    path("personnes/<person:person_id>/montrer/", reveal.reveal, name="reveal"),
]
