"""The strings a person reads, and their Arabic: Babel finds them, polib keeps them, no gettext.

French is the language of the source. Django's names of days and months are ours to translate too:
its Arabic is that of the Mashreq, and Morocco says غشت, not أغسطس.
"""

import re
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import dates
from django.utils.translation.template import templatize

CATALOGUE = Path(settings.BASE_DIR) / "locale/ar/LC_MESSAGES/django.po"
FOLDERS = ("agencies", "cnss_amo", "liaison", "registration")
TEMPLATES = "templates"
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[\d.]*[sdif%]|\{\w*\}")


class ToolsMissing(Exception):
    """Babel and polib come with requirements-dev.txt only."""


class Message(NamedTuple):
    """What identifies a string to translate."""

    context: str | None
    text: str
    plural: str | None

    def __str__(self) -> str:
        return f"« {self.text} »" + (f" ({self.context})" if self.context else "")


SHORT = "This password is too short. It must contain at least %d character"
BORROWED = (  # what Django says to people and has no Arabic for
    Message(None, f"{SHORT}.", f"{SHORT}s."),
    Message(None, "Conflicting form data submitted. Please try again.", None),
    Message(None, "Constraint “%(name)s” is violated.", None),
    Message(None, "Disabled", None),
    Message(
        None, "Enable password-based authentication for this user by setting a password.", None
    ),
    Message(None, "Enabled", None),
    Message(None, "Ensure this value is a multiple of step size %(limit_value)s.", None),
    Message(None, "Password-based authentication", None),
    Message(None, "Password-based authentication was disabled.", None),
    Message(
        None,
        "Raw passwords are not stored, so there is no way to see the user’s password.",
        None,
    ),
    Message(None, "Reset password", None),
    Message(None, "Set password", None),
    Message(None, "Set password: %s", None),
    Message(
        None,
        "Whether the user will be able to authenticate using a password or not. If disabled, "
        "they may still be able to authenticate using other backends, such as Single Sign-On "
        "or LDAP.",
        None,
    ),
)


def messages() -> dict[Message, list[str]]:
    """Return every string of the code and the templates, with the files that say it."""
    found: dict[Message, list[str]] = {}
    for name, source in _sources():
        for message in _messages_of(source):
            files = found.setdefault(message, [])
            if name not in files:
                files.append(name)
    return found | {message: ["django"] for message in BORROWED}


def problems() -> list[str]:
    """Return what stands between the catalogue and complete, exact Arabic."""
    catalogue = _tool("polib").pofile(str(CATALOGUE))
    wanted = messages()
    entries = {_message(entry): entry for entry in catalogue if not entry.obsolete}
    lines = [
        f"absent : {message} — {files[0]}"
        for message, files in wanted.items()
        if message not in entries
    ]
    lines += [f"inutile : {message}" for message in entries if message not in wanted]
    for message, entry in entries.items():
        lines += [f"{fault} : {message}" for fault in _faults(entry)]
    compiled = CATALOGUE.with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != catalogue.to_binary():
        lines.append("django.mo n'est pas django.po compilé")
    return lines


def update() -> tuple[int, int]:
    """Add what is new, empty; drop what nobody says any more; compile; return both counts."""
    polib = _tool("polib")
    catalogue = polib.pofile(str(CATALOGUE))
    known = {_message(entry): entry for entry in catalogue if not entry.obsolete}
    wanted = messages()
    fresh = polib.POFile(wrapwidth=100)
    fresh.metadata, fresh.header = catalogue.metadata, catalogue.header
    for message, files in sorted(wanted.items(), key=lambda item: (item[1][0], item[0].text)):
        entry = known.get(message) or _empty_entry(polib, message)
        entry.occurrences = [(name, "") for name in files]
        fresh.append(entry)
    fresh.save(str(CATALOGUE))
    CATALOGUE.with_suffix(".mo").write_bytes(polib.pofile(str(CATALOGUE)).to_binary())
    return len(wanted.keys() - known.keys()), len(known.keys() - wanted.keys())


def _sources() -> Iterator[tuple[str, str]]:
    """Yield every file as Python that calls gettext; `django/utils/dates.py` is one of them."""
    root = Path(settings.BASE_DIR)
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(root)), path.read_text(encoding="utf-8")
    for path in sorted((root / TEMPLATES).rglob("*")):
        if path.suffix in {".html", ".txt"}:
            python = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            yield (
                str(path.relative_to(root)),
                "\n".join(line.strip() for line in python.splitlines()),
            )
    yield "django/utils/dates.py", Path(dates.__file__).read_text(encoding="utf-8")


def _messages_of(source: str) -> Iterator[Message]:
    extracted = _tool("babel.messages.extract").extract(
        "python", BytesIO(source.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"}
    )
    for _line, text, _comments, context in extracted:
        singular, plural = text if isinstance(text, tuple) else (text, None)
        if singular:
            yield Message(context, singular, plural)


def _message(entry: Any) -> Message:
    return Message(entry.msgctxt, entry.msgid, entry.msgid_plural or None)


def _empty_entry(polib: ModuleType, message: Message) -> Any:
    return polib.POEntry(
        msgid=message.text,
        msgctxt=message.context,
        msgid_plural=message.plural or "",
        msgstr_plural=dict.fromkeys(range(6), "") if message.plural else {},
    )


def _faults(entry: Any) -> Iterator[str]:
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(texts):
        yield "à traduire"
    elif "fuzzy" in entry.flags:
        yield "à relire"
    elif not entry.msgid_plural and _placeholders(entry.msgid) != _placeholders(entry.msgstr):
        yield "les valeurs insérées diffèrent"


def _placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def _tool(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError as absent:
        raise ToolsMissing(
            f"{name} manque : pip install -r requirements-dev.txt, puis recommencez."
        ) from absent
