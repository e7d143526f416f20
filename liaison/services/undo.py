"""Undo a list, set by set: the register is what it was, save for people built upon since."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

import pghistory
from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.translation import gettext as _
from psycopg2.errors import DeadlockDetected, ForeignKeyViolation

from cnss_amo.accounts.models import User
from cnss_amo.kernel import faults
from liaison.enums import ListState
from liaison.models import ReceivedList, RowOutcome
from liaison.services import built_upon, close, states
from registration.audit import CHANGED

logger = logging.getLogger(__name__)

ATTEMPTS = 5

PERSON_COLUMNS = (
    "number, state, document_disputed, last_name_ar, first_name_ar, arabic_key, search_tokens,"
    " birth_place, sex, nationality, commune_id, phone_key, phone_sealed, phone_source,"
    " email_key, email_sealed, email_source, address_key, address_sealed, address_source"
)
ACTIVITY_COLUMNS = (
    "sub_category_id, started_on, begins_on, ends_on, subject_from, professional_id, facts,"
    " missing_list"
)

DROP_ACTIVITIES = """
DELETE FROM registration_activity a USING undone u
 WHERE a.id = u.activity_id AND a.origin_list = %(list)s AND a.origin_line = u.line
   AND u.outcome <> 'ENDED' AND NOT u.built_upon
"""
# Several lines may have touched one person or one activity: what stood before the first counts.
RESTORE_ACTIVITIES = f"""
UPDATE registration_activity a SET ({ACTIVITY_COLUMNS}) =
       ROW({", ".join("was." + name.strip() for name in ACTIVITY_COLUMNS.split(","))})
  FROM (SELECT DISTINCT ON (was.id) was.*
          FROM undone u
         CROSS JOIN LATERAL jsonb_populate_recordset(
               NULL::registration_activity, u.before->'activities') was
         WHERE NOT u.built_upon AND u.before ? 'activities' ORDER BY was.id, u.line) was
 WHERE a.id = was.id
"""
RESTORE_PEOPLE = f"""
UPDATE registration_person p SET ({PERSON_COLUMNS}) =
       ROW({", ".join("was." + name.strip() for name in PERSON_COLUMNS.split(","))})
  FROM (SELECT DISTINCT ON (u.person_id) u.person_id AS restored, was.*
          FROM undone u
         CROSS JOIN LATERAL jsonb_populate_record(
               NULL::registration_person, u.before->'person') was
         WHERE NOT u.built_upon AND u.before ? 'person' ORDER BY u.person_id, u.line) was
 WHERE p.id = was.restored
"""
BURN = """
INSERT INTO registration_burntnumber (number, document_key)
SELECT p.number, p.document_key FROM registration_person p JOIN undone u ON u.person_id = p.id
 WHERE u.outcome = 'REGISTERED' AND NOT u.built_upon
    ON CONFLICT DO NOTHING
"""
DROP_DOCUMENTS = """
DELETE FROM registration_otherdocument d USING undone u
 WHERE d.person_id = u.person_id AND NOT u.built_upon
   AND (u.outcome = 'REGISTERED' OR d.origin_list = %(list)s)
"""
DROP_PEOPLE = """
DELETE FROM registration_person p USING undone u
 WHERE p.id = u.person_id AND u.outcome = 'REGISTERED' AND NOT u.built_upon
"""
UNFLAG = "UPDATE registration_activity SET missing_list = NULL WHERE missing_list = %(list)s"
# A flag that the list took away by naming somebody again comes back, from what the audit knew
# before: unless the flag's own list was undone, or another list has named her since.
FLAG_AGAIN = """
UPDATE registration_activity a SET missing_list = was.missing_list
  FROM (SELECT seen.activity, prior.missing_list
          FROM (SELECT e.pgh_obj_id AS activity, min(e.pgh_id) AS event
                  FROM registration_activityevent e
                  JOIN pghistory_context c ON c.id = e.pgh_context_id
                 WHERE e.pgh_created_at > %(began)s
                   AND c.metadata @> jsonb_build_object('list', %(list)s)
                 GROUP BY 1) seen
         CROSS JOIN LATERAL (
               SELECT p.missing_list FROM registration_activityevent p
                WHERE p.pgh_obj_id = seen.activity
                  AND (p.pgh_id < seen.event
                       OR p.pgh_id = seen.event AND p.pgh_label = %(changed)s)
                ORDER BY p.pgh_id DESC LIMIT 1) prior
          JOIN liaison_receivedlist flagging ON flagging.id = prior.missing_list
         WHERE flagging.state = 'CLOSED' AND flagging.id <> %(list)s) was
 WHERE a.id = was.activity AND a.missing_list IS NULL AND a.ends_on IS NULL
   AND NOT EXISTS (SELECT FROM liaison_rowoutcome o
                    WHERE o.person_id = a.person_id AND o.activity_id = a.id
                      AND o.outcome IN ('UPDATED', 'UNCHANGED') AND o.list_id > %(list)s)
   AND NOT EXISTS (SELECT FROM undone u WHERE u.person_id = a.person_id AND u.built_upon)
"""
NAME_LEFT = """
INSERT INTO liaison_leftperson (list_id, person_id)
SELECT DISTINCT %(list)s, person_id FROM undone WHERE built_upon
"""


class TooLateToUndo(Exception):
    """The delay to undo a list is over."""


@dataclass(frozen=True)
class Undoing:
    """What an undo did: people left because of what was built on them, lines undone."""

    undone: int
    left: list[int]


def undo(*, list_id: int, by: User, at: datetime) -> Undoing:
    """Take back what a closed list wrote; name the people that were built upon and are left.

    Raises NotInThatState, RowsDropped, or TooLateToUndo after the delay. The numbers given are
    burnt: they return to the same document if it comes again, never to another.
    """
    for attempt in range(ATTEMPTS):
        try:
            undoing = _undo(list_id, by, at)
        except (IntegrityError, OperationalError) as met:
            if attempt + 1 == ATTEMPTS or not _met_somebody(met):
                raise
            logger.warning("undo of list %s: met another writer, try again", list_id)
        else:
            faults.hit("undo.committed")
            return undoing
    raise AssertionError("the last attempt returns or raises")


def _met_somebody(fault: Exception) -> bool:
    """Whether somebody else was writing to the same people: a deadlock, a row just referred to."""
    return isinstance(fault.__cause__, DeadlockDetected | ForeignKeyViolation)


def _undo(list_id: int, by: User, at: datetime) -> Undoing:
    with transaction.atomic(), pghistory.context(undo=list_id, user=by.pk):
        received_list = states.locked(list_id)
        states.require(received_list, ListState.CLOSED)
        states.require_rows(received_list)
        _require_in_time(received_list, at)
        corrected = [_undo_correction(pk, by, at) for pk in _corrections_of(received_list)]
        undoing = _with(_take_back(received_list), corrected)
        faults.hit("undo.taken_back")
        states.move(
            received_list,
            ListState.UNDONE,
            undone_at=at,
            decided_by=by,
            reason_code="UNDONE",
            reason_details={"left_count": len(undoing.left)},
        )
        if received_list.corrects_list:
            _reopen_corrected_row(received_list.corrects_list, list_id)
    return undoing


def _corrections_of(received_list: ReceivedList) -> list[int]:
    """The one-row lists that corrected rows of this one on the screen, the latest first."""
    corrections = received_list.corrections.filter(state=ListState.CLOSED).order_by("-pk")
    return list(corrections.values_list("pk", flat=True))


def _undo_correction(list_id: int, by: User, at: datetime) -> Undoing:
    """A correction has no delay of its own: it goes with the list it corrected."""
    correction = states.locked(list_id)
    undoing = _take_back(correction)
    states.move(correction, ListState.UNDONE, undone_at=at, decided_by=by, reason_code="UNDONE")
    return undoing


def _with(undoing: Undoing, others: list[Undoing]) -> Undoing:
    left = {person for one in (undoing, *others) for person in one.left}
    return Undoing(undoing.undone + sum(other.undone for other in others), sorted(left))


def _reopen_corrected_row(original: ReceivedList, correction_id: int) -> None:
    """The row whose correction is undone may be corrected again."""
    RowOutcome.objects.filter(list_id=original.pk, corrected_by=correction_id).update(
        corrected_by=None
    )
    close.recount(original)


def _require_in_time(received_list: ReceivedList, at: datetime) -> None:
    if at - received_list.closed_at > timedelta(hours=settings.UNDO_HOURS):
        raise TooLateToUndo(
            _("Cette liste est terminée depuis plus de %(hours)s heures : elle ne s'annule plus.")
            % {"hours": settings.UNDO_HOURS}
        )


def _take_back(received_list: ReceivedList) -> Undoing:
    built_upon.find(received_list, and_lock=True)
    asked = {
        "list": received_list.pk,
        "began": received_list.registering_at,
        "changed": CHANGED,
    }
    with connection.cursor() as cursor:
        for statement in (
            DROP_ACTIVITIES,
            RESTORE_ACTIVITIES,
            RESTORE_PEOPLE,
            BURN,
            DROP_DOCUMENTS,
            DROP_PEOPLE,
            UNFLAG,
            FLAG_AGAIN,
            NAME_LEFT,
        ):
            cursor.execute(statement, asked)
            faults.hit("undo.statement")
        cursor.execute("SELECT count(*) FROM undone WHERE NOT built_upon")
        undone = cursor.fetchone()[0]
        cursor.execute("SELECT DISTINCT person_id FROM undone WHERE built_upon ORDER BY 1")
        left = [person for (person,) in cursor.fetchall()]
    return Undoing(undone, left)
