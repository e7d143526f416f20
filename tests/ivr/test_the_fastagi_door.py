"""The FastAGI door, over its real protocol and a real socket."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from cnss_amo.ivr.models import Call
from registration.models import CompletedRegistration
from tests.ivr.asterisk import HANG_UP, Asterisk, served
from tests.ivr.callers import ALL_IS_RIGHT, ARABIC, FRENCH, TO_HIS_CODE, WHO_IS_KARIM
from tests.registration.completing import PHONE, code_sent, make_karim, sent

pytestmark = pytest.mark.django_db(transaction=True)
register = pytest.mark.usefixtures("law")

OF_CLIENTS = "datname = current_database() AND backend_type = 'client backend'"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def port():
    with served() as port:
        yield port


def ended(number):
    """Wait until so many calls have ended."""
    for _attempt in range(100):
        if Call.objects.exclude(ending="").count() == number:
            return
        time.sleep(0.05)
    raise AssertionError(list(Call.objects.values("state", "ending")))


@register
@pytest.mark.parametrize(("key", "language"), [(FRENCH, "fr"), (ARABIC, "ar")])
def test_a_person_completes_over_the_real_protocol(port, key, language):
    karim = make_karim()

    call = Asterisk(port, [key, *TO_HIS_CODE, code_sent, *ALL_IS_RIGHT]).carry()

    last = [f"amo/{language}/number-{digit}" for digit in karim.formatted_number[-3:]]
    end = [f"amo/{language}/{name}" for name in ("what_next", "goodbye")]
    assert call.commands[0] == "ANSWER"
    assert call.heard[-7:] == [
        *(f"amo/{language}/{name}" for name in ("done", "number_ends")),
        *last,
        *end,
    ]
    assert (call.variables, call.commands[-1]) == ({"AMO_NEXT": "over"}, "HANGUP")
    assert CompletedRegistration.objects.get().language == language
    assert CompletedRegistration.objects.get().principal.startswith("agi ")


def test_digits_are_asked_for_by_number_and_menus_by_key(port):
    call = Asterisk(port, [FRENCH, "2", "22", "123456", HANG_UP]).carry()

    asked = [command for command in call.commands if command.startswith("GET")]
    assert asked == [
        'GET OPTION amo/zgh/language_zgh "0123456789*#" 5000',
        'GET OPTION amo/fr/main_menu "0123456789*#" 5000',
        "GET DATA amo/fr/letters 5000 2",
        "GET DATA amo/fr/document 5000 6",
        "GET DATA amo/fr/birth 10000 8",
    ]


def test_wrong_keys_and_silence_are_asked_again_then_a_person_answers(port):
    call = Asterisk(port, [FRENCH, "9", "#", "*"]).carry()

    assert call.heard.count("amo/fr/not_understood") == 2
    assert call.heard.count("amo/fr/not_heard") == 1
    assert call.heard[-1] == "amo/fr/human"
    assert call.variables == {"AMO_NEXT": "human", "AMO_LANGUAGE": "fr"}
    assert "HANGUP" not in call.commands


@pytest.mark.parametrize("pressed", [["0"], [FRENCH, "0"], [FRENCH, "1", "0"]])
def test_zero_gives_the_call_to_a_person_at_any_moment(port, pressed):
    call = Asterisk(port, pressed).carry()

    assert call.variables["AMO_NEXT"] == "human"
    assert Call.objects.get().ending == "HUMAN"


def test_tamazight_leads_to_a_person_who_speaks_it(port):
    assert Asterisk(port, ["3"]).carry().variables["AMO_LANGUAGE"] == "zgh"


class Hurried(Asterisk):
    """Presses as soon as the first of several sounds begins, and goes on digit by digit."""

    begun = ""

    def answer(self, command: str) -> None:
        if command.startswith("STREAM FILE") and self.pressed:
            self.heard.append(command.split(" ")[2])
            self.begun = self.pressed.pop(0)
            return self.say(f"200 result={self._next()} endpos=10\n")
        if command.startswith("WAIT FOR DIGIT"):
            return self.say(f"200 result={self._next()}\n")
        return super().answer(command)

    def _next(self) -> int:
        digit, self.begun = self.begun[:1], self.begun[1:]
        return ord(digit) if digit else 0


@register
def test_keys_pressed_early_cut_the_voice_short_and_are_collected_one_by_one(port):
    make_karim()

    call = Hurried(port, [FRENCH, *TO_HIS_CODE, "0"]).carry()

    assert call.heard[0] == "amo/ar/welcome"  # the key was pressed then: no other greeting
    assert call.heard[1] == "amo/fr/main_menu"
    assert call.heard[-2:] == ["amo/fr/code_sent", "amo/fr/human"]
    assert call.variables["AMO_NEXT"] == "human"


# The line goes dead.


@pytest.mark.parametrize("moment", range(6))
def test_a_caller_who_hangs_up_at_any_moment_leaves_no_call_open(port, moment):
    pressed = [FRENCH, "1", *WHO_IS_KARIM][:moment]

    Asterisk(port, [*pressed, HANG_UP]).carry()

    ended(1)
    assert Call.objects.get().ending == "HUNG_UP"


def test_a_socket_that_closes_in_the_middle_is_a_caller_who_is_gone(port):
    call = Asterisk(port)
    call.lines.readline()
    call.say("200 result=0\n")
    call.lines.readline()

    call.close()

    ended(1)
    assert Call.objects.get().ending == "HUNG_UP"


def test_a_dead_channel_is_a_caller_who_is_gone(port):
    call = Asterisk(port)
    call.answer = lambda command: call.say(
        "200 result=0\n"
        if command == "ANSWER"
        else "511 Command Not Permitted on a dead channel or intercept routine\n"
    )

    call.carry()

    ended(1)
    assert len(call.commands) == 2


@register
def test_who_reads_the_code_and_calls_again_goes_on(port):
    make_karim()
    Asterisk(port, [FRENCH, *TO_HIS_CODE, HANG_UP], agi_callerid="0612345678").carry()
    ended(1)

    call = Asterisk(port, [FRENCH, "1", code_sent, HANG_UP], agi_callerid=PHONE).carry()

    assert "amo/fr/cut_off" in call.heard
    assert call.heard[-1] == "amo/fr/yours_or_not"
    assert len(sent()) == 1


# Other ends, other manners.


def test_lines_that_come_in_pieces_are_read_whole(port):
    call = Asterisk(port, [FRENCH, "0"])
    whole = call.say

    def in_pieces(text):
        for letter in text:
            whole(letter)
            time.sleep(0.001)

    call.say = in_pieces

    assert call.carry().variables["AMO_NEXT"] == "human"


@pytest.mark.parametrize(
    "refusal",
    [
        "510 Invalid or unknown command\n",
        "520-Invalid command syntax.  Proper usage follows:\nUsage: ANSWER\n520 End of usage.\n",
        "what is this\n",
        "x" * 10_000 + "\n",
    ],
    ids=["510", "520", "no AGI", "endless"],
)
def test_an_end_that_refuses_our_commands_is_left_alone(port, refusal, caplog):
    call = Asterisk(port)
    call.answer = lambda command: call.say(refusal)

    call.carry()

    assert call.commands == ["ANSWER"]
    assert "a call was not carried" in caplog.text
    assert not Call.objects.exists()
    assert Asterisk(port, ["0"]).carry().variables["AMO_NEXT"] == "human"


def test_who_says_nothing_of_the_call_is_left_alone(port):
    call = Asterisk(port)
    nobody = Asterisk(port, agi_uniqueid="")
    call.close()

    assert nobody.carry()


@register
def test_two_calls_at_once_go_each_their_way(port):
    make_karim()

    with ThreadPoolExecutor(2) as phones:
        calls = [
            phones.submit(Asterisk(port, [key, *TO_HIS_CODE, "000000", HANG_UP]).carry)
            for key in (FRENCH, ARABIC)
        ]
        french, arabic = [call.result() for call in calls]

    assert "amo/fr/wrong_code" in french.heard
    assert "amo/ar/wrong_code" in arabic.heard
    ended(2)


def test_calls_that_wait_hold_no_connection_to_the_database(port):
    waiting = [Asterisk(port) for _call in range(30)]
    for call in waiting:
        call.lines.readline()
        call.say("200 result=0\n")
        call.lines.readline()

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM pg_stat_activity WHERE {OF_CLIENTS}")
        [held] = cursor.fetchone()

    assert held <= 5
    for call in waiting:
        call.close()
    ended(30)


def test_a_server_that_stops_leaves_no_connection_behind():
    with served() as port:
        Asterisk(port, ["0"]).carry()
    others = f"{OF_CLIENTS} AND pid <> pg_backend_pid()"

    for _attempt in range(50):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM pg_stat_activity WHERE {others}")
            [left] = cursor.fetchone()
        if not left:
            break
        time.sleep(0.1)  # PostgreSQL ends a process a moment after its client

    assert left == 0


def test_beyond_its_lines_a_call_goes_to_a_person_at_once(settings):
    settings.VOICE_LINES = 1
    with served() as port:
        first = Asterisk(port)
        first.lines.readline()

        second = Asterisk(port).carry()

        assert second.commands == ["ANSWER", 'SET VARIABLE AMO_NEXT "human"']
        first.close()


def test_when_we_cannot_go_on_a_person_answers(port, settings):
    settings.VOICE_CALLS_PER_MINUTE = 1
    Asterisk(port, ["0"]).carry()

    assert Asterisk(port).carry().variables == {"AMO_NEXT": "human"}


def test_beyond_this_machine_asterisk_shows_a_key(settings):
    settings.VOICE_KEYS = ["a-key"]
    with served(needs_key=True) as port:
        assert Asterisk(port, ["0"], agi_arg_1="a-key").carry().variables["AMO_NEXT"] == "human"
        assert Asterisk(port, ["0"], agi_arg_1="another").carry().variables == {}
        assert Asterisk(port, ["0"]).carry().variables == {}


# The command.


def test_the_command_listens_until_it_is_told_to_stop():
    command = subprocess.Popen(
        [sys.executable, "manage.py", "voice_server", "--port", "0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        text=True,
    )
    told = command.stdout.readline()
    command.send_signal(signal.SIGTERM)

    assert "écoute sur 127.0.0.1:" in told
    assert command.wait(timeout=30) == 0
    command.stdout.close()


def test_the_command_does_not_listen_to_others_without_a_key():
    refused = subprocess.run(
        [sys.executable, "manage.py", "voice_server", "--host", "0.0.0.0", "--port", "0"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )

    assert refused.returncode != 0
    assert "VOICE_KEYS" in refused.stderr
