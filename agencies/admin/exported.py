"""A page that gives the rows as the same CSV file that is imported: with a reason, and logged."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies.imports.csv_file import FrenchCSV
from cnss_amo.accounts.enums import Door, LookKind
from cnss_amo.accounts.services import record_look


class ReasonForm(forms.Form):
    """Why the rows leave."""

    use_required_attribute = False
    reason = forms.CharField(label=_("Motif de l'export"), min_length=3, max_length=200)


class ExportedAdmin:
    """A list that its administrators take away as a file, which they may send back changed."""

    def get_urls(self) -> list[URLPattern]:
        """Add the page."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        view = self.admin_site.admin_view(self.export_action)
        return [path("export/", view, name=name), *super().get_urls()]

    def export_action(self, request: HttpRequest) -> HttpResponse:
        """Ask for the reason, then give the file and write it in the log of looks."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            return self._file(request, form.cleaned_data["reason"])
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Exporter"),
            "opts": self.opts,
            "form": form,
            "errors": form.errors,
        }
        return TemplateResponse(request, "admin/agencies/export.html", context)

    def _file(self, request: HttpRequest, reason: str) -> HttpResponse:
        record_look(
            user=request.user,
            kind=LookKind.EXPORT,
            people=(),
            door=Door.ADMIN,
            about=self.opts.label,
            reason=reason,
            request_id=request.request_id,
        )
        rows: Any = self.resource_classes[0]().export()
        file = HttpResponse(FrenchCSV().export_data(rows), content_type="text/csv; charset=utf-8")
        name = f"{self.opts.model_name}.csv"
        file.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return file
