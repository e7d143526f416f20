import polars as pl
import pytest

from cnss_amo.kernel.text import clean, clean_one, has_control_characters, one


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("  El \t Amrani\r\n", "El Amrani"),
        ("El\u00a0Amrani", "El Amrani"),
        ("\u202eAB123\u202c\u200f", "AB123"),
        ("A\u200bB\u200d1\ufeff", "AB1"),
        ("محمـــد", "محمد"),
        ("ﻣﺤﻤﺪ", "محمد"),
        ("ＡＢ１２", "AB12"),
        ("٠٦١٢", "0612"),
        ("۰۶۱۲", "0612"),
        ("e\u0301", "é"),
        ("Aït Sa\u00efd", "Aït Saïd"),
        ("أحمد آيت", "أحمد آيت"),
        ("   ", None),
        ("\u200f", None),
        ("", None),
        (None, None),
    ],
)
def test_a_text_is_cleaned(sent, kept):
    assert clean_one(sent) == kept


def test_cleaning_a_clean_text_changes_nothing():
    sent = "12, rue de Fès — « Maârif »"

    assert clean_one(clean_one(sent)) == clean_one(sent)


def test_each_cell_of_a_column_is_cleaned_as_it_would_be_alone():
    cells = ["plain", " to  tidy ", None, "", "محمـد", "a\u0000b", "٣"]

    column = pl.DataFrame({"cell": cells}).select(clean(pl.col("cell"))).to_series()

    assert column.to_list() == [clean_one(cell) for cell in cells]


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("a\x00b", True),
        ("a\x1bb", True),
        ("a\x0bb", True),
        ("a\x85b", True),
        ("a\x7fb", True),
        ("a\tb\r\nc", False),
        ("Saïd محمد", False),
        (None, None),
    ],
)
def test_control_characters_are_found_but_tabs_and_newlines_are_spaces(cell, found):
    assert one(has_control_characters, cell) is found
    assert one(has_control_characters, clean_one(cell)) is found


def test_a_lone_surrogate_is_replaced_rather_than_fatal():
    assert clean_one("Amina \ud800") == "Amina ?"
