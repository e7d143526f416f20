"""Decide what becomes of rows: one set-based question, asked by the plan and by the registration.

`decision` yields one line for each row in its scope, with its outcome (the first that holds, in the
order of the published formats), the person and the activities it touches, what it changes, what it
only proposes; the rest of what the row says stays in the row. It reads the register as it is now
and writes nothing. The plan asks it with `simulate`: a line then also sees what the earlier lines
of its list would have done.

It is asked of some thousands of rows at a time. All that the register holds of them is found set by
set: one walk over an index for all their documents, then joins by hashing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from liaison.models import ReceivedList
from liaison.services.compare import AGREE_ON_BIRTH, CHANGES, CONTACTS

LAW = """
law AS MATERIALIZED (
    SELECT c.code, c.opened_on, c.yields,
           COALESCE(c.opened_on <= %(on)s, false) AS is_open,
           EXISTS (SELECT FROM liaison_mandate m WHERE m.body_id = %(body)s
                   AND m.category_id = c.code AND m.in_force @> %(on)s::date) AS mandated,
           EXISTS (SELECT FROM liaison_mandate m WHERE m.body_id = %(body)s
                   AND m.category_id = c.code AND lower(m.in_force) > %(on)s) AS mandated_later
      FROM registration_category c
)"""

# The rows of the scope, and the identifiers by which the register is asked for their people.
ROWS = """
line AS MATERIALIZED (
    SELECT r.line, r.operation, r.refused, r.category, r.sub_category, r.sub_category_among,
           r.number, r.document_kind, r.document_key, r.other_document_key, r.latin_key,
           r.arabic_key, r.birth_date, r.birth_precision, r.birth_place, r.sex, r.nationality,
           r.commune, r.phone_key, r.email_key, r.address_key, r.started_on, r.ends_on,
           r.professional_id, r.facts,
           rep.duplicate_of, rep.first_line, rep.opened_before,
           ruling.verdict,
           CASE WHEN ruling.person_id IS NOT NULL THEN (  -- merged since, maybe
               SELECT COALESCE(ruled.merged_into_id, ruled.id) FROM registration_person ruled
                WHERE ruled.id = ruling.person_id) END AS ruled
      FROM liaison_row r
      LEFT JOIN liaison_repeat rep ON rep.list_id = r.list_id AND rep.line = r.line
      LEFT JOIN liaison_ruling ruling ON ruling.list_id = r.list_id AND ruling.line = r.line
     WHERE r.list_id = %(list)s AND {scope}
),
asked AS MATERIALIZED (
    SELECT ARRAY(SELECT document_key FROM line WHERE document_key IS NOT NULL
                 UNION ALL
                 SELECT other_document_key FROM line WHERE other_document_key IS NOT NULL
                  ORDER BY 1) AS documents,
           ARRAY(SELECT number FROM line WHERE number IS NOT NULL ORDER BY 1) AS numbers
)"""

# Who the row speaks of: the holder of its document, of its second document, of its number.
CANDIDATES = """
holder AS MATERIALIZED (
    SELECT {known} FROM registration_person
     WHERE document_key = ANY ((SELECT documents FROM asked)::bytea[])
),
paper AS MATERIALIZED (
    SELECT key, person_id FROM registration_otherdocument
     WHERE key = ANY ((SELECT documents FROM asked)::bytea[])
),
matched AS (
    SELECT line.*, COALESCE(holder.id, held.person_id) AS by_document,
           COALESCE(second_holder.id, second_held.person_id) AS by_second,
           COALESCE(numbered.merged_into_id, numbered.id) AS by_number  -- a merged file leads on
      FROM line
      LEFT JOIN holder ON holder.document_key = line.document_key
      LEFT JOIN paper held ON held.key = line.document_key
      LEFT JOIN holder second_holder ON second_holder.document_key = line.other_document_key
      LEFT JOIN paper second_held ON second_held.key = line.other_document_key
      LEFT JOIN (SELECT id, number, merged_into_id FROM registration_person
                  WHERE number = ANY ((SELECT numbers FROM asked)::int[])) numbered
             ON numbered.number = line.number
),
candidate AS MATERIALIZED (
    SELECT matched.*,
           CASE verdict WHEN 'DIFFERENT' THEN NULL WHEN 'SAME' THEN ruled
                        ELSE COALESCE(by_document, by_second) END AS known_id,
           verdict IS NULL
               AND (by_document <> by_second
                    OR by_number IS DISTINCT FROM COALESCE(by_document, by_second)
                       AND by_number IS NOT NULL) AS several
      FROM matched
),
known_person AS (
    SELECT * FROM holder
    UNION ALL
    SELECT {known} FROM registration_person
     WHERE id = ANY (ARRAY(SELECT known_id FROM candidate WHERE known_id IS NOT NULL
                           EXCEPT SELECT id FROM holder))
),
known_activity AS MATERIALIZED (
    SELECT a.id, a.person_id, a.category_id, a.sub_category_id, a.started_on, a.begins_on,
           a.ends_on, a.facts, a.professional_id, c.yields
      FROM registration_activity a JOIN registration_category c ON c.code = a.category_id
     WHERE a.person_id = ANY (ARRAY(SELECT known_id FROM candidate WHERE known_id IS NOT NULL
                                     ORDER BY 1))
)"""
KNOWN_OF_A_PERSON = (
    *("id", "state", "document_kind", "document_key", "latin_key", "arabic_key"),
    *("birth_date", "birth_precision", "last_name_ar", "first_name_ar", "birth_place", "sex"),
    *("nationality", "commune_id", "number"),
    *(f"{contact}_{part}" for contact in CONTACTS for part in ("key", "source")),
)

# Who has the same full name, in one script, and the same full birth date, among those the register
# does not know otherwise.
NAMESAKES = """
stranger AS MATERIALIZED (
    SELECT line, document_kind, latin_key, arabic_key, birth_date FROM candidate
     WHERE known_id IS NULL AND birth_precision = 'D' AND operation = 'A' AND NOT refused
       AND verdict IS NULL
),
namesake AS (
    SELECT DISTINCT ON (line) line, id, lacks_document
      FROM (SELECT alike.*, person_kind <> row_kind AND NOT EXISTS (
                       SELECT FROM registration_otherdocument paper
                        WHERE paper.person_id = alike.id AND paper.kind = row_kind)
                   AND NOT EXISTS (SELECT FROM registration_person standing
                        WHERE standing.id = alike.id AND standing.document_kind = row_kind)
                   AS lacks_document
              FROM ({alike_in_latin} UNION ALL {alike_in_arabic}) alike) compared
     ORDER BY line, lacks_document DESC, id
)"""
ALIKE = """
    SELECT r.line, COALESCE(n.merged_into_id, n.id) AS id, n.document_kind AS person_kind,
           r.document_kind AS row_kind
      FROM stranger r
      JOIN (SELECT id, merged_into_id, document_kind, birth_date, {key} FROM registration_person
             WHERE birth_precision = 'D' AND {key} <> ''
               AND namesake({key}, birth_date)
                   = ANY (ARRAY(SELECT namesake({key}, birth_date) FROM stranger
                                 WHERE {key} <> '' ORDER BY 1))) n
        ON n.birth_date = r.birth_date AND n.{key} = r.{key}"""

# What the register knows of that person, in this category and in those that yield to any other.
KNOWN = """
facing AS (
    SELECT r.*, p.id AS person, p.state, {held}, law.opened_on,
           COALESCE(law.is_open AND law.mandated, false) AS is_open,
           COALESCE(law.mandated OR law.mandated_later, false) AS may_list,
           COALESCE(r.started_on, %(reference)s) AS start,
           COALESCE(r.ends_on, %(reference)s) AS finish,
           p.id IS NOT NULL OR earlier.line IS NOT NULL AS is_known,
           COALESCE(known.latin_key <> '' AND known.latin_key = r.latin_key, false)
               OR COALESCE(known.arabic_key <> '' AND known.arabic_key = r.arabic_key, false)
               AS names_agree,
           COALESCE({agree_on_birth}, false) AS births_agree,
           COALESCE(r.verdict IS NULL AND r.by_document IS NULL
                    AND p.document_kind = r.document_kind
                    AND p.document_key <> r.document_key, false) AS has_another_paper,
           a.id AS open_id,
           CASE WHEN %(simulate)s AND r.opened_before IS NOT NULL THEN r.opened_before
                ELSE a.id IS NOT NULL END AS is_active,
           a.begins_on, a.started_on AS known_start,
           %(reference)s < a.begins_on AND a.begins_on > a.started_on AS is_older_list,
           a.sub_category_id AS known_sub_category, a.facts AS known_facts,
           a.professional_id AS known_professional_id,
           closed.id AS closed_id, closed.started_on AS closed_start, closed.ends_on AS closed_end,
           yielding.id AS yielding_id, other_activity.id AS other_activity_id,
           cover.scheme, namesake.id AS namesake_id,
           COALESCE(namesake.lacks_document, false) AS namesake_lacks_document
      FROM candidate r
      LEFT JOIN law ON law.code = r.category
      LEFT JOIN known_person p ON p.id = r.known_id
      LEFT JOIN liaison_row earlier ON %(simulate)s AND p.id IS NULL
             AND earlier.list_id = %(list)s AND earlier.line = r.first_line
             AND earlier.line = ANY (ARRAY(SELECT first_line FROM candidate
                                            WHERE first_line IS NOT NULL ORDER BY 1))
      LEFT JOIN LATERAL (SELECT COALESCE(p.latin_key, earlier.latin_key) AS latin_key,
                                COALESCE(p.arabic_key, earlier.arabic_key) AS arabic_key,
                                COALESCE(p.birth_date, earlier.birth_date) AS birth_date,
                                COALESCE(p.birth_precision, earlier.birth_precision)
                                    AS birth_precision) known ON true
      LEFT JOIN known_activity a ON a.person_id = p.id AND a.category_id = r.category
             AND a.ends_on IS NULL
      LEFT JOIN (SELECT DISTINCT ON (person_id, category_id) * FROM known_activity
                  WHERE ends_on IS NOT NULL
                  ORDER BY person_id, category_id, ends_on DESC) closed
             ON closed.person_id = p.id AND closed.category_id = r.category
      LEFT JOIN (SELECT person_id, min(id) AS id FROM known_activity
                  WHERE yields AND ends_on IS NULL GROUP BY 1) yielding
             ON yielding.person_id = p.id AND NOT law.yields
      LEFT JOIN (SELECT person_id, min(id) AS id FROM known_activity
                  WHERE NOT yields AND ends_on IS NULL
                    AND EXISTS (SELECT FROM law WHERE law.yields AND (mandated OR mandated_later))
                  GROUP BY 1) other_activity
             ON other_activity.person_id = p.id AND law.yields
      LEFT JOIN (SELECT document_key, scheme FROM registration_othercover
                  WHERE document_key = ANY ((SELECT documents FROM asked)::bytea[])) cover
             ON cover.document_key = r.document_key AND r.verdict IS DISTINCT FROM 'DIFFERENT'
      LEFT JOIN namesake ON namesake.line = r.line AND earlier.line IS NULL
    OFFSET 0
)"""

OUTCOME = """
CASE
    WHEN refused OR verdict = 'REFUSE' THEN 'REFUSED'
    WHEN operation = 'M' AND NOT is_known THEN 'REFUSED'
    WHEN NOT may_list THEN 'REFUSED'
    WHEN operation = 'S' AND NOT is_active AND closed_end IS DISTINCT FROM finish
         AND (duplicate_of IS NULL OR closed_id IS NULL) THEN 'REFUSED'
    WHEN operation = 'S' AND duplicate_of IS NULL AND finish < begins_on THEN 'REFUSED'
    WHEN duplicate_of IS NOT NULL THEN 'DUPLICATE'
    WHEN several OR has_another_paper OR namesake_lacks_document THEN 'CONFLICT'
    WHEN is_known AND verdict IS NULL AND NOT names_agree AND NOT births_agree THEN 'CONFLICT'
    WHEN operation <> 'S' AND (scheme IS NOT NULL OR other_activity_id IS NOT NULL)
        THEN 'COVERED_ELSEWHERE'
    WHEN operation = 'S' AND is_active THEN 'ENDED'
    WHEN operation = 'S' THEN 'UNCHANGED'
    WHEN NOT is_open THEN 'WAITING'
    WHEN NOT is_known THEN 'REGISTERED'
    WHEN NOT is_active AND (started_on = closed_start OR start < closed_end) THEN 'UNCHANGED'
    WHEN NOT is_active THEN 'ACTIVITY_ADDED'
    WHEN open_id IS NULL AND operation = 'M' THEN 'UPDATED'
    WHEN cardinality(activity_changes) + cardinality(person_changes) > 0 THEN 'UPDATED'
    ELSE 'UNCHANGED'
END"""

REFUSAL = """
CASE
    WHEN refused THEN NULL
    WHEN verdict = 'REFUSE' THEN 'REFUSED_BY_AGENT'
    WHEN operation = 'M' AND NOT is_known THEN 'UNKNOWN_PERSON'
    WHEN NOT may_list THEN 'NO_MANDATE'
    WHEN operation = 'S' AND NOT is_active THEN 'NO_OPEN_ACTIVITY'
    WHEN operation = 'S' THEN 'END_BEFORE_START'
END"""

# What the writing needs of a decision, beside the row.
DECIDED = """
SELECT line, outcome, {refusal} AS refusal, person, state, is_known, same_identity, by_document,
       by_second, by_number, namesake_id, verdict, duplicate_of, start, finish, opened_on, open_id,
       yielding_id, known_sub_category, known_facts, known_professional_id, known_start,
       new_sub_category, new_professional_id, new_start, activity_changes, person_changes, proposed,
       is_known AND NOT refused AND NOT same_identity AS identity_differs,
       cardinality(activity_changes) > 0 AND activity_changes <> ARRAY['started_on']
           AND %(reference)s > begins_on AS opens_new_period,
       other_document_key IS NOT NULL AND outcome IN ('REGISTERED', 'ACTIVITY_ADDED', 'UPDATED')
           AND (is_known IS FALSE OR same_identity) AND (by_second IS NULL OR by_second = person)
           AS gives_paper,
       verdict = 'SAME' AND by_document IS NULL AND document_key IS NOT NULL AS shows_paper
  FROM (SELECT l.*, {outcome} AS outcome FROM listed l OFFSET 0) d"""

# The planner cannot count sets that it has not seen. Left to itself it would compare all with all,
# read a small table through for each of many keys, fetch people in the order of their documents
# rather than in that of the disk.
BY_SETS = "".join(
    f"SET LOCAL enable_{way} = {{0}};" for way in ("nestloop", "seqscan", "indexscan")
)


@contextmanager
def by_sets(cursor) -> Iterator[None]:
    """Ask decisions, in a transaction."""
    cursor.execute(BY_SETS.format("off"))
    yield
    cursor.execute(BY_SETS.format("on"))


def decision(scope: str) -> str:
    """The decision's query over the rows of a scope (a condition on `r` and `rep`)."""
    known = ", ".join(KNOWN_OF_A_PERSON)
    held = ", ".join(f"p.{name} AS known_{name}" for name in KNOWN_OF_A_PERSON[8:])
    parts = (
        LAW,
        ROWS.format(scope=scope),
        CANDIDATES.format(known=known),
        NAMESAKES.format(
            alike_in_latin=ALIKE.format(key="latin_key"),
            alike_in_arabic=ALIKE.format(key="arabic_key"),
        ),
        KNOWN.format(agree_on_birth=AGREE_ON_BIRTH, held=held),
        CHANGES,
    )
    return f"WITH {','.join(parts)} {DECIDED.format(outcome=OUTCOME, refusal=REFUSAL)}"


def parameters(
    received_list: ReceivedList, *, on: date | None = None, simulate: bool = False
) -> dict[str, object]:
    """What the decision needs to know of a list; `on`: the day the law is asked, if not its own."""
    return {
        "list": received_list.pk,
        "body": received_list.body_id,
        "reference": received_list.reference_date,
        "on": on or received_list.reference_date,
        "simulate": simulate,
    }
