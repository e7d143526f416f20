"""The Django admin of hours and days: timetables, holidays, months of Ramadan."""

from secrets import token_hex
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from agencies.admin.kept import KeptAdmin
from agencies.models import Holiday, OpeningHours, Ramadan, Timetable

ADDED = "ajout-"


class OpeningHoursInline(admin.TabularInline):
    model = OpeningHours
    extra = 0


@admin.register(Timetable)
class TimetableAdmin(KeptAdmin):
    """Changed once for all the places that keep it."""

    list_display = ("code", "name_fr", "name_ar", "open_on_holidays")
    search_fields = ("code", "name_fr", "name_ar")
    ordering = ("code",)
    inlines = (OpeningHoursInline,)


class DayAdmin(KeptAdmin):
    """Days of the files are moved, those added here may be removed too."""

    list_filter = ("to_confirm",)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A day of the files would come back: it is moved."""
        may = admin.ModelAdmin.has_delete_permission(self, request, obj)
        return may and obj is not None and obj.code.startswith(ADDED)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Give a day added here a code of its own, which no file has."""
        if not change:
            obj.code = f"{ADDED}{token_hex(8)}"
        super().save_model(request, obj, form, change)


@admin.register(Holiday)
class HolidayAdmin(DayAdmin):
    list_display = ("day", "name_fr", "name_ar", "to_confirm", "source")
    date_hierarchy = "day"
    search_fields = ("name_fr", "name_ar")
    ordering = ("-day",)


@admin.register(Ramadan)
class RamadanAdmin(DayAdmin):
    list_display = ("begins_on", "ends_on", "to_confirm", "source")
    ordering = ("-begins_on",)
