import polars as pl
import pytest
from django.db import DataError, connection

from cnss_amo.kernel.identifiers import (
    LAST_SEQUENCE,
    NUMBER_SQL,
    NumbersExhausted,
    number_from_sequence,
    number_is_valid,
    number_key,
    number_key_is_right,
    number_value,
)
from cnss_amo.kernel.text import one

SEQUENCES = [1, 2, 5, 9, 10, 99, 4_526_701, 1_234_567, 2_345_678, 5_000_000, LAST_SEQUENCE]


@pytest.mark.parametrize("number", ["123456785", "100000018", "145267011"])
def test_the_examples_of_the_rule_have_their_key(number):
    assert number_is_valid(number)
    assert number_key(number[:8]) == int(number[8])


@pytest.mark.parametrize(
    "text",
    ["123456784", "223456785", "12345678", "1234567850", "12345678A", "", "١٢٣٤٥٦٧٨٥"]
    + ["000000000", "100000000", "999999999"],
)
def test_what_is_not_a_number_is_refused(text):
    assert not number_is_valid(text)


@pytest.mark.parametrize("sequence", SEQUENCES)
def test_a_number_drawn_from_the_sequence_is_valid(sequence):
    number = number_from_sequence(sequence)

    assert number_is_valid(str(number))
    assert number // 10 == 10_000_000 + sequence


@pytest.mark.parametrize("sequence", [0, -1, LAST_SEQUENCE + 1])
def test_a_sequence_out_of_its_range_gives_no_number(sequence):
    with pytest.raises(NumbersExhausted):
        number_from_sequence(sequence)


def test_a_wrong_digit_is_found_unless_it_is_five_away_in_a_doubled_place():
    # Doubled, 0 and 5, 1 and 6, … weigh the same: the limit of the rule itself.
    found = missed = 0
    for place in range(1, 9):
        for digit in "0123456789":
            number = "123456785"[:place] + digit + "123456785"[place + 1 :]
            found += not number_is_valid(number)
            missed += number_is_valid(number) and number != "123456785"

    assert (found, missed) == (68, 4)


def test_the_key_is_checked_on_a_column_as_on_one_number():
    numbers = ["123456785", "123456784", "223456785", "100000018", "12345678", "abc"]

    column = pl.DataFrame({"number": numbers}).select(number_key_is_right(pl.col("number")))

    assert [bool(right) for right in column.to_series()] == list(map(number_is_valid, numbers))
    assert one(number_key_is_right, None) is None


@pytest.mark.parametrize(
    ("sent", "value"),
    [
        ("123 456 785", "123456785"),
        ("123456784", "123456784"),
        ("000000000", None),
        ("999999999", None),
        ("12345678", None),
        (None, None),
    ],
)
def test_a_number_sent_by_a_body_is_read(sent, value):
    assert one(number_value, sent) == value


@pytest.fixture
def cursor(db):
    with connection.cursor() as cursor:
        cursor.execute(NUMBER_SQL)
        yield cursor


def test_postgresql_draws_the_same_numbers_as_python(cursor):
    sequences = [*SEQUENCES, *range(3, LAST_SEQUENCE, 49_999)]

    cursor.execute(
        "SELECT cnss_number(n) FROM unnest(%s) WITH ORDINALITY AS s(n, i) ORDER BY i", [sequences]
    )

    assert [number for (number,) in cursor.fetchall()] == list(map(number_from_sequence, sequences))


@pytest.mark.parametrize("sequence", [0, LAST_SEQUENCE + 1])
def test_postgresql_refuses_a_sequence_out_of_its_range(cursor, sequence):
    with pytest.raises(DataError, match=f"no CNSS number for sequence {sequence}"):
        cursor.execute("SELECT cnss_number(%s)", [sequence])
