"""The Django admin of the partners' clients: opened, given another secret, revoked; audited."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from oauth2_provider import models as oauth2

from agencies.admin.kept import TrackedAdmin
from cnss_amo.accounts import handed
from cnss_amo.accounts.perms import dangerous
from cnss_amo.api.enums import OF_BODIES, OF_POINTS, Scope
from cnss_amo.api.models import Client
from cnss_amo.api.services import change_secret, open_client, revoke

SHOWN_ONCE = "client_secret"
OWNERS = ("network", "point", "body")

for _model in (oauth2.AccessToken, oauth2.Grant, oauth2.IDToken, oauth2.RefreshToken, Client):
    admin.site.unregister(_model)


class ScopesForm(forms.ModelForm):
    """What a client is called, and may do."""

    name = forms.CharField(label=gettext_lazy("Nom du programme"), max_length=60)
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("Droits"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Client
        fields = ("name", "scopes")

    def clean(self) -> dict[str, Any]:
        """A body's program does what bodies do, a partner's what points do."""
        said = super().clean()
        body = said.get("body") if "body" in self.fields else self.instance.body
        allowed = OF_BODIES if body else OF_POINTS
        if set(said.get("scopes") or ()) - {one.value for one in allowed}:
            raise ValidationError(
                _("Les listes et les confirmations sont aux organismes, le reste aux partenaires.")
            )
        return said


class OpeningForm(ScopesForm):
    """A new client; the system draws its secret."""

    class Meta(ScopesForm.Meta):
        fields = ("name", *OWNERS, "scopes", "sandbox")

    def clean(self) -> dict[str, Any]:
        """One owner, and no more."""
        said = super().clean()
        if len([name for name in OWNERS if said.get(name)]) != 1:
            raise ValidationError(
                _("Un client est d'un réseau, d'un point ou d'un organisme, et d'un seul.")
            )
        return said


def _on_a_client(act: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse whoever may not, then ask once more who is there, then do it."""

    @wraps(act)
    def guarded(self: "ClientAdmin", request: HttpRequest, client_pk: int) -> HttpResponse:
        client = self._client(request, client_pk)
        return dangerous(partial(act, self))(request, client)

    return guarded


@admin.register(Client)
class ClientAdmin(TrackedAdmin):
    """The programs of partners and bodies; a client is never deleted, it is revoked."""

    list_display = ("name", "owner_name", "rights", "sandbox", "secret_drawn_at", "revoked_at")
    list_filter = ("sandbox", "network", "body")
    list_select_related = ("network", "point", "body")
    search_fields = ("name", "client_id")
    ordering = ("name", "pk")
    autocomplete_fields = ("point",)
    change_form_template = "admin/api/client/change_form.html"
    shown = ("client_id", *OWNERS, "sandbox", "secret_drawn_at", "revoked_at", "past")

    @admin.display(description=gettext_lazy("à qui"))
    def owner_name(self, client: Client) -> str:
        return str(client.owner)

    @admin.display(description=gettext_lazy("droits"))
    def rights(self, client: Client) -> str:
        return ", ".join(client.scopes)

    def get_form(self, request: HttpRequest, obj: Client | None = None, **kwargs: Any) -> Any:
        """A client is of one owner for life: its name and its rights alone change."""
        kwargs["form"] = ScopesForm if obj else OpeningForm
        return super().get_form(request, obj, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Client | None = None) -> tuple[str, ...]:
        """What the page shows."""
        return ("name", "scopes", *self.shown) if obj else OpeningForm.Meta.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Client | None = None) -> Any:
        """What is said once."""
        return self.shown if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Client | None = None) -> bool:
        """A revoked client stays as it was."""
        over = obj is not None and obj.revoked_at is not None
        return not over and super().has_change_permission(request, obj)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Ask who is there once more before a client opens or its rights change."""
        may_write = self.has_change_permission if object_id else self.has_add_permission
        writes = request.method == "POST" or object_id is None
        if writes and not may_write(request):
            raise PermissionDenied
        return dangerous(super().changeform_view)(request, object_id, *args, **kwargs)

    # --- Acts -----------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        """Our acts; nobody types a secret."""
        acts = [
            ("secret/", self.secret, "secret"),
            ("nouveau-secret/", self.new_secret, "new_secret"),
            ("revoquer/", self.revoked, "revoke"),
        ]
        return [
            path(
                f"<int:client_pk>/{tail}",
                self.admin_site.admin_view(act),
                name=f"api_client_{name}",
            )
            for tail, act, name in acts
        ] + super().get_urls()

    def save_model(self, request: HttpRequest, obj: Client, form: Any, change: bool) -> None:
        """Draw the secret of a new client."""
        if change:
            super().save_model(request, obj, form, change)
            return
        said = form.cleaned_data
        owner = next(said[name] for name in OWNERS if said[name])
        opened = open_client(
            name=said["name"],
            owner=owner,
            scopes=said["scopes"],
            sandbox=said["sandbox"],
            at=timezone.now(),
        )
        obj.pk = opened.client.pk
        handed.keep(request, SHOWN_ONCE, obj.pk, opened.secret)

    def response_add(
        self, request: HttpRequest, obj: Client, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Show the secret just drawn."""
        return _to("secret", obj)

    def secret(self, request: HttpRequest, client_pk: int) -> HttpResponse:
        """The secret just drawn, once."""
        client = self._client(request, client_pk)
        drawn = handed.take(request, SHOWN_ONCE, client.pk)
        return self._page(request, "secret", client, secret=drawn)

    @_on_a_client
    def new_secret(self, request: HttpRequest, client: Client) -> HttpResponse:
        """Draw another secret; the former one opens nothing any more."""
        if request.method != "POST":
            return self._page(request, "new_secret", client)
        with transaction.atomic():
            opened = change_secret(client=client, at=timezone.now())
            handed.keep(request, SHOWN_ONCE, client.pk, opened.secret)
            self.log_change(request, client, _("Nouveau secret."))
        return _to("secret", client)

    @_on_a_client
    def revoked(self, request: HttpRequest, client: Client) -> HttpResponse:
        """Close the interface to a client, for good."""
        if request.method != "POST":
            return self._page(request, "revoke", client)
        with transaction.atomic():
            revoke(client=client, at=timezone.now())
            self.log_change(request, client, _("Révoqué."))
        messages.success(request, _("Ce client n'ouvre plus rien."))
        return _to("change", client)

    def _client(self, request: HttpRequest, pk: int) -> Client:
        client = get_object_or_404(Client, pk=pk)
        if not self.has_change_permission(request, client):
            raise PermissionDenied
        return client

    def _page(self, request: HttpRequest, name: str, client: Client, **more: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": client,
            "client": client,
            **more,
        }
        return TemplateResponse(request, f"admin/api/client/{name}.html", context)


def _to(name: str, client: Model) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"admin:api_client_{name}", args=[client.pk]))
