"""The Django admin of the lists: bodies and their mandates are set here, the rest is read.

The outcomes of rows have a key of two columns, which the admin cannot show: the lists' pages do.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.forms import RangeWidget
from django.db.models import Model
from django.forms import DateInput
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.admin import ReadOnlyAdmin
from liaison.models import LiaisonBody, Mandate, ReceivedList, Reconciliation, Ruling
from liaison.queries.reconciliations import told
from registration.admin import PeopleAdmin

DAYS = (_("Premier jour"), _("Dernier jour, exclu"))


@admin.register(LiaisonBody)
class LiaisonBodyAdmin(admin.ModelAdmin):
    """Bodies come from the legislation files; how their lists are taken is decided here."""

    list_display = ("code", "name_fr", "name_ar", "format", "default_kind", "tolerance")
    fields = ("code", "name_fr", "name_ar", "format", "default_kind", "tolerance")
    readonly_fields = ("code", "name_fr", "name_ar", "format")
    search_fields = ("code", "name_fr", "name_ar")
    ordering = ("code",)
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A body is added to the legislation files."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A body that no longer lists anybody keeps its lists."""
        return False


class PeriodWidget(RangeWidget):
    """Two days: the first one, and the first one after; empty when no end is known."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(DateInput({"type": "date"}, format="%Y-%m-%d"), attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Name each day."""
        context = super().get_context(name, value, attrs)
        for day, label in zip(context["widget"]["subwidgets"], DAYS, strict=True):
            day["attrs"] |= {"aria-label": label, "required": False}
        return context


@admin.register(Mandate)
class MandateAdmin(admin.ModelAdmin):
    list_display = ("body", "category", "in_force", "reference")
    list_select_related = ("body", "category")
    list_filter = ("body",)
    formfield_overrides = {DateRangeField: {"widget": PeriodWidget}}
    ordering = ("body", "category__position", "in_force")
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A mandate that is over is given its last day."""
        return False


@admin.register(ReceivedList)
class ReceivedListAdmin(ReadOnlyAdmin):
    list_display = ("reference", "state", "received_at", "rows_read", "sent_by")
    list_filter = ("state",)
    list_select_related = ("sent_by",)
    exclude = ("sha256",)
    sortable_by = ()

    @admin.display(description=_("référence"))
    def reference(self, received_list: ReceivedList) -> str:
        return received_list.reference


@admin.register(Reconciliation)
class ReconciliationAdmin(ReadOnlyAdmin):
    """What the check of every night found, latest first."""

    list_display = ("at", "is_sound", "found", "checks", "seconds")
    fields = ("at", "seconds", "checks", "found")
    sortable_by = ()

    @admin.display(description=_("tout concorde"), boolean=True)
    def is_sound(self, reconciliation: Reconciliation) -> bool:
        return not reconciliation.breaches

    @admin.display(description=_("ruptures"))
    def found(self, reconciliation: Reconciliation) -> str:
        return format_html_join(
            mark_safe("<br>"),
            "{} {} · {} ({})",
            (
                (one.count, one.about, one.broken, ", ".join(one.examples))
                for one in told(reconciliation)
            ),
        )


@admin.register(Ruling)
class RulingAdmin(PeopleAdmin):
    """Decisions on conflicts, latest first."""

    list_display = ("at", "list_id", "line", "verdict", "by", "reason")
    list_select_related = ("by",)
    search_fields = ()

    def people_in(self, rows: Iterable[Ruling]) -> list[int]:
        """The people chosen, where one was."""
        return sorted({row.person_id for row in rows if row.person_id})
