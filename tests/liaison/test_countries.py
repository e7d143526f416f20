"""Countries as people read them, where a nationality is chosen."""

from django.utils.translation import override

from liaison.queries.conflicts import countries, country_in_words


def test_countries_are_named_in_the_language_of_the_page_morocco_first():
    with override("ar"):
        arabic = dict(countries())
        assert next(iter(arabic)) == "MA"
        assert (arabic["MA"], arabic["EG"], arabic["PS"]) == ("المغرب", "مصر", "فلسطين")
        assert not [name for name in arabic.values() if name.isascii()]


def test_accents_do_not_send_a_country_to_the_end():
    with override("fr"):
        names = [name for _code, name in countries()]

    assert names.index("Égypte") < names.index("Espagne") < names.index("Zambie")


def test_a_code_that_is_nobody_s_nationality_is_not_offered_and_keeps_its_letters():
    assert not {"EH", "AQ"} & dict(countries()).keys()
    assert country_in_words("EH") == "EH"
