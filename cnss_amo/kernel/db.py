"""What the pure modules need from Django: the keys of this installation, its servers."""

from functools import cache

from django.conf import settings

from cnss_amo.kernel.sealing import Keyring, make_key_file


def start_embedded_servers() -> None:
    """Start the PostgreSQL and Valkey of this machine, where no URL names others."""
    for server in (settings.EMBEDDED_POSTGRES, settings.EMBEDDED_VALKEY):
        if server is not None:
            server.start()


@cache
def keyring() -> Keyring:
    """Return the keys of this installation; development draws them once, production never."""
    if settings.DEVELOPMENT:
        make_key_file(settings.DATA_KEYS_FILE)
    return Keyring.load(settings.DATA_KEYS_FILE)
