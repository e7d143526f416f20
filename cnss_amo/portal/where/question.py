"""What a visitor asks: the fields of the page and of its JSON, one form for both."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, timedelta

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from agencies.models import Service
from agencies.queries.nearest import PlaceKind
from agencies.rules import Position
from cnss_amo.localisation.dates import in_words

DAYS_OFFERED = 7
FIRST_DAY, LAST_DAY = date(2020, 1, 1), date(2099, 12, 31)
DECIMALS_READ = 3  # of a degree: about a hundred metres, whatever was sent


class WhereForm(forms.Form):
    """What I come for, where I am, which day, and which kind of place; none is compulsory."""

    template_name = "portal/_where_form.html"

    service = forms.ChoiceField(
        label=_("Ce que vous venez faire"),
        required=False,
        error_messages={
            "invalid_choice": _("Cette démarche n'existe pas. Choisissez-en une dans la liste.")
        },
    )
    commune = forms.CharField(
        label=_("Votre commune"),
        required=False,
        max_length=80,
        help_text=_("Ville ou commune, en français ou en arabe. Exemple : Sefrou"),
        error_messages={
            "unknown": _(
                "Nous ne trouvons pas cette commune. Essayez le nom de la ville la plus proche."
            )
        },
    )
    day = forms.DateField(
        label=_("Le jour"),
        required=False,
        input_formats=["%Y-%m-%d"],
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
        error_messages={
            name: _("Ce jour ne peut pas être lu. Choisissez-en un dans la liste.")
            for name in ("invalid", "min_value", "max_value")
        },
        widget=forms.Select,
    )
    kind = forms.ChoiceField(
        label=_("Sorte de lieu"),
        required=False,
        choices=[("", pgettext_lazy("lieux", "Tous")), *PlaceKind.choices],
        error_messages={"invalid_choice": _("Cette sorte de lieu n'existe pas.")},
        widget=forms.HiddenInput,
    )
    latitude = forms.FloatField(required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180)

    def __init__(self, asked: dict, services: Iterable[Service], today: date) -> None:
        super().__init__({name: asked.get(name, "") for name in self.base_fields}, auto_id="%s")
        every = [("", _("Toutes les démarches"))]
        self.fields["service"].choices = every + [(one.code, str(one)) for one in services]
        self.fields["day"].widget.choices = _days(today, str(self.data["day"]))
        for name, attributes in ATTRIBUTES.items():
            self.fields[name].widget.attrs.update(attributes)

    @property
    def position(self) -> Position | None:
        """Where the visitor is on the map, less precisely than was sent."""
        axes = [self.cleaned_data.get(name) for name in ("latitude", "longitude")]
        return None if None in axes else Position(*(round(axis, DECIMALS_READ) for axis in axes))


ATTRIBUTES = {
    "commune": {"autocomplete": "address-level2", "dir": "auto", "spellcheck": "false"},
}


def _days(today: date, chosen: str) -> list[tuple[str, str]]:
    """Offer today and the six days after it; a day that the address names is offered too."""
    offered = {"": gettext("Aujourd'hui")}
    for ahead in range(1, DAYS_OFFERED):
        day = today + timedelta(days=ahead)
        offered[day.isoformat()] = day_in_words(day)
    with suppress(ValueError):
        offered.setdefault(chosen, day_in_words(date.fromisoformat(chosen)))
    return list(offered.items())


def day_in_words(day: date) -> str:
    """Write a day as people say it: lundi 23 novembre."""
    return in_words(day, "l j F")
