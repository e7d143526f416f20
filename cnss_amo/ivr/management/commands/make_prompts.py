"""Make the sound files of the voice server: 8 kHz, mono, 16 bits, as telephones carry them.

Placeholders by a synthesiser, until a person reads the words: what is there already stays.
"""

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cnss_amo.ivr.prompts import sounds

PROGRAMS = ("espeak-ng", "sox")
VOICES = {"fr": "fr-fr", "ar": "ar"}
WORDS_A_MINUTE = "135"
AS_TELEPHONES = ("-r", "8000", "-c", "1", "-b", "16")


class Command(BaseCommand):
    help = "Fabrique les fichiers son du serveur vocal avec une voix de synthèse."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.VOICE_PROMPTS, help="Dossier.")
        parser.add_argument("--again", action="store_true", help="Refait ceux qui existent déjà.")
        parser.add_argument("--list", action="store_true", help="Dit les mots à enregistrer.")

    def handle(self, *, folder: Path, again: bool, list: bool, **options: object) -> None:
        if list:
            return self._list()
        if missing := [name for name in PROGRAMS if shutil.which(name) is None]:
            raise CommandError(
                _(
                    "Il manque %(programs)s (Debian : apt-get install %(programs)s)."
                    " Sans synthèse, enregistrez les mots que dit make_prompts --list."
                )
                % {"programs": " ".join(missing)}
            )
        made, kept, unsaid = 0, 0, []
        for name, words in sounds():
            path = folder / f"{name}.wav"
            language = name.partition("/")[0]
            if path.exists() and not again:
                kept += 1
            elif language in VOICES:
                _speak(words, VOICES[language], path)
                made += 1
            else:
                unsaid.append(name)
        self._tell(folder, made, kept, unsaid)

    def _list(self) -> None:
        for name, words in sounds():
            self.stdout.write(f"{name}.wav\t{words}")

    def _tell(self, folder: Path, made: int, kept: int, unsaid: list[str]) -> None:
        told = {"made": made, "kept": kept, "folder": folder}
        self.stdout.write(_("%(made)s fichiers faits, %(kept)s déjà là, dans %(folder)s.") % told)
        if unsaid:
            told = {"names": ", ".join(unsaid)}
            self.stdout.write(
                _("Aucune voix de synthèse ne dit %(names)s : faites-les enregistrer.") % told
            )


def _speak(words: str, voice: str, path: Path) -> None:
    """Say words into a file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=path.parent) as folder:
        spoken, begun = Path(folder, "spoken.wav"), Path(folder, "begun.wav")
        _run("espeak-ng", "-v", voice, "-s", WORDS_A_MINUTE, "-w", spoken, "--", words)
        _run("sox", spoken, *AS_TELEPHONES, begun)
        begun.replace(path)


def _run(*command: object) -> None:
    done = subprocess.run([*map(str, command)], capture_output=True, check=False, text=True)
    if done.returncode:
        raise CommandError(f"{' '.join(map(str, command))} : {done.stderr.strip()}")
