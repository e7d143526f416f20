"""The forms of those who look closely: which datum to show in clear and why, what was looked at."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.enums import Datum, LookKind, LookReason
from cnss_amo.accounts.models import Look, User
from cnss_amo.kernel.references import PersonReference

LONGEST_WORDS = 150
INSTANTS = ["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M"]
no_number = RegexValidator(
    r"\d(?:[\s.-]?\d){4,}",
    _("N'écrivez ici ni numéro ni téléphone : ce motif reste au journal."),
    inverse_match=True,
)


class PlainForm(forms.Form):
    """A form whose fields the server alone checks, with words rather than bubbles."""

    use_required_attribute = False


class RevealForm(PlainForm):
    """Which data to show in clear, and why."""

    what = forms.MultipleChoiceField(
        label=_("Donnée à montrer"),
        choices=Datum.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins une donnée.")},
    )
    reason = forms.ChoiceField(
        label=_("Motif"),
        choices=LookReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez le motif.")},
    )
    words = forms.CharField(
        label=_("Précision"),
        help_text=_("Quelques mots, sans nom ni numéro. Nécessaire pour un autre motif."),
        max_length=LONGEST_WORDS,
        required=False,
        validators=[no_number],
    )

    def clean(self) -> dict[str, Any]:
        """Another reason is told in words."""
        cleaned = super().clean()
        other = cleaned.get("reason") == LookReason.OTHER
        if other and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", _("Dites le motif en quelques mots."))
        return cleaned

    @property
    def said(self) -> str:
        """The reason as the log keeps it: its code, and the words if there are some."""
        code, words = self.cleaned_data["reason"], self.cleaned_data["words"]
        return f"{code}: {words}" if words else code


class Colleague(forms.CharField):
    """A colleague by her matricule."""

    def clean(self, value: Any) -> User | None:
        """Return the colleague; nobody has another matricule."""
        username = super().clean(value)
        if not username:
            return None
        try:
            return User.objects.get(username__iexact=username.strip())
        except User.DoesNotExist as absent:
            raise forms.ValidationError(_("Personne n'a ce matricule.")) from absent


class Whom(forms.CharField):
    """A person by the reference that the address of her file ends with."""

    def clean(self, value: Any) -> int | None:
        """Return the id of the person; a forged reference is nobody's."""
        reference = super().clean(value).strip().strip("/").rpartition("/")[2]
        if not reference:
            return None
        try:
            return PersonReference().to_python(reference)
        except ValueError as forged:
            raise forms.ValidationError(_("Cette référence n'est celle de personne.")) from forged


MATRICULE = {"dir": "ltr", "spellcheck": "false", "autocomplete": "off"}


class LooksForm(PlainForm):
    """Which looks to show; a field that means nothing filters nothing."""

    who = Colleague(label=_("Matricule"), required=False, widget=forms.TextInput(MATRICULE))
    whom = Whom(
        label=_("Référence de la personne"), required=False, widget=forms.TextInput(MATRICULE)
    )
    kind = forms.ChoiceField(
        label=_("Nature"), choices=[("", _("toutes")), *LookKind.choices], required=False
    )
    reason = forms.ChoiceField(
        label=_("Motif"), choices=[("", _("tous")), *LookReason.choices], required=False
    )
    day = forms.DateField(
        label=_("Jour"),
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput({"type": "date", "dir": "ltr"}, format="%Y-%m-%d"),
    )

    def narrow(self, looks: QuerySet[Look]) -> QuerySet[Look]:
        """Keep the looks asked for."""
        self.is_valid()
        asked = self.cleaned_data
        if user := asked.get("who"):
            looks = looks.filter(user=user)
        if person_id := asked.get("whom"):
            looks = looks.filter(people__overlap=[person_id])
        if kind := asked.get("kind"):
            looks = looks.filter(kind=kind)
        if reason := asked.get("reason"):
            looks = looks.filter(reason__startswith=reason)
        if day := asked.get("day"):
            begins = timezone.make_aware(datetime.combine(day, time.min))
            looks = looks.filter(at__gte=begins, at__lt=begins + timedelta(days=1))
        return looks


class CanaryForm(PlainForm):
    """Somebody whom no work leads to."""

    whom = Whom(
        label=_("Référence de la personne"),
        help_text=_("La fin de l'adresse de sa fiche, par exemple 4f-9c1e0a7b22d4."),
        widget=forms.TextInput(MATRICULE),
        error_messages={"required": _("Donnez la référence de la personne.")},
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=200,
        required=False,
        validators=[no_number],
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )


class NoteForm(PlainForm):
    """What was made of an alert."""

    note = forms.CharField(
        label=_("Suite donnée"),
        max_length=500,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Dites quelle suite vous avez donnée.")},
    )


class LiftForm(PlainForm):
    """Whose stop to lift today, and why."""

    who = Colleague(
        label=_("Matricule"),
        widget=forms.TextInput(MATRICULE),
        error_messages={"required": _("Donnez le matricule du collègue.")},
    )
    reason = forms.CharField(
        label=_("Motif"),
        help_text=_("Quelques mots, sans nom d'assuré ni numéro."),
        max_length=200,
        validators=[no_number],
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Dites pourquoi.")},
    )

    def __init__(self, *args: Any, by: User, team: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.team = by, team

    def clean_who(self) -> User:
        """Somebody else, of one's own team."""
        user = self.cleaned_data["who"]
        if user == self.by:
            raise forms.ValidationError(_("Votre propre arrêt se lève par quelqu'un d'autre."))
        if not self.team.filter(pk=user.pk).exists():
            raise forms.ValidationError(_("Ce collègue n'est pas de votre équipe."))
        return user


class IncidentForm(PlainForm):
    """Whose looks, between which instants; a reason to take them out."""

    who = Colleague(
        label=_("Matricule"),
        widget=forms.TextInput(MATRICULE),
        error_messages={"required": _("Donnez le matricule du collègue.")},
    )
    begins = forms.DateTimeField(
        label=_("Depuis"),
        widget=forms.DateTimeInput(
            {"type": "datetime-local", "dir": "ltr"}, format="%Y-%m-%dT%H:%M"
        ),
        input_formats=INSTANTS,
        error_messages={"required": _("Donnez le début.")},
    )
    ends = forms.DateTimeField(
        label=_("Jusqu'à"),
        widget=forms.DateTimeInput(
            {"type": "datetime-local", "dir": "ltr"}, format="%Y-%m-%dT%H:%M"
        ),
        input_formats=INSTANTS,
        error_messages={"required": _("Donnez la fin.")},
    )

    def clean(self) -> dict[str, Any]:
        """An incident begins before it ends."""
        cleaned = super().clean()
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", _("La fin vient après le début."))
        return cleaned


class ExportForm(IncidentForm):
    """The same, taken out in a file: it needs a reason."""

    reason = forms.CharField(
        label=_("Motif de l'export"),
        max_length=200,
        validators=[no_number],
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Dites pourquoi ce fichier est nécessaire.")},
    )

    @property
    def hidden_copy(self) -> list[SafeString]:
        """What was asked, carried along."""
        return [self[name].as_hidden() for name in ("who", "begins", "ends")]
