"""The supervisor: who has what in hand, giving it to somebody else, taking it back."""

from datetime import UTC, date, datetime

import pytest
from django.db import InternalError
from django.urls import reverse
from django.utils import timezone

from agencies.models import Posting
from cnss_amo.accounts.enums import Role
from cnss_amo.accounts.models import User
from cnss_amo.queues.models import Handover
from cnss_amo.queues.queries import holder_of
from liaison.queues import CONFLICTS
from tests.agencies.places import make_agency
from tests.backoffice.refused import what_lacks
from tests.queues.conftest import held

pytestmark = pytest.mark.django_db
TEAM = reverse("backoffice:team")


def test_a_supervisor_sees_who_has_what_and_gives_it_to_somebody_else(
    client, samira, hind, ghita, conflicts
):
    hold = held(ghita, conflicts, 2)
    client.force_login(samira)
    assert "Ghita" in client.get(TEAM).text
    url = reverse("backoffice:move", args=[hold.pk])

    refused = client.post(url, {"to": hind.pk, "reason": " "}).text
    assert "Dites pourquoi" in refused
    assert what_lacks(refused) == []
    page = client.post(url, {"to": hind.pk, "reason": "Ghita est en congé"}, follow=True)

    assert "est confié à hind" in page.text
    assert holder_of(CONFLICTS, hold.key, timezone.now()).user == hind
    moved = Handover.objects.get()
    assert (moved.held_by, moved.given_to, moved.by) == (ghita, hind, samira)
    assert "Ghita est en congé" in page.text


def test_a_supervisor_takes_it_back_to_its_queue(client, samira, ghita, conflicts):
    hold = held(ghita, conflicts, 2)
    client.force_login(samira)
    url = reverse("backoffice:move", args=[hold.pk])

    client.post(url, {"to": "", "reason": "Urgent"})

    assert holder_of(CONFLICTS, hold.key, timezone.now()) is None
    assert "n&#x27;est plus en cours" in client.post(url, follow=True).text


def test_it_goes_only_to_who_may_decide_it(client, samira, amina, ghita, conflicts):
    hold = held(ghita, conflicts, 2)
    client.force_login(samira)

    page = client.post(
        reverse("backoffice:move", args=[hold.pk]), {"to": amina.pk, "reason": "Aide"}
    )

    assert "Choisissez quelqu" in page.text
    assert not Handover.objects.exists()


def test_a_posted_supervisor_sees_her_agency_alone(client, samira, hind, ghita, conflicts):
    here, there = make_agency(), make_agency()
    for user, agency in ((samira, here), (hind, here), (ghita, there)):
        Posting.objects.create(user=user, agency=agency, begins_on=date(2022, 1, 1))
    held(hind, conflicts, 2)
    elsewhere = held(ghita, conflicts, 3)
    client.force_login(samira)

    seen = [one.hold.user for one in client.get(TEAM).context["in_hands"]]

    assert seen == [hind]
    assert client.get(reverse("backoffice:move", args=[elsewhere.pk])).status_code == 404


def test_what_a_colleague_whose_account_was_closed_holds_is_taken_back_by_her_agency(
    client, samira, hind, ghita, conflicts
):
    here, there = make_agency(), make_agency()
    for user, agency in ((samira, here), (ghita, here), (hind, there)):
        Posting.objects.create(user=user, agency=agency, begins_on=date(2022, 1, 1))
    hold, elsewhere = held(ghita, conflicts, 2), held(hind, conflicts, 3)
    User.objects.filter(pk__in=(ghita.pk, hind.pk)).update(is_active=False)
    Posting.objects.filter(user=ghita).update(ends_on=timezone.localdate())
    client.force_login(samira)

    assert [one.hold for one in client.get(TEAM).context["in_hands"]] == [hold]
    url = reverse("backoffice:move", args=[hold.pk])
    assert f'value="{ghita.pk}"' not in client.get(url).text
    client.post(url, {"to": "", "reason": "Compte fermé"})

    assert holder_of(CONFLICTS, hold.key, timezone.now()) is None
    assert client.get(reverse("backoffice:move", args=[elsewhere.pk])).status_code == 404


def test_a_supervisor_who_left_her_agency_leads_nobody(client, samira, ghita, conflicts):
    hold = held(ghita, conflicts, 2)
    Posting.objects.create(
        user=samira,
        agency=make_agency(code="AG-90"),
        begins_on=date(2022, 1, 1),
        ends_on=timezone.localdate(),
    )
    client.force_login(samira)

    assert "Ghita" not in client.get(TEAM).text
    assert client.get(reverse("backoffice:move", args=[hold.pk])).status_code == 404


@pytest.mark.parametrize("role", [Role.AGENT, Role.LIST_MANAGER, Role.AUDITOR])
def test_the_team_is_for_supervisors(client, hire, role):
    client.force_login(hire("quelquun", role))

    assert client.get(TEAM).status_code == 403


def test_a_move_is_never_changed_nor_erased(samira, ghita):
    moved = Handover.objects.create(
        queue="conflits",
        key="1-2",
        held_by=ghita,
        by=samira,
        at=datetime(2023, 1, 10, 12, tzinfo=UTC),
        reason="Congé",
    )
    with pytest.raises(InternalError, match="Cannot update or delete"):
        moved.delete()
