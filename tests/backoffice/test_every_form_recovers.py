"""U-13: a form that is refused says where and why, links to each field, keeps what was typed."""

from html.parser import HTMLParser

import pytest
from django.urls import reverse

from registration.models import Activity
from tests.liaison.lists import csv_of, registered, send
from tests.registration.factories import make_person

pytestmark = pytest.mark.django_db
ERROR = {"fr": "Erreur :", "ar": "خطأ:"}


class Page(HTMLParser):
    """What a refused form shows: its title, its summary, its fields and what they hold."""

    def __init__(self, html):
        super().__init__()
        self.title, self.links, self.beside = "", {}, []
        self.ids, self.held, self.summaries = set(), set(), 0
        self._inside, self._link, self._choice = [], "", ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        classes = (said.get("class") or "").split()
        self.ids.add(said.get("id"))
        if tag == "div":
            self._inside.append(
                next((c for c in classes if c.startswith(("error-", "field-e"))), "")
            )
        if "error-summary" in classes:
            self.summaries += "autofocus" in said and said.get("role") == "alert"
        if tag == "a" and "error-summary" in self._inside:
            self._link = said["href"].removeprefix("#")
        if tag in ("title", "textarea", "select"):
            self._inside.append(tag)
            self._choice = said.get("name", "")
        if tag == "input" and (said.get("type") not in ("radio", "checkbox") or "checked" in said):
            self.held.add((said.get("name"), said.get("value", "")))
        if tag == "option" and "selected" in said:
            self.held.add((self._choice, said["value"]))

    def handle_endtag(self, tag):
        if tag in ("div", "title", "textarea", "select") and self._inside:
            self._inside.pop()
        if tag == "a":
            self._link = ""

    def handle_data(self, data):
        inside = self._inside[-1:]
        if inside == ["title"]:
            self.title += data
        elif inside == ["textarea"]:
            self.held.add((self._choice, data.strip()))
        elif self._link:
            self.links[self._link] = self.links.get(self._link, "") + data
        elif "field-error" in self._inside and data.strip():
            self.beside.append(data.strip())


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

    page = Page(answer.text)
    assert answer.status_code == 200
    assert page.title.startswith(ERROR[language])
    assert page.summaries == 1
    for field, told in page.links.items():
        assert field in page.ids
        assert any(told.endswith(beside) for beside in page.beside), told
    assert page.links or "error-summary" in answer.text
    assert {(name, value) for name, value in filled.items() if value != "facture"} <= page.held
