"""Name the device of a session in a few plain words, from what its browser says of itself."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

DEVICES: tuple[tuple[str, str | Promise], ...] = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", gettext_lazy("Téléphone Android")),
    ("KAIOS", gettext_lazy("Téléphone simple")),
    ("Windows", gettext_lazy("Ordinateur Windows")),
    ("Macintosh", gettext_lazy("Ordinateur Mac")),
    ("Linux", gettext_lazy("Ordinateur Linux")),
)
# In this order: each browser also claims to be those that follow it.
BROWSERS = (
    ("Opera Mini", "Opera Mini"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def device_in_words(user_agent: str) -> str:
    """`Téléphone Android · Chrome`; what cannot be recognised is said so."""
    device = next((str(name) for sign, name in DEVICES if sign in user_agent), "")
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "")
    return " · ".join(filter(None, (device, browser))) or _("Appareil non reconnu")
