"""What every test stands on: the embedded servers, the cast."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cnss_amo.settings")


def pytest_configure() -> None:
    from cnss_amo.kernel.db import start_embedded_servers

    start_embedded_servers()
