"""Serve calls to Asterisk by FastAGI, until TERM."""

import asyncio
import signal

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cnss_amo.ivr.server import VoiceServer

LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Command(BaseCommand):
    help = "Sert les appels d'Asterisk par FastAGI, jusqu'à l'arrêt (TERM)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=settings.VOICE_HOST, help="Adresse écoutée.")
        parser.add_argument("--port", type=int, default=settings.VOICE_PORT, help="Port écouté.")

    def handle(self, *, host: str, port: int, **options: object) -> None:
        needs_key = host not in LOOPBACK
        if needs_key and not settings.VOICE_KEYS:
            raise CommandError(
                _(
                    "Écouter ailleurs que sur cette machine demande une clé :"
                    " donnez VOICE_KEYS, et la même clé à Asterisk, en premier argument d'AGI()."
                )
            )
        try:
            asyncio.run(self._serve(host, port, needs_key))
        except OSError as taken:
            raise CommandError(
                _("Impossible d'écouter sur %(host)s:%(port)s : %(why)s.")
                % {"host": host, "port": port, "why": taken.strerror or taken}
            ) from taken

    async def _serve(self, host: str, port: int, needs_key: bool) -> None:
        stopped = asyncio.Event()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, stopped.set)
        server = VoiceServer(needs_key=needs_key)
        port = await server.listen(host, port)
        told = _("Le serveur vocal écoute sur %(host)s:%(port)s.") % {"host": host, "port": port}
        self.stdout.write(told)
        self.stdout.flush()
        await stopped.wait()
        await server.stop()
