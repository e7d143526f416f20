"""The Django admin of users, and of the log of looks; roles decide, permissions follow."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.groups import align_groups
from cnss_amo.accounts.models import Look, RoleGrant, User

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


class StaffCreationForm(UserCreationForm):
    """A new colleague: matricule, names, a first password."""

    class Meta(UserCreationForm.Meta):
        model = User
        fields = ("username", "last_name", "first_name", "email")
        labels = {"username": _("Matricule")}


class RoleGrantInline(admin.StackedInline):
    model = RoleGrant
    extra = 0


@admin.register(User)
class StaffAdmin(UserAdmin):
    """Colleagues and their roles; nobody is made superuser or given permissions one by one."""

    add_form = StaffCreationForm
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Personne"), {"fields": ("last_name", "first_name", "email")}),
        (_("Accès"), {"fields": ("is_active", "last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "last_name", "first_name", "email")}),
        (_("Premier mot de passe"), {"fields": ("password1", "password2")}),
    )
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()
    list_display = ("matricule", "last_name", "first_name", "held_roles", "is_active", "last_login")
    list_filter = ("is_active", "role_grants__role")
    search_fields = ("username", "last_name", "first_name")
    inlines = (RoleGrantInline,)

    @admin.display(description=_("matricule"), ordering="username")
    def matricule(self, user: User) -> str:
        return user.username

    @admin.display(description=_("rôles"))
    def held_roles(self, user: User) -> str:
        return ", ".join(str(grant) for grant in user.role_grants.all())

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """People, with their roles; the system's own actors are nobody's to change."""
        people = super().get_queryset(request).filter(is_system=False)
        return people.prefetch_related("role_grants")

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A colleague who leaves is made inactive: the log keeps naming who did what."""
        return False

    def get_form(
        self, request: HttpRequest, obj: User | None = None, **kwargs: Any
    ) -> type[ModelForm]:
        """Call the sign-in name what people call it."""
        form = super().get_form(request, obj, **kwargs)
        if "username" in form.base_fields:
            form.base_fields["username"].label = _("Matricule")
        return form

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the roles, then open what they open."""
        super().save_related(request, form, formsets, change)
        align_groups(form.instance)


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
