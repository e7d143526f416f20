import os

from django.core.management import call_command

from cnss_amo.embedded import Postgres, Valkey
from tests.embedded.servers import ask, outcome, process_of, python

START = """
import sys
from pathlib import Path
from cnss_amo.embedded import Postgres, Valkey

for server in (Postgres(Path(sys.argv[1])), Valkey(Path(sys.argv[1]))):
    server.start()
print((Postgres(Path(sys.argv[1])).data / "postmaster.pid").read_text().split()[0])
"""


def test_to_know_where_the_servers_are_starts_and_writes_nothing(var_dir):
    postgres, valkey = Postgres(var_dir), Valkey(var_dir)

    assert postgres.host == str(var_dir / "pg")
    assert valkey.socket == var_dir / "valkey" / "valkey.sock"
    assert not postgres.running()
    assert not valkey.running()
    assert not var_dir.exists()


def test_a_second_start_finds_the_server_of_the_first(postgres):
    first = process_of(postgres)

    Postgres(postgres.home.parent).start()

    assert process_of(postgres) == first
    assert ask(postgres, "SELECT current_database()") == "amo"


def test_processes_that_start_at_once_share_servers_that_outlive_them(var_dir):
    starters = [python(START, var_dir) for _ in range(3)]

    servers = {outcome(starter) for starter in starters}  # comes when nobody holds their pipes

    assert len(servers) == 1
    assert Postgres(var_dir).running()
    assert Valkey(var_dir).running()
    assert os.getsid(int(servers.pop())) not in {os.getsid(0), *(s.pid for s in starters)}


def test_the_command_stops_both_servers_and_says_so(postgres, valkey, settings, capsys):
    settings.VAR_DIR = postgres.home.parent

    call_command("stop_servers")
    call_command("stop_servers")

    assert capsys.readouterr().out == "Arrêtés : pg, valkey.\nAucun serveur à arrêter.\n"
    assert not postgres.running()
    assert not valkey.running()


def test_what_was_committed_is_there_after_a_stop(postgres):
    ask(postgres, "CREATE TABLE stopped AS SELECT 7 AS n", "SELECT 1")

    postgres.stop()
    postgres.start()

    assert ask(postgres, "SELECT n FROM stopped") == 7


def test_capitals_and_order_are_the_same_on_every_machine(postgres):
    assert ask(postgres, "SELECT upper('élève')") == "ÉLÈVE"
    assert ask(postgres, "SELECT 'Z' < 'a' AND 'z' < 'é'")
