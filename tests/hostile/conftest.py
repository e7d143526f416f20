"""Whatever a test sends, nothing of it reaches the logs, and no line of a log can be forged."""

import logging

import pytest

PERSONAL = ("612345678", "karima@", "Bennani", "AB100001", "rue de F")


@pytest.fixture(autouse=True)
def _nothing_personal_in_the_logs(caplog):
    caplog.set_level(logging.DEBUG)
    yield
    for record in caplog.get_records("call"):
        said = record.getMessage()
        assert not [datum for datum in PERSONAL if datum in said], said
        assert said.isprintable(), ascii(said)
