"""Only what staff need of allauth, under the names it reverses; nobody signs up."""

from allauth.account import views as allauth
from django.urls import path

from cnss_amo.accounts import views
from cnss_amo.accounts.second_factor import views as second_factor

urlpatterns = [
    path("connexion/", views.SignIn.as_view(), name="account_login"),
    path("connexion/code/", second_factor.Code.as_view(), name="mfa_authenticate"),
    path("deconnexion/", views.SignOut.as_view(), name="account_logout"),
    path("mot-de-passe/", views.ChangePassword.as_view(), name="account_change_password"),
    path("confirmer/", views.ConfirmPassword.as_view(), name="account_reauthenticate"),
    path("confirmer/code/", second_factor.ConfirmByCode.as_view(), name="mfa_reauthenticate"),
    path(
        "confirmer/cle/", second_factor.ConfirmByKey.as_view(), name="mfa_reauthenticate_webauthn"
    ),
    path("compte-inactif/", allauth.account_inactive, name="account_inactive"),
    path("compte/", second_factor.MyAccount.as_view(), name="mfa_index"),
    path("compte/connexions/", views.sessions, name="usersessions_list"),
    path("compte/application/", second_factor.EnrolApplication.as_view(), name="mfa_activate_totp"),
    path(
        "compte/application/oublier/",
        second_factor.ForgetApplication.as_view(),
        name="mfa_deactivate_totp",
    ),
    path("compte/codes/", second_factor.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path(
        "compte/codes/nouveaux/",
        second_factor.NewRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path("compte/cles/", second_factor.EnrolKey.as_view(), name="mfa_add_webauthn"),
    path(
        "compte/cles/<int:pk>/oublier/",
        second_factor.ForgetKey.as_view(),
        name="mfa_remove_webauthn",
    ),
]
