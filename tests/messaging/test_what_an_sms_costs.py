import pytest

from cnss_amo.messaging.segments import cost, is_gsm7, plainer

INVITATION = (
    "CNSS: vous etes immatricule a l'AMO, no 123456789. Activez votre compte avant le 31/12"
    " sur macnss.ma ou au 3939. La CNSS ne demande jamais votre mot de passe."
)


@pytest.mark.parametrize(
    ("text", "alphabet", "units", "parts"),
    [
        (INVITATION, "GSM-7", 158, 1),
        ("الضمان الاجتماعي: رقم تسجيلكم 123456789. فعلوا حسابكم: macnss.ma", "UCS-2", 64, 1),
        ("رمزكم 483920 صالح 10 دقائق. لا تعطوه لأحد. CNSS", "UCS-2", 47, 1),
        ("", "GSM-7", 0, 1),
        ("a" * 160, "GSM-7", 160, 1),
        ("a" * 161, "GSM-7", 161, 2),
        ("a" * 306, "GSM-7", 306, 2),
        ("a" * 307, "GSM-7", 307, 3),
        ("ش" * 70, "UCS-2", 70, 1),
        ("ش" * 71, "UCS-2", 71, 2),
        ("ش" * 134, "UCS-2", 134, 2),
        ("ش" * 135, "UCS-2", 135, 3),
        ("€" * 80, "GSM-7", 160, 1),
        ("a" * 159 + "€", "GSM-7", 161, 2),
        ("ç" + "a" * 70, "UCS-2", 71, 2),
    ],
)
def test_a_text_costs_as_many_sms_as_its_alphabet_says(text, alphabet, units, parts):
    assert cost(text) == (alphabet, units, parts)


def test_a_sign_of_two_units_is_never_cut_in_two():
    assert cost("a" * 152 + "€" + "a" * 152).parts == 3
    assert cost("ش" * 66 + "😀" + "ش" * 66).parts == 3


@pytest.mark.parametrize("sign", "^{}[]\\~|€")
def test_signs_of_the_extension_cost_two(sign):
    assert cost(sign) == ("GSM-7", 2, 1)


@pytest.mark.parametrize("sign", "éèàùÉÇ")
def test_what_french_may_keep(sign):
    assert is_gsm7(sign)
    assert plainer(sign) == sign


@pytest.mark.parametrize("sign", "çêâîôûëïœÀÈ°«»’–…")
def test_what_would_halve_a_french_text_is_made_plainer(sign):
    assert not is_gsm7(sign)
    assert is_gsm7(plainer(sign))


def test_a_plainer_text_reads_the_same():
    assert plainer("L’œuvre « n° 5 » – à côté…") == 'L\'oeuvre " no 5 " - à coté...'


def test_an_arabic_text_is_left_as_it_is_written():
    assert plainer("« شكرا » – CNSS…") == "« شكرا » – CNSS…"
