"""Pass one list through the pipeline from the command line, as the pages and folders do."""

import json
import time
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from cnss_amo.accounts.enums import Door
from cnss_amo.accounts.services import SYSTEM_APPROVER, SYSTEM_SENDER, system_user
from liaison import issues, queries, return_file
from liaison.enums import IN_PROGRESS, ListKind, ListState
from liaison.models import LiaisonBody, ReceivedList
from liaison.services import advance, approve, states
from liaison.services.receive import ENCODINGS, Reception, Sending, UnableToReceive, receive
from liaison.tasks import look_now

NOT_RECEIVED = {
    "list": None,
    "status": "REFUSED",
    "already_received": False,
    "rows": 0,
    "outcomes": {},
    "issues": {},
    "missing": 0,
    "seconds": 0,
    "return_file": None,
}
LOOK_EVERY = 0.3  # seconds between two looks at the progress


class Command(BaseCommand):
    help = _(
        "Reçoit la liste d'un organisme, la lit, la planifie et, si on le demande, l'immatricule."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The contract of design §6."""
        parser.add_argument("body", metavar="BODY")
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--kind", choices=ListKind.values, default="")
        parser.add_argument("--reference-date", type=_day, help=_("AAAA-MM-JJ ; aujourd'hui sinon"))
        parser.add_argument("--declared-rows", type=int, help=_("nombre de lignes annoncé"))
        parser.add_argument("--encoding", default="", help=", ".join(ENCODINGS))
        parser.add_argument(
            "--approve",
            action="store_true",
            help=_("approuve au nom du système, dans la tolérance"),
        )
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--inline", action="store_true", help=_("tout faire dans ce processus"))
        how.add_argument("--wait", action="store_true", help=_("attendre les travailleurs"))
        parser.add_argument("--json", action="store_true", help=_("un objet sur une ligne"))

    def handle(self, *_args: Any, **options: Any) -> None:
        """Receive, then go as far as asked; say what became of the list."""
        began = time.monotonic()
        try:
            reception = self._receive(options)
        except CommandError as refusal:
            if options["json"]:
                self.stdout.write(json.dumps(NOT_RECEIVED | {"reason": str(refusal)}))
            raise
        list_id = reception.received_list.pk
        if options["inline"]:
            received_list = self._inline(list_id, options["approve"])
        else:
            received_list = self._by_workers(list_id, options)
        seconds = round(time.monotonic() - began, 3)
        self._tell(received_list, reception.already_received, seconds, as_json=options["json"])
        if not _did_what_was_asked(received_list, options):
            raise CommandError(_what_stopped(received_list))

    def _receive(self, options: dict[str, Any]) -> Reception:
        try:
            body = LiaisonBody.objects.get(code=options["body"].upper())
            with options["file"].open("rb") as file:
                return receive(
                    sending=Sending(
                        body=body,
                        file_name=options["file"].name,
                        reference_date=options["reference_date"] or timezone.localdate(),
                        kind=options["kind"],
                        declared_rows=options["declared_rows"],
                        encoding=options["encoding"],
                    ),
                    file=file,
                    door=Door.COMMAND,
                    by=system_user(SYSTEM_SENDER),
                    at=timezone.now(),
                )
        except LiaisonBody.DoesNotExist as unknown:
            known = ", ".join(LiaisonBody.objects.order_by("code").values_list("code", flat=True))
            raise CommandError(
                _("Organisme inconnu : %(code)s. Organismes connus : %(known)s.")
                % {"code": options["body"], "known": known or _("aucun, lancez « prepare »")}
            ) from unknown
        except OSError as fault:
            raise CommandError(
                _("Le fichier %(file)s ne peut pas être lu : %(fault)s.")
                % {"file": options["file"], "fault": fault.strerror}
            ) from fault
        except UnableToReceive as refusal:
            raise CommandError(str(refusal)) from refusal

    def _inline(self, list_id: int, approved: bool) -> ReceivedList:
        received_list = _with_the_workers(list_id)
        if approved and received_list.state == ListState.PLANNED:
            _approve(list_id)
            received_list = _with_the_workers(list_id)
        return received_list

    def _by_workers(self, list_id: int, options: dict[str, Any]) -> ReceivedList:
        look_now(list_id)
        received_list = ReceivedList.objects.get(pk=list_id)
        if not (options["wait"] or options["approve"]):
            return received_list
        received_list = self._follow(list_id)
        if options["approve"] and received_list.state == ListState.PLANNED:
            _approve(list_id)
            look_now(list_id)
            received_list = self._follow(list_id)
        return received_list

    def _follow(self, list_id: int) -> ReceivedList:
        """Wait for the workers, with a bar on standard error."""
        while True:
            try:
                received_list = ReceivedList.objects.get(pk=list_id)
            except (InterfaceError, OperationalError):  # the database restarts: it comes back
                connection.close()
                time.sleep(LOOK_EVERY)
                continue
            progress = queries.progress(received_list, timezone.now())
            if progress and self.stderr.isatty():
                share = progress.done / progress.total if progress.total else 0
                bar = "█" * int(30 * share)
                self.stderr.write(
                    f"\r{received_list} {bar:·<30} {progress.done}/{progress.total}", ending=""
                )
            if received_list.state not in IN_PROGRESS:
                if self.stderr.isatty():
                    self.stderr.write("")
                return received_list
            time.sleep(LOOK_EVERY)

    def _tell(
        self, received_list: ReceivedList, already: bool, seconds: float, *, as_json: bool
    ) -> None:
        told = told_of(received_list) | {"already_received": already, "seconds": seconds}
        if as_json:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        self.stdout.write(f"{received_list.reference}  {received_list.get_state_display()}")
        if already:
            self.stdout.write(_("Ces octets avaient déjà été reçus : voici la première liste."))
        if received_list.rows_dropped_at:
            self.stdout.write(str(states.RowsDropped(received_list)))
        for name, count in {**told["outcomes"], **told["issues"]}.items():
            self.stdout.write(f"  {name:<24} {count:>9}")
        if told["return_file"]:
            self.stdout.write(_("Fichier de retour : %(path)s") % {"path": told["return_file"]})


def told_of(received_list: ReceivedList) -> dict[str, Any]:
    """What a script reads of a list: reference, state, counts, return file."""
    closed = received_list.state == ListState.CLOSED
    plan = received_list.plan
    issue_counts = dict(plan.get("issues", received_list.issues))
    if closed:
        issue_counts = dict(received_list.issues)
        for code, count in plan.get("decided_issues", {}).items():
            issue_counts[code] = issue_counts.get(code, 0) + count
    return {
        "list": received_list.reference,
        "status": received_list.state,
        "rows": received_list.rows_read,
        "outcomes": received_list.outcomes if closed else plan.get("outcomes", {}),
        "issues": issue_counts,
        "missing": received_list.missing,
        "return_file": _return_file(received_list) if closed else None,
        "reason": _reason(received_list),
    }


def _reason(received_list: ReceivedList) -> str | None:
    """Why a list is refused or interrupted, in words; nothing for the others."""
    if not received_list.reason_code:
        return None
    return issues.refusal_reason(received_list.reason_code, received_list.reason_details)


def _return_file(received_list: ReceivedList) -> str | None:
    """Write the answer where the operator who asked for it can read it, and only them.

    Nothing once the rows of the list were dropped.
    """
    if received_list.rows_dropped_at:
        return None
    settings.RETURN_FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = settings.RETURN_FOLDER / f"{received_list.reference}.csv"
    return_file.write_csv(received_list.pk, path)
    path.chmod(0o600)
    return str(path)


def _with_the_workers(list_id: int) -> ReceivedList:
    """Do every step here, save for what a worker of this installation took: wait for that."""
    while True:
        received_list = advance.advance_to_rest(list_id=list_id, clock=timezone.now)
        if received_list.state not in IN_PROGRESS:
            return received_list
        time.sleep(LOOK_EVERY)


def _approve(list_id: int) -> None:
    approve.approve(list_id=list_id, by=system_user(SYSTEM_APPROVER), at=timezone.now())


def _did_what_was_asked(received_list: ReceivedList, options: dict[str, Any]) -> bool:
    if received_list.state == ListState.CLOSED:
        return True
    if options["approve"]:
        return False
    if options["wait"] or options["inline"]:
        return received_list.state == ListState.PLANNED
    return received_list.state in (*IN_PROGRESS, ListState.PLANNED)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise ArgumentTypeError(
            _("« %(text)s » n'est pas une date : écrivez AAAA-MM-JJ.") % {"text": text}
        ) from wrong


def _what_stopped(received_list: ReceivedList) -> str:
    if received_list.state == ListState.STOPPED:
        reason = _("trop de lignes refusées ou en double, une personne doit en décider.")
    else:
        reason = _reason(received_list) or _("elle n'est pas terminée.")
    return f"{received_list.reference} · {received_list.get_state_display()} · {reason}"
