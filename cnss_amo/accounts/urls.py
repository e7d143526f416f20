"""Only what staff need of allauth, under the names it reverses; nobody signs up."""

from allauth.account import views as allauth
from django.urls import path

from cnss_amo.accounts import views

urlpatterns = [
    path("connexion/", views.SignIn.as_view(), name="account_login"),
    path("deconnexion/", allauth.logout, name="account_logout"),
    path("mot-de-passe/", views.ChangePassword.as_view(), name="account_change_password"),
    path("confirmer/", views.ConfirmPassword.as_view(), name="account_reauthenticate"),
    path("compte-inactif/", allauth.account_inactive, name="account_inactive"),
]
