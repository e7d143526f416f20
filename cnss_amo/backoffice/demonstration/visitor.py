"""Somebody at a screen: opens pages of a running server, fills in their forms, without script.

A page that fails, or that refuses what is typed, stops her with its address and its words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener

TYPED = ("input", "textarea", "select")
LONGEST_ANSWER = 30  # seconds


class DoorBroke(Exception):
    """A page did not do what a person expects of it."""


@dataclass
class Form:
    """A form of a page, with what its fields hold."""

    action: str
    names: set[str] = field(default_factory=set)
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """A page as it was answered."""

    url: str
    content: bytes
    forms: list[Form]

    @property
    def text(self) -> str:
        """Its words, without its marks."""
        shown = re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", self.content.decode(), flags=re.S)
        return " ".join(unescape(shown).split())

    def between(self, begins: str, ends: str) -> str:
        """The words of the source between two marks; raise DoorBroke where they are not."""
        found = re.search(f"{re.escape(begins)}(.*?){re.escape(ends)}", self.content.decode(), re.S)
        if found is None:
            raise DoorBroke(f"{self.url}: {begins}")
        return unescape(found[1]).strip()

    def link(self, ending: str) -> str:
        """The address of a link that ends so; raise DoorBroke when the page has none."""
        for address in re.findall('href="([^"]+)"', self.content.decode()):
            if urlsplit(unescape(address)).path.endswith(ending):
                return unescape(address)
        raise DoorBroke(f"{self.url}: {ending}")


class Visitor:
    """A browser of one person: her cookies, her language."""

    def __init__(self, site: str, language: str = "fr") -> None:
        self.site = site
        self.opener = build_opener(HTTPCookieProcessor())
        self.opener.addheaders = [("Accept-Language", language)]

    def open(self, path: str, posted: Mapping[str, str] | None = None) -> Page:
        """Open an address of the site; raise DoorBroke when it does not answer well."""
        url = urljoin(self.site, path)
        data = urlencode(posted).encode() if posted is not None else None
        try:
            with self.opener.open(Request(url, data), timeout=LONGEST_ANSWER) as answer:
                return _page(answer.url, answer.read())
        except HTTPError as refused:
            raise DoorBroke(f"{urlsplit(url).path}: HTTP {refused.code}") from refused

    def fill(self, page: Page, **typed: str) -> Page:
        """Fill in the form that has these fields and send it; raise DoorBroke when refused."""
        form = next((one for one in page.forms if set(typed) <= one.names), None)
        if form is None:
            raise DoorBroke(f"{page.url}: {sorted(typed)}")
        answer = self.open(urljoin(page.url, form.action), form.values | typed)
        if b'class="error-summary"' in answer.content:
            raise DoorBroke(f"{answer.url}: {answer.between('error-summary-title', '</ul>')}")
        return answer


class _Reader(HTMLParser):
    """Read the forms of a page: names, and what is typed or chosen already."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form, a field, a choice."""
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(told.get("action", "")))
        elif self.forms and tag in (*TYPED, "button", "option"):
            self._note(tag, told)

    def _note(self, tag: str, told: dict[str, str]) -> None:
        form, name = self.forms[-1], told.get("name", "")
        if tag == "option":
            if self.select and ("selected" in told or self.select not in form.values):
                form.values[self.select] = told.get("value", "")  # the first one, or the chosen one
            return
        if not name:
            return
        form.names.add(name)
        if tag == "select":
            self.select = name
        elif tag != "button" and _counts(told):
            form.values[name] = told.get("value", "")


def _counts(told: dict[str, Any]) -> bool:
    """Whether a browser sends this field as it stands."""
    if told.get("type") in ("submit", "button", "file"):
        return False
    return told.get("type") not in ("radio", "checkbox") or "checked" in told


def _page(url: str, content: bytes) -> Page:
    reader = _Reader()
    if not content.startswith(b"%PDF"):
        reader.feed(content.decode())
    return Page(url, content, reader.forms)
