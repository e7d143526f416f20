from django.urls import path, register_converter

from cnss_amo.backoffice import views
from cnss_amo.kernel.references import PersonReference

register_converter(PersonReference, "person")

app_name = "backoffice"
urlpatterns = [
    path("", views.home, name="home"),
    path("recherche/", views.search, name="search"),
    path("personnes/<person:person_id>/", views.person, name="person"),
]
