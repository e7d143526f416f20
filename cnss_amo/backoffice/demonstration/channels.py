"""People of a demo list complete through each of the five channels, by the doors of a live server.

A channel that breaks stops the demonstration. Told again, it finds what was done before.
"""

import io
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urlsplit

from django.db import connection
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.reader import PdfFileReader

from cnss_amo.accounts.models import User
from cnss_amo.accounts.second_factor.services import PERIOD, present_code
from cnss_amo.backoffice.demonstration.people import Somebody, people_of_the_list
from cnss_amo.backoffice.demonstration.telephone import Telephone, keys_of
from cnss_amo.backoffice.demonstration.visitor import DoorBroke, Page, Visitor
from cnss_amo.messaging.enums import MessageState
from cnss_amo.messaging.models import Message
from cnss_amo.messaging.queries import in_clear
from registration.enums import Channel

EACH = 5  # people a channel: the home page tells no smaller count
LONGEST_WAIT = 20  # seconds for an SMS to leave
LOOK_EVERY = 0.1
PASSWORD = "figuier-rouge-1956"
VALID = "Cette attestation est valable"  # in the words of the public page
KEYED = "75310864"  # typed on the keys of a telephone
AGENT, ADVISER, OPERATOR = "agent", "teleconseiller", "operateur"


@dataclass
class Scene:
    """A running site, the passwords of the cast, the key of its telephone platform."""

    site: str
    passwords: dict[str, str]
    voice_key: str
    visitors: dict[str, Visitor] = field(default_factory=dict)

    def signed_in(self, username: str) -> Visitor:
        """The browser of a member of the cast, signed in with her six digits."""
        if username not in self.visitors:
            visitor = Visitor(self.site)
            page = visitor.open("/connexion/")
            page = visitor.fill(page, login=username, password=self.passwords[username])
            _type_six_digits(visitor, page, User.objects.get(username=username))
            self.visitors[username] = visitor
        return self.visitors[username]


def _type_six_digits(visitor: Visitor, page: Page, user: User) -> None:
    """Six digits serve once: those of an earlier demonstration wait for the next ones."""
    try:
        visitor.fill(page, code=present_code(user=user))
    except DoorBroke:
        time.sleep(PERIOD)
        visitor.fill(page, code=present_code(user=user))


def walk_five_channels(scene: Scene, tell: Callable[[str], None]) -> None:
    """Let the people of the list complete, five a channel; tell the first of each in full."""
    people = people_of_the_list()
    for channel, act in DOORS.items():
        first, *others = islice(people, EACH)
        tell(_completed(scene, first, channel, act))
        for somebody in others:
            _completed(scene, somebody, channel, act)
        tell("  " + _attested(scene, first, ATTESTED_BY[channel]))
    connection.close()


def _completed(scene: Scene, who: Somebody, channel: Channel, act: "Act") -> str:
    """Complete unless it was done before; say who did what, by which channel."""
    if who.completed is None:
        act(scene, who)
        if who.completed is None or who.completed.channel != channel:
            raise DoorBroke(f"{channel}: {who.initials}")
    done = who.completed
    return _("%(channel)s : %(name)s complète son immatriculation, référence %(reference)s.") % {
        "channel": done.get_channel_display(),
        "name": who.name,
        "reference": done.reference,
    }


# The five doors.


def _on_the_portal(scene: Scene, who: Somebody) -> None:
    """In Arabic, by herself: identify, code, confirm, check, space."""
    visitor = Visitor(scene.site, "ar")
    page = visitor.open("/mon-immatriculation/")
    before = _last_message(who)
    page = visitor.fill(page, document_kind="CIN", document=who.document, birth=who.birth)
    page = visitor.fill(page, code=_code_sent(who, after=before))
    page = visitor.fill(page, language="ar", consent="on")
    visitor.fill(page, password=PASSWORD)


def _on_the_telephone(scene: Scene, who: Somebody) -> None:
    """In Arabic, with the keys: identity, code, confirmations, notice, password."""
    letters, digits = re.fullmatch("([A-Z]+)([0-9]+)", who.document).groups()
    before = _last_message(who)
    call = Telephone(scene.site, scene.voice_key, who.phone)
    call.press("1", "2", keys_of(letters), digits, who.birth.replace("/", ""), "1", "1")
    call.press(_code_sent(who, after=before), "1", "1", "1", "1", KEYED, KEYED)
    if not call.is_over:
        raise DoorBroke(f"{call.answer}")


def _at_the_counter(scene: Scene, who: Somebody) -> None:
    """An agent finds her by her card, and completes with her."""
    visitor = scene.signed_in(AGENT)
    page = _found(visitor, who)
    page = visitor.open(page.link("/completer/"))
    visitor.fill(page, language="fr", paper="CIN", consent="on")


def _at_a_point(scene: Scene, who: Somebody) -> None:
    """An operator types what her card says, and completes with her."""
    visitor = scene.signed_in(OPERATOR)
    page = _presented(visitor, who)
    page = visitor.open(page.link("/completer/"))
    visitor.fill(page, language="ar", consent="on")


def _on_the_phone_with_an_adviser(scene: Scene, who: Somebody) -> None:
    """An adviser asks three questions, then completes with her."""
    visitor = scene.signed_in(ADVISER)
    page = visitor.open(_found(visitor, who).link("/completer/"))
    asked = page.forms[-1].names & set(who.answers)
    page = visitor.fill(page, **{name: who.answers[name] for name in asked})
    visitor.fill(page, language="fr", consent="on")


Act = Callable[[Scene, Somebody], None]
DOORS: dict[Channel, Act] = {
    Channel.PORTAL: _on_the_portal,
    Channel.VOICE: _on_the_telephone,
    Channel.AGENCY: _at_the_counter,
    Channel.POINT: _at_a_point,
    Channel.CALL_CENTRE: _on_the_phone_with_an_adviser,
}


# Attestations.


def _attested(scene: Scene, who: Somebody, door: Callable[[Scene, Somebody], Page]) -> str:
    """Take her attestation away, and check it as whoever scans its code would."""
    document = door(scene, who).content
    address = _address_in(document)
    told = Visitor(scene.site).open(urlsplit(address).path)
    if who.initials not in told.text or VALID not in told.text:
        raise DoorBroke(f"{address}: {told.text}")
    return _("Son attestation, vérifiée par son code QR : valable (%(address)s)") % {
        "address": urlsplit(address).path
    }


def _from_her_space(scene: Scene, who: Somebody) -> Page:
    visitor = Visitor(scene.site, "ar")
    page = visitor.open("/mon-espace/connexion/")
    visitor.fill(page, number=who.number, password=PASSWORD)
    return visitor.fill(visitor.open("/mon-espace/attestation/"), ink="")


def _from_the_desk(scene: Scene, who: Somebody) -> Page:
    visitor = scene.signed_in(AGENT)
    page = visitor.open(_found(visitor, who).link("/attestation/"))
    return visitor.fill(page, ink="")


def _from_a_point(scene: Scene, who: Somebody) -> Page:
    visitor = scene.signed_in(OPERATOR)
    page = visitor.open(_presented(visitor, who).link("/attestation/"))
    return visitor.fill(page, act="print")


ATTESTED_BY = {
    Channel.PORTAL: _from_her_space,
    Channel.VOICE: _from_a_point,
    Channel.AGENCY: _from_the_desk,
    Channel.POINT: _from_a_point,
    Channel.CALL_CENTRE: _from_the_desk,
}


def _address_in(document: bytes) -> str:
    """What the code of a page leads to: whoever reads it on a screen may press it as well."""
    pages = PdfFileReader(io.BytesIO(document)).root["/Pages"]["/Kids"]
    for note in pages[0].get_object().get("/Annots", []):
        action = note.get_object().get("/A", {})
        if "/URI" in action:
            return str(action["/URI"])
    raise DoorBroke("PDF")


# What they share.


def _found(visitor: Visitor, who: Somebody) -> Page:
    return visitor.fill(visitor.open("/guichet/"), q=who.document)


def _presented(visitor: Visitor, who: Somebody) -> Page:
    page = visitor.open("/point/")
    return visitor.fill(page, document_kind="CIN", document=who.document, birth=who.birth)


def _last_message(who: Somebody) -> int:
    latest = Message.objects.filter(about_person=who.person_id).order_by("-pk").first()
    return latest.pk if latest else 0


def _code_sent(who: Somebody, *, after: int) -> str:
    """The code of the SMS that a worker hands to her phone; raise DoorBroke when none does."""
    deadline = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < deadline:
        for words in _sms(who, after):
            if code := re.search(r"(?<!\d)\d{6}(?!\d)", words):
                return code[0]
        time.sleep(LOOK_EVERY)
    raise DoorBroke("SMS")


def _sms(who: Somebody, after: int) -> Iterator[str]:
    sent = Message.objects.filter(
        about_person=who.person_id, pk__gt=after, text="ACTIVATION_CODE", state=MessageState.SENT
    )
    yield from (said.words for said in map(in_clear, sent) if said)
