from django.urls import path

from cnss_amo.portal.way import access, complete, identify

urlpatterns = [
    path("mon-immatriculation/", identify.identify, name="identify"),
    path("mon-immatriculation/code/", identify.code, name="code"),
    path("mon-immatriculation/autre-code/", identify.another_code, name="another_code"),
    path("mon-immatriculation/numero/", identify.number, name="number"),
    path("mon-immatriculation/mes-donnees/", complete.confirm, name="confirm"),
    path("mon-immatriculation/verifier/", complete.verify_answers, name="verify_answers"),
    path("mon-immatriculation/terminee/", complete.done, name="done"),
    path("mon-immatriculation/ou-j-en-suis/", complete.standing, name="standing"),
    path("mon-immatriculation/nouvel-acces/", complete.reopen, name="reopen"),
    path("mes-donnees-personnelles/", complete.notice, name="notice"),
    path("mon-espace/connexion/", access.sign_in, name="sign_in"),
    path("mon-espace/mot-de-passe/", access.password, name="password"),
    path("mon-espace/deconnexion/", access.sign_out, name="sign_out"),
]
