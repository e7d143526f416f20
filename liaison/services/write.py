"""Write decided rows to the register: people, numbers, activities, outcomes, set by set.

Each statement says how many rows it expects to touch. When the register moved since the decision (a
list of another body, an agent), the counts differ, RegisterMoved undoes the transaction, and the
rows are decided again.
"""

from collections import Counter
from datetime import date

from django.db import IntegrityError, connection, transaction

from liaison.models import Chunk, ReceivedList
from liaison.services import amend, decide
from liaison.services.decided import DECIDE, SAID, Expected, RegisterMoved

DRAWS = 5  # a drawn number may already be held by somebody whose list gave it


PEOPLE = f"""
INSERT INTO registration_person
       (id, number, state, registered_on, document_kind, document_key, document_sealed,
        document_disputed, last_name, first_name, last_name_ar, first_name_ar, latin_key,
        arabic_key, search_tokens, birth_date, birth_precision, birth_place, sex, nationality,
        commune_id, phone_key, phone_sealed, phone_source, email_key, email_sealed, email_source,
        address_key, address_sealed, address_source)
SELECT person_id,
       COALESCE(own_number, CASE WHEN NOT disputed THEN kept_number END,
                cnss_number(nextval('registration_number_seq'))),
       'PRE_REGISTERED', %(reference)s,
       CASE WHEN disputed THEN '' ELSE document_kind END,
       CASE WHEN NOT disputed THEN document_key END,
       CASE WHEN NOT disputed THEN document_sealed END,
       disputed, last_name, first_name, last_name_ar, first_name_ar, latin_key, arabic_key,
       search_tokens, birth_date, birth_precision, birth_place, sex, nationality, commune,
       phone_key, phone_sealed, CASE WHEN phone_key IS NULL THEN '' ELSE %(body)s END,
       email_key, email_sealed, CASE WHEN email_key IS NULL THEN '' ELSE %(body)s END,
       address_key, address_sealed, CASE WHEN address_key IS NULL THEN '' ELSE %(body)s END
  FROM (SELECT d.person_id, r.*, kept.number AS kept_number,
               COALESCE(verdict = 'DIFFERENT' AND by_document IS NOT NULL, false) AS disputed,
               CASE WHEN by_number IS NULL THEN r.number END AS own_number
          FROM {SAID}
          LEFT JOIN (SELECT DISTINCT ON (burnt.document_key) burnt.document_key AS key, burnt.number
                       FROM {SAID}
                       JOIN registration_burntnumber burnt ON burnt.document_key = r.document_key
                      WHERE NOT EXISTS (SELECT FROM registration_person taken
                                         WHERE taken.number = burnt.number)
                      ORDER BY burnt.document_key, burnt.burnt_at DESC) kept
                 ON kept.key = r.document_key
         WHERE outcome = 'REGISTERED' AND {{still}}
         ORDER BY d.line) new
"""
NOT_THERE = "NOT EXISTS (SELECT FROM registration_person p WHERE p.id = d.person_id)"
REUSED_NUMBERS = """
DELETE FROM registration_burntnumber burnt USING decided d, registration_person p
 WHERE d.outcome = 'REGISTERED' AND p.id = d.person_id AND p.number = burnt.number
"""
# The second paper of a row; and the paper of somebody an agent recognised as a person without it.
OTHER_DOCUMENTS = f"""
INSERT INTO registration_otherdocument (person_id, kind, key, sealed, origin_list, origin_line)
SELECT person_id, other_document_kind, other_document_key, other_document_sealed, list_id, r.line
  FROM {SAID}
 WHERE gives_paper
UNION ALL
SELECT person_id, document_kind, document_key, document_sealed, list_id, r.line
  FROM {SAID}
 WHERE shows_paper
    ON CONFLICT (key) DO NOTHING
"""

ACTIVITIES = f"""
INSERT INTO registration_activity
       (id, person_id, category_id, sub_category_id, body, started_on, begins_on, subject_from,
        professional_id, facts, origin_kind, origin_list, origin_line)
SELECT d.new_activity_id, d.person_id, r.category,
       CASE WHEN d.outcome = 'UPDATED' AND NOT COALESCE(d.new_sub_category, true)
            THEN d.known_sub_category ELSE r.sub_category END,
       %(body)s, began.started_on,
       CASE WHEN d.outcome = 'UPDATED' THEN %(reference)s ELSE d.start END,
       greatest(began.started_on, d.opened_on),
       CASE WHEN d.outcome = 'UPDATED' AND r.professional_id = ''
            THEN d.known_professional_id ELSE r.professional_id END,
       CASE WHEN d.outcome = 'UPDATED' THEN d.known_facts || r.facts ELSE r.facts END,
       CASE WHEN d.verdict IS NULL THEN 'LIST' ELSE 'RULING' END, r.list_id, d.line
  FROM {SAID}
 CROSS JOIN LATERAL (SELECT CASE WHEN d.outcome = 'UPDATED' AND NOT COALESCE(d.new_start, false)
                                 THEN d.known_start ELSE d.start END AS started_on) began
 WHERE d.new_activity_id IS NOT NULL
 ORDER BY d.line
"""
OUTCOMES = """
INSERT INTO liaison_rowoutcome
       (list_id, line, outcome, issues, person_id, activity_id, first_line, before, changes,
        proposals, reason)
SELECT %(list)s, line, outcome,
       CASE WHEN outcome = 'REFUSED' AND refusal IS NOT NULL
            THEN jsonb_build_array(jsonb_build_array(refusal, '', 'E'))
            WHEN identity_differs AND outcome IN ('ACTIVITY_ADDED', 'UPDATED', 'UNCHANGED', 'ENDED')
            THEN '[["IDENTITY_DIFFERS", "", "W"]]'
            WHEN outcome = 'REGISTERED' AND namesake_id IS NOT NULL
            THEN '[["POSSIBLE_NAMESAKE", "", "W"]]' END,
       COALESCE(person_id, CASE WHEN outcome = 'CONFLICT'
                                THEN COALESCE(by_document, by_second, by_number, namesake_id) END),
       COALESCE(new_activity_id, open_id), duplicate_of, before,
       CASE WHEN outcome IN ('UPDATED', 'ACTIVITY_ADDED')
            THEN NULLIF(activity_changes || person_changes, '{}') END,
       CASE WHEN outcome IN ('UPDATED', 'ACTIVITY_ADDED', 'UNCHANGED')
            THEN NULLIF(proposed, '{}') END, ''
  FROM decided
"""


def apply(
    received_list: ReceivedList, scope: str, within: dict[str, object], *, on: date | None = None
) -> Counter[str]:
    """Decide the rows of a scope and write what follows, in the caller's transaction.

    Returns how many rows got each outcome; raises RegisterMoved when the register moved meanwhile.
    """
    asked = decide.parameters(received_list, on=on) | within
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS decided")
        with decide.by_sets(cursor):
            cursor.execute(DECIDE.format(decision=decide.decision(scope)), asked)
        cursor.execute("ANALYZE decided (line, outcome, person_id)")
        expected = Expected(cursor)
        asked |= {"least": expected.first_line, "most": expected.last_line}
        if expected.new:
            _insert_people(cursor, asked, expected.new)
        if expected.changes_what_is_known:
            amend.amend(cursor, asked, expected)
        else:
            cursor.execute("ALTER TABLE decided ADD COLUMN before jsonb")
        if expected.opened:
            added = _insert(cursor, ACTIVITIES, asked)
            if added != expected.opened:
                raise RegisterMoved(f"{expected.opened} activities expected, {added} added")
        if expected.papers:
            cursor.execute(OTHER_DOCUMENTS, asked)
        if expected.outcomes["UPDATED"] + expected.outcomes["UNCHANGED"]:
            cursor.execute(amend.SEEN_AGAIN)
        cursor.execute(OUTCOMES, asked)
        if expected.changes_what_is_known:
            amend.require_none_merged(cursor)
        return expected.outcomes


def lines_in(chunk: Chunk) -> list[int]:
    """The lines that a chunk holds, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.line FROM liaison_row r LEFT JOIN liaison_repeat rep"
            "    ON rep.list_id = r.list_id AND rep.line = r.line"
            " WHERE r.list_id = %s AND r.line BETWEEN %s AND %s AND COALESCE(rep.turn, 1) = %s"
            " ORDER BY 1",
            [chunk.received_list_id, chunk.first_line, chunk.last_line, chunk.turn],
        )
        return [line for (line,) in cursor.fetchall()]


def _insert_people(cursor, asked: dict[str, object], new: int) -> None:
    """Insert the new people; a number that is already held is drawn again, a document is not."""
    written, still = 0, "true"
    for _draw in range(DRAWS):
        written += _insert(cursor, PEOPLE.format(still=still), asked)
        if written == new:
            cursor.execute(REUSED_NUMBERS)
            return
        still = NOT_THERE
    raise RegisterMoved(f"{new - written} people were registered by somebody else")


def _insert(cursor, statement: str, asked: dict[str, object]) -> int:
    """Insert all rows; where a key is taken, again without those it stops. Tell how many.

    To look for taken keys beforehand would cost every row a search in each index.
    """
    try:
        with transaction.atomic():
            cursor.execute(statement, asked)
    except IntegrityError:
        cursor.execute(f"{statement} ON CONFLICT DO NOTHING", asked)
    return cursor.rowcount
