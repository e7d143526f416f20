"""Write decided rows to the register: people, numbers, activities, outcomes, set by set.

Each statement says how many rows it expects to touch. When the register moved since the decision (a
list of another body, an agent), the counts differ, RegisterMoved undoes the transaction, and the
rows are decided again.
"""

from collections import Counter
from datetime import date

from django.db import IntegrityError, connection, transaction

from liaison.models import Chunk, ReceivedList
from liaison.services import decide

DRAWS = 5  # a drawn number may already be held by somebody whose list gave it


class RegisterMoved(Exception):
    """Somebody else wrote to these people between the decision and the writing."""


DECIDE = """
CREATE TEMPORARY TABLE decided ON COMMIT DROP AS
SELECT d.*,
       CASE WHEN outcome = 'REGISTERED' THEN nextval('registration_person_id_seq')
            ELSE person END AS person_id,
       CASE WHEN outcome IN ('REGISTERED', 'ACTIVITY_ADDED')
                 OR outcome = 'UPDATED' AND opens_new_period
            THEN nextval('registration_activity_id_seq') END AS new_activity_id,
       outcome IN ('ACTIVITY_ADDED', 'UPDATED') AND cardinality(person_changes) > 0
           OR outcome = 'ACTIVITY_ADDED' AND state = 'DEREGISTERED' AS touches_person
  FROM ({decision}) d
"""

PEOPLE = """
INSERT INTO registration_person
       (id, number, state, registered_on, document_kind, document_key, document_sealed,
        document_disputed, last_name, first_name, last_name_ar, first_name_ar, latin_key,
        arabic_key, search_tokens, birth_date, birth_precision, birth_place, sex, nationality,
        commune_id, phone_key, phone_sealed, phone_source, email_key, email_sealed, email_source,
        address_key, address_sealed, address_source)
SELECT d.person_id,
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
  FROM (SELECT decided.*, kept.number AS kept_number,
               COALESCE(verdict = 'DIFFERENT' AND by_document IS NOT NULL, false) AS disputed,
               CASE WHEN by_number IS NULL THEN decided.number END AS own_number
          FROM decided
          LEFT JOIN (SELECT DISTINCT ON (burnt.document_key) burnt.document_key AS key, burnt.number
                       FROM decided again
                       JOIN registration_burntnumber burnt
                         ON burnt.document_key = again.document_key
                      WHERE NOT EXISTS (SELECT FROM registration_person taken
                                         WHERE taken.number = burnt.number)
                      ORDER BY burnt.document_key, burnt.burnt_at DESC) kept
                 ON kept.key = decided.document_key
         WHERE outcome = 'REGISTERED' AND {still}
         ORDER BY line) d
"""
NOT_THERE = "NOT EXISTS (SELECT FROM registration_person p WHERE p.id = decided.person_id)"
REUSED_NUMBERS = """
DELETE FROM registration_burntnumber burnt USING decided d, registration_person p
 WHERE d.outcome = 'REGISTERED' AND p.id = d.person_id AND p.number = burnt.number
"""
# The second paper of a row; and the paper of somebody an agent recognised as a person without it.
OTHER_DOCUMENTS = """
INSERT INTO registration_otherdocument (person_id, kind, key, sealed, origin_list, origin_line)
SELECT person_id, other_document_kind, other_document_key, other_document_sealed, list_id, line
  FROM decided
 WHERE other_document_key IS NOT NULL AND outcome IN ('REGISTERED', 'ACTIVITY_ADDED', 'UPDATED')
   AND (is_known IS FALSE OR same_identity) AND (by_second IS NULL OR by_second = person_id)
UNION ALL
SELECT person_id, document_kind, document_key, document_sealed, list_id, line
  FROM decided
 WHERE verdict = 'SAME' AND by_document IS NULL AND document_key IS NOT NULL
    ON CONFLICT (key) DO NOTHING
"""

# What the touched people and activities were, for the undo and for the timeline.
BEFORE = """
ALTER TABLE decided ADD COLUMN before jsonb;
UPDATE decided d SET before = jsonb_strip_nulls(jsonb_build_object(
    'person', CASE WHEN d.touches_person OR d.outcome = 'ENDED' THEN (
        SELECT to_jsonb(p) - ARRAY['id', 'created_at', 'document_sealed', 'document_key',
                                   'document_kind', 'latin_key', 'registered_on',
                                   'last_name', 'first_name', 'birth_date', 'birth_precision']
          FROM registration_person p WHERE p.id = d.person_id) END,
    'activities', (SELECT jsonb_agg(to_jsonb(a)) FROM registration_activity a
                    WHERE a.id IN (CASE WHEN d.outcome IN ('UPDATED', 'ENDED') THEN d.open_id END,
                                   CASE WHEN d.outcome = 'ACTIVITY_ADDED' THEN d.yielding_id END))
    ))
 WHERE d.outcome IN ('ACTIVITY_ADDED', 'UPDATED', 'ENDED')
"""

FILLS = """
UPDATE registration_person p SET
    state = CASE WHEN p.state = 'DEREGISTERED' AND d.outcome = 'ACTIVITY_ADDED'
                 THEN 'PRE_REGISTERED' ELSE p.state END,
    last_name_ar = CASE WHEN 'name_ar' = ANY (changed) THEN d.last_name_ar ELSE p.last_name_ar END,
    first_name_ar = CASE WHEN 'name_ar' = ANY (changed) THEN d.first_name_ar
                         ELSE p.first_name_ar END,
    arabic_key = CASE WHEN 'name_ar' = ANY (changed) THEN d.arabic_key ELSE p.arabic_key END,
    search_tokens = CASE WHEN 'name_ar' = ANY (changed)
                         THEN ARRAY(SELECT DISTINCT unnest(p.search_tokens || d.search_tokens))
                         ELSE p.search_tokens END,
    birth_place = CASE WHEN 'birth_place' = ANY (changed) THEN d.birth_place ELSE p.birth_place END,
    sex = CASE WHEN 'sex' = ANY (changed) THEN d.sex ELSE p.sex END,
    nationality = CASE WHEN 'nationality' = ANY (changed) THEN d.nationality ELSE p.nationality END,
    commune_id = CASE WHEN 'commune' = ANY (changed) THEN d.commune ELSE p.commune_id END,
    number = CASE WHEN 'number' = ANY (changed) THEN d.number ELSE p.number END,
    {contacts}
  FROM (SELECT *, CASE WHEN same_identity THEN person_changes ELSE '{{}}' END AS changed
          FROM decided WHERE touches_person) d
 WHERE p.id = d.person_id AND p.state = d.state
""".format(
    contacts=",\n    ".join(
        f"{name}_{part} = CASE WHEN '{name}' = ANY (changed) THEN {value} ELSE p.{name}_{part} END"
        for name in ("phone", "email", "address")
        for part, value in (
            ("key", f"d.{name}_key"),
            ("sealed", f"d.{name}_sealed"),
            ("source", "%(body)s"),
        )
    )
)

ENDED = """
UPDATE registration_activity a SET ends_on = d.finish, missing_list = NULL
  FROM decided d
 WHERE d.outcome = 'ENDED' AND a.id = d.open_id AND a.ends_on IS NULL
"""
DEREGISTERED = """
UPDATE registration_person p SET state = 'DEREGISTERED'
  FROM decided d
 WHERE d.outcome = 'ENDED' AND p.id = d.person_id AND p.state <> 'DEREGISTERED'
   AND d.finish <= %(reference)s
   AND NOT EXISTS (SELECT FROM registration_activity a WHERE a.person_id = p.id
                    AND (a.ends_on IS NULL OR a.ends_on > %(reference)s))
"""
YIELDED = """
UPDATE registration_activity a SET ends_on = greatest(a.begins_on, d.start), missing_list = NULL
  FROM decided d
 WHERE d.outcome = 'ACTIVITY_ADDED' AND a.id = d.yielding_id AND a.ends_on IS NULL
"""
CLOSED_PERIODS = """
UPDATE registration_activity a SET ends_on = %(reference)s, missing_list = NULL
  FROM decided d
 WHERE d.outcome = 'UPDATED' AND d.opens_new_period AND a.id = d.open_id AND a.ends_on IS NULL
"""
CORRECTED = """
UPDATE registration_activity a SET
    sub_category_id = CASE WHEN d.new_sub_category THEN d.sub_category ELSE a.sub_category_id END,
    facts = a.facts || d.facts,
    professional_id = CASE WHEN d.new_professional_id THEN d.professional_id
                           ELSE a.professional_id END,
    started_on = CASE WHEN d.new_start THEN d.started_on ELSE a.started_on END,
    begins_on = CASE WHEN d.new_start AND a.begins_on = a.started_on THEN d.started_on
                     ELSE a.begins_on END,
    subject_from = CASE WHEN d.new_start THEN greatest(d.started_on, d.opened_on)
                        ELSE a.subject_from END
  FROM decided d
 WHERE d.outcome = 'UPDATED' AND NOT d.opens_new_period AND cardinality(d.activity_changes) > 0
   AND a.id = d.open_id AND a.ends_on IS NULL
"""
ACTIVITIES = """
INSERT INTO registration_activity
       (id, person_id, category_id, sub_category_id, body, started_on, begins_on, subject_from,
        professional_id, facts, origin_kind, origin_list, origin_line)
SELECT d.new_activity_id, d.person_id, d.category,
       CASE WHEN d.outcome = 'UPDATED' AND NOT COALESCE(d.new_sub_category, true)
            THEN d.known_sub_category ELSE d.sub_category END,
       %(body)s, began.started_on,
       CASE WHEN d.outcome = 'UPDATED' THEN %(reference)s ELSE d.start END,
       greatest(began.started_on, d.opened_on),
       CASE WHEN d.outcome = 'UPDATED' AND d.professional_id = ''
            THEN d.known_professional_id ELSE d.professional_id END,
       CASE WHEN d.outcome = 'UPDATED' THEN d.known_facts || d.facts ELSE d.facts END,
       CASE WHEN d.verdict IS NULL THEN 'LIST' ELSE 'RULING' END, d.list_id, d.line
  FROM decided d
 CROSS JOIN LATERAL (SELECT CASE WHEN d.outcome = 'UPDATED' AND NOT COALESCE(d.new_start, false)
                                 THEN d.known_start ELSE d.start END AS started_on) began
 WHERE d.new_activity_id IS NOT NULL
 ORDER BY d.line
"""
SEEN_AGAIN = """
UPDATE registration_activity a SET missing_list = NULL
  FROM decided d
 WHERE a.id = d.open_id AND a.missing_list IS NOT NULL AND d.outcome IN ('UPDATED', 'UNCHANGED')
"""

OUTCOMES = """
INSERT INTO liaison_rowoutcome
       (list_id, line, outcome, issues, person_id, activity_id, first_line, before, changes,
        proposals, reason)
SELECT list_id, line, outcome,
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

# Asked at the end, when whoever would merge these people waits for us.
MERGED_MEANWHILE = """
SELECT count(*) FROM registration_person p
 WHERE p.merged_into_id IS NOT NULL
   AND p.id IN (SELECT person FROM decided
                 WHERE outcome IN ('ACTIVITY_ADDED', 'UPDATED', 'ENDED'))
"""

COUNTS = """
SELECT count(*) FILTER (WHERE outcome = 'REGISTERED'),
       count(*) FILTER (WHERE touches_person),
       count(*) FILTER (WHERE outcome = 'ENDED'),
       count(*) FILTER (WHERE outcome = 'ACTIVITY_ADDED' AND yielding_id IS NOT NULL),
       count(*) FILTER (WHERE outcome = 'UPDATED' AND opens_new_period),
       count(*) FILTER (WHERE outcome = 'UPDATED' AND NOT opens_new_period
                          AND cardinality(activity_changes) > 0),
       count(new_activity_id)
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
        cursor.execute(DECIDE.format(decision=decide.decision(scope)), asked)
        cursor.execute("ANALYZE decided (line, outcome, person_id, document_key)")
        cursor.execute(COUNTS)
        new, touched, ended, yielded, reopened, corrected, opened = cursor.fetchone()
        known = touched + ended + yielded + reopened + corrected + opened > new
        if new:
            _insert_people(cursor, asked, new)
        if known:
            cursor.execute(BEFORE)
            for statement, expected in (
                (FILLS, touched),
                (ENDED, ended),
                (DEREGISTERED, None),
                (YIELDED, yielded),
                (CLOSED_PERIODS, reopened),
                (CORRECTED, corrected),
            ):
                _expect(cursor, statement, asked, expected)
        else:
            cursor.execute("ALTER TABLE decided ADD COLUMN before jsonb")
        if opened:
            added = _insert(cursor, ACTIVITIES, asked)
            if added != opened:
                raise RegisterMoved(f"{opened} activities expected, {added} added")
        cursor.execute(OTHER_DOCUMENTS)
        cursor.execute(SEEN_AGAIN)
        cursor.execute(OUTCOMES)
        _require_none_merged(cursor)
        cursor.execute("SELECT outcome, count(*) FROM decided GROUP BY 1")
        return Counter(dict(cursor.fetchall()))


def _require_none_merged(cursor) -> None:
    cursor.execute(MERGED_MEANWHILE)
    [merged] = cursor.fetchone()
    if merged:
        raise RegisterMoved(f"{merged} people were merged into others")


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


def _expect(cursor, statement: str, asked: dict[str, object], expected: int | None) -> None:
    cursor.execute(statement, asked)
    if expected is not None and cursor.rowcount != expected:
        raise RegisterMoved(f"{expected} rows expected, {cursor.rowcount} written")
