"""The production shape holds together, as far as it shows without an engine to run it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent
APPLICATION = ("web", "worker", "beat", "prepare")


@pytest.fixture(scope="module")
def services() -> dict[str, dict]:
    """The services of docker-compose.yml, as Compose itself understands them."""
    shown = _run(
        PROGRAMS / "docker-compose",
        *("--env-file", ".env.example", "-f", "docker-compose.yml"),
        *("config", "--format", "json"),
    )
    return json.loads(shown)["services"]


def test_the_image_follows_the_rules_of_hadolint():
    _run(PROGRAMS / "hadolint", "Dockerfile")


def test_web_and_workers_are_several_and_the_scheduler_is_alone(services):
    assert services["web"]["deploy"]["replicas"] > 1
    assert services["worker"]["deploy"]["replicas"] > 1
    assert "deploy" not in services["beat"]


def test_only_the_proxy_is_published_and_the_servers_have_no_way_out(services):
    published = {name for name, service in services.items() if "ports" in service}

    assert published == {"proxy"}
    assert set(services["database"]["networks"]) == {"inside"}
    assert set(services["broker"]["networks"]) == {"inside"}


def test_every_service_that_stays_says_whether_it_is_well(services):
    tested = {
        name for name, service in services.items() if "test" in service.get("healthcheck", {})
    }

    assert tested | {"web", "prepare"} == set(services)  # the image tests web, prepare ends
    assert "HEALTHCHECK" in (ROOT / "Dockerfile").read_text()


def test_the_application_waits_until_the_database_is_prepared(services):
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"]["prepare"]["condition"] == (
            "service_completed_successfully"
        )


def test_what_opens_and_seals_lies_in_secrets_on_every_process(services):
    for name in ("web", "worker", "beat", "prepare"):
        told = services[name]["environment"]
        mounted = {secret["target"] for secret in services[name]["secrets"]}
        for variable in ("DATA_KEYS_FILE", "SEAL_KEY_FILE", "SEAL_CERTIFICATE_FILE"):
            assert told[variable] in mounted


def test_secrets_are_files_that_the_application_reads(services, tmp_path):
    environment = services["web"]["environment"]
    (tmp_path / "secret_key").write_text("from a file\n")
    (tmp_path / "database_url").write_text("postgres://amo:in-a-file@database/amo\n")
    read = "import cnss_amo.settings as s; print(s.SECRET_KEY, s.DATABASES['default'])"

    assert not {"SECRET_KEY", "DATABASE_URL"} & set(environment)
    here = {
        name: value.replace("/run/secrets", str(tmp_path)) for name, value in environment.items()
    }
    shown = _run(sys.executable, "-c", read, env={"PATH": os.defpath} | here)

    assert "from a file" in shown
    assert "'PASSWORD': 'in-a-file'" in shown
    assert "'NAME': 'amo'" in shown


@pytest.mark.parametrize("service", APPLICATION)
def test_what_runs_our_code_has_no_right_to_spare(services, service):
    assert services[service]["cap_drop"] == ["ALL"]
    assert services[service]["read_only"] is True
    assert re.search(r"^USER \d+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)


def test_every_variable_of_the_settings_is_explained_and_no_other():
    settings = (ROOT / "cnss_amo" / "settings.py").read_text()
    compose = (ROOT / "docker-compose.yml").read_text()
    explained = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    read = set(re.findall(r'env\.?\w*\(\s*"([A-Z_]+)"', settings))
    substituted = set(re.findall(r"\$\{([A-Z_]+)", compose))

    assert explained == read | substituted | {"PORT"}


def test_the_gate_can_be_run():
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def _run(*command: object, **options: object) -> str:
    done = subprocess.run(
        [*map(str, command)], cwd=ROOT, capture_output=True, text=True, check=False, **options
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
