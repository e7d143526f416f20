"""U-13 on every form of colleagues in the table: sent empty, it says where and why.

What is typed and kept is proved form by form, beside each form's own tests.
"""

import re
from http.cookies import SimpleCookie

import pytest
from django.db import transaction
from django.test import Client

from tests.authorisation.matrix import OPEN, principals, table
from tests.authorisation.scene import one_of_everything
from tests.authorisation.test_who_meets_what import visit_as
from tests.backoffice.refused import what_lacks
from tests.staff import confirm

# Buttons, or choices already made: sent empty, they do what they say.
ACTS = {
    "account_logout",
    "backoffice:attestation",
    "backoffice:give_back",
    "backoffice:keyboard",
    "backoffice:next",
    "backoffice:remove_canary",
    "backoffice:undo_contact",
    "liaison:approve",
    "liaison:cancel",
    "liaison:plan_again",
    "liaison:retry",
    "liaison:retry_row",
    "liaison:undo",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_remove_webauthn",
    "usersessions_list",
}
# Whoever sends them in the scene is led away: their own tests refuse them.
LED_AWAY = {
    "backoffice:incident_export",
    "backoffice:move",
    "liaison:conflict",
    "liaison:correct_row",
    "liaison:missing_person",
    "mfa_activate_totp",
    "mfa_authenticate",
    "mfa_reauthenticate_webauthn",
}
# Nothing typed is no error there: they ask again, calmly.
ASK_AGAIN = {"backoffice:search", "backoffice:merge", "backoffice:reveal"}
# The scene has nothing to split, and she has no space: no form is shown.
NOT_SHOWN = {"backoffice:split", "backoffice:space"}
FIRST = ("anonymous", "supervisor")  # among those who may send a form, who is asked most
OURS = ("backoffice:", "liaison:", "account_", "mfa_", "usersessions_")  # colleagues' forms
HIDDEN = re.compile(r'<input type="hidden" name="(?!csrf)([^"]+)" value="([^"]*)"')


def forms() -> dict[str, str]:
    """Every page that a colleague sends a form to, with whoever sends it here."""
    found = {}
    for name, rule in table().items():
        senders = [one for one in principals() if OPEN in rule.meets(one, "POST")]
        if "POST" in rule.methods and senders and name.startswith(OURS):
            found[name] = next((one for one in FIRST if one in senders), senders[0])
    return found


@pytest.mark.django_db
def test_every_form_says_where_and_why(hire):
    scene, clients, wrong, taken = one_of_everything(), {}, [], set()
    for name, principal in forms().items():
        if principal not in clients:
            clients[principal] = visit_as(principal, hire)
        answer = sent_empty(clients[principal], scene.url(name), principal)
        if answer.status_code != 200:
            taken.add(name)
        elif name not in ASK_AGAIN | NOT_SHOWN:
            wrong += [f"{name}: {lack}" for lack in what_lacks(answer.text)]

    assert not wrong, "\n".join(wrong)
    assert taken == ACTS | LED_AWAY


def sent_empty(client: Client, url: str, principal: str):
    """The answer to a form sent as its page gives it, nothing filled in."""
    cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
    if principal != "anonymous":
        confirm(client)
    with transaction.atomic():
        page = client.get(url)
        hidden = dict(HIDDEN.findall(page.text if page.status_code == 200 else ""))
        answer = client.post(url, hidden | {"sent": "1"})
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer
