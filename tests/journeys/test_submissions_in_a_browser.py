"""Contests and requests in a browser: no barrier, no sideways scroll, in both languages."""

import pytest
from django.urls import reverse
from django.utils import timezone

from registration.models import Activity, Contest
from registration.services.submissions import want_complement
from tests.portal.test_contesting_from_the_space import enter
from tests.registration.completing import complete, make_karim
from tests.registration.factories import make_activity
from tests.registration.submitting import ask_for, body_says, contest, paper

SIZES = (360, 1280)


@pytest.fixture
def scene(law, amina):
    """A contest that waits for a complement, an activity to contest, a confirmed request."""
    karim = make_karim()
    complete(karim, password="une phrase à moi")
    contested = contest(karim, words="Je ne vends rien", papers=[paper()], at=timezone.now())
    want_complement(
        Contest, contested.pk, what="Le certificat de radiation", by=amina, at=timezone.now()
    )
    make_activity(karim, "NOT", body="ONN")
    request = ask_for(at=timezone.now(), last_name_ar="برادة", first_name_ar="ليلى")
    body_says(request, at=timezone.now())
    return karim, contested, request


def look_at(page, urls, violations, language):
    for url in urls:
        page.goto(url)
        assert violations(page) == [], url
        assert page.locator("html").get_attribute("dir") == {"fr": "ltr", "ar": "rtl"}[language]
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, url


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_no_page_of_the_insured_has_a_barrier(
    chromium, live_server, client, violations, scene, language, width
):
    karim, contested, _request = scene
    activity = Activity.objects.get(sub_category="NOT")
    enter(client, karim)
    context = chromium.new_context(
        base_url=live_server.url,
        viewport={"width": width, "height": 800},
    )
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    cookies["django_language"] = language
    context.add_cookies(
        [{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()]
    )
    page = context.new_page()

    look_at(
        page,
        [
            reverse("portal:contest", args=[activity.pk]),
            reverse("portal:contests"),
            reverse("portal:contest_followed", args=[contested.reference]),
            reverse("portal:request"),
            reverse("portal:follow_request"),
        ],
        violations,
        language,
    )
    context.close()


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_no_page_of_colleagues_has_a_barrier(
    sign_in, violations, scene, amina, hire, omar, salma, language, width
):
    from cnss_amo.accounts.enums import Role

    karim, contested, request = scene
    pages = {
        hire("youssef", Role.AGENT): [
            reverse("backoffice:home"),
            reverse("backoffice:requests"),
            reverse("backoffice:contests"),
            reverse("backoffice:request", args=[request.pk]),
            reverse("backoffice:contest", args=[contested.pk]),
            reverse("backoffice:deposit_request"),
            reverse("backoffice:deposit_contest", args=[karim.pk]),
        ],
        omar: [
            reverse("backoffice:home"),
            reverse("liaison:questions"),
            reverse("liaison:question", args=[contested.question.pk]),
        ],
    }
    for user, urls in pages.items():
        page = sign_in(user, language=language, width=width, script=True)
        look_at(page, urls, violations, language)
