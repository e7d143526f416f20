"""The Django admin of what keeps looks within bounds: caps, canaries, seals."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.admin import ReadOnlyAdmin
from cnss_amo.accounts.models import CanaryPerson, DailyCap, LookSeal
from cnss_amo.kernel.references import PersonReference


@admin.register(DailyCap)
class DailyCapAdmin(admin.ModelAdmin):
    """How many people a role opens in a day; who changed it, and when, is kept."""

    list_display = ("role", "warn", "stop")
    actions = None

    def get_readonly_fields(
        self, request: HttpRequest, obj: Model | None = None
    ) -> tuple[str, ...]:
        """A cap keeps its role."""
        return ("role",) if obj else ()


class CanaryForm(forms.ModelForm):
    """A canary is named by the address of her page, so that nobody mistypes a number."""

    reference = forms.CharField(
        label=_("Référence"),
        help_text=_("La fin de l'adresse de sa fiche, par exemple 4f-9c1e0a7b22d4."),
    )

    class Meta:
        model = CanaryPerson
        fields = ("note",)

    def clean_reference(self) -> int:
        """Return the id that a reference names."""
        reference = self.cleaned_data["reference"].strip().strip("/")
        try:
            person_id = PersonReference().to_python(reference)
        except ValueError as forged:
            raise forms.ValidationError(_("Cette référence n'est celle de personne.")) from forged
        if CanaryPerson.objects.filter(person_id=person_id).exists():
            raise forms.ValidationError(_("Cette personne est déjà une sentinelle."))
        return person_id


@admin.register(CanaryPerson)
class CanaryPersonAdmin(admin.ModelAdmin):
    """People whom no work leads to; only auditors know who they are."""

    form = CanaryForm
    list_display = ("reference", "note", "added_at", "added_by")
    list_select_related = ("added_by",)
    actions = None

    @admin.display(description=_("personne"))
    def reference(self, canary: CanaryPerson) -> str:
        return PersonReference().to_url(canary.person_id)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A canary is added or removed, never changed."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        """Remember who added her."""
        obj.person_id, obj.added_by = form.cleaned_data["reference"], request.user
        super().save_model(request, obj, form, change)


@admin.register(LookSeal)
class LookSealAdmin(ReadOnlyAdmin):
    """The chain of the seals; `verify_looks` says whether it holds."""

    list_display = ("number", "sealed_at", "count", "highest")
    exclude = ("looks", "digests", "previous", "digest", "holders")
