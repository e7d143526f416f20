from django.urls import include, path

from cnss_amo.portal import attestations, views
from cnss_amo.portal.where import views as where

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("", include("cnss_amo.portal.way.urls")),
    path("ou-me-rendre/", where.where, name="where"),
    path("ou-me-rendre.json", where.where_json, name="where_json"),
    path("ou-me-rendre/ma-position/", where.position, name="position"),
    path("verifier/", attestations.check, name="check_form"),
    path("verifier/<str:reference>/", attestations.check, name="check"),
    path("mon-espace/", include("cnss_amo.portal.space.urls")),
    path("", include("cnss_amo.portal.cases.urls")),
    path("health/", views.health, name="health"),
]
