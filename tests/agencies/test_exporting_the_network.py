from datetime import date

import pytest
from django.urls import reverse

from agencies.models import Approval, Posting
from agencies.synthesis import synthesize_network
from agencies.synthesis.sizes import Sizes
from cnss_amo.accounts.enums import LookKind
from cnss_amo.accounts.models import Look
from tests.agencies.files import send
from tests.agencies.places import make_agency, make_point

pytestmark = pytest.mark.django_db
REASON = "Mise à jour du réseau"


@pytest.fixture(autouse=True)
def administrator(client, nadia):
    client.force_login(nadia)
    return nadia


def take(client, model, reason=REASON):
    return client.post(reverse(f"admin:agencies_{model}_export"), {"reason": reason})


@pytest.mark.parametrize("model", ["agency", "point", "stop", "posting"])
def test_what_is_exported_may_be_sent_back_and_changes_nothing(client, amina, model):
    synthesize_network(sizes=Sizes(points=30))
    agency = make_agency(code="AG-999")
    Posting.objects.create(user=amina, agency=agency, begins_on=date(2026, 1, 1))

    file = take(client, model)
    again = send(client, model, file.content)

    assert "Ajouts : 0. Changements : 0." in again.text
    assert "Lignes inchangées : 0." not in again.text


def test_an_export_says_why_and_is_in_the_log(client, administrator):
    take(client, "agency")

    look = Look.objects.get(kind=LookKind.EXPORT)
    assert (look.user, look.about) == (administrator, "agencies.Agency")


def test_without_a_reason_nothing_leaves(client):
    response = take(client, "agency", reason="")

    assert "text/html" in response.headers["Content-Type"]
    assert not Look.objects.filter(kind=LookKind.EXPORT).exists()


def test_no_cell_is_a_formula_for_a_spreadsheet(client):
    point = make_point(name_fr="=1+1", latitude="33.5", longitude="-7.5")
    Approval.objects.create(point=point, service_id="DEPOT", begins_on=date(2022, 1, 1))

    text = take(client, "point").content.decode("utf-8-sig")

    assert ";'=1+1;" in text
    assert ";-7.50000;" in text


def test_an_auditor_takes_nothing_away(client, idriss):
    client.force_login(idriss)

    assert take(client, "agency").status_code == 403
