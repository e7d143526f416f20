"""Everything on this machine: servers, workers, reference data, the lists of demo/, the pages."""

import io
import os
import secrets
import socket
import sys
from argparse import ArgumentParser
from threading import Thread
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.utils.translation import gettext as _
from honcho.manager import Manager
from honcho.printer import Printer

from agencies.models import PartnerNetwork
from cnss_amo.backoffice import demonstration


class Command(BaseCommand):
    help = _("Montre tout : base, file de messages, travailleurs, listes de demo/, pages.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--once` ends after the table; the port comes from PORT."""
        parser.add_argument("--once", action="store_true")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))

    def handle(self, *_args: Any, **options: Any) -> None:
        """Prepare, start the processes, pass the lists through them, print, serve."""
        self._require_free(options["port"])
        call_command("prepare", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        self.unexpected: list[str] | None = None
        self.fault = ""
        manager = self._processes(options["port"])
        story = Thread(target=self._tell, args=(manager, options), daemon=True)
        story.start()
        manager.loop()
        story.join(timeout=5)
        self._judge(options["once"])

    def _require_free(self, port: int) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as taken:
                raise CommandError(
                    _("Le port %(port)s est pris : choisissez-en un autre, par exemple PORT=8080.")
                    % {"port": port}
                ) from taken

    def _processes(self, port: int) -> Manager:
        manager = Manager(Printer(sys.stderr))
        os.environ.setdefault("VOICE_KEYS", secrets.token_urlsafe())  # of this demonstration
        env = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(settings.BASE_DIR)}
        python = sys.executable
        celery = f"{python} -m celery -A cnss_amo"
        web = f"{python} -m gunicorn cnss_amo.wsgi -b 127.0.0.1:{port} -w 2 --threads 4"
        for name, command in (
            ("web", f"{web} --log-level warning"),
            ("worker", f"{celery} worker -c 2 -l warning"),
            ("beat", f"{celery} beat -l warning"),
        ):
            kept_up = f"while :; do {command}; sleep 1; done"  # as a supervisor would
            manager.add_process(name, kept_up, env=env, cwd=str(settings.BASE_DIR))
        return manager

    def _tell(self, manager: Manager, options: dict[str, Any]) -> None:
        try:
            self._play(options["port"])
        except Exception as fault:
            self.fault = f"{type(fault).__name__}: {fault}"
            self.stderr.write(self.style.ERROR(self.fault))
        if options["once"] or self.unexpected or self.fault:
            manager.terminate()

    def _play(self, port: int) -> None:
        bodies = sorted({told["body"] for told in demonstration.expectations()["lists"].values()})
        cast = demonstration.make_cast(bodies)
        demonstration.open_network()
        endings = list(demonstration.play(self._say))
        self._say("")
        passwords = {login.username: login.password for login in cast}
        site = f"http://127.0.0.1:{port}"
        scene = demonstration.Scene(site, passwords, os.environ["VOICE_KEYS"])
        demonstration.walk_five_channels(scene, self._say)
        self._say("")
        for line in demonstration.funnel_table():
            self._say(line)
        self._say("")
        for login in cast:
            self._say(f"{login.role:<45} {login.username:<18} {login.password}")
        self._say("")
        self._say(
            _(
                "Le code de connexion : make code USER=agent. Celui de nouvel-agent reste à"
                " enregistrer : connectez-vous pour voir comment."
            )
        )
        self._say(
            _("Un programme peut s'essayer dans le bac à sable (docs/api/README.md) : CLE=%(key)s")
            % {"key": self._sandbox_key()}
        )
        self._say(site)
        self.unexpected = [ending.file for ending in endings if not ending.as_expected]

    def _sandbox_key(self) -> str:
        """A key of the partners' interface that meets fictitious people only."""
        said = io.StringIO()
        network = PartnerNetwork.objects.order_by("code").first().pk
        call_command("create_api_client", "demo", network=network, sandbox=True, stdout=said)
        return said.getvalue().strip()

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def _judge(self, once: bool) -> None:
        if self.fault:
            raise CommandError(_("La démonstration s'est arrêtée : %s") % self.fault)
        if self.unexpected:
            raise CommandError(
                _("Ces listes n'ont pas fini comme demo/expected.toml le dit : %(files)s.")
                % {"files": ", ".join(self.unexpected)}
            )
        if once and self.unexpected is None:
            raise CommandError(_("La démonstration s'est arrêtée avant la fin."))
