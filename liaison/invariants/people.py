"""The register: numbers, states against activities, periods, origins, papers, search keys."""

from django.utils.translation import gettext_lazy as _

from liaison.invariants.invariant import MERGED, About, Invariant

# A number that a list gave is what that list says; once its rows are dropped, nobody can tell. An
# aggregate is asked of the few suspects one by one; an EXISTS would join every row of every list.
GIVEN_BY_A_LIST = """
COALESCE((SELECT bool_or(r.number = p.number OR l.rows_dropped_at IS NOT NULL)
            FROM liaison_rowoutcome o
            JOIN liaison_receivedlist l ON l.id = o.list_id
            LEFT JOIN liaison_row r ON r.list_id = o.list_id AND r.line = o.line
           WHERE o.person_id = p.id), false)
"""
# 1, seven digits drawn from the sequence, a key.
SEQUENCE = "p.number / 10 %% 10000000"
DRAWN = f"p.number / 100000000 = 1 AND {SEQUENCE} > 0"
RIGHT_KEY = f"CASE WHEN {DRAWN} THEN p.number = cnss_number({SEQUENCE}) ELSE false END"
TODAY = "(now() AT TIME ZONE %(time_zone)s)::date"

PEOPLE = (
    Invariant(
        "WRONG_NUMBER",
        _("numéro dont la clé est fausse, et qu'aucune liste n'a donné"),
        About.PERSON,
        f"""
        SELECT p.id FROM registration_person p
         WHERE p.number IS NOT NULL AND NOT {RIGHT_KEY} AND NOT {GIVEN_BY_A_LIST}""",
    ),
    Invariant(
        "NUMBER_NEVER_DRAWN",
        _("numéro au-delà de la séquence, et qu'aucune liste n'a donné"),
        About.PERSON,
        f"""
        SELECT p.id FROM registration_person p
         WHERE {DRAWN} AND {SEQUENCE} >
               (SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END
                  FROM registration_number_seq)
           AND {RIGHT_KEY} AND NOT {GIVEN_BY_A_LIST}""",
    ),
    Invariant(
        "NUMBER_BURNT_AND_GIVEN",
        _("numéro repris par une annulation, et porté"),
        About.PERSON,
        """
        SELECT p.id FROM registration_person p
          JOIN registration_burntnumber burnt ON burnt.number = p.number""",
    ),
    Invariant(
        "NUMBERS_NEARLY_SPENT",
        _("plus de 80 % des numéros sont tirés"),
        About.NUMBER,
        """
        SELECT last_value FROM registration_number_seq WHERE last_value > %(nearly_spent)s""",
    ),
    Invariant(
        "INSURED_WITHOUT_ACTIVITY",
        _("numéro sans aucune activité"),
        About.PERSON,
        """
        SELECT p.id FROM registration_person p
         WHERE p.number IS NOT NULL AND p.merged_into_id IS NULL AND NOT EXISTS (
               SELECT FROM registration_activity a WHERE a.person_id = p.id)""",
    ),
    Invariant(
        "ENDED_NOT_DEREGISTERED",
        _("toutes les activités sont finies, et la personne n'est pas radiée"),
        About.PERSON,
        f"""
        SELECT p.id FROM registration_person p
         WHERE p.number IS NOT NULL AND p.state <> 'DEREGISTERED'
           AND EXISTS (SELECT FROM registration_activity a WHERE a.person_id = p.id)
           AND NOT EXISTS (SELECT FROM registration_activity a WHERE a.person_id = p.id
                            AND (a.ends_on IS NULL OR a.ends_on > {TODAY}))
           AND NOT EXISTS (SELECT FROM liaison_rowoutcome o  -- told since the last night
                             JOIN liaison_receivedlist l ON l.id = o.list_id
                            WHERE o.person_id = p.id AND o.outcome = 'ENDED'
                              AND COALESCE(l.closed_at, now()) > now() - interval '36 hours')""",
    ),
    Invariant(
        "DEREGISTERED_BUT_ACTIVE",
        _("radiée, et une activité est ouverte"),
        About.PERSON,
        f"""
        SELECT DISTINCT p.id FROM registration_person p
          JOIN registration_activity a ON a.person_id = p.id
           AND (a.ends_on IS NULL OR a.ends_on > {TODAY})
         WHERE p.state = 'DEREGISTERED'""",
    ),
    Invariant(
        "OVERLAPPING",
        _("se chevauchent dans une même catégorie"),
        About.ACTIVITY,
        """
        SELECT DISTINCT later.id
          FROM (SELECT person_id, category_id FROM registration_activity
                 GROUP BY 1, 2 HAVING count(*) > 1) several
          JOIN registration_activity later USING (person_id, category_id)
          JOIN registration_activity earlier USING (person_id, category_id)
         WHERE earlier.id < later.id
           AND daterange(earlier.begins_on, earlier.ends_on)
               && daterange(later.begins_on, later.ends_on)""",
    ),
    Invariant(
        "WITHOUT_ORIGIN",
        _("origine inconnue : ni ligne d'une liste, ni la sienne"),
        About.ACTIVITY,
        f"""
        SELECT a.id FROM registration_activity a
          LEFT JOIN liaison_rowoutcome o ON o.list_id = a.origin_list AND o.line = a.origin_line
          LEFT JOIN liaison_receivedlist l ON l.id = a.origin_list
          LEFT JOIN {MERGED} ON merged.id = o.person_id
         WHERE a.origin_kind IN ('LIST', 'RULING')
           AND (o.line IS NULL
                OR COALESCE(merged.into_id, o.person_id) IS DISTINCT FROM a.person_id
                OR l.body_id IS DISTINCT FROM a.body)""",
    ),
    Invariant(
        "WRONG_SUB_CATEGORY",
        _("sous-catégorie d'une autre catégorie"),
        About.ACTIVITY,
        """
        SELECT a.id FROM registration_activity a
          JOIN registration_subcategory s ON s.code = a.sub_category_id
         WHERE s.category_id <> a.category_id""",
    ),
    Invariant(
        "SUBJECT_BEFORE_START",
        _("assujetties avant d'avoir commencé"),
        About.ACTIVITY,
        "SELECT a.id FROM registration_activity a WHERE a.subject_from < a.started_on",
    ),
    Invariant(
        "WRONGLY_MISSING",
        _("dites absentes d'une liste qui ne peut pas le dire"),
        About.ACTIVITY,
        """
        SELECT a.id FROM registration_activity a
          LEFT JOIN liaison_receivedlist l ON l.id = a.missing_list
         WHERE a.missing_list IS NOT NULL
           AND (a.ends_on IS NOT NULL OR l.id IS NULL OR l.state <> 'CLOSED'
                OR l.kind <> 'complete' OR l.body_id <> a.body)""",
    ),
    Invariant(
        "NOT_SEARCHABLE",
        _("clés de recherche absentes"),
        About.PERSON,
        """
        SELECT p.id FROM registration_person p
         WHERE cardinality(p.search_tokens) = 0 OR p.latin_key = ''
            OR (p.arabic_key = '') <> (p.last_name_ar || p.first_name_ar = '')""",
    ),
    Invariant(
        "SEALED_WITHOUT_KEY",
        _("donnée scellée sans empreinte, ou empreinte sans donnée"),
        About.PERSON,
        """
        SELECT p.id FROM registration_person p
         WHERE (p.document_key IS NULL) <> (p.document_sealed IS NULL)
            OR (p.phone_key IS NULL) <> (p.phone_sealed IS NULL)
            OR (p.email_key IS NULL) <> (p.email_sealed IS NULL)
            OR (p.address_key IS NULL) <> (p.address_sealed IS NULL)""",
    ),
    Invariant(
        "PAPER_OF_TWO",
        _("pièce d'identité portée par une autre personne aussi"),
        About.PERSON,
        """
        SELECT d.person_id FROM registration_otherdocument d
          JOIN registration_person p ON p.document_key = d.key AND p.id <> d.person_id""",
    ),
    Invariant(
        "WITHOUT_PAPER",
        _("numéro sans pièce d'identité ni contestation"),
        About.PERSON,
        """
        SELECT p.id FROM registration_person p
         WHERE p.number IS NOT NULL AND p.document_key IS NULL AND NOT p.document_disputed
           AND p.merged_into_id IS NULL
           AND NOT EXISTS (SELECT FROM registration_otherdocument d WHERE d.person_id = p.id)""",
    ),
    Invariant(
        "DISPUTE_WITHOUT_CASE",
        _("pièce contestée sans cas, ou cas ouvert sans contestation"),
        About.PERSON,
        """
        SELECT p.id FROM registration_person p
         WHERE p.document_disputed AND NOT EXISTS (
               SELECT FROM registration_case c WHERE p.id IN (c.person_id, c.other_id))
        UNION
        SELECT p.id FROM registration_case c
          JOIN registration_person p ON p.id IN (c.person_id, c.other_id)
         WHERE c.kind = 'DISPUTED_DOCUMENT' AND c.closed_at IS NULL AND NOT p.document_disputed""",
    ),
    Invariant(
        "SIGNPOST_NOT_EMPTY",
        _("fusionnée dans un autre dossier, et porte encore quelque chose ou mène à un renvoi"),
        About.PERSON,
        """
        SELECT p.id FROM registration_person p
          JOIN registration_person standing ON standing.id = p.merged_into_id
         WHERE p.merged_into_id IS NOT NULL
           AND (standing.merged_into_id IS NOT NULL
                OR EXISTS (SELECT FROM registration_activity a WHERE a.person_id = p.id)
                OR EXISTS (SELECT FROM registration_otherdocument d WHERE d.person_id = p.id))""",
    ),
    Invariant(
        "MERGED_WITHOUT_MERGER",
        _("fusionnée sans décision, ou décision de fusion sans effet"),
        About.PERSON,
        """
        SELECT COALESCE(p.id, m.absorbed_id)
          FROM (SELECT id FROM registration_person WHERE merged_into_id IS NOT NULL) p
          FULL JOIN (SELECT absorbed_id FROM registration_merger WHERE state = 'MERGED') m
            ON m.absorbed_id = p.id
         WHERE p.id IS NULL OR m.absorbed_id IS NULL""",
    ),
)
