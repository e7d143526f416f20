"""The OpenAPI document is the code, and every operation keeps to it whatever it is sent."""

import json
from contextlib import contextmanager

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cnss_amo.api.management.commands.write_openapi import FILE
from cnss_amo.api.models import Allowance
from cnss_amo.api.schema import as_json, document
from cnss_amo.wsgi import application
from tests.api.calling import (
    Program,
    opened_for_body,
    opened_for_point,
)

pytestmark = pytest.mark.django_db
CASES = 25
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    negative_data_rejection,
]
OPERATIONS = [
    (method.upper(), path) for path, methods in document()["paths"].items() for method in methods
]


def test_the_published_document_is_the_code_and_the_copy_of_the_repository(client):
    published = client.get(reverse("api:openapi"))

    assert published["Content-Type"] == "application/vnd.oai.openapi+json"
    assert published.content == as_json() == FILE.read_bytes(), "run manage.py write_openapi"


def test_the_copy_is_written_by_a_command(tmp_path):
    call_command("write_openapi", tmp_path / "openapi.json", verbosity=0)

    told = json.loads((tmp_path / "openapi.json").read_bytes())
    assert told["openapi"].startswith("3.1")
    assert len(told["paths"]) == 10


def test_every_operation_names_its_scope_and_its_problems():
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            assert operation["security"][0]["client_credentials"], (method, path)
            assert {"401", "403", "429", "500", "503"} <= set(operation["responses"])
            assert operation["summary"]
            assert operation["description"]


@contextmanager
def one_connection():
    """What is served inside answers on the connection of the test, and leaves it open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def contract():
    schema = schemathesis.openapi.from_dict(json.loads(as_json()))
    schema.app = application
    return schema


@pytest.mark.parametrize("world", ["earnest", "sandbox"])
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_an_operation_keeps_to_the_contract(method, path, world, contract):
    trial = world == "sandbox"
    of_body = path.startswith(("/api/v1/lists", "/api/v1/confirmations"))
    opened = opened_for_body("DGI", sandbox=trial) if of_body else opened_for_point(sandbox=trial)
    program = Program(opened)
    operation = contract[path][method]

    @seed(20)
    @settings(
        max_examples=CASES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    @given(case=operation.as_strategy())
    def keeps(case):
        Allowance.objects.all().delete()
        case.call_and_validate(headers={"Authorization": f"Bearer {program.token}"}, checks=CHECKS)

    with one_connection():
        keeps()
