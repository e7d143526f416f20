"""A request at a point: who, which activity, then the answers checked; three fields a page."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cnss_amo.points.forms import NOTICE_READ
from liaison.forms import PlainForm, Words
from liaison.person_fields import PhoneField, TypedField
from registration.enums import Language
from registration.models import SubCategory
from registration.queries import asked

LONGEST_NAME = 60  # of the register


class WhoForm(PlainForm):
    """Her name as her paper writes it, and where the answer reaches her."""

    last_name = Words(
        label=gettext_lazy("Nom"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"dir": "auto", "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Écrivez le nom.")},
    )
    first_name = Words(
        label=gettext_lazy("Prénom"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"dir": "auto", "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Écrivez le prénom.")},
    )
    phone = PhoneField(
        label=gettext_lazy("Téléphone"),
        help_text=gettext_lazy("La réponse y arrive par SMS."),
        required=False,
    )


class ActivityForm(PlainForm):
    """What she does, since when."""

    sub_category = forms.ChoiceField(
        label=gettext_lazy("Activité"),
        error_messages={"required": gettext_lazy("Choisissez l'activité.")},
    )
    started_on = TypedField(
        label=gettext_lazy("Depuis le"),
        help_text=gettext_lazy("Par exemple 01/03/2021, ou l'année seule."),
        error_messages={"required": gettext_lazy("Écrivez depuis quand.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sub_category"].choices = [("", _("Choisissez")), *_activities()]

    def clean_started_on(self) -> str:
        """A day that has come, told by its date, its month or its year."""
        typed = self.cleaned_data["started_on"]
        since = asked.read(typed).birth
        if since is None:
            raise ValidationError(
                _("« %(typed)s » n'est pas une date. Écrivez-la ainsi : 12/03/1980."),
                params={"typed": typed},
            )
        if since.day > timezone.localdate():
            raise ValidationError(_("Ce jour n'est pas encore venu."))
        return since.day.isoformat()


class DepositForm(PlainForm):
    """What is said last, beside the answers."""

    language = forms.ChoiceField(
        label=gettext_lazy("Langue de la personne"),
        choices=[(one.value, capfirst(one.label)) for one in Language],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Dites dans quelle langue lui écrire.")},
    )
    consent = forms.BooleanField(**NOTICE_READ)


def started(typed: dict[str, str]) -> date:
    """The first day of the activity, as it was kept between two pages."""
    return date.fromisoformat(typed["started_on"])


def _activities() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The activities that a decree opens and that the person herself declares, by category."""
    open_ones = SubCategory.objects.filter(
        category__opened_on__lte=timezone.localdate(), category__completion_required=True
    ).select_related("category")
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in open_ones.order_by("category__position", "category", "position", "code"):
        groups.setdefault(str(one.category), []).append((one.code, str(one)))
    yield from groups.items()
