"""The Django admin of users, and of the log of looks; roles decide, permissions follow."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Model
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.models import Look, User
from cnss_amo.accounts.staff_admin import StaffAdmin

COUNTED_EXACTLY = 10_000

admin.site.register(User, StaffAdmin)


class QuickPaginator(Paginator):
    """Counts exactly up to ten thousand rows, then trusts PostgreSQL's estimate of the table."""

    @cached_property
    def count(self) -> int:
        """Return the number of rows, never reading a whole large table."""
        rows = self.object_list.order_by()
        exact = rows[: COUNTED_EXACTLY + 1].count()
        if exact <= COUNTED_EXACTLY or rows.query.where:
            return exact
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass",
                [rows.model._meta.db_table],
            )
            return max(exact, cursor.fetchone()[0])


class ReadOnlyAdmin(admin.ModelAdmin):
    """Shown, never written; quick at millions of rows."""

    paginator = QuickPaginator
    show_full_result_count = False
    list_per_page = 50
    ordering = ("-pk",)
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody changes here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody deletes here."""
        return False


@admin.register(Look)
class LookAdmin(ReadOnlyAdmin):
    """Who looked at whom: one line per page that showed people."""

    list_display = ("at", "user", "kind", "door", "shown", "about")
    list_filter = ("kind", "door")
    list_select_related = ("user",)
    search_fields = ("user__username__exact",)
    search_help_text = _("Matricule exact.")
    exclude = ("query_key",)

    @admin.display(description=_("personnes montrées"))
    def shown(self, look: Look) -> int:
        return len(look.people)
