"""Who was built upon since a list wrote to them: an act, an agent's hand, a later list.

`find` fills the temporary table `undone`: a line for each line of the list that wrote something,
and whether its person has to be left as she is. A person is left whole or not at all.
"""

from django.db import connection

from liaison.enums import WRITTEN
from liaison.models import ReceivedList
from registration.audit import CHANGED, CHANGED_KEEPING_AFTER
from registration.enums import State

# A million lines take longer than a page is allowed for one statement.
AS_LONG_AS_IT_TAKES = """
SELECT set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true)
"""
WROTE = """
CREATE TEMPORARY TABLE undone ON COMMIT DROP AS
SELECT o.line, o.outcome, o.person_id, o.activity_id, o.before, false AS built_upon
  FROM liaison_rowoutcome o JOIN registration_person p ON p.id = o.person_id
 WHERE o.list_id = %(list)s
   AND (o.outcome = ANY (%(written)s)
        OR EXISTS (SELECT FROM registration_otherdocument paper
                    WHERE paper.person_id = COALESCE(p.merged_into_id, p.id)
                      AND paper.origin_list = o.list_id
                      AND paper.origin_line = o.line))
"""

# Whoever is writing to these people is waited for, and waits until this is over.
LOCK_PEOPLE = """
SELECT FROM registration_person WHERE id IN (SELECT person_id FROM undone) ORDER BY id FOR UPDATE
"""
LOCK_ACTIVITIES = """
SELECT FROM registration_activity
 WHERE person_id IN (SELECT person_id FROM undone) ORDER BY id FOR UPDATE
"""

# The audit tells every change made by hand: what lists, undoings and the nightly exits do carries
# its name; and no list brings anybody further than registered: such a state stands now or is kept
# by a later event, the one before it by the event that brought it. An undone list still counts for
# those it left. A list that ended before this one began is an earlier one; but its rows that waited
# may have been written since, so activities are looked at: their ids are drawn when decided.
BUILT_UPON = """
UPDATE undone SET built_upon = true WHERE person_id IN (
    SELECT e.person_id FROM registration_event e WHERE e.recorded_at > %(began)s
    UNION ALL
    SELECT concerned FROM registration_case c
     CROSS JOIN LATERAL (VALUES (c.person_id), (c.other_id)) AS people (concerned)
     WHERE c.opened_at >= %(began)s
    UNION ALL
    SELECT e.pgh_obj_id FROM registration_personevent e
      LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id
     WHERE e.pgh_created_at > %(began)s AND NOT COALESCE(c.metadata ?| %(ours)s, false)
    UNION ALL
    SELECT became.person_id
      FROM (SELECT pgh_obj_id AS person_id, pgh_id, state FROM registration_personevent
             WHERE pgh_created_at > %(began)s AND NOT state = ANY (%(states_of_lists)s)
            UNION ALL
            SELECT p.id, 9223372036854775807, p.state
              FROM undone u JOIN registration_person p ON p.id = u.person_id
             WHERE NOT p.state = ANY (%(states_of_lists)s)) became
     CROSS JOIN LATERAL (
           SELECT e.* FROM registration_personevent e
            WHERE e.pgh_obj_id = became.person_id AND e.pgh_id < became.pgh_id
            ORDER BY e.pgh_id DESC LIMIT 1) e
      LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id
     WHERE e.pgh_label = %(changed)s AND e.pgh_created_at > %(began)s
       AND e.state <> became.state AND NOT COALESCE(c.metadata ? 'undo', false)
    UNION ALL
    SELECT e.pgh_obj_id FROM registration_personevent e
      LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id
     WHERE e.pgh_label = %(keeping_after)s AND e.pgh_created_at > %(began)s
       AND NOT COALESCE(c.metadata ? 'undo', false) AND NOT e.state = ANY (%(states_of_lists)s)
       AND e.state <> COALESCE((SELECT prior.state FROM registration_personevent prior
                                 WHERE prior.pgh_obj_id = e.pgh_obj_id AND prior.pgh_id < e.pgh_id
                                 ORDER BY prior.pgh_id DESC LIMIT 1), '')
    UNION ALL
    SELECT e.person_id FROM registration_activityevent e
      LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id
     WHERE e.pgh_created_at > %(began)s AND NOT COALESCE(c.metadata ?| %(ours)s, false)
    UNION ALL
    SELECT u.person_id FROM undone u
      JOIN liaison_rowoutcome o ON o.person_id = u.person_id AND o.list_id <> %(list)s
      JOIN liaison_receivedlist other ON other.id = o.list_id
     WHERE o.outcome = ANY (%(written)s) AND o.outcome <> 'REGISTERED'
       AND (other.state <> 'UNDONE'
            OR EXISTS (SELECT FROM liaison_leftperson l
                        WHERE l.list_id = other.id AND l.person_id = u.person_id))
       AND (COALESCE(other.closed_at, 'infinity'), other.id) > (%(began)s, %(list)s)
    UNION ALL
    SELECT u.person_id FROM undone u
      JOIN registration_activity ours ON ours.id = u.activity_id
       AND ours.origin_list = %(list)s AND ours.origin_line = u.line
      JOIN registration_activity later ON later.person_id = u.person_id AND later.id > ours.id
       AND later.origin_list IS DISTINCT FROM %(list)s
    UNION ALL
    SELECT u.person_id FROM undone u
     CROSS JOIN LATERAL jsonb_populate_recordset(
           NULL::registration_activity, u.before->'activities') was
      JOIN registration_activity other ON other.person_id = u.person_id
       AND other.category_id = was.category_id AND other.id <> was.id
       AND other.origin_list IS DISTINCT FROM %(list)s
       AND daterange(other.begins_on, other.ends_on) && daterange(was.begins_on, was.ends_on)
     WHERE u.before ? 'activities')
"""
OURS = ("list", "undo", "nightly")  # what the audit's context calls what is not done by hand


def find(received_list: ReceivedList, *, and_lock: bool) -> None:
    """Fill `undone` for a list, inside a transaction."""
    asked = {
        "list": received_list.pk,
        "began": received_list.registering_at,
        "written": [outcome.value for outcome in WRITTEN],
        "ours": list(OURS),
        "changed": CHANGED,
        "keeping_after": CHANGED_KEEPING_AFTER,
        "states_of_lists": [State.PRE_REGISTERED.value, State.DEREGISTERED.value],
    }
    with connection.cursor() as cursor:
        cursor.execute(AS_LONG_AS_IT_TAKES)
        cursor.execute("DROP TABLE IF EXISTS undone")
        cursor.execute(WROTE, asked)
        cursor.execute("ANALYZE undone")
        if and_lock:
            cursor.execute(LOCK_PEOPLE)
            cursor.execute(LOCK_ACTIVITIES)
        cursor.execute(BUILT_UPON, asked)
