"""Form 328-1-01, as every door shows it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cnss_amo.kernel.identifiers import cin_of, document_of, number_is_valid
from cnss_amo.kernel.text import clean_one
from liaison.forms import Words
from liaison.person_fields import EXACT, ArabicNameField, LatinNameField
from liaison.person_forms.fields import AUTO, PaperField, ReachForm, birth_field, day_field
from liaison.person_forms.submissions import KeyedForm
from liaison.queries.conflicts import countries
from registration.enums import DocumentKind, Language, Sex
from registration.models import Category, SubCategory
from registration.papers import Paper
from registration.services.request import Form328


class RequestForm(ReachForm, KeyedForm):
    """Form 328-1-01: who the person is, what she does, how to reach her."""

    document_kind = forms.ChoiceField(
        label=gettext_lazy("Pièce d'identité"),
        choices=[(one.value, capfirst(one.label)) for one in DocumentKind],
        initial=DocumentKind.CIN,
    )
    document = forms.CharField(
        label=gettext_lazy("Numéro de la pièce"),
        max_length=40,
        widget=forms.TextInput(attrs=EXACT),
        error_messages={"required": gettext_lazy("Donnez le numéro de la pièce d'identité.")},
    )
    last_name = LatinNameField(
        label=gettext_lazy("Nom"), error_messages={"required": gettext_lazy("Donnez le nom.")}
    )
    first_name = LatinNameField(
        label=gettext_lazy("Prénom"), error_messages={"required": gettext_lazy("Donnez le prénom.")}
    )
    last_name_ar = ArabicNameField(label=gettext_lazy("Nom en arabe"), required=False)
    first_name_ar = ArabicNameField(label=gettext_lazy("Prénom en arabe"), required=False)
    birth = birth_field()
    sex = forms.ChoiceField(
        label=gettext_lazy("Sexe"),
        choices=[(one.value, capfirst(one.label)) for one in Sex],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez une réponse.")},
    )
    nationality = forms.ChoiceField(label=gettext_lazy("Nationalité"), initial="MA")
    known_number = forms.CharField(
        label=gettext_lazy("Numéro CNSS, si vous en avez déjà un"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", **EXACT}),
    )

    sub_category = forms.ModelChoiceField(
        label=gettext_lazy("Activité"),
        queryset=SubCategory.objects.none(),
        empty_label=gettext_lazy("Choisissez votre activité"),
        error_messages={"required": gettext_lazy("Choisissez l'activité.")},
    )
    started_on = day_field(
        gettext_lazy("Début de l'activité"), missing=gettext_lazy("Donnez le jour du début.")
    )
    professional_id = Words(
        label=gettext_lazy("Identifiant professionnel"),
        help_text=gettext_lazy("Taxe professionnelle, ICE, INPE ou carte professionnelle."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs=EXACT),
    )
    workplace = Words(
        label=gettext_lazy("Adresse professionnelle"),
        required=False,
        max_length=250,
        widget=forms.TextInput(attrs=AUTO),
    )

    paper = PaperField()
    consent = forms.BooleanField(
        label=gettext_lazy("J'ai lu comment la CNSS utilise mes données (loi 09-08)."),
        error_messages={"required": gettext_lazy("Lisez la notice, puis cochez la case.")},
    )

    IDENTITY = (
        *("document_kind", "document", "last_name", "first_name", "last_name_ar"),
        *("first_name_ar", "birth", "sex", "nationality", "known_number"),
    )
    ACTIVITY = ("sub_category", "started_on", "professional_id", "workplace")
    CONTACT = ("phone", "email", "address", "commune")
    TITLES = (
        gettext_lazy("Vous"),
        gettext_lazy("Votre activité"),
        gettext_lazy("Comment vous joindre"),
    )
    optional = (
        *("last_name_ar", "first_name_ar", "known_number", "professional_id", "workplace"),
        *("phone", "email", "address", "paper"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["nationality"].choices = list(countries())
        opened = SubCategory.objects.filter(category__opened_on__lte=today, category__yields=False)
        self.fields["sub_category"].queryset = opened.select_related("category").order_by(
            "category__position", "category", "position", "code"
        )
        self.fields["sub_category"].choices = list(_grouped(self.fields["sub_category"].queryset))

    def clean_known_number(self) -> int | None:
        """A number that she already has, as it is written on her papers."""
        typed = (clean_one(self.cleaned_data["known_number"]) or "").replace(" ", "")
        if not typed:
            return None
        if not number_is_valid(typed):
            raise ValidationError(_("Un numéro CNSS a 9 chiffres. Laissez vide si vous hésitez."))
        return int(typed)

    def clean_started_on(self) -> Any:
        """A day that has come."""
        day = self.cleaned_data["started_on"]
        if day > timezone.localdate():
            raise ValidationError(_("Ce jour n'est pas encore venu."))
        return day

    def clean(self) -> dict[str, Any]:
        """A document as its kind is written; both Arabic names or none."""
        said = super().clean()
        arabic_names = [bool(said.get(name)) for name in ("last_name_ar", "first_name_ar")]
        if any(arabic_names) and not all(arabic_names) and not self.errors:
            missing = ("last_name_ar", "first_name_ar")[arabic_names.index(False)]
            self.add_error(missing, _("Donnez le nom et le prénom en arabe, ou aucun des deux."))
        if typed := said.get("document"):
            read = cin_of if said.get("document_kind") == DocumentKind.CIN else document_of
            if read(typed) is None:
                self.add_error("document", _("Ce numéro n'est pas celui d'une telle pièce."))
        return said

    def groups(self) -> Iterator[tuple[Any, list[Any]]]:
        """The questions by what they are about."""
        parts = (self.IDENTITY, self.ACTIVITY, self.CONTACT)
        for title, names in zip(self.TITLES, parts, strict=True):
            yield title, [self[name] for name in names]

    def form_328(self) -> Form328:
        """What was written, for the service."""
        said = self.cleaned_data
        names = (*self.IDENTITY, *self.ACTIVITY, *self.CONTACT)
        return Form328(
            **{name: said[name] for name in names},
            language=said.get("language", ""),
            consent=settings.NOTICE_VERSION,
        )

    def papers(self) -> list[Paper]:
        """What goes with it."""
        return [self.cleaned_data["paper"]] if self.cleaned_data["paper"] else []


class CounterRequestForm(RequestForm):
    """The same form, filled in by somebody who has the person in front of her."""

    TITLES = (
        gettext_lazy("La personne"),
        gettext_lazy("Son activité"),
        gettext_lazy("Comment la joindre"),
    )

    language = forms.ChoiceField(
        label=gettext_lazy("Langue de la personne"),
        choices=[(one.value, capfirst(one.label)) for one in Language],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Dites dans quelle langue lui écrire.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].label = _("La notice sur ses données (loi 09-08) lui a été lue.")


def _grouped(found: Any) -> Iterator[tuple[Any, Any]]:
    yield "", _("Choisissez votre activité")
    groups: dict[Category, list[tuple[str, str]]] = {}
    for one_of in found:
        groups.setdefault(one_of.category, []).append((one_of.pk, str(one_of)))
    for category, offered in groups.items():
        yield str(category), offered
