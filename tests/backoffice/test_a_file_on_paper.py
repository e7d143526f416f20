import pytest
from django.urls import reverse

from cnss_amo.accounts.enums import LookKind, Role
from cnss_amo.accounts.models import Look
from registration.models import Person
from tests.registration.factories import make_activity, make_person

pytestmark = pytest.mark.django_db


def address(person):
    return reverse("backoffice:print", args=[person.pk])


@pytest.fixture
def karim():
    karim = make_person(cin="AB123456", phone="+212612345678", email="karim@example.com")
    make_activity(karim, "NOT")
    return karim


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_sheet_is_in_both_languages_masked_and_signed(client, amina, karim, language):
    client.force_login(amina)

    page = client.get(address(karim), headers={"accept-language": language}).text

    for words in ("Notaires", "الموثقون", "Imprimée par", "amina", karim.formatted_number):
        assert words in page
    for shown in ("AB••••56", "06••••••78", "k•••@example.com"):
        assert page.count(shown) >= 2
    for hidden in ("AB123456", "612345678", "karim@"):
        assert hidden not in page


def test_a_print_is_logged_as_a_print(client, amina, karim, django_assert_max_num_queries):
    client.force_login(amina)

    with django_assert_max_num_queries(12):
        client.get(address(karim))

    look = Look.objects.get()
    assert (look.user, look.kind, look.people) == (amina, LookKind.PRINT, [karim.pk])


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.AGENT, 200), (Role.SUPERVISOR, 200), (Role.AUDITOR, 403), (Role.LIST_MANAGER, 403)],
)
def test_who_may_print(client, hire, karim, role, status):
    client.force_login(hire("quelquun", role))

    assert client.get(address(karim)).status_code == status
    assert Look.objects.exists() == (status == 200)


def test_nobody_is_printed_who_does_not_exist(client, amina):
    client.force_login(amina)

    assert client.get(address(Person(pk=2**40))).status_code == 404
