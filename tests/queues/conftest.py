"""Three conflicts, who may decide them, and how to put one in somebody's hands."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cnss_amo.accounts.enums import Role
from cnss_amo.queues.services import open_item
from liaison.queues import CONFLICTS
from tests.liaison.lists import registered

NOTARY = {"NOM": "Zniber", "DATE_NAISSANCE": "05/06/1991"}


@pytest.fixture
def conflicts():
    """Three notaries, each with the CIN of a trader: three conflicts, in one list."""
    names = ("Tazi", "Alaoui", "Filali")
    papers = [{"CIN": f"AB20000{place}"} for place, _name in enumerate(names)]
    registered("DGI", *(paper | {"NOM": name} for paper, name in zip(papers, names, strict=True)))
    first_names = ("Salma", "Ghita", "Rim")
    return registered(
        "ONN",
        *(
            NOTARY | paper | {"PRENOM": name}
            for paper, name in zip(papers, first_names, strict=True)
        ),
    )


@pytest.fixture
def ghita(hire):
    """Another list manager."""
    user = hire("ghita", Role.LIST_MANAGER)
    user.first_name = "Ghita"
    user.save()
    return user


@pytest.fixture
def samira(hire):
    """A supervisor."""
    return hire("samira", Role.SUPERVISOR)


def held(user, received_list, line, *, minutes_ago=0, people=()):
    """A conflict in somebody's hands."""
    key = CONFLICTS.key_of(received_list.pk, line)
    at = timezone.now() - timedelta(minutes=minutes_ago)
    return open_item(CONFLICTS, key, by=user, at=at, people=people)
