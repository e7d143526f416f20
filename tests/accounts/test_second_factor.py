import re
from io import StringIO
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from cnss_amo.accounts.enums import Role
from cnss_amo.accounts.models import User
from cnss_amo.kernel.db import keyring
from tests.backoffice.refused import what_lacks
from tests.staff import SECRET, code_of, enrol, give

pytestmark = pytest.mark.django_db
PASSWORD = "olivier-ancien-42"


@pytest.fixture
def salma():
    user = User.objects.create_user("salma", password=PASSWORD)
    give(user, Role.AGENT)
    return user


def sign_in(client, user):
    return client.post(
        reverse("account_login"), {"login": user.username, "password": PASSWORD}, follow=True
    )


def enrolled(client):
    """Set the application up as a person does; return its secret."""
    page = client.get(reverse("mfa_activate_totp")).text
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    return secret


def test_a_first_sign_in_meets_the_enrolment_and_nothing_else(client, salma):
    landed = sign_in(client, salma)

    assert landed.request["PATH_INFO"] == reverse("mfa_activate_totp")
    for name in ("backoffice:home", "backoffice:search", "mfa_index", "usersessions_list"):
        answer = client.get(reverse(name))
        assert answer.url.startswith(reverse("mfa_activate_totp")), name
    assert client.post(reverse("backoffice:search"), {"q": "AB1"}).status_code == 302


def test_the_enrolment_shows_a_drawing_and_the_same_key_in_groups_of_four(client, salma):
    page = sign_in(client, salma).text

    assert 'src="data:image/svg+xml;base64,' in page
    assert re.search(r'class="secret">([A-Z2-7]{4} ){7}[A-Z2-7]{4}<', page)


def test_after_enrolling_the_codes_are_shown_once_and_the_work_opens(client, salma):
    sign_in(client, salma)
    enrolled(client)

    shown = client.get(reverse("mfa_view_recovery_codes")).text
    assert len(re.findall(r"<code>\d{4} \d{4}</code>", shown)) == 10
    again = client.get(reverse("mfa_view_recovery_codes")).text
    assert not re.search(r"<code>", again)
    assert client.get(reverse("backoffice:home")).status_code == 200


def test_a_wrong_first_code_says_where_and_why(client, salma):
    sign_in(client, salma)

    assert what_lacks(client.post(reverse("mfa_activate_totp"), {"code": "x"}).text) == []


def test_a_page_loaded_again_leaves_the_application_set_up(client, salma):
    sign_in(client, salma)
    pages = [client.get(reverse("mfa_activate_totp")).text for _time in range(2)]
    secrets = [re.search(r'class="secret">([^<]+)<', page)[1] for page in pages]

    assert secrets[0] == secrets[1]
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secrets[0].replace(" ", ""))})
    assert User.objects.get(pk=salma.pk).has_second_factor


def test_a_wrong_first_code_enrols_nothing_and_keeps_the_key(client, salma):
    page = sign_in(client, salma).text
    refused = client.post(reverse("mfa_activate_totp"), {"code": "000000"}).text

    assert "Ce code n&#x27;est pas le bon." in refused
    assert re.search(r'class="secret">([^<]+)<', page)[1] in refused
    assert not Authenticator.objects.exists()


def test_enrolling_closes_the_sessions_opened_with_the_password_alone(client, salma):
    elsewhere = Client()
    sign_in(elsewhere, salma)
    sign_in(client, salma)

    enrolled(client)

    assert elsewhere.get(reverse("backoffice:home")).url.startswith(reverse("account_login"))
    assert client.get(reverse("backoffice:home")).status_code == 200


def test_the_password_alone_signs_nobody_in_once_enrolled(client, salma):
    enrol(salma)

    landed = sign_in(client, salma)

    assert landed.request["PATH_INFO"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert client.get(reverse("backoffice:home")).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("spelt", ["{}", "{:.3} {}", "{:.3}-{}"])
def test_the_code_signs_in_however_it_is_spaced(client, salma, spelt):
    enrol(salma)
    sign_in(client, salma)
    code = code_of(SECRET)

    typed = spelt.format(code, code[3:])
    client.post(reverse("mfa_authenticate"), {"code": typed})

    assert client.session["_auth_user_id"] == str(salma.pk)


def test_the_code_signs_in_in_eastern_digits(client, salma):
    enrol(salma)
    sign_in(client, salma)

    eastern = code_of(SECRET).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    client.post(reverse("mfa_authenticate"), {"code": eastern})

    assert client.session["_auth_user_id"] == str(salma.pk)


@pytest.mark.parametrize(("periods_away", "accepted"), [(-1, True), (1, True), (-3, False)])
def test_a_clock_may_be_thirty_seconds_off_and_no_more(
    client, salma, monkeypatch, periods_away, accepted
):
    noon = 1_800_000_000
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: noon))
    enrol(salma)
    sign_in(client, salma)

    client.post(reverse("mfa_authenticate"), {"code": code_of(SECRET, periods_away, noon)})

    assert ("_auth_user_id" in client.session) == accepted


def test_a_code_is_accepted_once(client, salma):
    enrol(salma)
    code = code_of(SECRET, 1)
    sign_in(client, salma)
    client.post(reverse("mfa_authenticate"), {"code": code})
    thief = Client()
    sign_in(thief, salma)

    refused = thief.post(reverse("mfa_authenticate"), {"code": code})

    assert "Ce code n&#x27;est pas le bon." in refused.text
    assert "_auth_user_id" not in thief.session


def test_codes_are_not_guessed_for_long(client, salma):
    enrol(salma)
    sign_in(client, salma)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})

    refused = client.post(reverse("mfa_authenticate"), {"code": code_of(SECRET)})

    assert "Attendez quelques minutes" in refused.text
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_signs_in_once(client, salma):
    sign_in(client, salma)
    enrolled(client)
    shown = client.get(reverse("mfa_view_recovery_codes")).text
    paper = re.search(r"<code>(\d{4} \d{4})</code>", shown)[1]

    later, thief = Client(), Client()
    for visitor in (later, thief):
        sign_in(visitor, salma)
        visitor.post(reverse("mfa_authenticate"), {"code": paper})

    assert later.session["_auth_user_id"] == str(salma.pk)
    assert "_auth_user_id" not in thief.session


@pytest.fixture
def own_keys(tmp_path, settings):
    """Keys of this test only, which it may change."""
    settings.DATA_KEYS_FILE = tmp_path / "keys.json"
    keyring.cache_clear()
    yield
    keyring.cache_clear()


def test_secrets_are_sealed_in_the_database_and_follow_a_new_key(client, salma, own_keys):
    sign_in(client, salma)
    secret = enrolled(client)
    kept = [str(held.data) for held in Authenticator.objects.all()]

    call_command("rotate_keys", "all", verbosity=0, stdout=StringIO())

    assert not any(secret in text for text in kept)
    assert not set(kept).intersection(str(held.data) for held in Authenticator.objects.all())
    totp = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert totp.wrap().validate_code(code_of(secret, 1))


def test_forgetting_the_application_asks_for_the_next_one(client, salma):
    sign_in(client, salma)
    enrolled(client)

    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.exists()
    assert client.get(reverse("backoffice:home")).url.startswith(reverse("mfa_activate_totp"))


def test_the_administration_is_entered_the_same_way(client, salma):
    asked = reverse("admin:index")
    client.post(
        f"{reverse('account_login')}?next={asked}", {"login": "salma", "password": PASSWORD}
    )

    assert client.get(asked).url.startswith(reverse("mfa_activate_totp"))


def test_the_code_of_the_demonstration_is_told_in_development_only(salma, capsys, settings):
    enrol(salma)
    call_command("second_factor_code", "salma")
    assert capsys.readouterr().out.strip() in {code_of(SECRET), code_of(SECRET, -1)}

    settings.DEVELOPMENT = False
    with pytest.raises(CommandError):
        call_command("second_factor_code", "salma")
