"""Trying passwords, and comparing what is answered."""

import re

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.urls import reverse

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


class Counted(Argon2PasswordHasher):
    """argon2, counted: how many times it ran."""

    time_cost, memory_cost, parallelism = 1, 8, 1
    ran = 0

    def encode(self, *args, **kwargs):
        type(self).ran += 1
        return super().encode(*args, **kwargs)

    def verify(self, *args, **kwargs):
        type(self).ran += 1
        return super().verify(*args, **kwargs)


def attempt(client, matricule, password, address="192.0.2.1"):
    return client.post(
        reverse("account_login"),
        {"login": matricule, "password": password},
        REMOTE_ADDR=address,
    )


def bytes_of(response, matricule):
    """What is answered, less the anti-forgery token and the matricule typed back."""
    return TOKEN.sub("", response.text.replace(f'value="{matricule}"', 'value=""'))
