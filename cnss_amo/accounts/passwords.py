"""What a password must be: long, not known to everybody, not made of the words of the house."""

import re
import secrets

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 128
LEFT_AT_LEAST = 8
_HOUSE = re.compile(
    "immatriculation|obligatoire|motdepasse|casablanca|assurance|password|securite|khadamat"
    "|damancom|guichet|taamine|tadamon|sociale|maladie|macnss|qwerty|azerty|agence|rabat|maroc"
    "|3939|cnss|amo|tns"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_ACCENTS = str.maketrans("àâäéèêëîïôöùûüç", "aaaeeeeiioouuuc")
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no letter that is taken for another


class LongestPassword:
    """At most 128 characters, which a passphrase never needs."""

    def validate(self, password: str, user: object = None) -> None:
        """Refuse what is longer."""
        if len(password) > LONGEST:
            raise ValidationError(
                _("Ce mot de passe est trop long : %(n)s caractères au plus.") % {"n": LONGEST}
            )

    def get_help_text(self) -> str:
        """What the form says beforehand."""
        return _("Jusqu'à %(n)s caractères ; une phrase de plusieurs mots convient très bien.") % {
            "n": LONGEST
        }


class WordsOfTheHouse:
    """Once CNSS, AMO, 3939, years and the like are taken out, something must be left."""

    def validate(self, password: str, user: object = None) -> None:
        """Refuse a password that is nothing but words everybody here would try."""
        plain = password.casefold().translate(_ACCENTS)
        joined = re.sub(r"[\W_]", "", plain)
        if _HOUSE.search(joined) and len(_YEAR.sub("", _HOUSE.sub("", joined))) < LEFT_AT_LEAST:
            raise ValidationError(
                _(
                    "Ce mot de passe est fait de mots que tout le monde essaierait ici (CNSS, AMO,"
                    " 3939, une année…). Ajoutez d'autres mots."
                )
            )

    def get_help_text(self) -> str:
        """What the form says beforehand."""
        return _("Les mots CNSS, AMO, 3939 ou une année ne suffisent pas.")


def draw_password() -> str:
    """Draw a first password that is easy to dictate: four groups of four characters."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))
    return "-".join(groups)
