#!/usr/bin/env python
"""Run a management command; the embedded servers it needs are started first."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cnss_amo.settings")
    from django.core.management import execute_from_command_line

    from cnss_amo.kernel.db import start_embedded_servers

    if sys.argv[1:2] not in ([], ["help"], ["stop_servers"], ["--help"]):
        start_embedded_servers()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
