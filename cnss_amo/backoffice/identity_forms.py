"""What agents and supervisors say of an identity: a correction, a merger, a decision."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liaison.forms import DAYS, PlainForm, Words
from liaison.person_fields import EXACT, NAMES, NAMES_AR, BirthField, IdentityFields
from liaison.queries.conflicts import countries
from registration.enums import DocumentKind, PaperSeen
from registration.models import Person
from registration.services.identify import document_value


def _reason(label: Any, hint: Any = "") -> Words:
    return Words(
        label=label,
        help_text=hint,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": gettext_lazy("Donnez le motif.")},
    )


def _paper() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Original que la personne vous montre"),
        choices=[choice for choice in PaperSeen.choices if choice[0] != PaperSeen.NONE],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Dites quelle pièce vous avez vue.")},
    )


def _differences_seen(required: bool) -> forms.BooleanField:
    return forms.BooleanField(
        label=_("J'ai vu ces différences : c'est pourtant une seule personne."),
        required=required,
        error_messages={"required": _("Cochez, ou ne fusionnez pas ces dossiers.")},
    )


class CorrectionForm(IdentityFields):
    """An identity as the papers say it; what is left as it was is not proposed."""

    birth = BirthField(
        label=gettext_lazy("Naissance"),
        help_text=gettext_lazy("12/03/1950 ; 03/1950 ou 1950 quand le jour n'est pas connu."),
    )
    nationality = forms.ChoiceField(label=gettext_lazy("Nationalité"), required=False)
    document_kind = forms.ChoiceField(
        label=gettext_lazy("Pièce d'identité"), choices=DocumentKind.choices
    )
    document = forms.CharField(
        label=gettext_lazy("Nouveau numéro de la pièce"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs=EXACT),
    )
    paper = _paper()
    in_force_on = forms.DateField(
        label=gettext_lazy("Changement survenu le"),
        help_text=gettext_lazy("Un mariage, un jugement. Rien si c'était une erreur."),
        required=False,
        input_formats=DAYS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "dir": "ltr"}),
    )
    reason = _reason(
        gettext_lazy("Motif"), gettext_lazy("Ce qui est faux, et ce que dit la pièce.")
    )

    def __init__(self, *args: Any, person: Person, document: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nationality"].choices = [("", _("non connue")), *countries()]
        for name in (*NAMES, *NAMES_AR, "birth_place", "sex"):
            self.fields[name].initial = getattr(person, name)
        for name in NAMES:
            self.fields[name].required = True
        self.fields["nationality"].initial = person.nationality.strip()
        self.fields["birth"].initial = str(person.born)
        self.fields["document_kind"].initial = person.document_kind or DocumentKind.CIN
        shown = format_html('<bdi dir="ltr">{}</bdi>', document or _("rien"))
        self.fields["document"].help_text = format_html(
            _("Au registre : {}. Laissez vide si elle ne change pas."), shown
        )
        self.optional = ("last_name_ar", "first_name_ar", "birth_place", "document", "in_force_on")

    def clean(self) -> dict[str, Any]:
        """Both Arabic names or none; a document as its kind is written."""
        said = super().clean()
        if typed := said.get("document"):
            kind = said.get("document_kind")
            said["document"] = document_value(kind, typed)
            if said["document"] is None:
                self.add_error("document", _("Ce numéro n'est pas celui d'une telle pièce."))
        return said

    def values(self) -> dict[str, Any]:
        """The identity as it was typed, for the service."""
        said = self.cleaned_data
        birth_date, birth_precision = said["birth"]
        names = ("last_name", "first_name", "last_name_ar", "first_name_ar")
        others = ("birth_place", "sex", "nationality")
        return {name: said[name] for name in (*names, *others)} | {
            "birth_date": birth_date,
            "birth_precision": birth_precision,
        }

    def new_document(self) -> tuple[str, str] | None:
        """The document typed; nothing when it does not change."""
        said = self.cleaned_data
        return (said["document_kind"], said["document"]) if said["document"] else None


class DecisionForm(PlainForm):
    """Accept or refuse what somebody proposed; a refusal says why."""

    ACCEPT, REFUSE = "ACCEPT", "REFUSE"

    decision = forms.ChoiceField(
        label=gettext_lazy("Votre décision"),
        choices=[(ACCEPT, gettext_lazy("Accepter")), (REFUSE, gettext_lazy("Refuser"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez une décision.")},
    )
    reason = Words(
        label=gettext_lazy("Motif"),
        help_text=gettext_lazy("Obligatoire pour un refus : qui a proposé le lira."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(self, *args: Any, striking: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if striking:  # asked of two files that look like two people's
            self.fields["differences_seen"] = _differences_seen(required=False)

    def clean(self) -> dict[str, Any]:
        """A refusal says why; whoever accepts saw how different two files look."""
        said = super().clean()
        if said.get("decision") == self.REFUSE and not said.get("reason"):
            self.add_error("reason", _("Donnez le motif du refus."))
        if said.get("decision") == self.ACCEPT and not said.get("differences_seen", True):
            self.add_error("differences_seen", _("Cochez, ou refusez cette fusion."))
        return said

    def accepts(self) -> bool:
        """Whether the proposal is accepted."""
        return self.cleaned_data["decision"] == self.ACCEPT


class MergerForm(PlainForm):
    """Why two files are of one person; whom to believe where they contradict each other."""

    paper = _paper()
    reason = _reason(
        gettext_lazy("Motif"), gettext_lazy("Ce qui montre que c'est une seule personne.")
    )

    def __init__(
        self,
        *args: Any,
        choices: dict[str, tuple[str, list[tuple[int, str]]]],
        striking: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if striking:
            self.fields["differences_seen"] = _differences_seen(required=True)
        self.categories = list(choices)
        for category, (label, files) in choices.items():
            self.fields[f"keep_{category}"] = forms.TypedChoiceField(
                label=format_html(_("« {} » : quel dossier croire ?"), label),
                choices=files,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choisissez un des deux dossiers.")},
            )
        self.order_fields([f"keep_{category}" for category in self.categories])

    def preferred(self) -> dict[str, int]:
        """The file believed, by category."""
        return {name: self.cleaned_data[f"keep_{name}"] for name in self.categories}


class SplitForm(PlainForm):
    """Why two files were not of one person."""

    reason = _reason(gettext_lazy("Motif de la séparation"))
