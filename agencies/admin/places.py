"""The Django admin of the agencies, of the partners' networks and of their points."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import Model, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.admin.imported import ImportedAdmin
from agencies.admin.kept import KeptAdmin, TrackedAdmin
from agencies.admin.stops import StopInline
from agencies.admin.territory import RegionFilter
from agencies.enums import AgencyKind
from agencies.imports.places import AgencyResource, PointResource
from agencies.models import Agency, Approval, PartnerNetwork, Point, Service
from cnss_amo.accounts.admin import ReadOnlyAdmin

IDENTITY = (None, {"fields": ("code", ("name_fr", "name_ar"), "fictitious")})
WHERE = (_("Lieu"), {"fields": ("commune", "address", ("latitude", "longitude"), "phone")})
WHEN = (_("Ouverture"), {"fields": ("timetable", ("opened_on", "closed_on"))})
PAST = (_("Historique"), {"fields": ("past",)})


class OpenToday(SimpleListFilter):
    """Keeps the places that exist today, or those that do not."""

    title = _("existe aujourd'hui")
    parameter_name = "open"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        return [("yes", _("Oui")), ("no", _("Non"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        existing = queryset.model.objects.open_on(timezone.localdate())
        if self.value() == "yes":
            return queryset.filter(pk__in=existing)
        return queryset.exclude(pk__in=existing) if self.value() == "no" else queryset


class PlaceAdmin(TrackedAdmin):
    """What an agency and a point have in common."""

    list_select_related = ("commune",)
    search_fields = ("code", "name_fr", "name_ar", "commune__name_fr", "commune__name_ar")
    search_help_text = _("Code, nom ou commune.")
    ordering = ("code",)
    autocomplete_fields: tuple[str, ...] = ("commune", "timetable")


@admin.register(Agency)
class AgencyAdmin(ImportedAdmin, PlaceAdmin):
    resource_classes = (AgencyResource,)
    list_display = ("code", "name_fr", "name_ar", "kind", "commune", "opened_on", "fictitious")
    list_filter = ("kind", OpenToday, "fictitious", RegionFilter)
    autocomplete_fields = ("commune", "timetable", "parent")
    fieldsets = (
        IDENTITY,
        (_("Sorte"), {"fields": ("kind", "parent", "services")}),
        WHERE,
        WHEN,
        PAST,
    )

    def get_inlines(self, request: HttpRequest, obj: Agency | None) -> list[type]:
        """Only a mobile agency has stops."""
        return [StopInline] if obj and obj.kind == AgencyKind.MOBILE else []

    def formfield_for_manytomany(self, field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Tick the services: there are few."""
        kwargs["widget"] = CheckboxSelectMultiple
        return super().formfield_for_manytomany(field, request, **kwargs)


class ApprovalInline(admin.TabularInline):
    """What the point may do: one line a service, which ends and is never deleted."""

    model = Approval
    extra = 0
    can_delete = False
    ordering = ("service__position", "begins_on")


@admin.register(Point)
class PointAdmin(ImportedAdmin, PlaceAdmin):
    resource_classes = (PointResource,)
    list_display = ("code", "name_fr", "name_ar", "network", "commune", "opened_on", "fictitious")
    list_filter = ("network", OpenToday, "fictitious", RegionFilter)
    list_select_related = ("commune", "network")
    autocomplete_fields = ("commune", "timetable", "network")
    fieldsets = (IDENTITY, (_("Réseau"), {"fields": ("network",)}), WHERE, WHEN, PAST)
    inlines = (ApprovalInline,)


@admin.register(PartnerNetwork)
class PartnerNetworkAdmin(KeptAdmin):
    list_display = ("code", "name_fr", "name_ar", "source")
    search_fields = ("code", "name_fr", "name_ar")
    ordering = ("code",)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """A code is given once."""
        return ["code"] if obj else []


@admin.register(Service)
class ServiceAdmin(ReadOnlyAdmin):
    """Services come from a file of the application: pages and imports cite their codes."""

    list_display = ("code", "name_fr", "name_ar")
    search_fields = ("code", "name_fr", "name_ar")
    ordering = ("position",)
