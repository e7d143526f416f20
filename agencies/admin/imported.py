"""Pages that take a CSV file into the tables: send, read what it would change, confirm."""

from itertools import islice
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from import_export.admin import ImportMixin
from import_export.forms import ImportForm
from import_export.results import Result, RowResult
from import_export.tmp_storages import CacheStorage

from agencies.admin.exported import ExportedAdmin
from agencies.imports.csv_file import FrenchCSV, UnreadableFile

MOST_SHOWN = 200


class SendForm(ImportForm):
    """One CSV file."""

    import_file = forms.FileField(
        label=_("Fichier CSV"), widget=forms.FileInput(attrs={"accept": ".csv,text/csv"})
    )
    media = forms.Media()  # one format: nothing to guess

    def __init__(self, formats: Any, resources: Any, **kwargs: Any) -> None:
        super().__init__(formats, resources, **kwargs)
        self.fields["format"].widget = forms.HiddenInput()


class ImportedAdmin(ImportMixin, ExportedAdmin):
    """A list that a file brings up to date: nothing is written before the preview is confirmed."""

    import_export_change_list_template = "admin/agencies/change_list.html"
    import_template_name = "admin/agencies/import.html"
    import_form_class = SendForm
    import_formats = (FrenchCSV,)
    tmp_storage_class = CacheStorage

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Who may add and change may import."""
        return self.has_add_permission(request) and self.has_change_permission(request)

    def write_to_tmp_storage(self, import_file: Any, input_format: Any) -> CacheStorage:
        """Keep the bytes until they are confirmed, in the database: any host may confirm."""
        storage = CacheStorage()
        storage.save(import_file.read())
        return storage

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form, or what the file would do."""
        response = super().import_action(request, **kwargs)
        context = response.context_data
        context["title"] = gettext("Importer un fichier")
        context["required_columns"] = self.resource_classes[0].required
        if result := context.get("result"):
            context |= {
                "problems": list(islice(_problems(result), MOST_SHOWN)),
                "changes": list(islice(_changes(result), MOST_SHOWN)),
                "totals": _totals(result),
                "most": MOST_SHOWN,
            }
        return response

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Write what was previewed, or say that it has to be sent again."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        name = request.POST.get("import_file_name", "")
        if request.method == "POST" and CacheStorage(name=name).read() is None:
            messages.warning(request, gettext("L'aperçu a expiré : envoyez le fichier de nouveau."))
            return HttpResponseRedirect(self._address("import"))
        return super().process_import(request, **kwargs)

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """All the rows, or none."""
        return super().get_import_data_kwargs(**kwargs) | {"rollback_on_validation_errors": True}

    def process_result(self, result: Result, request: HttpRequest) -> HttpResponse:
        """Say what was written; when the tables changed since the preview, say that nothing was."""
        if result.has_errors() or result.has_validation_errors():
            messages.error(
                request,
                gettext(
                    "Rien n'est écrit : la base a changé depuis l'aperçu. Renvoyez le fichier."
                ),
            )
            return HttpResponseRedirect(self._address("import"))
        return super().process_result(result, request)

    def add_success_message(self, result: Result, request: HttpRequest) -> None:
        """Count what the file did."""
        messages.success(
            request,
            gettext(
                "Importé. Ajouts : %(new)s. Changements : %(update)s. Lignes inchangées : %(skip)s."
            )
            % _totals(result),
        )

    def add_data_read_fail_error_to_form(self, form: forms.Form, e: Exception) -> None:
        """Say why the file cannot be read."""
        reason = (
            str(e) if isinstance(e, UnreadableFile) else gettext("Ce fichier n'est pas du CSV.")
        )
        form.add_error("import_file", reason)

    def _create_log_entry(
        self, user_pk: int, rows: Any, import_type: str, action_flag: int
    ) -> None:
        LogEntry.objects.log_actions(
            user_pk,
            rows,
            action_flag,
            change_message=gettext("Par un fichier importé."),
            single_object=len(rows) == 1,
        )

    def _address(self, page: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}")


def _totals(result: Result) -> dict[str, int]:
    kinds = (RowResult.IMPORT_TYPE_NEW, RowResult.IMPORT_TYPE_UPDATE, RowResult.IMPORT_TYPE_SKIP)
    return {kind: result.totals[kind] for kind in kinds}


def _problems(result: Result) -> Any:
    """Yield what is wrong: the line of the file, the column, the sentence."""
    for error in result.base_errors:
        yield "", "", str(error.error)
    for row in result.error_rows:
        for error in row.errors:
            yield result.lines[row.number - 1], "", str(error.error)
    for row in result.invalid_rows:
        for attribute, sentences in row.field_specific_errors.items():
            for sentence in sentences:
                column = result.columns.get(attribute, attribute)
                yield result.lines[row.number - 1], column, sentence
        for sentence in row.non_field_specific_errors:
            yield result.lines[row.number - 1], "", sentence


def _changes(result: Result) -> Any:
    """Yield the rows that add or change something: their line, whether they are new, the cells."""
    for line, row in zip(result.lines, result.rows, strict=True):
        if row.import_type in (RowResult.IMPORT_TYPE_NEW, RowResult.IMPORT_TYPE_UPDATE):
            yield line, row.import_type == RowResult.IMPORT_TYPE_NEW, row.diff
