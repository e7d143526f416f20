"""WSGI entry point of the web processes: short database time limits, servers started."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cnss_amo.settings")
os.environ.setdefault("DATABASE_STATEMENT_TIMEOUT", "10s")
os.environ.setdefault("DATABASE_LOCK_TIMEOUT", "5s")

application = get_wsgi_application()

from cnss_amo.kernel.db import start_embedded_servers  # noqa: E402 (settings come first)

start_embedded_servers()
