"""Rows that are closed and never deleted, and that show what they were before."""

from collections.abc import Iterator

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.admin import QuickPaginator
from cnss_amo.accounts.models import User

MOST_CHANGES_SHOWN = 20


class KeptAdmin(admin.ModelAdmin):
    """Rows that other rows cite for ever: given an end, never deleted."""

    paginator = QuickPaginator
    show_full_result_count = False
    list_per_page = 50
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What is over is given its last day."""
        return False


class TrackedAdmin(KeptAdmin):
    """Rows that also show their earlier values, whoever changed them, even in SQL."""

    readonly_fields = ("past",)

    @admin.display(description=_("valeurs antérieures"))
    def past(self, row: Model) -> SafeString | str:
        """What each change replaced, latest first."""
        return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in _past(row))) or "–"


def _past(row: Model) -> Iterator[str]:
    """Yield a line for each earlier state: until when, by whom, the values that were others."""
    if row.pk is None:
        return
    earlier = row.audit.select_related("pgh_context").order_by("-pgh_id")[:MOST_CHANGES_SHOWN]
    people = User.objects.in_bulk({_author(event) for event in earlier} - {None})
    later: Model = row
    for event in earlier:
        author = people.get(_author(event))
        yield gettext("Jusqu'au %(at)s (%(by)s) : %(values)s") % {
            "at": date_format(timezone.localtime(event.pgh_created_at), "SHORT_DATETIME_FORMAT"),
            "by": author.username if author else "SQL",
            "values": _difference(row, event, later),
        }
        later = event


def _author(event: Model) -> int | None:
    return (event.pgh_context.metadata if event.pgh_context else {}).get("user")


def _difference(row: Model, event: Model, later: Model) -> str:
    return ", ".join(
        f"{field.verbose_name} : {getattr(event, field.attname) or '–'}"
        for field in row._meta.concrete_fields
        if hasattr(event, field.attname)  # a secret is not audited
        and getattr(event, field.attname) != getattr(later, field.attname)
    )
