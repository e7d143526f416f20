"""A file arrives: its bytes are kept sealed, and a receipt with their hash is given."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg2.errors import DiskFull

from cnss_amo.accounts.enums import Door
from cnss_amo.accounts.models import User
from cnss_amo.kernel import faults
from liaison.enums import ListKind
from liaison.files import storage
from liaison.models import LiaisonBody, Receipt, ReceivedList

ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "utf-16": "utf-16",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "windows-1256": "cp1256",
    "cp1256": "cp1256",
}


OLDEST_YEAR = 2000
MOST_ROWS = 100_000_000
NO_ROOM = gettext_lazy(
    "La place manque sur nos serveurs : votre fichier n'a pas été pris, et n'est pas en cause."
    " Renvoyez-le dans une heure."
)


class UnableToReceive(Exception):
    """The file cannot even be taken in; the message can be shown as it is."""


class NoRoom(UnableToReceive):
    """Our disks are full: the file is right, and may be sent again later."""


@dataclass(frozen=True)
class Sending:
    """What a sender says about the file."""

    body: LiaisonBody
    file_name: str
    reference_date: date
    kind: str = ""
    declared_rows: int | None = None
    encoding: str = ""


@dataclass(frozen=True)
class Reception:
    """The list of these bytes, and whether they had arrived before."""

    received_list: ReceivedList
    already_received: bool


def receive(
    *,
    sending: Sending,
    file: BinaryIO,
    door: Door,
    by: User,
    at: datetime,
    corrects: tuple[ReceivedList, int] | None = None,
) -> Reception:
    """Keep the bytes of a list, or give one more receipt for bytes already here.

    `at` is now; a reference date after that day in Morocco raises UnableToReceive, as does a file
    that is too large, or that finds no room (NoRoom). Nothing is read yet.
    """
    _check(sending, today=timezone.localdate(at))
    sha256, size = _digest(file)
    known = _in_course(sending.body, sha256)
    if known is None:
        try:
            with _kept_for_good():
                received_list = _new_list(sending, sha256, size, door, by, at, corrects)
                file.seek(0)
                storage.store(received_list, file)
                _give_receipt(received_list, door, by, at)
                faults.hit("receive.stored")
            return Reception(received_list, already_received=False)
        except IntegrityError:
            known = _in_course(sending.body, sha256)  # the same bytes, by another door, at once
            if known is None:
                raise
    _give_receipt(known, door, by, at)
    return Reception(known, already_received=True)


@contextmanager
def _kept_for_good() -> Iterator[None]:
    """Write all or nothing; a receipt holds even where the database may lose its last instant."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit = on")
            yield
    except OperationalError as fault:
        if not isinstance(fault.__cause__, DiskFull):
            raise
        raise NoRoom(NO_ROOM) from fault


def _check(sending: Sending, *, today: date) -> None:
    if sending.reference_date > today:
        raise UnableToReceive(
            _("La date de référence %(date)s est dans le futur : donnez un jour déjà passé.")
            % {"date": f"{sending.reference_date:%d/%m/%Y}"}
        )
    if sending.reference_date.year < OLDEST_YEAR:
        raise UnableToReceive(
            _("La date de référence %(date)s est trop ancienne.")
            % {"date": f"{sending.reference_date:%d/%m/%Y}"}
        )
    if sending.declared_rows is not None and not 0 <= sending.declared_rows <= MOST_ROWS:
        raise UnableToReceive(
            _("Le nombre de lignes annoncé doit être entre 0 et %(most)s.") % {"most": MOST_ROWS}
        )
    if sending.encoding and sending.encoding.lower() not in ENCODINGS:
        raise UnableToReceive(
            _("L'encodage « %(encoding)s » n'est pas accepté. Choisissez parmi : %(known)s.")
            % {"encoding": sending.encoding, "known": ", ".join(ENCODINGS)}
        )


def _digest(file: BinaryIO) -> tuple[bytes, int]:
    file.seek(0)
    sha256, size = hashlib.sha256(), 0
    while piece := file.read(storage.SEGMENT_BYTES):
        sha256.update(piece)
        size += len(piece)
        if size > settings.LIST_MAXIMUM_BYTES:
            raise UnableToReceive(
                _("Le fichier dépasse %(most)s Mio : envoyez-le en .csv.gz ou en plusieurs listes.")
                % {"most": settings.LIST_MAXIMUM_BYTES // 2**20}
            )
    return sha256.digest(), size


def _in_course(body: LiaisonBody, sha256: bytes) -> ReceivedList | None:
    return ReceivedList.objects.in_course().filter(body=body, sha256=sha256).first()


def _new_list(
    sending: Sending,
    sha256: bytes,
    size: int,
    door: Door,
    by: User,
    at: datetime,
    corrects: tuple[ReceivedList, int] | None,
) -> ReceivedList:
    corrected, line = corrects or (None, None)
    return ReceivedList.objects.create(
        body=sending.body,
        sha256=sha256,
        size=size,
        file_name=_told(sending.file_name)[-200:],
        kind=sending.kind or ListKind(sending.body.default_kind),
        reference_date=sending.reference_date,
        declared_rows=sending.declared_rows,
        encoding_asked=ENCODINGS.get(sending.encoding.lower(), ""),
        door=door,
        sent_by=by,
        received_at=at,
        corrects_list=corrected,
        corrects_line=line,
    )


def _told(file_name: str) -> str:
    """A file's name as it can be kept and shown, whatever system gave it."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in file_name)


def _give_receipt(received_list: ReceivedList, door: Door, by: User, at: datetime) -> None:
    Receipt.objects.create(received_list=received_list, door=door, by=by, at=at)
