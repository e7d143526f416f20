"""What the register says of a person, as she confirms or corrects it; kept a day as a draft."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy

from agencies.models import Agency, Commune
from agencies.queries.nearest import PlaceKind, nearest, origin_in
from cnss_amo.kernel.identifiers import mask_email, mask_phone
from liaison.forms import Words
from liaison.person_fields import CommuneField, EmailField, IdentityFields, PhoneField
from registration.queries import PersonFile
from registration.services.completion import Completion

AGENCIES_OFFERED = 5
LONGEST_ADDRESS = 250
IDENTITY = (
    *("last_name", "first_name", "last_name_ar", "first_name_ar"),
    *("birth", "birth_place", "sex"),
)
CONTACT = ("phone", "email", "address", "commune")
CHOSEN = "commune_code"  # of the draft: the commune that was meant, beside what was typed


class Row(NamedTuple):
    """An answer to check, and where to change it."""

    label: str
    value: object
    change: str
    is_exact: bool = False


class AnswersForm(IdentityFields):
    """One page: an identity to correct if need be, how to reach her, her agency, her language.

    What is held is shown, the phone and the e-mail masked; left as it is, it is confirmed.
    """

    phone = PhoneField(
        label=gettext_lazy("Téléphone"), required=False, attrs={"autocomplete": "tel"}
    )
    email = EmailField(
        label=gettext_lazy("Adresse électronique"), required=False, attrs={"autocomplete": "email"}
    )
    address = Words(
        label=gettext_lazy("Adresse"),
        required=False,
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "street-address"}),
    )
    commune = CommuneField(
        label=gettext_lazy("Commune"),
        help_text=gettext_lazy("Ville ou commune, en français ou en arabe. Exemple : Sefrou"),
        error_messages={"required": gettext_lazy("Écrivez votre commune.")},
        attrs={"autocomplete": "address-level2"},
    )
    agency = forms.ChoiceField(label=gettext_lazy("Votre agence"), required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Langue de vos messages"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez la langue de vos messages.")},
    )
    consent = forms.BooleanField(
        label=gettext_lazy("J'ai lu la notice sur mes données"),
        error_messages={"required": gettext_lazy("Lisez la notice, puis cochez la case.")},
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, file: PersonFile, draft: dict[str, Any]
    ) -> None:
        typed = {name: said for name, said in draft.items() if said and name in self.base_fields}
        super().__init__(data, initial={"language": get_language()} | typed)
        self.file = file
        self.person = file.person
        self.known_commune = _commune(draft.get(CHOSEN)) or file.person.commune
        self._hold()
        self.offered = nearest_agencies(self.known_commune) if self.known_commune else []
        self.fields["agency"].choices = [(str(one.pk), _in_words(one)) for one in self.offered]
        if not self.offered:
            del self.fields["agency"]

    def _hold(self) -> None:
        person, file = self.person, self.file
        masked = {"phone": (file.phone, mask_phone), "email": (file.email, mask_email)}
        for name, (value, mask) in masked.items():
            if value:
                self.fields[name].hold(mask(value), value)
        self.hold_identity(person)
        self.fields["address"].initial = file.address or ""
        if self.known_commune:
            self.fields["commune"].hold(str(self.known_commune), self.known_commune)

    def clean(self) -> dict[str, Any]:
        """Both Arabic names or none; the agency nearest to another commune."""
        said = super().clean()
        said["address"] = said.get("address") or self.file.address or ""
        commune = said.get("commune")
        if commune and commune != self.known_commune:
            said["agency"] = next(iter(nearest_agencies(commune)), None)
        else:
            said["agency"] = self._chosen(said.get("agency"))
        return said

    def _chosen(self, agency: str | None) -> Agency | None:
        """The agency chosen among those offered; the nearest when none is."""
        chosen = [one for one in self.offered if str(one.pk) == agency]
        return next(iter(chosen or self.offered), None)

    def draft(self) -> dict[str, str]:
        """What was typed, to be found again; the commune that was meant beside it."""
        typed = {name: self.data.get(name, "") for name in self.base_fields}
        said = getattr(self, "cleaned_data", {})
        if commune := said.get("commune"):
            typed |= {"commune": "", CHOSEN: commune.pk}
        elif self.known_commune:
            typed[CHOSEN] = self.known_commune.pk
        if agency := said.get("agency"):
            typed["agency"] = str(agency.pk)
        return typed

    @property
    def identity(self) -> list[forms.BoundField]:
        """The fields of who she is."""
        return [self[name] for name in IDENTITY]

    @property
    def identity_is_wrong(self) -> bool:
        """Whether she says, or tried to say, that something is wrong there."""
        return any(
            field.errors or (field.value() or "") != (self.fields[field.name].initial or "")
            for field in self.identity
        )

    @cached_property
    def corrections(self) -> dict[str, Any]:
        """What she says is wrong in her identity."""
        said, person = self.cleaned_data, self.person
        values = {name: said[name] for name in IDENTITY if name != "birth"}
        values |= {"birth_date": said["birth"].day, "birth_precision": said["birth"].known_to}
        return {
            name: value
            for name, value in values.items()
            if value and value != getattr(person, name)
        }

    def completion(self) -> Completion:
        """What she confirms or corrects, for the service."""
        said = self.cleaned_data
        return Completion(
            **{name: said[name] or "" for name in ("phone", "email", "address")},
            commune=said["commune"],
            agency=said["agency"],
            language=said["language"],
            consent=settings.NOTICE_VERSION,
            corrections=self.corrections,
        )

    def rows(self) -> list[Row]:
        """Her answers, to be checked before they are sent."""
        said, file = self.cleaned_data, self.file
        phone = mask_phone(file.phone) if said["phone"] == file.phone else _local(said["phone"])
        email = mask_email(file.email) if said["email"] == file.email else said["email"]
        contact = {
            "phone": phone if said["phone"] else "",
            "email": email if said["email"] else "",
            "address": said["address"],
            "commune": said["commune"],
            "agency": said["agency"],
            "language": dict(settings.LANGUAGES)[said["language"]],
        }
        wrong = [(name, said[name]) for name in IDENTITY if self._is_corrected(name)]
        return [
            Row(self.base_fields[name].label, value, _change(name), name in ("phone", "email"))
            for name, value in (*wrong, *contact.items())
        ]

    def _is_corrected(self, name: str) -> bool:
        return any(part in self.corrections for part in PARTS.get(name, (name,)))


PARTS = {"birth": ("birth_date", "birth_precision")}


def nearest_agencies(commune: Commune) -> list[Agency]:
    """The few agencies nearest to a commune, the nearest first."""
    near = nearest(origin_in(commune), timezone.localdate(), kind=PlaceKind.AGENCY)
    keys = [one.pk for one in near[:AGENCIES_OFFERED]]
    found = Agency.objects.select_related("commune").in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _commune(code: str | None) -> Commune | None:
    return Commune.objects.filter(pk=code).first() if code else None


def _in_words(agency: Agency) -> str:
    name, commune = str(agency), str(agency.commune)
    return name if commune in name else f"{name} · {commune}"


def _local(phone: str) -> str:
    return phone.replace("+212", "0", 1)


def _change(name: str) -> str:
    return f"{reverse('portal:confirm')}#id_{name}"
