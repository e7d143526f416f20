"""The Django admin of users, and of the log of looks; roles decide, permissions follow."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts import admin_watch, role_admin
from cnss_amo.accounts.models import Look, User
from cnss_amo.accounts.read_only_admin import QuickPaginator, ReadOnlyAdmin
from cnss_amo.accounts.staff_admin import StaffAdmin

__all__ = ["LookAdmin", "QuickPaginator", "ReadOnlyAdmin", "admin_watch", "role_admin"]

admin.site.register(User, StaffAdmin)


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
