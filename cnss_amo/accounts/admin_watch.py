"""The Django admin of what keeps looks within bounds: caps, canaries, seals."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.models import CanaryPerson, DailyCap, LookSeal
from cnss_amo.accounts.read_only_admin import ReadOnlyAdmin
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


@admin.register(CanaryPerson)
class CanaryPersonAdmin(ReadOnlyAdmin):
    """People whom no work leads to; auditors keep them on their own pages, and alone see them."""

    list_display = ("reference", "note", "added_at", "added_by")
    list_select_related = ("added_by",)

    @admin.display(description=_("personne"))
    def reference(self, canary: CanaryPerson) -> str:
        return PersonReference().to_url(canary.person_id)


@admin.register(LookSeal)
class LookSealAdmin(ReadOnlyAdmin):
    """The chain of the seals; `verify_looks` says whether it holds."""

    list_display = ("number", "sealed_at", "count", "highest")
    exclude = ("looks", "digests", "previous", "digest", "holders")
