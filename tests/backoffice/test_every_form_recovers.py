"""U-13: a form that is refused says where and why, links to each field, keeps what was typed."""

import pytest
from django.urls import reverse

from registration.models import Activity
from tests.backoffice.refused import ERROR, Page, what_lacks
from tests.liaison.lists import csv_of, registered, send
from tests.registration.factories import make_person

pytestmark = pytest.mark.django_db


# --- Each form of the back office: who fills it, where, and a filling that is refused ----------


def contact():
    return "amina", reverse("backoffice:contact", args=[make_person().pk])


def reveal():
    return "amina", reverse("backoffice:reveal", args=[make_person().pk])


def refuse():
    return "hind", reverse("liaison:refuse", args=[send("DGI", csv_of("DGI", {})).pk])


def sending():
    return "omar", reverse("liaison:send")


def conflict():
    registered("DGI", {})
    other = {"NOM": "Tazi", "PRENOM": "Salma", "DATE_NAISSANCE": "01/01/1990"}
    disputed = registered("MAPMDREF", other)
    return "hind", reverse("liaison:conflict", args=[disputed.pk, 2])


def missing():
    registered("DGI", {}, {"CIN": "CD200002", "NOM": "Filali"}, kind="complete")
    registered("DGI", {}, kind="complete")
    absent = Activity.objects.get(missing_list__isnull=False)
    return "hind", reverse("liaison:missing_person", args=[absent.pk])


FORMS = [
    (contact, {}),
    (contact, {"phone": "06 12", "email": "karim", "address": "12 rue", "commune": "Xyz"}),
    (contact, {"phone": "0661000000", "paper": "facture"}),
    (reveal, {"what": "phone", "words": "au guichet"}),
    (reveal, {"what": "phone", "reason": "OTHER", "words": "le 06 12 34 56 78"}),
    (refuse, {}),
    (sending, {"body": "DGI", "reference_date": "31/02/2023", "declared_rows": "0"}),
    (conflict, {"reason": "deux cartes"}),
    (missing, {"reason": "partie"}),
    (missing, {"decision": "left"}),
]


@pytest.mark.parametrize("language", ERROR)
@pytest.mark.parametrize(
    ("form", "filled"), FORMS, ids=[f"{form.__name__}-{'-'.join(said)}" for form, said in FORMS]
)
def test_a_refused_form_says_where_and_why(client, request, form, filled, language):
    person, url = form()
    client.force_login(request.getfixturevalue(person))

    answer = client.post(url, filled, headers={"accept-language": language})

    assert answer.status_code == 200
    assert what_lacks(answer.text, language) == []
    typed = {(name, value) for name, value in filled.items() if value != "facture"}
    assert typed <= Page(answer.text).held
