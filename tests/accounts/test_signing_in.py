import pytest
from django.urls import NoReverseMatch, reverse

from cnss_amo.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "olivier-ancien-42"


@pytest.fixture
def salma():
    return User.objects.create_user("salma", password=PASSWORD, first_name="Salma")


def sign_in(client, matricule, password):
    return client.post(reverse("account_login"), {"login": matricule, "password": password})


def test_a_colleague_signs_in_and_reaches_the_home_page(client, salma):
    response = sign_in(client, "salma", PASSWORD)

    assert response.url == reverse("backoffice:home")
    assert client.session["_auth_user_id"] == str(salma.pk)


def test_the_page_asked_for_is_given_after_signing_in(client, salma):
    wanted = reverse("account_change_password")
    response = client.post(
        reverse("account_login"), {"login": "salma", "password": PASSWORD, "next": wanted}
    )

    assert response.url == wanted


def test_a_foreign_address_is_never_given_after_signing_in(client, salma):
    response = client.post(
        reverse("account_login"),
        {"login": "salma", "password": PASSWORD, "next": "https://example.org/"},
    )

    assert response.url == reverse("backoffice:home")


def test_a_wrong_password_says_the_same_whether_the_matricule_exists_or_not(client, salma):
    known = sign_in(client, "salma", "faux-mot-de-passe")
    unknown = sign_in(client, "personne", "faux-mot-de-passe")

    assert "Le matricule ou le mot de passe est incorrect." in known.text
    assert known.status_code == unknown.status_code
    assert told(known) == told(unknown)


def test_too_many_wrong_passwords_must_wait_whether_the_matricule_exists_or_not(client, salma):
    for _ in range(5):
        sign_in(client, "salma", "faux-mot-de-passe")
        sign_in(client, "personne", "faux-mot-de-passe")

    for matricule in ("salma", "personne"):
        assert "Attendez quelques minutes" in sign_in(client, matricule, PASSWORD).text


def test_a_system_actor_never_signs_in_even_with_a_password(client):
    User.objects.create_user("robot", password=PASSWORD, is_system=True)

    response = sign_in(client, "robot", PASSWORD)

    assert "Le matricule ou le mot de passe est incorrect." in response.text
    assert "_auth_user_id" not in client.session


def test_a_disabled_account_is_told_what_to_do_and_not_signed_in(client, salma):
    User.objects.filter(pk=salma.pk).update(is_active=False)

    response = sign_in(client, "salma", PASSWORD)

    assert response.url == reverse("account_inactive")
    assert "Demandez à votre administrateur" in client.get(response.url).text
    assert "_auth_user_id" not in client.session


def test_an_empty_form_names_each_field_in_the_summary_and_keeps_what_was_typed(client):
    response = sign_in(client, "salma", "")

    assert "<title>Erreur : Connexion" in response.text
    assert 'href="#id_password"' in response.text
    assert 'value="salma"' in response.text
    assert " required" not in response.text


def test_signing_out_takes_a_deliberate_act(client, salma):
    client.force_login(salma)

    asked = client.get(reverse("account_logout"))
    assert "Voulez-vous vous déconnecter ?" in asked.text
    assert client.post(reverse("account_logout")).url == reverse("portal:home")
    assert "_auth_user_id" not in client.session


def test_a_password_is_changed_by_whoever_knows_the_present_one(client, salma):
    client.force_login(salma)
    new = {
        "oldpassword": PASSWORD,
        "password1": "figuier-du-puits-7",
        "password2": "figuier-du-puits-7",
    }

    wrong = client.post(reverse("account_change_password"), new | {"oldpassword": "faux"})
    assert "<title>Erreur :" in wrong.text
    right = client.post(reverse("account_change_password"), new)

    assert right.url == reverse("backoffice:home")
    salma.refresh_from_db()
    assert salma.check_password("figuier-du-puits-7")


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "Ce mot de passe est trop court."), ("ar", "كلمة المرور قصيرة.")],
)
def test_a_short_password_is_refused_in_the_readers_language(client, salma, language, words):
    client.force_login(salma)

    response = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "figuier-7", "password2": "figuier-7"},
        headers={"accept-language": language},
    )

    assert words in response.text


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_email"])
def test_nobody_opens_an_account_or_resets_a_password_alone(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def told(response):
    """What the page says, less what differs by nature: the token and the matricule typed."""
    lines = response.text.splitlines()
    return [line for line in lines if "csrfmiddlewaretoken" not in line and "id_login" not in line]
