"""Decide what becomes of rows: one set-based question, asked by the plan and by the registration.

`DECISION` yields one line for each row in its scope, with its outcome (the first that holds, in the
order of the published formats), the person and the activities it touches, what it changes, what it
only proposes. It reads the register as it is now and writes nothing. The plan asks it of a whole
list, with `simulate`: a line then also sees what the earlier lines of its list would have done.
"""

from dataclasses import dataclass
from datetime import date

from liaison.models import ReceivedList

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

# Who has the same full name, in one script, and the same full birth date.
NAMESAKES = """
alike AS (
    {alike_in_latin}
    UNION ALL
    {alike_in_arabic}
),
namesake AS (
    SELECT DISTINCT ON (line) line, id, lacks_document
      FROM (SELECT alike.*, person_kind <> row_kind AND NOT EXISTS (
                       SELECT FROM registration_otherdocument paper
                        WHERE paper.person_id = alike.id AND paper.kind = row_kind)
                   AND NOT EXISTS (SELECT FROM registration_person standing
                        WHERE standing.id = alike.id AND standing.document_kind = row_kind)
                   AS lacks_document
              FROM alike) compared
     ORDER BY line, lacks_document DESC, id
)"""
ALIKE = """
    SELECT r.line, COALESCE(n.merged_into_id, n.id) AS id, n.document_kind AS person_kind,
           r.document_kind AS row_kind
      FROM liaison_row r
      LEFT JOIN liaison_repeat rep ON rep.list_id = r.list_id AND rep.line = r.line
      JOIN registration_person n ON n.birth_precision = 'D' AND n.{key} <> ''
       AND namesake(n.{key}, n.birth_date) = namesake(r.{key}, r.birth_date)
       AND n.birth_date = r.birth_date AND n.{key} = r.{key}
     WHERE r.list_id = %(list)s AND {scope} AND r.birth_precision = 'D'"""

# Who the row speaks of: the holder of its document, of its second document, of its number.
CANDIDATES = """
line AS (
    SELECT r.*, rep.duplicate_of, rep.first_line, rep.opened_before,
           COALESCE(rep.turn, 1) AS turn, ruling.verdict,
           CASE WHEN ruling.person_id IS NOT NULL THEN (  -- merged since, maybe
               SELECT COALESCE(ruled.merged_into_id, ruled.id) FROM registration_person ruled
                WHERE ruled.id = ruling.person_id) END AS ruled
      FROM liaison_row r
      LEFT JOIN liaison_repeat rep ON rep.list_id = r.list_id AND rep.line = r.line
      LEFT JOIN liaison_ruling ruling ON ruling.list_id = r.list_id AND ruling.line = r.line
     WHERE r.list_id = %(list)s AND {scope}
),
matched AS (
    SELECT line.*, COALESCE(holder.id, held.person_id) AS by_document,
           COALESCE(second_holder.id, second_held.person_id) AS by_second,
           COALESCE(numbered.merged_into_id, numbered.id) AS by_number  -- a merged file leads on
      FROM line
      LEFT JOIN registration_person holder ON holder.document_key = line.document_key
      LEFT JOIN registration_otherdocument held ON held.key = line.document_key
      LEFT JOIN registration_person second_holder
             ON second_holder.document_key = line.other_document_key
      LEFT JOIN registration_otherdocument second_held ON second_held.key = line.other_document_key
      LEFT JOIN registration_person numbered ON numbered.number = line.number
),
candidate AS (
    SELECT matched.*,
           CASE verdict WHEN 'DIFFERENT' THEN NULL WHEN 'SAME' THEN ruled
                        ELSE COALESCE(by_document, by_second) END AS known_id,
           verdict IS NULL
               AND (by_document <> by_second
                    OR by_number IS DISTINCT FROM COALESCE(by_document, by_second)
                       AND by_number IS NOT NULL) AS several
      FROM matched
)"""

AGREE_ON_BIRTH = """
CASE WHEN 'Y' IN (r.birth_precision, known.birth_precision)
     THEN extract(year FROM r.birth_date) = extract(year FROM known.birth_date)
     WHEN 'M' IN (r.birth_precision, known.birth_precision)
     THEN date_trunc('month', r.birth_date) = date_trunc('month', known.birth_date)
     ELSE r.birth_date = known.birth_date END"""

# What the register knows of that person, in this category and in those that yield to any other.
KNOWN = """
facing AS (
    SELECT r.*, p.id AS person, p.state, {held}, law.code AS law_code, law.opened_on, law.yields,
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
      LEFT JOIN registration_person p ON p.id = r.known_id
      LEFT JOIN liaison_row earlier ON %(simulate)s AND p.id IS NULL
             AND earlier.list_id = r.list_id AND earlier.line = r.first_line
      LEFT JOIN LATERAL (SELECT COALESCE(p.latin_key, earlier.latin_key) AS latin_key,
                                COALESCE(p.arabic_key, earlier.arabic_key) AS arabic_key,
                                COALESCE(p.birth_date, earlier.birth_date) AS birth_date,
                                COALESCE(p.birth_precision, earlier.birth_precision)
                                    AS birth_precision) known ON true
      LEFT JOIN registration_activity a ON a.person_id = p.id AND a.category_id = r.category
             AND a.ends_on IS NULL
      LEFT JOIN LATERAL (
            SELECT past.id, past.started_on, past.ends_on FROM registration_activity past
             WHERE p.id IS NOT NULL AND past.person_id = p.id
               AND past.category_id = r.category AND past.ends_on IS NOT NULL
             ORDER BY past.ends_on DESC LIMIT 1) closed ON true
      LEFT JOIN LATERAL (
            SELECT light.id FROM registration_activity light
              JOIN law AS lesser ON lesser.code = light.category_id AND lesser.yields
             WHERE p.id IS NOT NULL AND NOT law.yields
               AND light.person_id = p.id AND light.ends_on IS NULL LIMIT 1) yielding ON true
      LEFT JOIN LATERAL (
            SELECT firm.id FROM registration_activity firm
              JOIN law AS stronger ON stronger.code = firm.category_id AND NOT stronger.yields
             WHERE p.id IS NOT NULL AND law.yields
               AND firm.person_id = p.id AND firm.ends_on IS NULL LIMIT 1) other_activity ON true
      LEFT JOIN registration_othercover cover ON cover.document_key = r.document_key
             AND r.verdict IS DISTINCT FROM 'DIFFERENT'
      LEFT JOIN namesake ON namesake.line = r.line AND p.id IS NULL AND earlier.line IS NULL
             AND NOT r.refused AND r.operation = 'A' AND r.verdict IS NULL
)"""

# What the row would change in the activity and in the person, and what it only proposes.
CHANGES = """
compared AS (
    SELECT f.*,
           COALESCE(f.is_older_list, false) AS is_older,
           f.sub_category <> f.known_sub_category
               AND NOT COALESCE(f.known_sub_category = ANY (f.sub_category_among), false)
               AS new_sub_category,
           NOT f.known_facts @> f.facts AS new_facts,
           f.professional_id <> '' AND f.professional_id <> f.known_professional_id
               AS new_professional_id,
           f.started_on <> f.known_start AND f.started_on >= COALESCE(f.closed_end, '-infinity')
               AS new_start,
           f.names_agree AND f.births_agree AS same_identity,
           f.known_last_name_ar = '' AND f.known_first_name_ar = '' AND f.arabic_key <> ''
               AS new_name_ar,
           f.known_birth_place = '' AND f.birth_place <> '' AS new_birth_place,
           f.known_sex = '' AND f.sex <> '' AS new_sex,
           f.known_nationality = '' AND f.nationality <> '' AS new_nationality,
           f.known_commune_id IS NULL AND f.commune IS NOT NULL AS new_commune,
           f.known_number IS NULL AND f.number IS NOT NULL AS new_number,
           {new_contacts}
           {proposals} AS proposed
      FROM facing f
),
listed AS (
    SELECT c.*,
           CASE WHEN is_older THEN '{{}}' ELSE array_remove(ARRAY[
               CASE WHEN new_sub_category THEN 'sub_category' END,
               CASE WHEN new_facts THEN 'facts' END,
               CASE WHEN new_professional_id THEN 'professional_id' END,
               CASE WHEN new_start THEN 'started_on' END], NULL) END AS activity_changes,
           CASE WHEN same_identity THEN array_remove(ARRAY[
               CASE WHEN new_name_ar THEN 'name_ar' END,
               CASE WHEN new_birth_place THEN 'birth_place' END,
               CASE WHEN new_sex THEN 'sex' END,
               CASE WHEN new_nationality THEN 'nationality' END,
               CASE WHEN new_commune THEN 'commune' END,
               CASE WHEN new_number THEN 'number' END,
               CASE WHEN new_phone THEN 'phone' END,
               CASE WHEN new_email THEN 'email' END,
               CASE WHEN new_address THEN 'address' END], NULL)
               ELSE '{{}}' END AS person_changes
      FROM compared c
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


CONTACTS = ("phone", "email", "address")


@dataclass(frozen=True)
class _Contact:
    name: str

    @property
    def new(self) -> str:
        """An empty datum is filled; a known one is replaced only before the person completed her
        registration, and only by the body it came from: a list must never redirect a code."""
        name = self.name
        return (
            f"f.{name}_key IS NOT NULL AND (f.known_{name}_key IS NULL"
            f" OR f.known_{name}_key <> f.{name}_key AND f.state = 'PRE_REGISTERED'"
            f" AND f.known_{name}_source = %(body)s) AS new_{name},"
        )

    @property
    def proposed(self) -> str:
        """A different datum that the list may not write."""
        name = self.name
        return (
            f"CASE WHEN f.known_{name}_key <> f.{name}_key AND NOT (f.state = 'PRE_REGISTERED'"
            f" AND f.known_{name}_source = %(body)s) THEN '{name}' END"
        )


# What the register holds of the person, beside what her row says.
_HELD = ", ".join(
    f"p.{name} AS known_{name}"
    for name in (
        "last_name_ar",
        "first_name_ar",
        "birth_place",
        "sex",
        "nationality",
        "commune_id",
        "number",
        *(f"{contact}_{part}" for contact in CONTACTS for part in ("key", "source")),
    )
)
_CONTACTS = tuple(_Contact(name) for name in CONTACTS)
_PROPOSALS = ", ".join(
    [
        *(contact.proposed for contact in _CONTACTS),
        "CASE WHEN f.person IS NOT NULL AND NOT f.names_agree THEN 'name' END",
        "CASE WHEN f.person IS NOT NULL AND NOT f.births_agree THEN 'birth_date' END",
        "CASE WHEN f.is_older_list AND NOT f.known_facts @> f.facts THEN 'facts' END",
        "CASE WHEN f.known_sex <> '' AND f.sex <> '' AND f.known_sex <> f.sex THEN 'sex' END",
        "CASE WHEN f.known_commune_id <> f.commune THEN 'commune' END",
        "CASE WHEN f.known_number <> f.number THEN 'number' END",
    ]
)


def decision(scope: str) -> str:
    """The decision's query over the rows of a scope (a condition on `r` and `rep`)."""
    return f"""
WITH {LAW},
{CANDIDATES.format(scope=scope)},
{
        NAMESAKES.format(
            alike_in_latin=ALIKE.format(key="latin_key", scope=scope),
            alike_in_arabic=ALIKE.format(key="arabic_key", scope=scope),
        )
    },
{KNOWN.format(agree_on_birth=AGREE_ON_BIRTH, held=_HELD)},
{
        CHANGES.format(
            new_contacts=" ".join(contact.new for contact in _CONTACTS),
            proposals=f"array_remove(ARRAY[{_PROPOSALS}], NULL)",
        )
    }
SELECT l.*, {OUTCOME} AS outcome, {REFUSAL} AS refusal,
       is_known AND NOT refused AND NOT (names_agree AND births_agree) AS identity_differs,
       cardinality(activity_changes) > 0 AND activity_changes <> ARRAY['started_on']
           AND %(reference)s > begins_on AS opens_new_period
  FROM listed l"""


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
