import pytest

from cnss_amo.kernel.identifiers import (
    Guess,
    guess,
    mask_birth,
    mask_cin,
    mask_email,
    mask_phone,
    mask_text,
)


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (mask_birth, "12/03/1980", "••/••/198•"),
        (mask_birth, "1980", "198•"),
        (mask_cin, "AB123456", "AB••••56"),
        (mask_cin, "A12345", "A•••45"),
        (mask_cin, "A1", "••"),
        (mask_cin, "XY1234567", "XY•••••67"),
        (mask_phone, "+212612345612", "06••••••12"),
        (mask_phone, "0512345698", "05••••••98"),
        (mask_phone, "inconnu", "i••••"),
        (mask_email, "amina@example.ma", "a•••@example.ma"),
        (mask_email, "amina", "a••••"),
        (mask_text, "12, rue des Orangers", "1••••"),
        (mask_text, "Fès", "•••"),
        (mask_text, "", ""),
    ],
)
def test_a_value_is_masked(mask, value, shown):
    assert mask(value) == shown


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ("123456785", ["number", "professional", "document"]),
        ("123 456 785", ["number", "professional", "document"]),
        ("ab123456", ["document", "professional"]),
        ("AB 123456", ["document", "professional"]),
        ("XY1234567", ["document", "professional"]),
        ("06 12 34 56 78", ["phone", "professional", "document"]),
        ("+212612345678", ["phone"]),
        ("٠٦١٢٣٤٥٦٧٨", ["phone", "professional", "document"]),
        ("002023116000060", ["professional"]),
        ("1234567", ["professional", "document"]),
        ("REF2021000123", ["professional"]),
        ("El Amrani Mohamed", ["name"]),
        ("العمراني", ["name"]),
        ("Mohamed 2", ["name"]),
        ("   ", []),
    ],
)
def test_what_an_agent_typed_is_recognised(typed, kinds):
    assert [found.kind for found in guess(typed)] == kinds


def test_a_guess_gives_the_value_as_it_is_stored():
    assert guess(" ab-123456 ")[0] == Guess("document", "AB123456")
    assert guess("06 12 34 56 78")[0] == Guess("phone", "+212612345678")
    assert guess("  el   amrani ")[0] == Guess("name", "el amrani")
