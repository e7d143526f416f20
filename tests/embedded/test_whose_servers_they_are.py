import os
import re
import shutil
import stat
from pathlib import Path

import pytest

from cnss_amo.embedded import Postgres, ServerNotStarted, Valkey, programs, stop_all
from cnss_amo.embedded.account import Account
from tests.embedded.servers import ask, outcome, python

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
DAEMON = Account(uid=1, gid=1)

ORDINARY_USER = """
import os, sys
from pathlib import Path
from cnss_amo.embedded import Postgres, Valkey

os.setgroups([])
os.setgid(1)
os.setuid(1)
for server in (Postgres(Path(sys.argv[1])), Valkey(Path(sys.argv[1]))):
    server.start()
    print(server.home.stat().st_uid)
"""


@as_root
def test_root_lends_its_servers_to_an_account_without_rights(postgres, valkey):
    for server in (postgres, valkey):
        assert server.home.stat().st_uid == server.account.uid != 0
        assert stat.S_IMODE(server.home.stat().st_mode) == 0o700


@as_root
def test_an_ordinary_user_runs_its_own_and_root_can_share_them(var_dir):
    if not DAEMON.reaches(Path(programs.__file__)):
        pytest.skip("this checkout is closed to ordinary users")
    var_dir.mkdir()
    os.chown(var_dir, DAEMON.uid, DAEMON.gid)

    assert outcome(python(ORDINARY_USER, var_dir)) == "1\n1"

    assert ask(Postgres(var_dir), "SELECT current_database()") == "amo"
    assert stop_all(var_dir) == ["pg", "valkey"]
    Postgres(var_dir).start()
    assert Postgres(var_dir).home.stat().st_uid == DAEMON.uid


@as_root
def test_below_a_folder_closed_to_others_the_state_lives_elsewhere(tmp_path):
    tmp_path.chmod(0o700)
    postgres, valkey = Postgres(tmp_path / "var"), Valkey(tmp_path / "var")
    try:
        postgres.start()
        valkey.start()

        assert ask(postgres, "SELECT 1") == 1
        assert postgres.home.is_relative_to(programs.OPEN_FOLDER)
        assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700

        ask(postgres, "CREATE TABLE sealed ()", "SELECT 1")
        shutil.rmtree(tmp_path / "var")  # the keys are gone: what they sealed must go too
        postgres.start()
        valkey.start()
        assert ask(postgres, "SELECT to_regclass('sealed')") is None
    finally:
        stop_all(tmp_path / "var")
        shutil.rmtree(postgres.home.parent)


@as_root
def test_programs_below_a_folder_closed_to_others_are_copied_once(tmp_path, monkeypatch):
    monkeypatch.setattr(programs, "OPEN_FOLDER", tmp_path / "open")
    program = tmp_path / "closed" / "bin" / "server"
    program.parent.mkdir(parents=True)
    program.write_text("program")
    program.chmod(0o700)
    (tmp_path / "closed").chmod(0o700)

    copies = [
        programs._readable_by(DAEMON, tmp_path / "closed", ("bin", "no-such-part"))
        for _ in range(2)
    ]

    assert copies[0] == copies[1] != tmp_path / "closed"
    assert stat.S_IMODE((copies[0] / "bin" / "server").stat().st_mode) == 0o755
    assert [*(tmp_path / "open").iterdir()] == [copies[0]]


@as_root
def test_a_socket_folder_prepared_by_somebody_else_is_refused(var_dir):
    postgres = Postgres(var_dir / ("long" * 30))
    postgres.socket_folder.mkdir()
    os.chown(postgres.socket_folder, DAEMON.uid, DAEMON.gid)
    try:
        with pytest.raises(ServerNotStarted, match="autre compte"):
            postgres.start()
    finally:
        postgres.socket_folder.rmdir()


def test_an_awkward_path_gets_sockets_with_a_plain_one(var_dir):
    postgres = Postgres(var_dir / "état du poste, n° 2%")
    try:
        postgres.start()

        assert ask(postgres, "SHOW data_directory") == str(postgres.data)
        assert re.fullmatch("[a-z0-9/-]+", postgres.host)
    finally:
        postgres.stop()
        shutil.rmtree(postgres.socket_folder)


def test_a_path_too_long_for_a_socket_gets_a_short_one(var_dir):
    valkey = Valkey(var_dir / "an awkward path" / ("long" * 30))
    try:
        valkey.start()

        assert valkey.running()
        assert len(str(valkey.socket)) < 100
    finally:
        valkey.stop()
        shutil.rmtree(valkey.socket_folder)


def test_nobody_reaches_them_through_the_network(postgres, valkey):
    assert ask(postgres, "SHOW listen_addresses") == ""
    assert valkey._send(b"CONFIG GET port\r\n").split()[-1] == b"0"


def test_the_log_shows_nobody(postgres):
    with pytest.raises(Exception, match="AB123456"):
        ask(
            postgres,
            "CREATE TABLE people (cin text UNIQUE)",
            "INSERT INTO people VALUES ('AB123456')",
            "INSERT INTO people VALUES ('AB123456')",
        )

    log = postgres.log.read_text()

    assert "people_cin_key" in log
    assert "AB123456" not in log
