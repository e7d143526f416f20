import pytest
from django.conf import settings
from django.core.management import call_command

from cnss_amo.kernel.db import keyring
from cnss_amo.kernel.sealing import make_key_file
from cnss_amo.messaging.models import Message
from cnss_amo.messaging.queries import in_clear


@pytest.fixture
def own_keys(tmp_path, monkeypatch):
    """A key file that this test may change."""
    make_key_file(tmp_path / "keys.json")
    monkeypatch.setattr(settings, "DATA_KEYS_FILE", tmp_path / "keys.json")
    keyring.cache_clear()
    yield
    monkeypatch.undo()
    keyring.cache_clear()


def test_a_message_that_waits_is_still_read_when_the_sealing_key_changed(own_keys, write):
    write()

    call_command("rotate_keys", "all", verbosity=0)

    message = Message.objects.get()
    assert bytes(message.phone_sealed)[0] == bytes(message.values_sealed)[0] == 2
    assert in_clear(message).phone == "+212661000001"
    assert "ABCD-EFGH" in in_clear(message).words
