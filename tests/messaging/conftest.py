from datetime import UTC, datetime

import pytest

from tests.fakes import Operator

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def operator(settings, monkeypatch):
    """An operator of SMS that notes what it takes."""
    from cnss_amo.messaging import gateways

    one = Operator()
    monkeypatch.setitem(gateways.GATEWAYS, "fake", lambda: one)
    settings.SMS_GATEWAY = "fake"
    return one


@pytest.fixture
def write(db):
    """Write a receipt to a phone, at noon."""
    from cnss_amo.messaging.services import send

    def written(to="+212661000001", at=NOON, **said):
        values = {"reference": "ABCD-EFGH", "date": at.date()}
        return send(
            **{"text": "RECEIPT", "to": to, "language": "fr", "values": values, "at": at, **said}
        )

    return written


@pytest.fixture
def write_code(write):
    """Write an activation code to a phone, at noon."""

    def written(to="+212661000001", **said):
        values = {"code": "483920", "minutes": 10}
        return write(to, **{"text": "ACTIVATION_CODE", "values": values, **said})

    return written
