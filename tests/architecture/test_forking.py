"""A worker forks after the application is loaded: what it loads must survive that."""

import subprocess
import sys

SCRIPT = """
import os, signal, django
os.environ["DJANGO_SETTINGS_MODULE"] = "cnss_amo.settings"
django.setup()
import liaison.tasks
child = os.fork()
if child == 0:
    signal.alarm(20)
    from datetime import date
    import polars as pl
    from liaison.formats import FORMATS
    from liaison.formats.normalise import Sheet, normalise
    cells = pl.DataFrame({"line": [2], "broken": [None], "CIN": ["AB1"], "NOM": ["Tazi"]},
                         schema_overrides={"broken": pl.String})
    normalise(cells, Sheet(FORMATS["ONN"], {}, date(2023, 1, 1)))
    os._exit(0)
raise SystemExit(os.waitpid(child, 0)[1])
"""


def test_a_forked_worker_can_read_lists():
    done = subprocess.run([sys.executable, "-c", SCRIPT], check=False, capture_output=True)

    assert done.returncode == 0, done.stderr.decode()
