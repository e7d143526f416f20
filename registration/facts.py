"""The facts of an activity, as the lists of the bodies told them, in plain words."""

from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cnss_amo.localisation.dates import in_words
from registration.models import Activity

FACTS: dict[str, Promise] = {
    "ir_annuel": _("Impôt sur le revenu"),
    "resultat_net": _("Résultat net"),
    "tp": _("Taxe professionnelle"),
    "ice": _("ICE"),
    "sector": _("Secteur"),
    "profession": _("Profession"),
    "trade": _("Métier"),
    "farm_class": _("Classe de l'exploitation"),
    "area_ha": _("Superficie"),
    "installed_on": _("Installation"),
    "appointed_on": _("Nomination"),
    "enrolled_on": _("Inscription"),
    "valid_until": _("Valide jusqu'au"),
}
SECTORS = {"COMMERCE": _("commerce"), "SERVICE": _("service")}
UNITS = {"ir_annuel": _("DH"), "resultat_net": _("DH"), "area_ha": _("ha")}


def facts_in_words(activity: Activity) -> list[tuple[str, str]]:
    """The facts of an activity, each with its name; one that nobody named is shown as it is."""
    return [
        (str(FACTS.get(name, name)), _fact(name, value))
        for name, value in activity.facts.items()
        if value not in (None, "")
    ]


def _fact(name: str, value: Any) -> str:
    if name in UNITS:
        return f"{_amount(value)} {UNITS[name]}"
    if name == "sector":
        return str(SECTORS.get(value, value))
    if name.endswith("_on") or name == "valid_until":
        return in_words(date.fromisoformat(value))
    return str(value)


def _amount(value: Any) -> str:
    number = float(value)
    return number_format(number, 0 if number.is_integer() else 2, force_grouping=True)
