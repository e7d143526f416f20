"""A call as networks carry it: SIP, RTP, keys as RFC 4733 events; our dialogue by its HTTP door."""

import pytest
from django.urls import reverse

from cnss_amo.ivr.models import Call
from cnss_amo.kernel.db import keyring
from tests.ivr.callers import FRENCH, WHO_IS_KARIM
from tests.ivr.sip import MISSING, Telephone, caller, telephone
from tests.registration.completing import PHONE, make_karim, sent

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        bool(MISSING),
        reason=f"{' and '.join(MISSING)} missing (apt-get install baresip-core sip-tester)",
    ),
]


class Platform:
    """A telephone platform of thirty lines: what it hears goes to our door, which says the rest."""

    def __init__(self, client, line: Telephone) -> None:
        self.client, self.line = client, line
        self.said: list[dict] = []
        self.typed = ""

    def carry(self) -> None:
        for event in self.line.events():
            if event.get("type") == "CALL_ESTABLISHED":
                number = event["peeruri"].removeprefix("sip:").partition("@")[0]
                self.post(reverse("ivr:start"), session=event["id"], caller=number)
            elif event.get("type") == "CALL_DTMF_START":
                self.press(event["param"])
            elif event.get("type") == "CALL_CLOSED":
                return

    def press(self, digit: str) -> None:
        last = self.said[-1]
        if last["end"]:
            return
        self.typed += digit
        if digit == "#" or len(self.typed) == last["ask"]["most"]:
            where = reverse("ivr:answer", args=[last["call"]])
            self.post(where, step=last["step"], typed=self.typed)
        if self.said[-1]["end"]:
            self.line.hang_up()

    def post(self, where: str, **said: object) -> None:
        headers = {"Authorization": "Bearer a-key"}
        answer = self.client.post(where, said, content_type="application/json", headers=headers)
        self.said.append(answer.json())
        self.typed = ""


def test_a_person_calls_by_sip_and_receives_her_number(client, settings, tmp_path):
    settings.VOICE_KEYS = ["a-key"]
    karim = make_karim()
    pressed = "".join((FRENCH, "1", *WHO_IS_KARIM, "3"))

    with telephone(tmp_path) as line, caller(line.sip, "0612345678", pressed, tmp_path) as sipp:
        platform = Platform(client, line)
        platform.carry()
        ended_well = sipp.wait(timeout=20) == 0

    assert [said["say"][0] for said in platform.said] == [
        "ar/welcome",
        *(f"fr/{name}" for name in ("main_menu", "letters", "document", "birth", "card_ends")),
        *("fr/told", "fr/goodbye"),
    ]
    assert ended_well
    assert sent("NUMBER") == [{"number": karim.formatted_number}]
    assert bytes(Call.objects.get().caller_key) == keyring().digest(PHONE, "caller-phone")
