"""The files of the places: `agences.csv` and `points.csv`."""

from collections import Counter
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.instance_loaders import CachedInstanceLoader

from agencies.enums import AgencyKind
from agencies.imports.cells import Choice, Codes, CommuneCell, Day, Degrees, Words, YesNo
from agencies.imports.resource import BadColumns, FileResource, known
from agencies.models import Agency, Approval, PartnerNetwork, Point, Service, Timetable
from agencies.services.approvals import approve


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
    timetable = Field("timetable", "horaire", known(Timetable, empty=True))
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
        if twice := _twice(dataset["code"]):
            raise BadColumns(_("Codes en double : %(codes)s.") % {"codes": ", ".join(twice)})
        self.held = self.services_held()
        self.changed: list[Any] = []

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        """A file that does not say that its places are fictitious tells of real ones."""
        row.setdefault("fictif", "non")

    def after_init_instance(self, instance: Any, new: bool, row: Any, **kwargs: Any) -> None:
        """Say what the place does before the row is read, so that a change of it is seen."""
        instance.codes = self.held.get(instance.pk, ())

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Remember the places whose services change: they are written once all have a key."""
        if instance.codes != self.held.get(instance.pk, ()):
            self.changed.append(instance)

    def after_import(self, dataset: tablib.Dataset, result: Any, **kwargs: Any) -> None:
        """Write what the places do."""
        super().after_import(dataset, result, **kwargs)
        self.write_services(self.changed)

    def before_export(self, queryset: Any, **kwargs: Any) -> None:
        """Read once what each place does today."""
        self.held = self.services_held()

    def export_resource(self, instance: Any, *fields: Any, **kwargs: Any) -> list[str]:
        """Give the cells of a place, with what it does."""
        instance.codes = self.held.get(instance.pk, ())
        return super().export_resource(instance, *fields, **kwargs)

    def services_held(self) -> dict[int, tuple[str, ...]]:
        """The codes of the services of each place, in their order."""
        raise NotImplementedError

    def write_services(self, places: list[Any]) -> None:
        """Give the places their services."""
        raise NotImplementedError


def _twice(codes: list[str]) -> list[str]:
    return sorted(code for code, times in Counter(codes).items() if times > 1)


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
    parent = Field("parent", "rattachement", known(Agency, empty=True))

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

    def write_services(self, places: list[Agency]) -> None:
        """Set the services of agencies."""
        for agency in places:
            agency.services.set(agency.codes)


class PointResource(PlaceResource):
    """`points.csv`"""

    required = ("code", "reseau", "nom", "nom_ar", "commune", "ouverture", "services")
    network = Field("network", "reseau", known(PartnerNetwork))

    class Meta(FileResource.Meta):
        model = Point
        fields = (
            *("code", "name_fr", "name_ar", "commune", "address", "latitude", "longitude"),
            *("phone", "timetable", "opened_on", "closed_on", "fictitious", "services"),
            "network",
        )
        import_id_fields = ("code",)
        instance_loader_class = CachedInstanceLoader
        use_bulk = True
        batch_size = 1_000

    def get_queryset(self) -> Any:
        """The points with their network."""
        return super().get_queryset().select_related("commune", "timetable", "network")

    def services_held(self) -> dict[int, tuple[str, ...]]:
        """What every point is approved for today, or from its first day to come."""
        in_force = Approval.objects.not_ended(timezone.localdate())
        pairs = in_force.order_by("service__position").values_list("point_id", "service_id")
        return _by_place(pairs)

    def write_services(self, places: list[Point]) -> None:
        """Approve the points for what their rows say, and for nothing else from today."""
        approve({point: point.codes for point in places}, on=timezone.localdate())

    def get_bulk_update_fields(self) -> list[str]:
        """The columns of the table itself."""
        return [name for name in super().get_bulk_update_fields() if name != "services"]

    def validate_instance(
        self, instance: Point, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """Check a point without looking again for what its row cites: there are thousands."""
        errors = dict(import_validation_errors or {})
        for check in (instance.clean_fields, instance.validate_constraints):
            try:
                check(exclude={"network", "commune", "timetable"} | errors.keys())
            except ValidationError as error:
                errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)
