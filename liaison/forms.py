"""What people type about lists: to send one, to decide on one, to correct a row."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from cnss_amo.kernel.text import clean_one
from liaison.enums import ListKind, ListState, Verdict
from liaison.files.headers import HELPER_COLUMNS
from liaison.formats.readers import fold
from liaison.models import LiaisonBody, ReceivedList
from liaison.queries import Line, masked_by
from liaison.services.receive import MOST_ROWS, NO_ROOM, Sending
from registration.models import Person

ENCODINGS = [
    ("", _("automatique")),
    ("utf-8", "UTF-8"),
    ("utf-16", "UTF-16"),
    ("cp1252", _("windows-1252 (français)")),
    ("cp1256", _("windows-1256 (arabe)")),
]
DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]


class PlainForm(forms.Form):
    """A form whose fields the server alone checks, with words rather than bubbles."""

    use_required_attribute = False


class BodyChoice(forms.ModelChoiceField):
    def label_from_instance(self, body: LiaisonBody) -> str:
        """The name of the body, in the active language."""
        return str(body)


class Words(forms.CharField):
    def to_python(self, value: object) -> str:
        """Words for others to read: on one line, with nothing that cannot be seen."""
        return masked_by(str, super().to_python(value))


class SendForm(PlainForm):
    """A file, and what its sender says about it."""

    body = BodyChoice(label=_("Organisme"), queryset=LiaisonBody.objects.none(), empty_label=None)
    file = forms.FileField(
        label=_("Fichier"),
        help_text=_("CSV, CSV compressé (.csv.gz) ou classeur XLSX."),
        error_messages={
            "required": _("Choisissez le fichier."),
            "empty": _("Ce fichier est vide."),
        },
    )
    reference_date = forms.DateField(
        label=_("Date de référence"),
        help_text=_("Le jour où la liste était exacte chez vous."),
        input_formats=DAYS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "dir": "ltr"}),
        error_messages={"required": _("Donnez le jour où la liste était exacte.")},
    )
    kind = forms.ChoiceField(
        label=_("Sorte de liste"),
        help_text=_(
            "Complète : qui n'y est plus est signalé à la CNSS. Personne n'est radié d'office."
        ),
        choices=ListKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites si la liste est partielle ou complète.")},
    )
    declared_rows = forms.IntegerField(
        label=_("Nombre de lignes"),
        help_text=_(
            "Sans l'en-tête. S'il ne correspond pas, la liste est refusée comme incomplète."
        ),
        required=False,
        min_value=1,
        max_value=MOST_ROWS,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr"}),
    )
    encoding = forms.ChoiceField(
        label=_("Encodage du texte"),
        help_text=_("À choisir seulement si des lettres étaient fausses dans l'aperçu."),
        choices=ENCODINGS,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        bodies: QuerySet[LiaisonBody],
        today: date,
        no_room: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if no_room:  # the file was sent, and could not be kept
            self.fields["file"].error_messages["required"] = NO_ROOM
        self.optional = ("declared_rows", "encoding")
        self.fields["body"].queryset = bodies
        self.fields["reference_date"].initial = today
        codes = list(bodies)
        if codes:
            self.fields["kind"].initial = codes[0].default_kind
        if len(codes) == 1:
            self.fields["body"].initial = codes[0]
            self.fields["body"].widget = forms.HiddenInput()

    def sending(self) -> Sending:
        """What the sender said, for the service."""
        said = self.cleaned_data
        return Sending(
            body=said["body"],
            file_name=said["file"].name,
            reference_date=said["reference_date"],
            kind=said["kind"],
            declared_rows=said["declared_rows"],
            encoding=said["encoding"],
        )


class FilterForm(PlainForm):
    """Which lists to show."""

    body = BodyChoice(
        label=_("Organisme"),
        queryset=LiaisonBody.objects.order_by("code"),
        required=False,
        empty_label=_("tous"),
    )
    state = forms.ChoiceField(
        label=_("État"), choices=[("", _("tous")), *ListState.choices], required=False
    )

    def narrow(self, lists: QuerySet[ReceivedList]) -> QuerySet[ReceivedList]:
        """Keep the lists asked for; a filter that means nothing filters nothing."""
        self.is_valid()
        if body := self.cleaned_data.get("body"):
            lists = lists.filter(body=body)
        if state := self.cleaned_data.get("state"):
            lists = lists.filter(state=state)
        return lists


class AfterForm(PlainForm):
    """Where a page of rows begins."""

    apres = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)

    @classmethod
    def read(cls, asked: Mapping[str, Any]) -> int:
        """The line after which the page begins; what means nothing is the beginning."""
        form = cls(asked)
        return (form.is_valid() and form.cleaned_data["apres"]) or 0


class ApprovalForm(PlainForm):
    """Approve; over the tolerance, with the words that take it upon oneself."""

    over_tolerance = forms.BooleanField(
        label=_("J'ai lu les anomalies et j'approuve cette liste au-delà de la tolérance."),
        required=False,
        error_messages={"required": _("Cochez la case, ou refusez la liste.")},
    )

    def __init__(self, *args: Any, stopped: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["over_tolerance"].required = stopped


class ReasonForm(PlainForm):
    """Why a list is refused."""

    reason = Words(
        label=_("Motif du refus"),
        help_text=_("L'organisme lira ces mots. Dites ce qui ne va pas et quoi renvoyer."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": _("Donnez le motif : l'organisme le lira.")},
    )


class RulingForm(PlainForm):
    """Same person, different person, or refuse; with whom, and why."""

    person = forms.ChoiceField(label=_("Quelle personne du registre ?"), required=False)
    verdict = forms.ChoiceField(
        label=_("Votre décision"),
        choices=[
            (Verdict.SAME, _("C'est la même personne : la ligne lui est appliquée")),
            (
                Verdict.DIFFERENT,
                _("Ce sont deux personnes : la nouvelle est immatriculée sans pièce"),
            ),
            (Verdict.REFUSE, _("Refuser la ligne")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une décision.")},
    )
    reason = Words(
        label=_("Motif"),
        help_text=_("Obligatoire pour un refus : l'organisme le lira."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        if len(people) < 2:
            del self.fields["person"]
            return
        choices = [(str(person.pk), str(person)) for person in people]
        self.fields["person"].choices = choices
        self.fields["person"].widget = forms.RadioSelect(choices=choices)

    def clean(self) -> dict[str, Any]:
        """A refusal says why; among several people, the same one is named."""
        said = super().clean()
        if said.get("verdict") == Verdict.REFUSE and not said.get("reason", "").strip():
            self.add_error("reason", _("Donnez le motif du refus : l'organisme le lira."))
        if said.get("verdict") == Verdict.SAME and "person" in self.fields and not said["person"]:
            self.add_error("person", _("Dites laquelle de ces personnes est la même."))
        return said

    def person_id(self) -> int | None:
        """The person of the register that the decision is about."""
        if chosen := self.cleaned_data.get("person"):
            return int(chosen)
        return self.people[0].pk if self.people else None


class MissingForm(PlainForm):
    """She left, or she stays."""

    LEFT, STAYS = "left", "stays"
    decision = forms.ChoiceField(
        label=_("Votre décision"),
        choices=[
            (LEFT, _("Elle est sortie : terminer son activité à la date de la liste")),
            (STAYS, _("Elle reste : garder son activité")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une décision.")},
    )
    reason = Words(
        label=_("Motif"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Donnez le motif de votre décision.")},
    )

    def confirms_exit(self) -> bool:
        """Whether the person left."""
        return self.cleaned_data["decision"] == self.LEFT


class CorrectionForm(PlainForm):
    """A refused row in the sender's own columns, each with what is wrong in it."""

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        helpers = {fold(name) for name in HELPER_COLUMNS}
        wrong: dict[str, list[str]] = {}
        for message in line.issues:
            wrong.setdefault(message.column, []).append(f"{message.title}. {message.mend}")
        for place, cell in enumerate(line.cells):
            if cell.name and fold(cell.name) not in helpers:
                self.fields[f"c{place}"] = _cell_field(cell.name, cell.text, wrong)
        self.wrong = [field for field in self if field.label in wrong]
        self.others = [field for field in self if field.label not in wrong]

    def changed_cells(self) -> dict[str, str]:
        """The new text of each changed column, by the sender's name."""
        return {
            self.fields[name].label: text
            for name, text in self.cleaned_data.items()
            if text != self.fields[name].initial
        }

    def clean(self) -> dict[str, Any]:
        """A row sent again as it was would be refused again."""
        said = super().clean()
        if not self.errors and not self.changed_cells():
            raise ValidationError(_("Rien n'a changé. Corrigez au moins une valeur."))
        return said


def _cell_field(name: str, text: str, wrong: Mapping[str, list[str]]) -> forms.CharField:
    told = [(message,) for message in wrong.get(name, ())]
    return forms.CharField(
        label=name,
        required=False,
        max_length=2_000,
        initial=clean_one(text) or "",
        help_text=format_html_join("", '<div class="field-error"><p>{}</p></div>', told),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "spellcheck": "false"}),
    )
