"""The drop folder of each body: a file is taken when its size is stable, and answered beside."""

import logging
import os
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from cnss_amo.accounts.enums import Door
from cnss_amo.accounts.services import SYSTEM_SENDER, system_user
from cnss_amo.kernel import faults
from liaison import issues, return_file
from liaison.enums import ListState
from liaison.models import LiaisonBody, ReceivedList
from liaison.services import states
from liaison.services.read import alone_on
from liaison.services.receive import NoRoom, Sending, UnableToReceive, receive

logger = logging.getLogger(__name__)

UNFINISHED = (".part", ".tmp", ".filepart")
LONGEST_STEM = 200  # bytes: a system gives 255 to a name, and an answer adds its own


def take_all(*, at: datetime) -> list[int]:
    """Receive the files whose size did not change since the last look; return their lists."""
    taken = []
    for body in LiaisonBody.objects.order_by("code"):
        folder = settings.DROP_FOLDER / body.code
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(folder.iterdir()):
            if path.is_file() and _is_a_list(path) and _is_stable(path):
                taken += _take(path, body, at)
    return taken


def give_back(*, list_id: int) -> list[Path]:
    """Write the answer that a list owes to its folder, when it is closed or refused."""
    with alone_on(list_id) as alone:
        received_list = ReceivedList.objects.select_related("body").get(pk=list_id)
        answers = _answers(received_list) if alone and received_list.answer_due else []
        if answers:
            received_list.answer_due = False
            received_list.save(update_fields=["answer_due"])
    return answers


def _answers(received_list: ReceivedList) -> list[Path]:
    folder = settings.DROP_FOLDER / received_list.body_id
    stem = f"{_shortened(Path(received_list.file_name).name)}.{received_list.reference}"
    if received_list.rows_dropped_at:
        answers = {".retour.txt": _write_dropped}
    elif received_list.state == ListState.CLOSED:
        answers = {".retour.csv": return_file.write_csv, ".retour.xlsx": _write_xlsx}
    elif received_list.state == ListState.REFUSED:
        answers = {".refus.txt": _write_refusal}
    else:
        return []
    answered = []
    for suffix, write in answers.items():
        path = folder / f"{stem}{suffix}"
        if path.exists() or _write_whole(path, received_list.pk, write):
            answered.append(path)
        faults.hit("drop_folder.answered")
    return answered


def _shortened(name: str) -> str:
    """A name to which the endings of an answer can be added."""
    return os.fsencode(name)[:LONGEST_STEM].decode(errors="ignore")


def _write_whole(path: Path, list_id: int, write: Callable[[int, Path], None]) -> bool:
    """Write an answer that appears under its name only when it is whole."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        write(list_id, unfinished)
    except return_file.TooManyForWorkbook:
        unfinished.unlink(missing_ok=True)
        return False
    faults.hit("drop_folder.answer_written")
    unfinished.replace(path)
    return True


def _write_refusal(list_id: int, path: Path) -> None:
    refused = ReceivedList.objects.get(pk=list_id)
    reason = issues.refusal_reason(refused.reason_code, refused.reason_details)
    path.write_text(f"{reason}\n", encoding="utf-8")


def _write_dropped(list_id: int, path: Path) -> None:
    dropped = states.RowsDropped(ReceivedList.objects.get(pk=list_id))
    path.write_text(f"{dropped}\n", encoding="utf-8")


def _write_xlsx(list_id: int, path: Path) -> None:
    with path.open("wb") as file:
        return_file.write_xlsx(list_id, file)


def _is_a_list(path: Path) -> bool:
    name = path.name.lower()
    answered = ".retour." in name or name.endswith(".refus.txt")
    return not (name.startswith(".") or name.endswith(UNFINISHED) or answered)


def _is_stable(path: Path) -> bool:
    """Whether the file has the size and the date it had when it was last looked at."""
    status = path.stat()
    seen = f"{status.st_size}-{status.st_mtime_ns}"
    key = f"drop-folder:{path.parent.name}:{sha256(os.fsencode(path.name)).hexdigest()}"
    before = cache.get(key)
    cache.set(key, seen, 3600)
    return before == seen


def _take(path: Path, body: LiaisonBody, at: datetime) -> list[int]:
    """Receive one file and put it away; what cannot be received gets its answer at once."""
    try:
        with path.open("rb") as file:
            reception = receive(
                sending=Sending(
                    body=body, file_name=path.name, reference_date=timezone.localdate(at)
                ),
                file=file,
                door=Door.DROP_FOLDER,
                by=system_user(SYSTEM_SENDER),
                at=at,
            )
    except NoRoom:  # the file stays, and is taken when there is room
        logger.warning("drop folder of %s: no room", body.code)
        return []
    except UnableToReceive as refusal:
        answer = path.with_name(f"{_shortened(path.name)}.refus.txt")
        answer.write_text(f"{refusal}\n", encoding="utf-8")
        path.unlink()
        return []
    except OSError as fault:
        logger.warning("drop folder of %s: %s", body.code, fault)
        return []
    faults.hit("drop_folder.received")
    ReceivedList.objects.filter(pk=reception.received_list.pk).update(answer_due=True)
    path.unlink(missing_ok=True)  # its bytes are sealed in the database: the clear file goes
    return [reception.received_list.pk]
