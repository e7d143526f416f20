"""What every file of the network has in common: columns, and rows found again by a key."""

from typing import Any, ClassVar

import tablib
from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from import_export.resources import Diff, ModelResource

from agencies.imports.cells import Known


class BadColumns(Exception):
    """The file lacks a column, or has one that nobody reads."""


class PlainDiff(Diff):
    """What a cell was and what it becomes, without colours: the page's security forbids them."""

    def as_html(self) -> list[SafeString]:
        """Return a piece of page for each column."""
        return [
            format_html("{}", after)
            if before == after or self.new
            else format_html("<del>{}</del> <ins>{}</ins>", before, after)
            for before, after in zip(self.left, self.right, strict=True)
        ]


class FileResource(ModelResource):
    """A file whose rows are found again by their key: the same file twice changes nothing."""

    required: ClassVar[tuple[str, ...]] = ()

    class Meta:
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True

    @classmethod
    def get_diff_class(cls) -> type[Diff]:
        """Show differences our way."""
        return PlainDiff

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        """Refuse a file that lacks a column, or has one that nobody reads."""
        columns, given = self.columns(), set(dataset.headers or ())
        if absent := [column for column in self.required if column not in given]:
            raise BadColumns(_("Colonnes absentes : %(columns)s.") % {"columns": ", ".join(absent)})
        if unknown := sorted(given - set(columns)):
            raise BadColumns(
                _("Colonnes inconnues : %(unknown)s. Celles d'ici sont : %(columns)s.")
                % {"unknown": ", ".join(unknown), "columns": ", ".join(columns)}
            )

    def after_import(self, dataset: tablib.Dataset, result: Any, **kwargs: Any) -> None:
        """Let the result say on which line of the file each row was."""
        result.lines = dataset.lines
        result.columns = {field.attribute: field.column_name for field in self.fields.values()}

    @classmethod
    def columns(cls) -> list[str]:
        """The columns of the file, in order."""
        return [field.column_name for field in cls.fields.values()]


def known(model: type[Model], key: str = "code", *, empty: bool = False) -> Known:
    """Cells that cite a row by its code, or nothing."""
    return Known(model.objects.order_by(key).all, key, empty=empty)
