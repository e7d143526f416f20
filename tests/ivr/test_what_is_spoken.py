"""The words and the sound files of the voice server."""

import re
import shutil
import wave
from statistics import mean

import pytest
from django.core.management import CommandError, call_command

from cnss_amo.ivr.management.commands import make_prompts
from cnss_amo.ivr.prompts import COUNTED, GREETINGS, languages, prompts, sound, sounds

WORDS = [
    (code, language, said) for code, one in prompts().items() for language, said in one.items()
]
SYNTHESISER = all(shutil.which(name) for name in make_prompts.PROGRAMS)


def test_the_whole_dialogue_is_spoken_in_french_and_in_arabic():
    assert languages() == {"fr", "ar"}


@pytest.mark.parametrize(("code", "language", "said"), WORDS, ids=lambda part: part[:20])
def test_a_prompt_holds_words_alone(code, language, said):
    said = said.replace("{n}", "")

    assert said.strip() or code in COUNTED
    assert not re.search(r"[0-9٠-٩۰-۹{}#*]", said)
    assert language == "fr" or not re.search("[A-Za-z]", said)


def test_french_sentences_are_short():
    said = " ".join(one["fr"] for one in prompts().values() if "fr" in one)
    lengths = [len(sentence.split()) for sentence in re.split("[.:?]", said) if sentence.strip()]

    assert mean(lengths) <= 15
    assert max(lengths) <= 25


@pytest.mark.parametrize("code", [code for code in prompts() if code not in GREETINGS])
def test_a_prompt_is_spoken_in_the_language_of_the_caller(code):
    wanted = f"{code}-7" if code in COUNTED else code

    assert sound(wanted, "fr") == f"fr/{wanted}"
    assert sound(wanted, "ar") == f"ar/{wanted}"
    assert sound(wanted, "zgh") == f"ar/{wanted}"


def test_each_greeting_is_spoken_in_its_own_language():
    assert [sound(code, "") for code in GREETINGS] == [
        "ar/welcome",
        "fr/language_fr",
        "zgh/language_zgh",
    ]


def test_there_is_one_sound_for_each_digit_hour_and_minute():
    names = {name for name, _words in sounds()}

    assert {"fr/number-0", "ar/number-9", "fr/hour-23", "ar/minute-59", "zgh/language_zgh"} <= names


def test_the_command_lists_the_words_to_record(capsys):
    call_command("make_prompts", list=True)

    assert "fr/goodbye.wav\tMerci de votre appel. Au revoir.\n" in capsys.readouterr().out


def test_without_a_synthesiser_the_command_says_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(CommandError, match=r"espeak-ng sox.*make_prompts --list"):
        call_command("make_prompts", folder=tmp_path)


@pytest.mark.skipif(not SYNTHESISER, reason="espeak-ng and sox are not installed")
def test_sounds_are_made_as_telephones_carry_them_and_what_is_there_stays(
    tmp_path, monkeypatch, capsys
):
    few = [one for one in sounds() if one[0].endswith(("/goodbye", "/number-7", "language_zgh"))]
    monkeypatch.setattr(make_prompts, "sounds", lambda: few)
    recorded = tmp_path / "ar" / "goodbye.wav"
    recorded.parent.mkdir()
    recorded.write_bytes(b"a voice")

    call_command("make_prompts", folder=tmp_path)

    with wave.open(str(tmp_path / "fr" / "goodbye.wav")) as made:
        assert (made.getframerate(), made.getnchannels(), made.getsampwidth()) == (8000, 1, 2)
        assert made.getnframes() > 8000
    assert recorded.read_bytes() == b"a voice"
    assert "3 fichiers faits, 1 déjà là" in capsys.readouterr().out
