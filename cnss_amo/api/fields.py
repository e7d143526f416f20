"""The fields of what partners send: each reads one thing, and refuses what only looks like it."""

import re
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cnss_amo.kernel.identifiers import phone_of
from cnss_amo.kernel.text import clean_one
from registration.rules import Birth

BIRTH = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)
PRINTED = "^[^\\u0000-\\u001f\\u007f]*$"  # one line, whatever the script


class Strict(serializers.Serializer):
    """An object with the fields named here and no other."""

    default_error_messages = {"unknown": _("Ce champ n'existe pas.")}

    def to_internal_value(self, said: Any) -> dict[str, Any]:
        """Name the fields that nobody asked for."""
        unknown = sorted(set(said) - set(self.fields)) if hasattr(said, "keys") else []
        if unknown:
            message = self.error_messages["unknown"]
            fault = serializers.ErrorDetail(message, code="unknown")
            raise serializers.ValidationError({name[:40]: [fault] for name in unknown[:10]})
        return super().to_internal_value(said)


class Text(serializers.CharField):
    """A text on one line, never a number that would pass for one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, **kwargs)

    def to_internal_value(self, said: Any) -> str:
        """Refuse what is no text, and what would break a line."""
        if not isinstance(said, str) or not re.fullmatch(PRINTED, said):
            self.fail("invalid")
        return super().to_internal_value(said)


class Truth(serializers.BooleanField):
    """`true` or `false`, and nothing that would mean it."""

    def to_internal_value(self, said: Any) -> bool:
        """Refuse what is neither."""
        if not isinstance(said, bool):
            self.fail("invalid", input=said)
        return said


@extend_schema_field(
    {
        "type": "string",
        "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
        "maxLength": 10,
        "examples": ["1980-03-12", "1950-07", "1950"],
    }
)
class BirthField(serializers.Field):
    """A birth date as far as it is known: to the day, the month or the year."""

    default_error_messages = {
        "invalid": _("Écrivez la naissance 1980-03-12, 1980-03 ou 1980, comme sur la pièce.")
    }

    def to_internal_value(self, said: Any) -> Birth:
        """Read a birth date; a day that no calendar has is refused."""
        read = BIRTH.fullmatch(said) if isinstance(said, str) else None
        if read is None:
            self.fail("invalid")
        year, month, day = (int(part or 1) for part in read.groups())
        try:
            return Birth(date(year, month, day), "YMD"[sum(map(bool, read.groups())) - 1])
        except ValueError:
            self.fail("invalid")

    def to_representation(self, birth: Birth) -> str:
        """Write it back as it is known."""
        return birth.day.isoformat()[: {"D": 10, "M": 7, "Y": 4}[birth.known_to]]


class Phone(Text):
    """A Moroccan phone, however it is written; kept as `+2126…`."""

    default_error_messages = {
        "phone": _("Donnez un téléphone marocain : 06, 07 ou 05, puis huit chiffres.")
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, **kwargs)

    def to_internal_value(self, said: Any) -> str:
        """Bring a phone to its stored form."""
        typed = super().to_internal_value(said)
        phone = phone_of(typed)
        if typed and phone is None:
            self.fail("phone")
        return phone or ""


class Words(Text):
    """A text as it is stored: trimmed, one space between words, without what cannot be seen."""

    def to_internal_value(self, said: Any) -> str:
        """Bring a text to its stored form."""
        typed = super().to_internal_value(said)
        clean = clean_one(typed) or ""
        if typed and not clean and not self.allow_blank:
            self.fail("blank")
        return clean
