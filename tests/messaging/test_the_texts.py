import re

import pytest

from cnss_amo.messaging.segments import cost, is_gsm7
from cnss_amo.messaging.texts import LANGUAGES, UnknownText, WrongValues, text_of, texts

EVERY = sorted(texts())
PLACE = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", EVERY)
def test_a_text_costs_no_more_than_it_says_with_its_longest_values(code, language):
    text = text_of(code)

    assert text.parts <= 2
    assert cost(text.in_words(language, text.longest)).parts <= text.parts


@pytest.mark.parametrize("code", ["ACTIVATION_CODE", "NUMBER", "REQUEST_RECEIPT"])
def test_what_anybody_can_ask_for_costs_one_sms(code):
    assert text_of(code).parts == 1


@pytest.mark.parametrize("code", EVERY)
def test_a_french_text_is_written_in_the_alphabet_of_phones(code):
    assert is_gsm7(PLACE.sub("", text_of(code).words["fr"]))


@pytest.mark.parametrize("code", EVERY)
def test_both_languages_say_the_same_values(code):
    text = text_of(code)

    said = {language: sorted(PLACE.findall(text.words[language])) for language in LANGUAGES}

    assert said["fr"] == said["ar"] == sorted(text.longest)


@pytest.mark.parametrize("code", EVERY)
def test_a_text_has_no_link_and_says_who_writes(code):
    for words in text_of(code).words.values():
        assert not re.search(r"https?:|www\.|/\{|\.ma\b", words)
        assert "CNSS" in words or "الضمان الاجتماعي" in words


@pytest.mark.parametrize("code", EVERY)
def test_a_text_says_what_it_is_for(code):
    assert text_of(code).purpose.endswith(".")


@pytest.mark.parametrize("code", EVERY)
def test_arabic_has_western_digits(code):
    assert not re.search("[٠-٩۰-۹]", text_of(code).words["ar"])


def test_only_a_code_that_dies_has_a_secret():
    secret = [code for code in EVERY if {"code", "password"} & set(text_of(code).longest)]

    assert secret == ["ACTIVATION_CODE"]
    assert text_of("ACTIVATION_CODE").useful_for.total_seconds() == 600


def test_values_that_are_missing_or_too_many_are_refused():
    with pytest.raises(WrongValues):
        text_of("NUMBER").in_words("fr", {})
    with pytest.raises(WrongValues):
        text_of("NUMBER").in_words("fr", {"number": "1", "code": "2"})


def test_a_language_we_do_not_write_is_french():
    text = text_of("NUMBER")

    assert text.in_words("zgh", text.longest) == text.in_words("fr", text.longest)


def test_an_unknown_text_is_named():
    with pytest.raises(UnknownText, match="NO_SUCH"):
        text_of("NO_SUCH")
