"""What a cell may hold: each kind reads a text, or says what is wrong and what was expected."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override
from import_export.widgets import Widget

from agencies.imports.csv_file import column_name
from agencies.models import Commune
from cnss_amo.kernel.spreadsheets import DANGEROUS

DAYS = ("%d/%m/%Y", "%Y-%m-%d")
HOURS = ("%H:%M", "%Hh%M", "%Hh", "%H:%M:%S")


class Words(Widget):
    """A text of one line; the apostrophe that made it harmless is taken away."""

    def clean(self, value: Any, row: Any = None, **_options: Any) -> str:
        text = " ".join(str(value or "").split())
        if text.startswith("'") and text[1:].startswith(DANGEROUS):
            text = text[1:]
        if not text.isprintable():
            raise ValueError(_("La cellule contient un caractère invisible : retapez-la."))
        return text

    def render(self, value: Any, obj: Any = None, **_options: Any) -> str:
        return "" if value is None else str(value)


class Day(Words):
    """A date, or nothing."""

    def clean(self, value: Any, row: Any = None, **_options: Any) -> date | None:
        text = super().clean(value)
        return _parsed(text, DAYS).date() if text else None

    def render(self, value: date | None, obj: Any = None, **_options: Any) -> str:
        return f"{value:%d/%m/%Y}" if value else ""


class Days(Words):
    """Several dates, separated by commas or spaces."""

    def clean(self, value: Any, row: Any = None, **_options: Any) -> list[date]:
        texts = super().clean(value).replace(",", " ").replace("|", " ").split()
        return [_parsed(text, DAYS).date() for text in texts]

    def render(self, value: list[date] | None, obj: Any = None, **_options: Any) -> str:
        return " ".join(f"{day:%d/%m/%Y}" for day in value or [])


class Hour(Words):
    """An hour of the day."""

    def clean(self, value: Any, row: Any = None, **_options: Any) -> time | None:
        text = super().clean(value).lower().replace(" ", "")
        return _parsed(text, HOURS).time() if text else None

    def render(self, value: time | None, obj: Any = None, **_options: Any) -> str:
        return f"{value:%H:%M}" if value else ""


class Degrees(Words):
    """A latitude or a longitude in decimal degrees, with a point or a comma."""

    def clean(self, value: Any, row: Any = None, **_options: Any) -> Decimal | None:
        text = super().clean(value).replace(",", ".")
        if not text:
            return None
        try:
            return round(Decimal(text), 5)
        except InvalidOperation:
            raise ValueError(
                _("« %(value)s » n'est pas un nombre de degrés : écrivez 33.57310.")
                % {"value": text}
            ) from None


class YesNo(Words):
    """« oui » or « non »; an empty cell says no."""

    def clean(self, value: Any, row: Any = None, **_options: Any) -> bool:
        text = super().clean(value).lower()
        if text not in {"", "oui", "non"}:
            raise ValueError(_("« %(value)s » : écrivez oui ou non.") % {"value": text})
        return text == "oui"

    def render(self, value: bool | None, obj: Any = None, **_options: Any) -> str:
        return "oui" if value else "non"


class Choice(Words):
    """One of the words of a list, in French whatever the language of the page."""

    def __init__(self, choices: Any) -> None:
        super().__init__()
        with override("fr"):
            self.labels: Mapping[Any, str] = {key: str(label) for key, label in choices.choices}
        self.keys = {column_name(label): key for key, label in self.labels.items()}

    def clean(self, value: Any, row: Any = None, **_options: Any) -> Any:
        text = super().clean(value)
        if column_name(text) not in self.keys:
            raise ValueError(
                _("« %(value)s » : écrivez %(choices)s.")
                % {"value": text, "choices": ", ".join(self.labels.values())}
            )
        return self.keys[column_name(text)]

    def render(self, value: Any, obj: Any = None, **_options: Any) -> str:
        return self.labels.get(value, "")


class Known(Words):
    """A row cited by its code; rows are read once, and again when the file itself adds one."""

    def __init__(self, rows: Callable[[], QuerySet], key: str, *, empty: bool = False) -> None:
        super().__init__()
        self.rows, self.key, self.empty = rows, key, empty
        self.seen: dict[str, Model] | None = None

    def clean(self, value: Any, row: Any = None, **_options: Any) -> Model | None:
        text = super().clean(value)
        if not text and self.empty:
            return None
        if self.seen is None:
            self.seen = {getattr(one, self.key): one for one in self.rows()}
        found = self.seen.get(text) or self.rows().filter(**{self.key: text}).first()
        if found is None:
            raise ValueError(_("« %(value)s » est inconnu.") % {"value": text})
        return found

    def render(self, value: Model | None, obj: Any = None, **_options: Any) -> str:
        return str(getattr(value, self.key)) if value else ""


class CommuneCell(Words):
    """A commune by its HCP code, or by a name that no other commune bears."""

    def __init__(self) -> None:
        super().__init__()
        self.by_name: dict[str, list[Commune]] | None = None

    def clean(self, value: Any, row: Any = None, **_options: Any) -> Commune:
        text = super().clean(value)
        if self.by_name is None:
            self.by_name = self._read()
        found = self.by_name.get(column_name(text), [])
        if len(found) > 1:
            raise ValueError(
                _("Plusieurs communes s'appellent « %(value)s » : écrivez son code HCP, %(codes)s.")
                % {"value": text, "codes": ", ".join(commune.code for commune in found)}
            )
        if not found:
            raise ValueError(
                _("« %(value)s » n'est ni le code HCP ni le nom d'une commune.") % {"value": text}
            )
        return found[0]

    def render(self, value: Commune | None, obj: Any = None, **_options: Any) -> str:
        return value.code if value else ""

    def _read(self) -> dict[str, list[Commune]]:
        by_name: dict[str, list[Commune]] = {}
        for commune in Commune.objects.order_by("code"):
            for name in {commune.code, column_name(commune.name_fr), commune.name_ar}:
                by_name.setdefault(name, []).append(commune)
        return by_name


class Codes(Words):
    """Several codes of a short list, separated by commas or spaces, in the order of the list."""

    def __init__(self, known: Callable[[], list[str]]) -> None:
        super().__init__()
        self.read = known
        self.known: list[str] = []

    def clean(self, value: Any, row: Any = None, **_options: Any) -> tuple[str, ...]:
        asked = super().clean(value).replace(",", " ").replace("|", " ").upper().split()
        known = self.known = self.known or self.read()
        if unknown := sorted(set(asked) - set(known)):
            raise ValueError(
                _("« %(value)s » : les services sont %(choices)s.")
                % {"value": ", ".join(unknown), "choices": ", ".join(known)}
            )
        return tuple(code for code in known if code in asked)

    def render(self, value: tuple[str, ...] | None, obj: Any = None, **_options: Any) -> str:
        return " ".join(value or ())


def _parsed(text: str, shapes: tuple[str, ...]) -> datetime:
    for shape in shapes:
        try:
            return datetime.strptime(text, shape)  # noqa: DTZ007 — a day or an hour, never an instant
        except ValueError:
            continue
    raise ValueError(
        _("« %(value)s » n'est pas une date : écrivez 31/12/2026.") % {"value": text}
        if shapes == DAYS
        else _("« %(value)s » n'est pas une heure : écrivez 08:30.") % {"value": text}
    )
