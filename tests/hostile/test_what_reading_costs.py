"""The worst files, each read by a process of its own: what it takes in memory and in work."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.heavy_files import HEAVY
from tests.hostile.verdicts import HANGING, SECONDS

ROOT = Path(__file__).parent.parent.parent
MOST_MEBIBYTES = 300


@pytest.mark.parametrize(("write", "code", "rows"), HEAVY.values(), ids=HEAVY)
def test_the_worst_files_cost_little(tmp_path, write, code, rows):
    path = tmp_path / "liste"
    write(path)

    told = subprocess.run(
        [sys.executable, "-m", "tests.hostile.reader", str(path), "DGI"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=HANGING,
    )

    path.unlink()
    assert told.returncode == 0, told.stderr
    cost = json.loads(told.stdout)
    assert (cost["code"], cost["rows"]) == (code, rows)
    assert cost["mebibytes"] <= MOST_MEBIBYTES
    assert cost["seconds"] <= SECONDS
