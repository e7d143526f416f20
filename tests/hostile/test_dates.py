"""Dates as lists hold them: each gives a day and its precision, or the reason why it does not."""

from datetime import date

import pytest

from liaison.enums import ListState, Outcome
from liaison.models import Row
from registration.models import Person
from tests.hostile.reading import read_column
from tests.liaison.lists import csv_of, outcomes_of, registered, send

# A whole day, written in a way that every date column takes.
WHOLE = {
    "12/03/1980": "1980-03-12",
    "1/3/1980": "1980-03-01",
    "12-03-1980": "1980-03-12",
    "1980-03-12": "1980-03-12",
    "1980-3-5": "1980-03-05",
    "12031980": "1980-03-12",
    "01/01/1980": "1980-01-01",
    "31/12/1980": "1980-12-31",
    "29/02/1980": "1980-02-29",
    "29/02/2000": "2000-02-29",
    "1980-03-12 00:00:00": "1980-03-12",
    "1980-03-12T00:00:00": "1980-03-12",
    "1980-03-12T14:30": "1980-03-12",
    "1980-03-12 00:00:00.000": "1980-03-12",
    "12/03/1980 00:00": "1980-03-12",
    "12/03/1980 00:00:00": "1980-03-12",
    "١٢/٠٣/١٩٨٠": "1980-03-12",
    "۱۲/۰۳/۱۹۸۰": "1980-03-12",
    "１２/０３/１９８０": "1980-03-12",
    "\u200f12/03/1980\u200e": "1980-03-12",
    " 12/03/1980 ": "1980-03-12",
    "\u202d12/03/1980\u202c": "1980-03-12",
}
# What no date column takes, and what it is told.
NEVER = {
    "12/03/80": "TWO_DIGIT_YEAR",
    "1/1/00": "TWO_DIGIT_YEAR",
    "80-03-12": "TWO_DIGIT_YEAR",
    "29/02/1900": "IMPOSSIBLE_DATE",
    "29/02/1981": "IMPOSSIBLE_DATE",
    "30/02/1980": "IMPOSSIBLE_DATE",
    "31/04/1980": "IMPOSSIBLE_DATE",
    "13/25/2020": "IMPOSSIBLE_DATE",
    "12/13/1980": "IMPOSSIBLE_DATE",
    "32/01/1980": "IMPOSSIBLE_DATE",
    "12/00/1980": "IMPOSSIBLE_DATE",
    "1980-13-01": "IMPOSSIBLE_DATE",
    "1980-00-00": "IMPOSSIBLE_DATE",
    "0/0/1980": "IMPOSSIBLE_DATE",
    "19800312": "IMPOSSIBLE_DATE",
    "01/01/0000": "IMPOSSIBLE_DATE",
    "0000-00-00": "IMPOSSIBLE_DATE",
    "00/00/0000": "IMPOSSIBLE_DATE",
    "29221": "BAD_DATE",
    "29221,5": "BAD_DATE",
    "2,92E+04": "SCIENTIFIC_NOTATION",
    "12.03.1980": "BAD_DATE",
    "12 03 1980": "BAD_DATE",
    "12/03": "BAD_DATE",
    "03/1980": "BAD_DATE",
    "120380": "BAD_DATE",
    "1980/03/12": "BAD_DATE",
    "12 mars 1980": "BAD_DATE",
    "12-mars-80": "BAD_DATE",
    "Mar 12 1980": "BAD_DATE",
    "١٢ مارس ١٩٨٠": "BAD_DATE",
    "12/03/1400 هـ": "BAD_DATE",
    "1980-03-12T00:00:00Z": "BAD_DATE",
    "1980-03-12T00:00:00+01:00": "BAD_DATE",
    "12/03/1980 à 10h": "BAD_DATE",
    "1980-W11-3": "BAD_DATE",
    "315532800000": "BAD_DATE",
    "12/03/19801": "BAD_DATE",
    "-12/03/1980": "BAD_DATE",
    "१२/०३/१९८०": "BAD_DATE",
    "########": "BAD_DATE",
    "#VALEUR!": "BAD_DATE",
    "né vers 1980": "BAD_DATE",
    "néant": "BAD_DATE",
    "-": "BAD_DATE",
}
# What only a birth date may leave unknown.
PARTIAL = {
    "1950": ("1950-01-01", "Y"),
    "00/00/1950": ("1950-01-01", "Y"),
    "00-00-1950": ("1950-01-01", "Y"),
    "00001950": ("1950-01-01", "Y"),
    "١٩٥٠": ("1950-01-01", "Y"),
    "00/03/1950": ("1950-03-01", "M"),
    "00-12-1950": ("1950-12-01", "M"),
}
BIRTHS_REFUSED = {
    "01/01/2023": "FUTURE_BIRTH",
    "31/12/9999": "FUTURE_BIRTH",
    "2023": "FUTURE_BIRTH",
    "12/03/1892": "AGE_OVER_LIMIT",
    "31/12/1901": "AGE_OVER_LIMIT",
    "12/03/1400": "AGE_OVER_LIMIT",
    "1402": "AGE_OVER_LIMIT",
    "00/00/1850": "AGE_OVER_LIMIT",
    "0000": "IMPOSSIBLE_DATE",
    "00/13/1950": "IMPOSSIBLE_DATE",
}
STARTS_REFUSED = {
    "1950": "BAD_DATE",
    "00/00/1950": "IMPOSSIBLE_DATE",
    "11/03/1960": "START_BEFORE_BIRTH",
    "01/01/1443": "START_BEFORE_BIRTH",
}


def test_there_are_enough_dates():
    assert len(WHOLE | NEVER | PARTIAL | BIRTHS_REFUSED | STARTS_REFUSED) >= 80


@pytest.mark.parametrize(
    ("column", "to"),
    [("DATE_NAISSANCE", "birth_date"), ("DATE_DEBUT", "started_on"), ("DATE_FIN", "ends_on")],
)
def test_a_whole_day_is_read_in_every_column(column, to):
    born_before = {} if column == "DATE_NAISSANCE" else {"DATE_NAISSANCE": "12/03/1960"}
    read = read_column("DGI", column, list(WHOLE), **born_before)

    found = {sent: (str(row[to]), row["issues"]) for sent, row in zip(WHOLE, read, strict=True)}
    assert found == {sent: (day, []) for sent, day in WHOLE.items()}
    assert {row["birth_precision"] for row in read} == {"D"}


@pytest.mark.parametrize(
    ("column", "to"),
    [("DATE_NAISSANCE", "birth_date"), ("DATE_DEBUT", "started_on"), ("DATE_FIN", "ends_on")],
)
def test_what_is_no_day_is_told_and_never_guessed(column, to):
    read = read_column("DGI", column, list(NEVER))

    found = {sent: row["issues"] for sent, row in zip(NEVER, read, strict=True)}
    assert found == {sent: [(code, column)] for sent, code in NEVER.items()}
    assert {row[to] for row in read} == {None}
    assert all(row["refused"] for row in read)


def test_a_birth_of_which_the_day_or_the_month_is_unknown_keeps_its_precision():
    read = read_column("DGI", "DATE_NAISSANCE", list(PARTIAL))

    assert [row["issues"] for row in read] == [[]] * len(PARTIAL)
    found = [(str(row["birth_date"]), row["birth_precision"]) for row in read]
    assert found == list(PARTIAL.values())


@pytest.mark.parametrize(
    ("column", "refused", "others"),
    [
        ("DATE_NAISSANCE", BIRTHS_REFUSED, {}),
        ("DATE_DEBUT", STARTS_REFUSED, {"DATE_NAISSANCE": "12/03/1960"}),
    ],
)
def test_a_day_that_cannot_be_is_told_on_its_column(column, refused, others):
    read = read_column("DGI", column, list(refused), **others)

    found = {sent: row["issues"] for sent, row in zip(refused, read, strict=True)}
    assert found == {sent: [(code, column)] for sent, code in refused.items()}


@pytest.mark.parametrize(
    ("on", "last_too_old", "first_taken"),
    [
        (date(2022, 12, 31), "31/12/1901", "01/01/1902"),
        (date(2023, 1, 1), "01/01/1902", "02/01/1902"),
        (date(2024, 2, 29), "28/02/1903", "01/03/1903"),
        (date(2025, 2, 28), "28/02/1904", "29/02/1904"),
    ],
)
def test_somebody_may_be_120_but_not_121_whatever_the_day(on, last_too_old, first_taken):
    old, taken = read_column("DGI", "DATE_NAISSANCE", [last_too_old, first_taken], on=on)

    assert old["issues"] == [("AGE_OVER_LIMIT", "DATE_NAISSANCE")]
    assert taken["issues"] == []


def test_somebody_may_be_born_on_the_reference_date_but_not_after():
    born, unborn, this_year = read_column(
        "DGI", "DATE_NAISSANCE", ["01/06/2022", "02/06/2022", "2022"], on=date(2022, 6, 1)
    )

    assert (born["issues"], this_year["issues"]) == ([], [])
    assert unborn["issues"] == [("FUTURE_BIRTH", "DATE_NAISSANCE")]


def test_an_exit_is_not_before_its_start():
    read = read_column(
        "DGI", "DATE_FIN", ["31/01/2020", "01/02/2020"], OPERATION="S", DATE_DEBUT="01/02/2020"
    )

    assert [row["issues"] for row in read] == [[("END_BEFORE_START", "DATE_FIN")], []]


@pytest.mark.parametrize(
    ("body", "column", "fact"),
    [
        ("MSPS", "DATE_INSTALLATION", "installed_on"),
        ("ONN", "DATE_NOMINATION", "appointed_on"),
        ("BAM", "DATE_INSCRIPTION", "enrolled_on"),
        ("ANAM", "DATE_FIN_VALIDITE", "valid_until"),
    ],
)
def test_the_dates_of_a_profession_are_read_alike(body, column, fact):
    right = read_column(body, column, list(WHOLE))
    wrong = read_column(body, column, list(NEVER))

    assert [row["facts"][fact] for row in right] == list(WHOLE.values())
    assert [row["issues"] for row in right] == [[]] * len(WHOLE)
    assert [row["issues"] for row in wrong] == [[(code, column)] for code in NEVER.values()]
    assert not any(fact in row["facts"] for row in wrong)


@pytest.mark.django_db
def test_every_date_that_is_read_can_be_registered():
    births = [*WHOLE, *PARTIAL]
    days = ["01/01/0001", "31/12/9999", "28/02/1900", "01/06/2022"]
    rows = [{"DATE_NAISSANCE": birth} for birth in births]
    rows += [{"DATE_NAISSANCE": "12/03/1960", "DATE_FIN": day} for day in days]
    rows += [{"DATE_NAISSANCE": "12/03/1960", "DATE_DEBUT": day} for day in days[1:2] + days[3:]]
    named = [row | {"CIN": f"Z{number}"} for number, row in enumerate(rows, start=1)]

    closed = registered("DGI", *named)

    assert closed.state == ListState.CLOSED
    assert set(outcomes_of(closed)) == {Outcome.REGISTERED}
    assert Person.objects.count() == len(rows)


@pytest.mark.django_db
def test_dates_at_the_ends_of_time_stop_no_list():
    rows = [{"DATE_DEBUT": day} for day in ("01/01/0000", "0000-12-31", "01/01/0001")]

    received_list = send("DGI", csv_of("DGI", *rows))

    assert received_list.rows_read == len(rows)
    stored = Row.objects.filter(list_id=received_list.pk).order_by("line")
    assert [row.issues[0][0] for row in stored] == [
        "IMPOSSIBLE_DATE",
        "IMPOSSIBLE_DATE",
        "START_BEFORE_BIRTH",
    ]
