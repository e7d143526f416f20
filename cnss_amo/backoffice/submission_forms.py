"""What agents type about contests and requests: an answer, a complement brought to the counter."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from liaison.forms import PlainForm
from liaison.person_forms import ContestForm, CounterRequestForm
from liaison.person_forms.fields import words_field
from registration.enums import PAPERS_FOR_CONTACT, PaperSeen
from registration.models import Activity, Person

NEW = "new"


class AnswerForm(PlainForm):
    """Accept, refuse, or ask once for what is missing; always with reasons the person reads."""

    ACCEPT, REFUSE, COMPLEMENT = "ACCEPT", "REFUSE", "COMPLEMENT"

    decision = forms.ChoiceField(
        label=_("Votre réponse"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une réponse.")},
    )
    same_as = forms.ChoiceField(
        label=_("Est-ce une de ces personnes ?"),
        help_text=_("Même nom, née le même jour, avec une autre pièce d'identité."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites si c'est une de ces personnes.")},
    )
    reason = words_field(
        _("Motif"),
        _("La personne lira ces mots. Dites simplement pourquoi, ou ce qui manque."),
        required=True,
        missing=_("Donnez le motif."),
    )

    def __init__(
        self, *args: Any, asks: bool, alike: list[tuple[int, str]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = [(self.ACCEPT, _("Accepter")), (self.REFUSE, _("Refuser"))]
        if asks:
            offered.append((self.COMPLEMENT, _("Demander un complément, une seule fois")))
        self.fields["decision"].choices = offered
        if alike:
            self.fields["same_as"].choices = [*alike, (NEW, _("Non, c'est une autre personne"))]
        else:
            del self.fields["same_as"]

    def same_person(self) -> int | None:
        """Whom the agent recognised."""
        said = self.cleaned_data.get("same_as", NEW)
        return None if said == NEW else int(said)


def _seen() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Original que la personne vous montre"),
        choices=[(one.value, capfirst(one.label)) for one in PAPERS_FOR_CONTACT],
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites quelle pièce vous avez vue.")},
    )


class DeskRequestForm(CounterRequestForm):
    """Form 328-1-01 at the counter, the identity document in sight."""

    seen = _seen()

    def paper_seen(self) -> PaperSeen:
        """What the person showed."""
        return PaperSeen(self.cleaned_data["seen"])


class DeskContestForm(ContestForm):
    """A contest at the counter: which activity, then why."""

    activity = forms.TypedChoiceField(
        label=_("Activité contestée"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez l'activité.")},
    )

    field_order = ("activity", "ground", "since", "scheme", "words", "paper")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        running = Activity.objects.open().filter(person=person).select_related("sub_category")
        self.fields["activity"].choices = [
            (one.pk, f"{one.sub_category} · {one.begins_on:%d/%m/%Y}") for one in running
        ]
