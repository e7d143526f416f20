import polars as pl
import pytest
from stdnum.ma import ice as reference

from cnss_amo.kernel import identifiers
from cnss_amo.kernel.text import one


@pytest.mark.parametrize(
    "sent", ["AB123456", "ab 123456", " AB-12.34.56 ", "ＡＢ123456", "AB١٢٣٤٥٦"]
)
def test_a_cin_is_read_however_it_is_written(sent):
    assert identifiers.cin_of(sent) == "AB123456"


@pytest.mark.parametrize("cin", ["A1", "Z123456", "AB1"])
def test_a_cin_has_one_or_two_letters_and_one_to_six_digits(cin):
    assert identifiers.cin_of(cin) == cin


@pytest.mark.parametrize(
    "sent",
    [
        "ABC123",
        "123456",
        "AB1234567",
        "A",
        "AB12C",
        "1,23E+05",
        "\u0410\u0412123456",
        "ÀB123",
        "",
        None,
    ],
)
def test_what_is_not_a_cin_is_refused(sent):
    assert identifiers.cin_of(sent) is None


@pytest.mark.parametrize(
    ("sent", "foreign"),
    [
        ("\u0410B123456", True),
        ("\u0391B123456", True),
        ("\u0430b123456", True),
        ("AB123456", False),
    ],
)
def test_cyrillic_and_greek_letters_are_seen(sent, foreign):
    assert one(identifiers.has_foreign_letters, sent) is foreign


@pytest.mark.parametrize(
    ("sent", "value"),
    [
        ("xy 1234567", "XY1234567"),
        ("C012345A", "C012345A"),
        ("12345", None),
        ("ABCDEFGHIJKLM", None),
        ("12345/678", None),
    ],
)
def test_a_passport_or_residence_card_has_6_to_12_letters_and_digits(sent, value):
    assert identifiers.document_of(sent) == value


@pytest.mark.parametrize(
    "sent",
    ["0612345678", "06 12 34 56 78", "06.12.34.56.78", "06-12-34-56-78", "+212612345678"]
    + ["00212612345678", "212612345678", "+212 (0)6 12 34 56 78", "+212-06-12-34-56-78"]
    + ["(06) 12345678", "002120612345678", "٠٦١٢٣٤٥٦٧٨", "\u202d0612345678\u202c"],
)
def test_a_phone_is_read_however_it_is_written(sent):
    assert identifiers.phone_of(sent) == "+212612345678"


@pytest.mark.parametrize("sent", ["0512345678", "0712345678"])
def test_a_phone_may_be_fixed_or_of_the_newer_mobiles(sent):
    assert identifiers.phone_of(sent) == "+212" + sent[1:]


@pytest.mark.parametrize(
    "sent",
    [
        "0812345678",
        "061234567",
        "06123456789",
        "612345678",
        "+33612345678",
        "6,12E+08",
        "néant",
        "",
        None,
    ],
)
def test_what_is_not_a_moroccan_phone_is_refused(sent):
    assert identifiers.phone_of(sent) is None


@pytest.mark.parametrize(
    "ice", ["002023116000060", "001561191000066", "001561191000065", "12345", "00202311600006A"]
)
def test_an_ice_is_checked_as_the_reference_library_does(ice):
    assert one(identifiers.ice_is_valid, ice) is reference.is_valid(ice)


def test_an_ice_may_be_spaced():
    assert one(identifiers.ice_is_valid, "00 20 23 11 60 00 060")
    assert one(identifiers.ice_value, "00 20 23 11 60 00 060") == "002023116000060"


@pytest.mark.parametrize(
    ("is_valid", "right", "wrong"),
    [
        (
            identifiers.fiscal_number_is_valid,
            ["1087449", "01087449"],
            ["108744", "010874490", "A1087449"],
        ),
        (identifiers.inpe_is_valid, ["101234567"], ["10123456", "1012345678", "10123456A"]),
    ],
)
def test_a_professional_number_has_its_count_of_digits(is_valid, right, wrong):
    assert [one(is_valid, text) for text in [*right, *wrong]] == [True] * len(right) + [
        False
    ] * len(wrong)


def test_a_null_states_nothing():
    checks = [
        identifiers.cin_is_valid,
        identifiers.document_is_valid,
        identifiers.phone_is_valid,
        identifiers.ice_is_valid,
        identifiers.inpe_is_valid,
        identifiers.fiscal_number_is_valid,
    ]

    assert [one(check, None) for check in checks] == [None] * len(checks)


def test_a_column_of_phones_is_read_in_one_go():
    sent = pl.DataFrame({"phone": ["0612345678", None, "x", "00212 512345678"]})

    read = sent.select(
        identifiers.phone_value(pl.col("phone")).alias("value"),
        identifiers.phone_is_valid(pl.col("phone")).alias("is_valid"),
    )

    assert read["value"].to_list() == ["+212612345678", None, None, "+212512345678"]
    assert read["is_valid"].to_list() == [True, None, False, True]
