from registration.attestation import references


def test_a_reference_holds_eighty_bits_and_reads_as_it_is_written():
    drawn = {references.draw() for _n in range(200)}

    assert len(drawn) == 200
    assert len(references.LETTERS) ** references.LENGTH == 2**80
    assert all(references.typed(references.written(one)) == one for one in drawn)


def test_what_is_misread_or_badly_spaced_is_understood():
    for said in ("0kq1 m9xh-4tpd w3za", "OKQI-M9XH-4TPD-W3ZA", "okql.m9xh.4tpd.w3za"):
        assert references.written(references.typed(said)) == "0KQ1-M9XH-4TPD-W3ZA"


def test_a_whole_address_is_understood():
    assert references.typed("https://amo.example/verifier/7KQ2-M9XH-4TPD-W3ZA/") == (
        "7KQ2M9XH4TPDW3ZA"
    )


def test_what_can_be_no_reference_reads_as_nothing():
    for said in ("", "7KQ2", "7KQ2-M9XH-4TPD-W3ZAA", "7KQ2-M9XH-4TPD-W3Z٣", "U" * 16, "é" * 16):
        assert references.typed(said) == ""
