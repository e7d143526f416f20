from django.urls import path, re_path

from cnss_amo.api.views import liaison, pages, people
from cnss_amo.api.views.token import Token

app_name = "api"
urlpatterns = [
    path("", pages.home, name="home"),
    path("openapi.json", pages.openapi, name="openapi"),
    path("token", Token.as_view(), name="token"),
    path("status", people.Status.as_view(), name="status"),
    path("activations", people.Activations.as_view(), name="activations"),
    path("completions", people.Completions.as_view(), name="completions"),
    path("requests", people.Requests.as_view(), name="requests"),
    path("requests/<str:reference>", people.OneRequest.as_view(), name="request"),
    path("confirmations", liaison.Confirmations.as_view(), name="confirmations"),
    path("confirmations/<str:reference>", liaison.OneConfirmation.as_view(), name="confirmation"),
    path("lists", liaison.Lists.as_view(), name="lists"),
    path("lists/<str:reference>", liaison.OneList.as_view(), name="list"),
    path("lists/<str:reference>/return.csv", liaison.ReturnFile.as_view(), name="return_file"),
    re_path("^.+$", pages.nothing_here, name="nothing_here"),
]
