"""Colleagues in the Django admin: their account, their roles, what they sign in with."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cnss_amo.accounts import handed
from cnss_amo.accounts.models import RoleProposal, User, knowing_second_factor
from cnss_amo.accounts.perms import dangerous
from cnss_amo.accounts.role_admin import RoleGrantInline, RoleProposalInline
from cnss_amo.accounts.second_factor.services import end_sessions, take_away
from cnss_amo.accounts.services.staff import give_first_password

SHOWN_ONCE = "first_password"


class StaffCreationForm(ModelForm):
    """A new colleague: matricule and names; the system draws the first password."""

    class Meta:
        model = User
        fields = ("username", "last_name", "first_name", "email")
        labels = {"username": gettext_lazy("Matricule")}

    def clean_username(self) -> str:
        """One account per matricule, whatever its case."""
        matricule = User.normalize_username(self.cleaned_data["username"])
        if User.objects.filter(username__iexact=matricule).exists():
            raise ValidationError(_("Ce matricule a déjà un compte."))
        return matricule


def _on_a_colleague(act: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse what may not be done to a colleague, then ask once more who is there, then do it."""

    @wraps(act)
    def guarded(self: "StaffAdmin", request: HttpRequest, pk: int) -> HttpResponse:
        user = self._colleague(request, pk)
        return dangerous(partial(act, self))(request, user)

    return guarded


class StaffAdmin(UserAdmin):
    """Colleagues and their roles; nobody is made superuser or given permissions one by one."""

    add_form = StaffCreationForm
    add_form_template = None
    fieldsets = (
        (None, {"fields": ("username",)}),
        (gettext_lazy("Personne"), {"fields": ("last_name", "first_name", "email")}),
        (
            gettext_lazy("Accès"),
            {
                "fields": (
                    "is_active",
                    "enrolled",
                    "must_change_password",
                    "last_login",
                    "date_joined",
                )
            },
        ),
    )
    add_fieldsets = ((None, {"fields": ("username", "last_name", "first_name", "email")}),)
    readonly_fields = ("enrolled", "must_change_password", "last_login", "date_joined")
    filter_horizontal = ()
    list_display = (
        "matricule",
        "last_name",
        "first_name",
        "held_roles",
        "is_active",
        "enrolled",
        "last_login",
    )
    list_filter = ("is_active", "role_grants__role")
    search_fields = ("username", "last_name", "first_name")
    inlines = (RoleGrantInline, RoleProposalInline)

    # --- What is shown ----------------------------------------------------------------------

    @admin.display(description=gettext_lazy("matricule"), ordering="username")
    def matricule(self, user: User) -> str:
        return user.username

    @admin.display(description=gettext_lazy("rôles"))
    def held_roles(self, user: User) -> str:
        return ", ".join(str(grant) for grant in user.role_grants.all())

    @admin.display(description=gettext_lazy("second facteur"), boolean=True)
    def enrolled(self, user: User) -> bool:
        return user.has_second_factor

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """People, with their roles; the system's own actors are nobody's to change."""
        people = super().get_queryset(request).filter(is_system=False)
        return knowing_second_factor(people).prefetch_related("role_grants")

    def get_form(
        self, request: HttpRequest, obj: User | None = None, **kwargs: Any
    ) -> type[ModelForm]:
        """Call the sign-in name what people call it."""
        form = super().get_form(request, obj, **kwargs)
        if "username" in form.base_fields:
            form.base_fields["username"].label = gettext_lazy("Matricule")
        return form

    # --- Who may ------------------------------------------------------------------------------

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A colleague who leaves is made inactive: the log keeps naming who did what."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody changes her own account here: another administrator does."""
        return obj != request.user and super().has_change_permission(request, obj)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Ask who is there once more before an account or a role changes."""
        may_write = self.has_change_permission if object_id else self.has_add_permission
        if request.method == "POST" and not may_write(request):
            raise PermissionDenied
        return dangerous(super().changeform_view)(request, object_id, *args, **kwargs)

    # --- Acts -----------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        """Our acts; nobody types another's password."""
        acts = [
            ("premier-mot-de-passe/", self.first_password, "first_password"),
            ("nouveau-mot-de-passe/", self.new_password, "new_password"),
            ("second-facteur/", self.forget_second_factor, "forget_second_factor"),
        ]
        return [
            path(f"<int:pk>/{tail}", self.admin_site.admin_view(act), name=f"accounts_user_{name}")
            for tail, act, name in acts
        ] + super(UserAdmin, self).get_urls()

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Draw the first password of a new colleague; close the sessions of who is disabled."""
        if change:
            super().save_model(request, obj, form, change)
            if not obj.is_active:
                end_sessions(UserSession.objects.filter(user=obj))
        else:
            password = give_first_password(user=obj)
            handed.keep(request, SHOWN_ONCE, obj.pk, password)

    def save_formset(
        self, request: HttpRequest, form: Any, formset: BaseInlineFormSet, change: bool
    ) -> None:
        """Say who proposes a role; another confirms it."""
        for line in formset.extra_forms:
            if isinstance(line.instance, RoleProposal):
                line.instance.proposed_by = request.user
        super().save_formset(request, form, formset, change)

    def response_add(
        self, request: HttpRequest, obj: User, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Show the password just drawn."""
        return _to("first_password", obj)

    def first_password(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The password just drawn, once."""
        user = self._colleague(request, pk)
        password = handed.take(request, SHOWN_ONCE, pk)
        return self._page(request, "first_password", user, password=password)

    @_on_a_colleague
    def new_password(self, request: HttpRequest, user: User) -> HttpResponse:
        """Draw another first password for whoever lost hers."""
        if request.method != "POST":
            return self._page(request, "new_password", user)
        with transaction.atomic():
            handed.keep(request, SHOWN_ONCE, user.pk, give_first_password(user=user))
            self.log_change(request, user, _("Nouveau premier mot de passe."))
        return _to("first_password", user)

    @_on_a_colleague
    def forget_second_factor(self, request: HttpRequest, user: User) -> HttpResponse:
        """Forget the second factor of whoever lost hers: she enrols anew at her next sign-in."""
        if request.method != "POST":
            return self._page(request, "forget_second_factor", user)
        with transaction.atomic():
            take_away(user=user)
            self.log_change(request, user, _("Second facteur oublié."))
        messages.success(request, _("Le second facteur est oublié, les connexions sont fermées."))
        return _to("change", user)

    def _colleague(self, request: HttpRequest, pk: int) -> User:
        user = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        return user

    def _page(self, request: HttpRequest, name: str, user: User, **more: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": user,
            "colleague": user,
            **more,
        }
        return TemplateResponse(request, f"admin/accounts/user/{name}.html", context)


def _to(name: str, user: User) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"admin:accounts_user_{name}", args=[user.pk]))
