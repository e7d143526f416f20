"""The Django admin of the calendar of mobile agencies."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from agencies.admin.imported import ImportedAdmin
from agencies.admin.kept import KeptAdmin
from agencies.admin.territory import RegionFilter
from agencies.enums import AgencyKind
from agencies.imports.calendars import StopResource
from agencies.models import Agency, Stop


class StopInline(admin.TabularInline):
    """The week of a mobile agency, on its own page."""

    model = Stop
    extra = 0
    can_delete = False
    autocomplete_fields = ("commune",)
    ordering = ("weekday", "opens")


@admin.register(Stop)
class StopAdmin(ImportedAdmin, KeptAdmin):
    resource_classes = (StopResource,)
    list_display = ("agency", "weekday", "commune", "place", "opens", "closes", "ends_on")
    list_filter = ("weekday", "kind", RegionFilter)
    list_select_related = ("agency", "commune")
    search_fields = ("agency__code", "agency__name_fr", "commune__name_fr", "commune__name_ar")
    ordering = ("agency__code", "weekday", "opens")
    autocomplete_fields = ("commune",)

    def formfield_for_foreignkey(self, field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only a mobile agency stops."""
        if field.name == "agency":
            kwargs["queryset"] = Agency.objects.filter(kind=AgencyKind.MOBILE).order_by("code")
        return super().formfield_for_foreignkey(field, request, **kwargs)
