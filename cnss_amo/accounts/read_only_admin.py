"""The shape of every Django admin page that shows and never writes."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Model
from django.http import HttpRequest
from django.utils.functional import cached_property

COUNTED_EXACTLY = 10_000


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
