"""Addresses of a personal space, which name nobody; they live in the namespace of the portal."""

from django.urls import path

from cnss_amo.portal.space import (
    activities,
    attestation,
    contact,
    data,
    history,
    home,
    identity,
    inbox,
    language,
    looks,
    sessions,
)

urlpatterns = [
    path("", home.space, name="space"),
    path("mes-donnees/", data.data, name="data"),
    path("mes-donnees/en-clair/", data.in_clear, name="in_clear"),
    path("mes-donnees/coordonnees/", contact.contact, name="contact"),
    path("mes-donnees/identite/", identity.identity, name="identity"),
    path("mes-activites/", activities.activities, name="activities"),
    path("mes-messages/", inbox.inbox, name="messages"),
    path("qui-a-regarde/", looks.looks, name="looks"),
    path("mon-dossier/", history.history, name="history"),
    path("mes-connexions/", sessions.sessions, name="sessions"),
    path("langue/", language.language, name="language"),
    path("attestation/", attestation.attestation, name="attestation"),
]
