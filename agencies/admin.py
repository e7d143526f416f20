"""The Django admin of the territory, which comes from the HCP's package."""

from django.contrib import admin

from agencies.models import Commune
from cnss_amo.accounts.admin import ReadOnlyAdmin


@admin.register(Commune)
class CommuneAdmin(ReadOnlyAdmin):
    list_display = ("code", "name_fr", "name_ar", "province_fr", "region_fr")
    list_filter = ("region_fr",)
    search_fields = ("code", "name_fr", "name_ar", "province_fr")
    ordering = ("code",)
