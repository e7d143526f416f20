"""Undo a list, set by set: the register is what it was, save for people built upon since."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pghistory
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from cnss_amo.accounts.models import User
from liaison.enums import ListState
from liaison.models import ReceivedList, RowOutcome
from liaison.services import close, states

PERSON_COLUMNS = (
    "number, state, document_disputed, last_name_ar, first_name_ar, arabic_key, search_tokens,"
    " birth_place, sex, nationality, commune_id, phone_key, phone_sealed, phone_source,"
    " email_key, email_sealed, email_source, address_key, address_sealed, address_source"
)
ACTIVITY_COLUMNS = (
    "sub_category_id, started_on, begins_on, ends_on, subject_from, professional_id, facts,"
    " missing_list"
)

# Built upon: an act or an event since, another state, or a later list that wrote to the person.
TOUCHED = """
CREATE TEMPORARY TABLE undone ON COMMIT DROP AS
SELECT o.line, o.outcome, o.person_id, o.activity_id, o.before,
       EXISTS (SELECT FROM registration_event e WHERE e.person_id = o.person_id
                AND e.recorded_at > l.registering_at)
       OR EXISTS (SELECT FROM registration_case c
                   WHERE o.person_id IN (c.person_id, c.other_id))
       OR p.state NOT IN ('PRE_REGISTERED', 'DEREGISTERED')
       OR EXISTS (SELECT FROM liaison_rowoutcome later
                    JOIN liaison_receivedlist other ON other.id = later.list_id
                   WHERE later.person_id = o.person_id AND later.list_id <> o.list_id
                     AND later.outcome IN ('REGISTERED', 'ACTIVITY_ADDED', 'UPDATED', 'ENDED')
                     AND other.state <> 'UNDONE'
                     AND (other.registering_at, other.id) > (l.registering_at, l.id)) AS built_upon
  FROM liaison_rowoutcome o
  JOIN liaison_receivedlist l ON l.id = o.list_id
  JOIN registration_person p ON p.id = o.person_id
 WHERE o.list_id = %(list)s
   AND o.outcome IN ('REGISTERED', 'ACTIVITY_ADDED', 'UPDATED', 'ENDED')
"""
# A person is left whole: one of her lines built upon keeps the others.
LEFT = """
UPDATE undone SET built_upon = true
 WHERE person_id IN (SELECT person_id FROM undone WHERE built_upon)
"""
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
 WHERE d.person_id = u.person_id AND u.outcome = 'REGISTERED' AND NOT u.built_upon
"""
DROP_PEOPLE = """
DELETE FROM registration_person p USING undone u
 WHERE p.id = u.person_id AND u.outcome = 'REGISTERED' AND NOT u.built_upon
"""
UNFLAG = "UPDATE registration_activity SET missing_list = NULL WHERE missing_list = %(list)s"


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
    with transaction.atomic(), pghistory.context(undo=list_id, user=by.pk):
        received_list = states.locked(list_id)
        states.require(received_list, ListState.CLOSED)
        states.require_rows(received_list)
        _require_in_time(received_list, at)
        corrected = [_undo_correction(pk, by, at) for pk in _corrections_of(received_list)]
        undoing = _with(_take_back(list_id), corrected)
        states.move(
            received_list,
            ListState.UNDONE,
            undone_at=at,
            decided_by=by,
            reason_code="UNDONE",
            reason_details={"left": undoing.left[:1000], "left_count": len(undoing.left)},
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
    undoing = _take_back(list_id)
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


def _take_back(list_id: int) -> Undoing:
    asked = {"list": list_id}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS undone")
        cursor.execute(TOUCHED, asked)
        cursor.execute(LEFT)
        cursor.execute("ANALYZE undone")
        for statement in (
            DROP_ACTIVITIES,
            RESTORE_ACTIVITIES,
            RESTORE_PEOPLE,
            BURN,
            DROP_DOCUMENTS,
            DROP_PEOPLE,
            UNFLAG,
        ):
            cursor.execute(statement, asked)
        cursor.execute("SELECT count(*) FROM undone WHERE NOT built_upon")
        undone = cursor.fetchone()[0]
        cursor.execute("SELECT DISTINCT person_id FROM undone WHERE built_upon ORDER BY 1")
        left = [person for (person,) in cursor.fetchall()]
    return Undoing(undone, left)
