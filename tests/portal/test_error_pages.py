import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError, connection
from django.test import Client, override_settings
from django.urls import include, path
from django.utils import translation

from cnss_amo.portal.errors import server_error


def refuse(fault):
    def view(request):
        raise fault

    view.login_required = False
    return view


urlpatterns = [
    path("", include("cnss_amo.urls")),
    path("400/", refuse(BadRequest())),
    path("403/", refuse(PermissionDenied())),
    path("500/", refuse(ValueError("secret detail"))),
    path("503/", refuse(OperationalError("connection refused"))),
]
handler500 = server_error


@pytest.fixture
def visitor(client):
    client.raise_request_exception = False
    with override_settings(ROOT_URLCONF=__name__):
        yield client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "french", "arabic"),
    [
        (400, "Cette demande n'a pas été comprise", "لم نفهم هذا الطلب"),
        (403, "Cette page ne vous est pas ouverte", "هذه الصفحة غير متاحة لكم"),
        (404, "Cette page n'existe pas", "هذه الصفحة غير موجودة"),
        (500, "Un incident est survenu", "وقع عطل"),
        (503, "Le service est indisponible un moment", "الخدمة متوقفة مؤقتا"),
    ],
)
def test_an_error_says_calmly_what_to_do_in_the_readers_language(visitor, status, french, arabic):
    for language, words in (("fr", french), ("ar", arabic)):
        response = visitor.get(f"/{status}/", headers={"accept-language": language})

        assert response.status_code == status
        assert f"<h1>{words}</h1>" in response.text
        assert 'href="tel:3939"' in response.text
        assert "secret detail" not in response.text
        assert str(status) not in response.text.partition("<main")[2]


@pytest.mark.django_db
def test_a_stale_form_says_that_nothing_was_saved():
    response = Client(enforce_csrf_checks=True).post("/connexion/", {"login": "a", "password": "b"})

    assert response.status_code == 403
    assert "Rien n'a été enregistré." in response.text


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_page_of_a_fault_asks_nothing_of_the_database_and_speaks_both_languages(language):
    """No database mark here: a query would fail the test."""
    with translation.override(language):
        page = server_error(None).text

    assert "Un incident est survenu" in page
    assert "وقع عطل" in page
    assert connection.connection is None or not connection.in_atomic_block
