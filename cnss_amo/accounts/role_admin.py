"""Roles in the Django admin: proposed on a colleague's account, confirmed on their own page."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from cnss_amo.accounts.enums import Role
from cnss_amo.accounts.models import RoleGrant, RoleProposal
from cnss_amo.accounts.perms import dangerous, holds_any
from cnss_amo.accounts.read_only_admin import ReadOnlyAdmin
from cnss_amo.accounts.separation import check_together
from cnss_amo.accounts.services.roles import confirm_role, refuse_role


class _OfAColleague(admin.StackedInline):
    """What nobody changes on her own account."""

    fk_name = "user"
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Model | None) -> bool:
        return obj != request.user and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What is said is not said otherwise: it is taken back, and proposed again."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return obj != request.user and super().has_delete_permission(request, obj)


class RoleGrantInline(_OfAColleague):
    """The roles held, each with the two who gave it; taken back by one."""

    model = RoleGrant
    fields = ("role", "body", "proposed_by", "approved_by")

    def has_add_permission(self, request: HttpRequest, obj: Model | None) -> bool:
        return False


class RolesTogether(BaseInlineFormSet):
    """The roles proposed for one person, which must go with those she holds."""

    def clean(self) -> None:
        """Say which two do not, and why."""
        super().clean()
        kept = [form.cleaned_data for form in self.forms if form.cleaned_data]
        proposed = [line["role"] for line in kept if not line.get("DELETE") and line.get("role")]
        held = RoleGrant.objects.filter(user=self.instance.pk).values_list("role", flat=True)
        check_together([*held, *proposed])


class RoleProposalInline(_OfAColleague):
    """The roles that wait for a second administrator."""

    model = RoleProposal
    formset = RolesTogether


@admin.register(RoleProposal)
class RoleProposalAdmin(ReadOnlyAdmin):
    """What waits for a second administrator: who would hold what, and who proposes it."""

    list_display = ("user", "role", "body", "proposed_by", "proposed_at")
    list_select_related = ("user", "proposed_by")
    fields = list_display

    def get_urls(self) -> list[URLPattern]:
        """The decision, posted from the page of a proposal."""
        decide = self.admin_site.admin_view(self.decide)
        own = path("<int:pk>/decider/", decide, name="accounts_roleproposal_decide")
        return [own, *super().get_urls()]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a proposal, with what its reader may decide."""
        proposal = object_id and self.get_object(request, object_id)
        decides = bool(proposal) and _decides(request)
        concerned = decides and request.user.pk in (proposal.proposed_by_id, proposal.user_id)
        more = {"may_decide": decides, "may_confirm": decides and not concerned}
        return super().changeform_view(request, object_id, form_url, more | (extra_context or {}))

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Confirm or refuse, once whoever decides said again who she is."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not _decides(request):
            raise PermissionDenied
        return dangerous(self._decided)(request, pk)

    def _decided(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            if "confirm" in request.POST:
                grant = confirm_role(proposal_id=pk, by=request.user)
                self.log_change(request, grant.user, _("Rôle confirmé : %s.") % grant)
                messages.success(request, _("Le rôle est attribué."))
            else:
                refuse_role(proposal_id=pk)
                messages.success(request, _("La proposition est écartée, aucun rôle n'est donné."))
        except RoleProposal.DoesNotExist:
            messages.info(request, _("Cette proposition n'attend plus : elle a été décidée."))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("admin:accounts_roleproposal_change", pk)
        return redirect("admin:accounts_roleproposal_changelist")


def _decides(request: HttpRequest) -> bool:
    return holds_any(request.user, Role.ADMINISTRATOR)
