"""What each file of the network holds, column by column, and the rows of the tables it means."""

from typing import Any, ClassVar

import tablib
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.instance_loaders import CachedInstanceLoader
from import_export.resources import Diff, ModelResource

from agencies.enums import AgencyKind, StopKind, Weekday
from agencies.imports.cells import (
    Choice,
    Codes,
    CommuneCell,
    Day,
    Days,
    Degrees,
    Hour,
    Known,
    Words,
    YesNo,
)
from agencies.models import (
    Agency,
    Approval,
    PartnerNetwork,
    Point,
    Posting,
    Service,
    Stop,
    Timetable,
)
from agencies.services.approvals import approve_for
from cnss_amo.accounts.models import User


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


def _known(model: type, key: str = "code", *, empty: bool = False) -> Known:
    return Known(model.objects.order_by(key).all, key, empty=empty)


def _service_codes() -> list[str]:
    return list(Service.objects.values_list("code", flat=True))


class PlaceResource(FileResource):
    """What the files of agencies and of points have in common."""

    code = Field("code", "code", Words())
    name_fr = Field("name_fr", "nom", Words())
    name_ar = Field("name_ar", "nom_ar", Words())
    commune = Field("commune", "commune", CommuneCell())
    address = Field("address", "adresse", Words())
    latitude = Field("latitude", "latitude", Degrees())
    longitude = Field("longitude", "longitude", Degrees())
    phone = Field("phone", "telephone", Words())
    timetable = Field("timetable", "horaire", _known(Timetable, empty=True))
    opened_on = Field("opened_on", "ouverture", Day())
    closed_on = Field("closed_on", "fermeture", Day())
    fictitious = Field("fictitious", "fictif", YesNo())
    services = Field("codes", "services", Codes(_service_codes))

    def get_queryset(self) -> Any:
        """The places with what their rows cite."""
        return super().get_queryset().select_related("commune", "timetable")

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        """Read once what each place does today."""
        super().before_import(dataset, **kwargs)
        self.held = self.services_held()

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        """A file that does not say that its places are fictitious tells of real ones."""
        row.setdefault("fictif", "non")

    def after_init_instance(self, instance: Any, new: bool, row: Any, **kwargs: Any) -> None:
        """Say what the place does before the row is read, so that a change of it is seen."""
        instance.codes = self.held.get(instance.pk, ())

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Write what the place does, where that changes."""
        if instance.codes != self.held.get(instance.pk, ()):
            self.write_services(instance)

    def services_held(self) -> dict[int, tuple[str, ...]]:
        """The codes of the services of each place, in their order."""
        raise NotImplementedError

    def write_services(self, instance: Any) -> None:
        """Give the place its services."""
        raise NotImplementedError


def _by_place(pairs: Any) -> dict[int, tuple[str, ...]]:
    held: dict[int, tuple[str, ...]] = {}
    for place, code in pairs:
        if code not in held.get(place, ()):
            held[place] = (*held.get(place, ()), code)
    return held


class AgencyResource(PlaceResource):
    """`agences.csv`"""

    required = ("code", "sorte", "nom", "nom_ar", "commune", "ouverture")
    kind = Field("kind", "sorte", Choice(AgencyKind))
    parent = Field("parent", "rattachement", _known(Agency, empty=True))

    class Meta(FileResource.Meta):
        model = Agency
        fields = (
            *("code", "name_fr", "name_ar", "commune", "address", "latitude", "longitude"),
            *("phone", "timetable", "opened_on", "closed_on", "fictitious", "services"),
            *("kind", "parent"),
        )
        import_id_fields = ("code",)
        instance_loader_class = CachedInstanceLoader

    def get_queryset(self) -> Any:
        """The agencies with the one they answer to."""
        return super().get_queryset().select_related("commune", "timetable", "parent")

    def services_held(self) -> dict[int, tuple[str, ...]]:
        """The services of every agency."""
        through = Agency.services.through.objects.order_by("service__position")
        return _by_place(through.values_list("agency_id", "service_id"))

    def write_services(self, instance: Agency) -> None:
        """Set the services of an agency."""
        instance.services.set(instance.codes)


class PointResource(PlaceResource):
    """`points.csv`"""

    required = ("code", "reseau", "nom", "nom_ar", "commune", "ouverture", "services")
    network = Field("network", "reseau", _known(PartnerNetwork))

    class Meta(FileResource.Meta):
        model = Point
        fields = (
            *("code", "name_fr", "name_ar", "commune", "address", "latitude", "longitude"),
            *("phone", "timetable", "opened_on", "closed_on", "fictitious", "services"),
            "network",
        )
        import_id_fields = ("code",)
        instance_loader_class = CachedInstanceLoader

    def get_queryset(self) -> Any:
        """The points with their network."""
        return super().get_queryset().select_related("commune", "timetable", "network")

    def services_held(self) -> dict[int, tuple[str, ...]]:
        """What every point is approved for today, or from its first day to come."""
        in_force = Approval.objects.not_ended(timezone.localdate())
        pairs = in_force.order_by("service__position").values_list("point_id", "service_id")
        return _by_place(pairs)

    def write_services(self, instance: Point) -> None:
        """Approve the point for what the row says, and for nothing else from today."""
        approve_for(instance, instance.codes, on=timezone.localdate())


class StopResource(FileResource):
    """`passages.csv`"""

    required = ("agence", "jour", "commune", "lieu", "de", "a", "premier_jour")
    agency = Field(
        "agency",
        "agence",
        Known(lambda: Agency.objects.filter(kind=AgencyKind.MOBILE).order_by("code"), "code"),
    )
    weekday = Field("weekday", "jour", Choice(Weekday))
    opens = Field("opens", "de", Hour())
    begins_on = Field("begins_on", "premier_jour", Day())
    kind = Field("kind", "sorte", Choice(StopKind))
    commune = Field("commune", "commune", CommuneCell())
    place = Field("place", "lieu", Words())
    closes = Field("closes", "a", Hour())
    ends_on = Field("ends_on", "fin", Day())
    cancelled_days = Field("cancelled_days", "jours_annules", Days())

    class Meta(FileResource.Meta):
        model = Stop
        fields = (
            *("agency", "weekday", "opens", "begins_on", "kind", "commune", "place", "closes"),
            *("ends_on", "cancelled_days"),
        )
        import_id_fields = ("agency", "weekday", "opens", "begins_on")


class PostingResource(FileResource):
    """`affectations.csv`"""

    required = ("matricule", "premier_jour")
    user = Field(
        "user",
        "matricule",
        Known(lambda: User.objects.filter(is_system=False).order_by("username"), "username"),
    )
    begins_on = Field("begins_on", "premier_jour", Day())
    ends_on = Field("ends_on", "fin", Day())
    agency = Field("agency", "agence", _known(Agency, empty=True))
    point = Field("point", "point", _known(Point, empty=True))

    class Meta(FileResource.Meta):
        model = Posting
        fields = ("user", "begins_on", "ends_on", "agency", "point")
        import_id_fields = ("user", "begins_on")
