"""Addresses of a personal space, which name nobody; they live in the namespace of the portal."""

from django.urls import path

from cnss_amo.portal.space import home

urlpatterns = [
    path("", home.space, name="space"),
]
