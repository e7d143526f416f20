"""What a row would change of what the register holds, and what it may only propose."""

from collections.abc import Mapping

CONTACTS = ("phone", "email", "address")

AGREE_ON_BIRTH = """
CASE WHEN 'Y' IN (r.birth_precision, known.birth_precision)
     THEN extract(year FROM r.birth_date) = extract(year FROM known.birth_date)
     WHEN 'M' IN (r.birth_precision, known.birth_precision)
     THEN date_trunc('month', r.birth_date) = date_trunc('month', known.birth_date)
     ELSE r.birth_date = known.birth_date END"""


def _may_replace(contact: str) -> str:
    """A known contact is replaced only before the person completed her registration, and only by
    the body it came from: a list must never redirect a code."""
    return f"(f.state = 'PRE_REGISTERED' AND f.known_{contact}_source = %(body)s)"


def _named(found: Mapping[str, str]) -> str:
    """The names of the conditions that hold; most often none does, which is asked first."""
    named = ", ".join(f"CASE WHEN {holds} THEN '{name}' END" for name, holds in found.items())
    return (
        f"CASE WHEN {' OR '.join(f'({holds})' for holds in found.values())}"
        f" THEN array_remove(ARRAY[{named}], NULL) ELSE '{{}}' END"
    )


_ACTIVITY = {
    "sub_category": "new_sub_category",
    "facts": "NOT known_facts @> facts",
    "professional_id": "new_professional_id",
    "started_on": "new_start",
}
_PERSON = {
    "name_ar": "f.known_last_name_ar = '' AND f.known_first_name_ar = '' AND f.arabic_key <> ''",
    "birth_place": "f.known_birth_place = '' AND f.birth_place <> ''",
    "sex": "f.known_sex = '' AND f.sex <> ''",
    "nationality": "f.known_nationality = '' AND f.nationality <> ''",
    "commune": "f.known_commune_id IS NULL AND f.commune IS NOT NULL",
    "number": "f.known_number IS NULL AND f.number IS NOT NULL",
    **{
        contact: f"f.{contact}_key IS NOT NULL AND (f.known_{contact}_key IS NULL"
        f" OR f.known_{contact}_key <> f.{contact}_key AND {_may_replace(contact)})"
        for contact in CONTACTS
    },
}
_PROPOSALS = {
    **{
        contact: f"f.known_{contact}_key <> f.{contact}_key AND NOT {_may_replace(contact)}"
        for contact in CONTACTS
    },
    "name": "f.person IS NOT NULL AND NOT f.names_agree",
    "birth_date": "f.person IS NOT NULL AND NOT f.births_agree",
    "facts": "f.is_older_list AND NOT f.known_facts @> f.facts",
    "sex": "f.known_sex <> '' AND f.sex <> '' AND f.known_sex <> f.sex",
    "commune": "f.known_commune_id <> f.commune",
    "number": "f.known_number <> f.number",
}

CHANGES = f"""
compared AS (
    SELECT f.*, f.names_agree AND f.births_agree AS same_identity,
           f.sub_category <> f.known_sub_category
               AND NOT COALESCE(f.known_sub_category = ANY (f.sub_category_among), false)
               AS new_sub_category,
           f.professional_id <> '' AND f.professional_id <> f.known_professional_id
               AS new_professional_id,
           f.started_on <> f.known_start AND f.started_on >= COALESCE(f.closed_end, '-infinity')
               AS new_start
      FROM facing f
),
listed AS (
    SELECT f.*,
           CASE WHEN is_older_list IS TRUE THEN '{{}}' ELSE {_named(_ACTIVITY)} END
               AS activity_changes,
           CASE WHEN same_identity THEN {_named(_PERSON)} ELSE '{{}}' END AS person_changes,
           {_named(_PROPOSALS)} AS proposed
      FROM compared f OFFSET 0
)"""
