"""A register of believable people, loaded by COPY: what the search is measured on.

Names are borne unequally, as in life: one man in fifteen is a Mohamed, one person in eighty an El
Amrani, and half of the families are rare ones. A quarter of the people have no Arabic name.
"""

import io
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

import polars as pl
from django.db import connection

from bench import ground
from cnss_amo.kernel import identifiers, names, spelling, text
from cnss_amo.kernel.db import keyring
from cnss_amo.kernel.shares import apportion
from liaison.synthesis.corpora import TABLE_SIZE, lines_of
from liaison.synthesis.draws import draw, pick
from liaison.synthesis.people import FIRST_DAY, Profile, people_at, window

SEED = 21
BODY = "ANAM"  # whose people the list registered meanwhile does not have
FIRST_NAME_HEAD_START, FAMILY_HEAD_START = 3, 12
PARTICLES = ("Ait |أيت ", "Ben|بن", "Bou|بو", "Oul|اول", "Ould |ولد ")
COLUMNS = (
    *("number", "state", "registered_on", "document_kind", "document_key", "document_sealed"),
    *("document_disputed", "last_name", "first_name", "last_name_ar", "first_name_ar"),
    *("latin_key", "arabic_key", "search_tokens", "birth_date", "birth_precision", "birth_place"),
    *("sex", "nationality", "commune_id", "phone_key", "phone_sealed", "phone_source"),
    *("email_source", "address_source"),
)
COPY = (
    f"COPY registration_person ({', '.join(COLUMNS)}) FROM STDIN WITH (FORMAT csv,"
    " FORCE_NOT_NULL (last_name_ar, first_name_ar, arabic_key, email_source, address_source))"
)
ACTIVITIES = """
INSERT INTO registration_activity (person_id, category_id, sub_category_id, body, started_on,
       begins_on, subject_from, professional_id, facts, origin_kind)
SELECT p.id, s.category_id, s.code, 'DGI', day, day, day, 'P' || lpad(p.id::text, 9, '0'), '{}',
       'LIST'
  FROM registration_person p, registration_subcategory s, (SELECT date '2022-01-01' AS day) d
 WHERE s.code = 'CPU' ORDER BY p.id
"""
KEPT = "SELECT obj_description('registration_person'::regclass)"


def make_register(people: int) -> bool:
    """Load so many people, unless this database already holds them; say whether it did."""
    made = f"{people} people, {_recipe()}"
    with connection.cursor() as cursor:
        cursor.execute(KEPT)
        if cursor.fetchone() == (made,):
            return False
        ground.begin_again()
        for frame in frames(people):
            lines = io.BytesIO()
            frame.write_csv(lines, include_header=False)
            lines.seek(0)
            cursor.copy_expert(COPY, lines)
        cursor.execute(ACTIVITIES)
        cursor.execute("SELECT setval('registration_number_seq', %s)", [people])
        cursor.execute("VACUUM (ANALYZE) registration_person, registration_activity")
        cursor.execute(f"COMMENT ON TABLE registration_person IS '{made}'")
    return True


def frames(people: int) -> Iterator[pl.DataFrame]:
    """Yield the people, batch by batch, as rows of the register."""
    first = 1
    for indexes in window(BODY, people, seed=SEED):
        yield _rows(known_at(indexes), first)
        first += len(indexes)


def known_at(indexes: pl.Series) -> pl.DataFrame:
    """Return the people whom a query may be about, `has_arabic` where a list gave that name too."""
    families, men, women = _families(), _first_names("men"), _first_names("women")
    known = people_at(indexes, Profile(women=45), reference_date=FIRST_DAY)
    first = pl.when("is_woman").then(pick(women, "borne first")).otherwise(pick(men, "borne first"))
    pairs = {"NOM": pick(families, "borne family"), "PRENOM": first}
    written = {name: pair.str.split("|").list.get(0) for name, pair in pairs.items()}
    written |= {f"{name}_AR": pair.str.split("|").list.get(1) for name, pair in pairs.items()}
    phone = pl.lit("+212") + pl.col("TELEPHONE")
    return known.with_columns(**written, TELEPHONE=phone, has_arabic=draw("has arabic", 4) > 0)


def _rows(known: pl.DataFrame, first: int) -> pl.DataFrame:
    ring, count = keyring(), known.height
    numbers = [identifiers.number_from_sequence(n) for n in range(first, first + count)]
    known = known.with_columns(
        pl.when("has_arabic").then(pl.col(column)).otherwise(pl.lit("")).alias(column)
        for column in ("NOM_AR", "PRENOM_AR")
    )
    name = [pl.col(column) for column in ("NOM", "PRENOM", "NOM_AR", "PRENOM_AR")]
    documents, phones = known["CIN"].to_list(), known["TELEPHONE"].to_list()
    kinds = [f"CIN:{document}" for document in documents]
    only_year = (pl.col("DATE_NAISSANCE").dt.year() < 1965) & (draw("birth unknown", 100) < 6)
    return known.select(
        number=pl.Series(numbers),
        state=pl.lit("PRE_REGISTERED"),
        registered_on=pl.lit(FIRST_DAY),
        document_kind=pl.lit("CIN"),
        document_key=_bytea(ring.digest_all(kinds, "document")),
        document_sealed=_bytea(ring.seal_all(documents, "document")),
        document_disputed=pl.lit("f"),
        last_name=name[0],
        first_name=name[1],
        last_name_ar=name[2],
        first_name_ar=name[3],
        latin_key=names.latin_key(name[0], name[1]),
        arabic_key=names.arabic_key(name[2], name[3]).fill_null(""),
        search_tokens=pl.lit("{") + names.search_tokens(*name).list.join(",") + pl.lit("}"),
        birth_date=pl.when(only_year)
        .then(pl.col("DATE_NAISSANCE").dt.truncate("1y"))
        .otherwise("DATE_NAISSANCE"),
        birth_precision=pl.when(only_year).then(pl.lit("Y")).otherwise(pl.lit("D")),
        birth_place="LIEU_NAISSANCE",
        sex=pl.when("is_woman").then(pl.lit("F")).otherwise(pl.lit("M")),
        nationality=pl.lit("MA"),
        commune_id="CODE_COMMUNE",
        phone_key=_bytea(ring.digest_all(phones, "phone")),
        phone_sealed=_bytea(ring.seal_all(phones, "phone")),
        phone_source=pl.lit("DGI"),
        email_source=pl.lit(""),
        address_source=pl.lit(""),
    )


@cache
def _families() -> pl.Series:
    """As often as they are borne: the known ones for one half, for the other those of a father."""
    known = _weighted(lines_of("family_names"), TABLE_SIZE, FAMILY_HEAD_START)
    fathers = [father.split("|") for father in lines_of("first_names_men")]
    rare = [
        f"{latin}{father.lower() if latin[-1] != ' ' else father}|{arabic}{father_ar}"
        for latin, arabic in (particle.split("|") for particle in PARTICLES)
        for father, father_ar in fathers
    ]
    return pl.Series(known + _weighted(rare, TABLE_SIZE, len(rare)))


@cache
def _first_names(whose: str) -> pl.Series:
    return pl.Series(_weighted(lines_of(f"first_names_{whose}"), TABLE_SIZE, FIRST_NAME_HEAD_START))


def _weighted(pairs: list[str], size: int, head_start: int) -> list[str]:
    shares = apportion([1 / (rank + head_start) for rank in range(len(pairs))], size)
    return [pair for pair, share in zip(pairs, shares, strict=True) for _time in range(share)]


def _bytea(values: list[bytes | None]) -> pl.Series:
    return "\\x" + pl.Series(values, dtype=pl.Binary).bin.encode("hex")


def _recipe() -> str:
    """What the rows come from: these people, and the rules that spell and search names."""
    sources = [Path(module.__file__ or "").read_bytes() for module in (names, spelling, text)]
    return blake2b(Path(__file__).read_bytes() + b"".join(sources), digest_size=8).hexdigest()
