"""What decided rows change of people and activities that the register holds already."""

from liaison.services.decided import SAID, Expected, RegisterMoved

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
  FROM (SELECT d.person_id, d.outcome, d.state AS known_state, r.*,
               CASE WHEN same_identity THEN person_changes ELSE '{{}}' END AS changed
          FROM {said} WHERE touches_person) d
 WHERE p.id = d.person_id AND p.state = d.known_state
""".format(
    said=SAID,
    contacts=",\n    ".join(
        f"{name}_{part} = CASE WHEN '{name}' = ANY (changed) THEN {value} ELSE p.{name}_{part} END"
        for name in ("phone", "email", "address")
        for part, value in (
            ("key", f"d.{name}_key"),
            ("sealed", f"d.{name}_sealed"),
            ("source", "%(body)s"),
        )
    ),
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
CORRECTED = f"""
UPDATE registration_activity a SET
    sub_category_id = CASE WHEN d.new_sub_category THEN r.sub_category ELSE a.sub_category_id END,
    facts = a.facts || r.facts,
    professional_id = CASE WHEN d.new_professional_id THEN r.professional_id
                           ELSE a.professional_id END,
    started_on = CASE WHEN d.new_start THEN r.started_on ELSE a.started_on END,
    begins_on = CASE WHEN d.new_start AND a.begins_on = a.started_on THEN r.started_on
                     ELSE a.begins_on END,
    subject_from = CASE WHEN d.new_start THEN greatest(r.started_on, d.opened_on)
                        ELSE a.subject_from END
  FROM {SAID}
 WHERE d.outcome = 'UPDATED' AND NOT d.opens_new_period AND cardinality(d.activity_changes) > 0
   AND a.id = d.open_id AND a.ends_on IS NULL
"""
SEEN_AGAIN = """
UPDATE registration_activity a SET missing_list = NULL
  FROM decided d
 WHERE a.id = d.open_id AND a.missing_list IS NOT NULL AND d.outcome IN ('UPDATED', 'UNCHANGED')
"""

# Whoever is merging these people is waited for; whoever would, waits from now on. Our foreign keys
# are deferred: without this lock, theirs would come at the commit, too late to decide again.
MERGED_MEANWHILE = """
SELECT count(merged_into_id) FROM (
    SELECT merged_into_id FROM registration_person
     WHERE id IN (SELECT person FROM decided
                   WHERE outcome IN ('ACTIVITY_ADDED', 'UPDATED', 'ENDED'))
     ORDER BY id FOR KEY SHARE) amended
"""


def amend(cursor, asked: dict[str, object], expected: Expected) -> None:
    """Keep what was, then fill, end, close and correct; raise RegisterMoved when it has moved."""
    cursor.execute(BEFORE)
    for statement, rows in (
        (FILLS, expected.touched),
        (ENDED, expected.outcomes["ENDED"]),
        (DEREGISTERED, None),
        (YIELDED, expected.yielded),
        (CLOSED_PERIODS, expected.reopened),
        (CORRECTED, expected.corrected),
    ):
        cursor.execute(statement, asked)
        if rows is not None and cursor.rowcount != rows:
            raise RegisterMoved(f"{rows} rows expected, {cursor.rowcount} written")


def require_none_merged(cursor) -> None:
    """Raise RegisterMoved when somebody amended was merged into another file meanwhile."""
    cursor.execute(MERGED_MEANWHILE)
    [merged] = cursor.fetchone()
    if merged:
        raise RegisterMoved(f"{merged} people were merged into others")
