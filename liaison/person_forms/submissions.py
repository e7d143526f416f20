"""What people write when they contest an activity, follow what they submitted or complete it."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liaison.forms import PlainForm
from liaison.person_forms.fields import EXACT, PaperField, birth_field, day_field, words_field
from registration.enums import Ground, Scheme


class KeyedForm(PlainForm):
    """A form that deposits once, however often it is sent."""

    client_key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client_key"].initial = uuid4().hex


class ContestForm(KeyedForm):
    """Why a person does not agree with an activity."""

    ground = forms.ChoiceField(
        label=gettext_lazy("Pourquoi n'êtes-vous pas d'accord ?"),
        choices=[(one.value, capfirst(one.label)) for one in Ground],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez une des trois réponses.")},
    )
    since = day_field(
        gettext_lazy("Depuis quel jour ?"),
        gettext_lazy("Si vous avez arrêté, ou si vous avez une autre couverture."),
        required=False,
    )
    scheme = forms.ChoiceField(
        label=gettext_lazy("Quelle autre couverture avez-vous ?"),
        help_text=gettext_lazy("Seulement si vous êtes déjà couvert."),
        choices=[("", "–"), *Scheme.choices],
        required=False,
    )
    words = words_field(gettext_lazy("Expliquez en quelques mots"))
    paper = PaperField()

    optional = ("since", "scheme", "words", "paper")

    def clean(self) -> dict[str, Any]:
        """What the ground asks is said; what it does not ask is left aside."""
        said = super().clean()
        ground, since = said.get("ground"), said.get("since")
        if ground == Ground.STOPPED and since is None and "since" not in self.errors:
            self.add_error("since", _("Donnez le jour où vous avez arrêté."))
        if ground == Ground.COVERED and not said.get("scheme"):
            self.add_error("scheme", _("Dites quel régime vous couvre."))
        if since and since > timezone.localdate():
            self.add_error("since", _("Ce jour n'est pas encore venu."))
        return said

    def deposit(self) -> dict[str, Any]:
        """What the person said, for the service."""
        said = dict(self.cleaned_data)
        paper = said.pop("paper")
        return said | {"papers": [paper] if paper else []}


class ComplementForm(PlainForm):
    """What was missing."""

    words = words_field(gettext_lazy("Réponse"))
    paper = PaperField()

    optional = ("words", "paper")

    def clean(self) -> dict[str, Any]:
        """Something is given."""
        said = super().clean()
        if not self.errors and not (said.get("words") or said.get("paper")):
            raise ValidationError(_("Écrivez une réponse, ou joignez la pièce demandée."))
        return said

    def given(self) -> dict[str, Any]:
        """What the person gives, for the service."""
        paper = self.cleaned_data["paper"]
        return {"words": self.cleaned_data["words"], "papers": [paper] if paper else []}


class FollowForm(PlainForm):
    """The reference of a receipt, and the birth date of whoever holds it."""

    reference = forms.CharField(
        label=gettext_lazy("Référence du reçu"),
        help_text=gettext_lazy("10 lettres et chiffres, comme 7K3F9-Q2MXB."),
        max_length=40,
        widget=forms.TextInput(attrs=EXACT),
        error_messages={"required": gettext_lazy("Écrivez la référence de votre reçu.")},
    )
    birth = birth_field()
