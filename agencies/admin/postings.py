"""The Django admin of postings: a move ends one and begins another."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agencies.admin.imported import ImportedAdmin
from agencies.admin.kept import TrackedAdmin
from agencies.imports.calendars import PostingResource
from agencies.models import Agency, Point, Posting


@admin.register(Posting)
class PostingAdmin(ImportedAdmin, TrackedAdmin):
    resource_classes = (PostingResource,)
    list_display = ("user", "where", "begins_on", "ends_on")
    list_filter = (
        ("agency__kind", admin.AllValuesFieldListFilter),
        ("ends_on", admin.EmptyFieldListFilter),
    )
    list_select_related = ("user", "agency", "point")
    search_fields = (
        *("user__username", "user__last_name", "user__first_name"),
        *("agency__code", "agency__name_fr", "point__code", "point__name_fr"),
    )
    search_help_text = _("Matricule ou nom de la personne, code ou nom du lieu.")
    ordering = ("-begins_on", "user__username")
    autocomplete_fields = ("user", "agency", "point")
    fields = ("user", "agency", "point", ("begins_on", "ends_on"), "past")

    @admin.display(description=_("lieu"))
    def where(self, posting: Posting) -> Agency | Point:
        return posting.place
