"""Lists: their counts, their work, and everything that has to lie beside them."""

from django.utils.translation import gettext_lazy as _

from liaison.invariants.invariant import About, Invariant

LISTS = (
    Invariant(
        "OUTCOMES_DO_NOT_ADD_UP",
        _("les résultats ne font pas le nombre de lignes lues"),
        About.LIST,
        """
        SELECT l.id FROM liaison_receivedlist l
          LEFT JOIN (SELECT list_id, count(*) AS n FROM liaison_rowoutcome GROUP BY 1) counted
            ON counted.list_id = l.id
         WHERE l.state IN ('CLOSED', 'UNDONE') AND l.rows_read <> COALESCE(counted.n, 0)
            OR l.state IN ('RECEIVED', 'READING', 'PLANNED', 'STOPPED', 'APPROVED', 'REFUSED',
                           'CANCELLED') AND counted.n > 0""",
    ),
    Invariant(
        "OUTCOME_COUNTS_DIFFER",
        _("les décomptes par résultat ne sont pas ceux des lignes"),
        About.LIST,
        """
        SELECT l.id FROM liaison_receivedlist l
          LEFT JOIN (SELECT list_id, jsonb_object_agg(outcome, n) AS outcomes
                       FROM (SELECT list_id, outcome, count(*) AS n
                               FROM liaison_rowoutcome GROUP BY 1, 2) each_one
                      GROUP BY 1) counted ON counted.list_id = l.id
         WHERE l.state IN ('CLOSED', 'UNDONE')
           AND l.outcomes <> COALESCE(counted.outcomes, '{}')""",
    ),
    Invariant(
        "CATEGORY_COUNTS_DIFFER",
        _("les décomptes par catégorie ne sont pas ceux des lignes"),
        About.LIST,
        """
        WITH counted AS (
            SELECT list_id, jsonb_object_agg(category, outcomes) AS by_category
              FROM (SELECT list_id, category, jsonb_object_agg(outcome, n) AS outcomes
                      FROM (SELECT o.list_id, r.category, o.outcome, count(*) AS n
                              FROM liaison_rowoutcome o
                              JOIN liaison_row r ON r.list_id = o.list_id AND r.line = o.line
                             WHERE o.corrected_by IS NULL GROUP BY 1, 2, 3) each_one
                     GROUP BY 1, 2) each_category
             GROUP BY 1)
        SELECT l.id FROM liaison_receivedlist l LEFT JOIN counted ON counted.list_id = l.id
         WHERE l.state = 'CLOSED' AND l.rows_dropped_at IS NULL
           AND l.by_category <> COALESCE(counted.by_category, '{}')
        UNION ALL
        SELECT l.id FROM liaison_receivedlist l
         WHERE l.state = 'CLOSED' AND l.rows_dropped_at IS NOT NULL
           AND (SELECT COALESCE(sum(n::integer), 0) FROM jsonb_each(l.by_category) c,
                       jsonb_each_text(c.value) AS outcome (name, n))
            <> (SELECT count(*) FROM liaison_rowoutcome o
                 WHERE o.list_id = l.id AND o.corrected_by IS NULL)""",
    ),
    Invariant(
        "ISSUE_COUNTS_DIFFER",
        _("les décomptes d'anomalies ne sont pas ceux des lignes"),
        About.LIST,
        """
        WITH read AS (
            SELECT list_id, jsonb_object_agg(code, n) AS issues
              FROM (SELECT r.list_id, issue->>0 AS code, count(*) AS n
                      FROM liaison_row r, jsonb_array_elements(r.issues) issue
                     WHERE r.issues IS NOT NULL GROUP BY 1, 2) each_one
             GROUP BY 1),
        decided AS (
            SELECT list_id, jsonb_object_agg(code, n) AS issues
              FROM (SELECT o.list_id, issue->>0 AS code, count(*) AS n
                      FROM liaison_rowoutcome o, jsonb_array_elements(o.issues) issue
                     WHERE o.issues IS NOT NULL GROUP BY 1, 2) each_one
             GROUP BY 1)
        SELECT l.id FROM liaison_receivedlist l
          LEFT JOIN read ON read.list_id = l.id LEFT JOIN decided ON decided.list_id = l.id
         WHERE l.rows_dropped_at IS NULL AND l.issues <> COALESCE(read.issues, '{}')
               AND l.state IN ('PLANNED', 'STOPPED', 'APPROVED', 'REGISTERING', 'CLOSED', 'UNDONE')
            OR l.state = 'CLOSED'
               AND COALESCE(l.plan->'decided_issues', '{}') <> COALESCE(decided.issues, '{}')""",
    ),
    Invariant(
        "CHUNKS_DIFFER",
        _("les tranches ne couvrent pas les lignes, ou disent plus qu'il n'est écrit"),
        About.LIST,
        """
        SELECT l.id FROM liaison_receivedlist l
          LEFT JOIN (SELECT received_list_id, sum(rows) AS rows,
                            sum(rows) FILTER (WHERE state = 'DONE') AS done
                       FROM liaison_chunk GROUP BY 1) cut ON cut.received_list_id = l.id
         WHERE l.state IN ('CLOSED', 'UNDONE')
               AND (COALESCE(cut.rows, 0) <> l.rows_read OR cut.done IS DISTINCT FROM cut.rows)
            OR l.state = 'REGISTERING'
               AND (COALESCE(cut.rows, 0) <> l.rows_read
                    OR COALESCE(cut.done, 0) <> (SELECT count(*) FROM liaison_rowoutcome o
                                                  WHERE o.list_id = l.id))""",
    ),
    Invariant(
        "STALLED",
        _("en cours depuis plus de douze heures"),
        About.LIST,
        """
        SELECT l.id FROM liaison_receivedlist l
         WHERE l.state = ANY (%(in_progress)s)
           AND CASE l.state WHEN 'REGISTERING' THEN l.registering_at
                            WHEN 'APPROVED' THEN l.decided_at
                            ELSE l.received_at END < now() - interval '12 hours'""",
    ),
    Invariant(
        "PARTITION_WITHOUT_LIST",
        _("des lignes sont gardées d'une liste qui n'existe pas"),
        About.LIST,
        """
        SELECT substring(c.relname FROM '[0-9]+$')::bigint FROM pg_class c
         WHERE c.relname ~ '^liaison_row_[0-9]+$' AND c.relkind = 'r'
           AND c.relnamespace = (SELECT relnamespace FROM pg_class
                                  WHERE oid = 'liaison_row'::regclass)
           AND NOT EXISTS (SELECT FROM liaison_receivedlist l
                            WHERE l.id = substring(c.relname FROM '[0-9]+$')::bigint)""",
    ),
    Invariant(
        "ROWS_LOST",
        _("les lignes manquent alors qu'elles ne sont pas dites effacées"),
        About.LIST,
        """
        SELECT l.id FROM liaison_receivedlist l
         WHERE l.rows_dropped_at IS NULL AND to_regclass('liaison_row_' || l.id) IS NULL
           AND l.state IN ('PLANNED', 'STOPPED', 'APPROVED', 'REGISTERING', 'CLOSED', 'UNDONE')""",
    ),
    Invariant(
        "ROWS_NOT_DROPPED",
        _("les lignes sont dites effacées et il en reste"),
        About.LIST,
        """
        SELECT l.id FROM liaison_receivedlist l
         WHERE l.rows_dropped_at IS NOT NULL
           AND (to_regclass('liaison_row_' || l.id) IS NOT NULL
                OR EXISTS (SELECT FROM liaison_block b WHERE b.received_list_id = l.id)
                OR EXISTS (SELECT FROM liaison_segment s WHERE s.received_list_id = l.id)
                OR EXISTS (SELECT FROM liaison_repeat r WHERE r.list_id = l.id))""",
    ),
    Invariant(
        "STRAY_PARTS",
        _("des morceaux sont gardés d'une liste qui n'existe pas"),
        About.LIST,
        """
        SELECT part.list_id FROM (
            SELECT received_list_id FROM liaison_segment UNION
            SELECT received_list_id FROM liaison_block UNION
            SELECT received_list_id FROM liaison_batch UNION
            SELECT received_list_id FROM liaison_chunk UNION
            SELECT received_list_id FROM liaison_receipt UNION
            SELECT DISTINCT list_id FROM liaison_rowoutcome UNION
            SELECT list_id FROM liaison_repeat UNION
            SELECT list_id FROM liaison_ruling UNION
            SELECT list_id FROM liaison_leftperson) part (list_id)
         WHERE NOT EXISTS (SELECT FROM liaison_receivedlist l WHERE l.id = part.list_id)""",
    ),
    Invariant(
        "FILE_INCOMPLETE",
        _("le fichier gardé n'est pas entier"),
        About.LIST,
        """
        SELECT l.id FROM liaison_receivedlist l
          LEFT JOIN (SELECT received_list_id, count(*) AS n, max(position) AS latest
                       FROM liaison_segment GROUP BY 1) kept ON kept.received_list_id = l.id
         WHERE l.rows_dropped_at IS NULL
           AND (COALESCE(kept.n, 0) <> ceil(l.size / %(segment)s::numeric)
                OR kept.latest + 1 <> kept.n)""",
    ),
    Invariant(
        "LINES_INCOMPLETE",
        _("les lignes telles qu'envoyées ne sont pas toutes gardées"),
        About.LIST,
        """
        SELECT l.id FROM liaison_receivedlist l
          LEFT JOIN (SELECT received_list_id, max(last_line) AS latest,
                            bool_or(first_line <= before) AS overlap
                       FROM (SELECT b.*, lag(last_line) OVER (PARTITION BY received_list_id
                                                              ORDER BY first_line) AS before
                               FROM liaison_block b) in_order
                      GROUP BY 1) kept ON kept.received_list_id = l.id
         WHERE l.rows_dropped_at IS NULL
           AND l.state IN ('PLANNED', 'STOPPED', 'APPROVED', 'REGISTERING', 'CLOSED', 'UNDONE')
           AND (kept.latest IS DISTINCT FROM l.last_line_read OR kept.overlap)""",
    ),
    Invariant(
        "WITHOUT_RECEIPT",
        _("aucun reçu n'est gardé"),
        About.LIST,
        """
        SELECT l.id FROM liaison_receivedlist l
         WHERE NOT EXISTS (SELECT FROM liaison_receipt r WHERE r.received_list_id = l.id)""",
    ),
)
