import time
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from axes.models import AccessLog
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cnss_amo.accounts.enums import Role
from cnss_amo.accounts.models import RoleGrant, User
from cnss_amo.accounts.tasks import forget_old_sign_ins
from tests.staff import code_of, enrol, give

pytestmark = pytest.mark.django_db
PASSWORD = "olivier-ancien-42"
HOME = reverse("backoffice:home")


@pytest.fixture
def salma():
    user = User.objects.create_user("salma", password=PASSWORD)
    give(user, Role.AGENT)
    return enrol(user)


def signed_in(user):
    """A browser in which somebody passed both steps."""
    cache.clear()  # a code is accepted once: each sign-in forgets the one before
    client = Client()
    client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": code_of()})
    assert client.session["_auth_user_id"] == str(user.pk)
    return client


def sent_to_sign_in(response, wanted=HOME):
    return response.status_code == 302 and response.url == f"/connexion/?next={wanted}"


def test_a_session_unused_for_half_an_hour_is_closed_and_the_page_asked_comes_back(salma):
    client = signed_in(salma)
    session = Session.objects.get(session_key=client.session.session_key)

    assert session.expire_date <= timezone.now() + timedelta(minutes=30)
    Session.objects.update(expire_date=timezone.now())
    assert sent_to_sign_in(client.get(HOME))


def test_a_session_in_use_goes_on_and_is_written_once_a_minute(salma):
    client = signed_in(salma)
    session = client.session
    session["seen_at"] = time.time() - 61
    session.save()
    Session.objects.update(expire_date=timezone.now() + timedelta(seconds=5))

    client.get(HOME)

    renewed = Session.objects.get(session_key=session.session_key).expire_date
    assert renewed > timezone.now() + timedelta(minutes=29)
    client.get(HOME)
    assert Session.objects.get(session_key=session.session_key).expire_date == renewed


def test_a_session_ends_twelve_hours_after_sign_in_however_much_it_is_used(salma):
    client = signed_in(salma)
    session = client.session
    session["signed_in_at"] = time.time() - 12 * 3600 - 1
    session["seen_at"] = time.time()
    session.save()

    assert sent_to_sign_in(client.get(HOME))
    assert not Session.objects.filter(session_key=session.session_key).exists()


def test_signing_in_changes_the_session_s_name(salma):
    client = Client()
    client.get(reverse("account_login"))
    client.post(reverse("account_login"), {"login": "salma", "password": PASSWORD})
    before = client.session.session_key
    client.post(reverse("mfa_authenticate"), {"code": code_of()})

    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_session_does_not_survive_signing_out(salma):
    client = signed_in(salma)
    kept = client.cookies["session"].value

    client.post(reverse("account_logout"))
    client.cookies["session"] = kept

    assert sent_to_sign_in(client.get(HOME))


def test_a_disabled_account_is_out_at_its_next_request(salma):
    client = signed_in(salma)

    User.objects.filter(pk=salma.pk).update(is_active=False)

    assert sent_to_sign_in(client.get(HOME))


def test_a_role_taken_is_gone_at_the_next_request_and_one_given_is_there(salma):
    client = signed_in(salma)
    search = reverse("backoffice:search")
    assert client.get(search).status_code == 200

    RoleGrant.objects.filter(user=salma).delete()
    assert client.get(search).status_code == 403

    give(salma, Role.SUPERVISOR)
    assert client.get(search).status_code == 200


def test_a_second_factor_taken_away_leaves_only_the_enrolment(salma):
    client = signed_in(salma)

    salma.authenticator_set.all().delete()

    assert client.get(HOME).url.startswith(reverse("mfa_activate_totp"))


def test_a_new_password_closes_the_other_sessions(salma):
    here, elsewhere = signed_in(salma), signed_in(salma)
    new = "figuier-du-puits-7"

    here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert here.get(HOME).status_code == 200
    assert sent_to_sign_in(elsewhere.get(HOME))


def test_one_s_sessions_are_listed_and_one_is_closed(salma):
    here, elsewhere = signed_in(salma), signed_in(salma)
    page = here.get(reverse("usersessions_list"))
    assert len(page.context["sessions"]) == 2
    [other] = [
        s for s in page.context["sessions"] if s.session_key == elsewhere.session.session_key
    ]

    here.post(reverse("usersessions_list"), {"session": other.pk})

    assert sent_to_sign_in(elsewhere.get(HOME))
    assert here.get(HOME).status_code == 200


def test_all_the_other_sessions_are_closed_at_once(salma):
    here, elsewhere, there = signed_in(salma), signed_in(salma), signed_in(salma)

    here.post(reverse("usersessions_list"))

    assert here.get(HOME).status_code == 200
    assert sent_to_sign_in(elsewhere.get(HOME))
    assert sent_to_sign_in(there.get(HOME))


def test_what_is_over_is_forgotten_at_night_and_what_lives_is_kept(salma):
    living, dead = signed_in(salma), signed_in(salma)
    key = dead.session.session_key
    Session.objects.filter(session_key=key).update(expire_date=timezone.now() - timedelta(1))
    AccessLog.objects.filter(pk=AccessLog.objects.latest("pk").pk).update(
        attempt_time=timezone.now() - timedelta(days=366)
    )

    forget_old_sign_ins()

    assert [s.session_key for s in UserSession.objects.all()] == [living.session.session_key]
    assert AccessLog.objects.count() == 1
    assert living.get(HOME).status_code == 200


@pytest.mark.parametrize("named", ["another's", "0", "abc", "9" * 30, "9" * 5000])
def test_nobody_closes_another_s_session(salma, hire, named):
    hers = signed_in(salma)
    intruder = Client()
    intruder.force_login(hire("karim", Role.AGENT))
    pk = salma.usersession_set.get().pk if named == "another's" else named

    assert intruder.post(reverse("usersessions_list"), {"session": pk}).status_code == 404
    assert hers.get(HOME).status_code == 200


def test_signing_out_empties_the_browser(salma):
    answer = signed_in(salma).post(reverse("account_logout"))

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://exemple.org/",
        "//exemple.org/",
        "///exemple.org",
        "\\\\exemple.org",
        "/\\exemple.org",
        "https:exemple.org",
        "javascript:alert(1)",
        " https://exemple.org",
        "http://testserver@exemple.org/",
        "https://testserver.exemple.org/",
    ],
)
def test_no_address_leads_elsewhere_after_signing_in(salma, elsewhere):
    client = Client()
    client.post(
        reverse("account_login"), {"login": "salma", "password": PASSWORD, "next": elsewhere}
    )

    landed = client.post(reverse("mfa_authenticate"), {"code": code_of()})

    assert landed.url == HOME
