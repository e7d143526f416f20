"""Programs of partners, for the tests: opened, with a token, calling."""

import base64
import json
from itertools import count
from uuid import uuid4

from django.test import Client as Browser
from django.utils import timezone

from agencies.models import Approval, PartnerNetwork
from cnss_amo.api.enums import OF_BODIES, OF_POINTS
from cnss_amo.api.services import open_client
from liaison.models import LiaisonBody
from tests.agencies.places import make_point

ROOT = "/api/v1"
SERVICES = ("CODE", "COMPLETION", "IMMATRICULATION")
IDENTITY = {"document": "AB123456", "birth": "1980-03-12"}
_addresses = count(1)


def address():
    """An address of the network that no other test fails from."""
    number = next(_addresses) + uuid4().int % 2**20
    return f"2001:db8:{number >> 16 & 0xFFFF:x}:{number & 0xFFFF:x}::1"


def basic(key, secret):
    return "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode()


def ask_token(opened, *, secret=None, at=None, **said):
    """What the token endpoint answers to a client."""
    return Browser(raise_request_exception=False).post(
        f"{ROOT}/token",
        {"grant_type": "client_credentials"} | said,
        headers={"Authorization": basic(opened.client.client_id, secret or opened.secret)},
        REMOTE_ADDR=at or address(),
    )


class Program:
    """A program with a token: `program.post("status", …)`."""

    def __init__(self, opened, token=None):
        self.client = opened.client
        self.opened = opened
        self.token = token or ask_token(opened).json()["access_token"]
        self.browser = Browser(raise_request_exception=False)

    def post(self, path, said=None, *, key="", **headers):
        headers = {"Authorization": f"Bearer {self.token}"} | headers
        if key:
            headers["Idempotency-Key"] = key
        return self.browser.post(
            f"{ROOT}/{path}",
            data=json.dumps(said or {}),
            content_type="application/json",
            headers=headers,
        )

    def act(self, path, said=None, **headers):
        """Post under a key drawn for it."""
        return self.post(path, said, key=str(uuid4()), **headers)

    def send(self, path, said, *, key=None):
        """Post a form with a file."""
        headers = {"Authorization": f"Bearer {self.token}"}
        headers["Idempotency-Key"] = key or str(uuid4())
        return self.browser.post(f"{ROOT}/{path}", said, headers=headers)

    def get(self, path, **headers):
        headers = {"Authorization": f"Bearer {self.token}"} | headers
        return self.browser.get(f"{ROOT}/{path}", headers=headers)


def approved_point(*services, **fields):
    """A point approved for these services, or for all that the interface asks of it."""
    point = make_point(**fields)
    for service in services or SERVICES:
        Approval.objects.create(point=point, service_id=service, begins_on=point.opened_on)
    return point


def opened_for_point(point=None, *, scopes=OF_POINTS, **said):
    owner = point or approved_point()
    return open_client(name="Caisse", owner=owner, scopes=scopes, at=timezone.now(), **said)


def opened_for_network(code="CASHPLUS", **said):
    owner = PartnerNetwork.objects.get(pk=code)
    return open_client(name="Siège", owner=owner, scopes=OF_POINTS, at=timezone.now(), **said)


def opened_for_body(code="DGI", **said):
    owner = LiaisonBody.objects.get(pk=code)
    return open_client(name="Système", owner=owner, scopes=OF_BODIES, at=timezone.now(), **said)


def code_of(answer):
    """The stable code of a problem, its shape checked."""
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == answer.status_code
    assert told["type"].endswith(f"#{told['code']}")
    return told["code"]
