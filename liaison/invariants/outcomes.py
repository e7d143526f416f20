"""Outcomes of rows against the register: what a list wrote is there, what it undid is not."""

from django.utils.translation import gettext_lazy as _

from liaison.invariants.invariant import MERGED, About, Invariant

# An activity that gave way to its equal when two files were merged; asked of few suspects.
SET_ASIDE = """
COALESCE((SELECT bool_or(o.activity_id = ANY (m.set_aside)) FROM registration_merger m
           WHERE m.state = 'MERGED' AND o.person_id IN (m.survivor_id, m.absorbed_id)), false)
"""

# Whom the undo of a list left as she is, wherever her file leads now.
LEFT = f"""
  FROM liaison_leftperson left_one LEFT JOIN {MERGED} ON merged.id = left_one.person_id
 WHERE left_one.list_id = l.id AND COALESCE(merged.into_id, left_one.person_id)"""

OUTCOMES = (
    Invariant(
        "ROWS_AND_OUTCOMES_DIFFER",
        _("sans résultat, ou résultat sans ligne"),
        About.ROW,
        """
        WITH ended AS (SELECT id FROM liaison_receivedlist
                        WHERE state IN ('CLOSED', 'UNDONE') AND rows_dropped_at IS NULL)
        SELECT COALESCE(r.list_id, o.list_id), COALESCE(r.line, o.line)
          FROM (SELECT list_id, line FROM liaison_row
                 WHERE list_id IN (SELECT id FROM ended)) r
          FULL JOIN (SELECT list_id, line FROM liaison_rowoutcome
                      WHERE list_id IN (SELECT id FROM ended)) o
            ON o.list_id = r.list_id AND o.line = r.line
         WHERE r.line IS NULL OR o.line IS NULL""",
    ),
    Invariant(
        "WRITTEN_WITHOUT_INSURED",
        _("écrites, mais la personne n'est pas au registre ou n'a pas de numéro"),
        About.ROW,
        """
        SELECT o.list_id, o.line FROM liaison_rowoutcome o
          JOIN liaison_receivedlist l ON l.id = o.list_id AND l.state IN ('REGISTERING', 'CLOSED')
          LEFT JOIN registration_person p ON p.id = o.person_id
         WHERE o.outcome = ANY (%(written)s) AND p.number IS NULL""",
    ),
    Invariant(
        "WRITTEN_WITHOUT_ACTIVITY",
        _("écrites, mais l'activité manque, est à une autre personne ou n'est pas celle dite"),
        About.ROW,
        f"""
        SELECT o.list_id, o.line FROM liaison_rowoutcome o
          JOIN liaison_receivedlist l ON l.id = o.list_id AND l.state IN ('REGISTERING', 'CLOSED')
          LEFT JOIN {MERGED} ON merged.id = o.person_id
          LEFT JOIN registration_activity a ON a.id = o.activity_id
           AND a.person_id = COALESCE(merged.into_id, o.person_id)
         WHERE o.outcome = ANY (%(written)s)
           AND (a.id IS NULL
                OR o.outcome = 'ENDED' AND a.ends_on IS NULL
                OR o.outcome IN ('REGISTERED', 'ACTIVITY_ADDED')
                   AND (a.origin_list, a.origin_line) IS DISTINCT FROM (o.list_id, o.line))
           AND NOT {SET_ASIDE}""",
    ),
    Invariant(
        "UPDATED_WITHOUT_CHANGE",
        _("dites mises à jour, sans rien qui ait changé"),
        About.ROW,
        """
        SELECT o.list_id, o.line FROM liaison_rowoutcome o
         WHERE o.outcome = 'UPDATED' AND o.changes IS NULL""",
    ),
    Invariant(
        "REPEATS_NOTHING",
        _("dites en double d'une ligne qui n'existe pas avant elles"),
        About.ROW,
        """
        SELECT o.list_id, o.line FROM liaison_rowoutcome o
          LEFT JOIN liaison_rowoutcome first_one
            ON first_one.list_id = o.list_id AND first_one.line = o.first_line
         WHERE o.outcome = 'DUPLICATE' AND (first_one.line IS NULL OR o.first_line >= o.line)""",
    ),
    Invariant(
        "CORRECTION_LOST",
        _("corrigées sans correction, ou correction sans ligne"),
        About.ROW,
        """
        SELECT o.list_id, o.line FROM liaison_rowoutcome o
          JOIN liaison_receivedlist l ON l.id = o.list_id AND l.state = 'CLOSED'
          LEFT JOIN liaison_receivedlist c ON c.id = o.corrected_by AND c.state = 'CLOSED'
           AND c.corrects_list_id = o.list_id AND c.corrects_line = o.line
         WHERE o.corrected_by IS NOT NULL AND c.id IS NULL
        UNION ALL
        SELECT c.corrects_list_id, c.corrects_line FROM liaison_receivedlist c
         WHERE c.state = 'CLOSED' AND c.corrects_list_id IS NOT NULL
           AND NOT EXISTS (SELECT FROM liaison_rowoutcome o
                            WHERE o.list_id = c.corrects_list_id AND o.line = c.corrects_line
                              AND o.corrected_by = c.id)""",
    ),
    Invariant(
        "RULED_STILL_IN_CONFLICT",
        _("décidées par un agent et toujours en conflit"),
        About.ROW,
        """
        SELECT r.list_id, r.line FROM liaison_ruling r
          JOIN liaison_receivedlist l ON l.id = r.list_id AND l.state = 'CLOSED'
          LEFT JOIN liaison_rowoutcome o ON o.list_id = r.list_id AND o.line = r.line
         WHERE o.line IS NULL OR o.outcome = 'CONFLICT'""",
    ),
    Invariant(
        "RULING_WITHOUT_EVENT",
        _("« même personne », sans l'événement qui le dit sur sa fiche"),
        About.ROW,
        """
        SELECT r.list_id, r.line FROM liaison_ruling r
         WHERE r.verdict = 'SAME' AND NOT EXISTS (
               SELECT FROM registration_event e
                WHERE e.kind = 'SAME_PERSON' AND e.person_id = r.person_id
                  AND e.details @> jsonb_build_object('list', r.list_id, 'line', r.line))""",
    ),
    Invariant(
        "UNDONE_STILL_THERE",
        _("d'une liste annulée, encore au registre"),
        About.ROW,
        f"""
        SELECT a.origin_list, a.origin_line FROM registration_activity a
          JOIN liaison_receivedlist l ON l.id = a.origin_list AND l.state = 'UNDONE'
         WHERE NOT EXISTS (SELECT {LEFT} = a.person_id)
        UNION
        SELECT d.origin_list, d.origin_line FROM registration_otherdocument d
          JOIN liaison_receivedlist l ON l.id = d.origin_list AND l.state = 'UNDONE'
         WHERE NOT EXISTS (SELECT {LEFT} = d.person_id)""",
    ),
)
