"""The same people by django-import-export, row by row and in bulk, on a slice of the same list.

The rival is given what it has no part in: every row already read, checked and with its search keys.
Within its time it seals and digests what lies sealed, takes numbers, looks for who is known, writes
people and activities. Both must leave the same people, cell by cell.
"""

import time
from datetime import date
from typing import Any

from django.db import connection
from import_export.fields import Field
from import_export.instance_loaders import CachedInstanceLoader
from import_export.resources import ModelResource
from import_export.widgets import Widget
from tablib import Dataset

from bench import files, ground
from bench.passage import pass_list
from bench.report import Figure, NotMeasured, at_least, say
from bench.scene import Scene
from cnss_amo.kernel.db import keyring
from registration.models import Activity, Person

SLICE, VALIDATED_SLICE = 20_000, 2_000
TIMES_QUICKER = 50
SEALED = ("document", "phone", "email", "address")
PLAIN = (
    *("state", "registered_on", "document_kind", "last_name", "first_name", "last_name_ar"),
    *("first_name_ar", "latin_key", "arabic_key", "birth_date", "birth_precision", "birth_place"),
    *("sex", "nationality", "commune_id", "phone_source", "email_source", "address_source"),
)
FARM = (
    *("category_id", "sub_category_id", "body", "started_on", "begins_on", "subject_from"),
    *("professional_id", "origin_kind", "origin_list", "origin_line"),
)
DAYS = ("started_on", "begins_on", "subject_from")
NUMBERS = """
SELECT cnss_number(nextval('registration_number_seq')) FROM generate_series(1, %s)
"""


class NotTheSame(NotMeasured):
    """The rival did not write the same people."""


class Bytes(Widget):
    """Sealed bytes, as they stand in the differences that it shows."""

    def render(self, value: bytes | None, *_told: Any, **_options: Any) -> str:
        """Bytes in words."""
        return bytes(value or b"").hex()


class People(ModelResource):
    """People and their farms, one row at a time, with its options as they are by default."""

    WIDGETS_MAP = ModelResource.WIDGETS_MAP | {"BinaryField": Bytes}
    commune_id = Field(attribute="commune_id", column_name="commune_id")

    class Meta:
        model = Person
        import_id_fields = ("document_key",)
        fields = (
            *(*PLAIN, "search_tokens", "number"),
            *(f"{name}_{part}" for name in SEALED for part in ("key", "sealed")),
        )

    def before_import(self, dataset: Dataset, **_options: Any) -> None:
        """Seal and digest what lies sealed, and take the numbers, for all rows at once."""
        ring = keyring()
        for name in SEALED:
            values = [value or None for value in dataset[name]]
            matched = [f"CIN:{value}" for value in values] if name == "document" else values
            dataset.append_col(ring.digest_all(matched, name), header=f"{name}_key")
            dataset.append_col(ring.seal_all(values, name), header=f"{name}_sealed")
        with connection.cursor() as cursor:
            cursor.execute(NUMBERS, [len(dataset)])
            dataset.append_col([number for (number,) in cursor.fetchall()], header="number")

    def before_save_instance(self, instance: Person, row: dict[str, Any], **_options: Any) -> None:
        """Have the farm ready, to be written with the person."""
        told = {name: row[f"farm_{name}"] for name in FARM}
        told |= {name: date.fromisoformat(told[name]) for name in DAYS}
        instance.farm = Activity(facts=row["farm_facts"], **told)

    def after_save_instance(self, instance: Person, row: dict[str, Any], **_options: Any) -> None:
        """Write the farm of the person just written."""
        instance.farm.person = instance
        instance.farm.save(force_insert=True)


class PeopleValidated(People):
    """The same, each row checked as it can: by the model's own validation."""

    class Meta(People.Meta):
        clean_model_instances = True


class PeopleInBulk(People):
    """The same at its quickest: bulk mode, a cached look-up of who is known, no differences."""

    class Meta(People.Meta):
        use_bulk = True
        skip_diff = True
        batch_size = 1_000
        instance_loader_class = CachedInstanceLoader

    def after_save_instance(self, *_told: Any, **_options: Any) -> None:
        """Nothing is written yet."""

    def bulk_create(self, *told: Any, **options: Any) -> None:
        """Write a batch of people, then their farms."""
        written = list(self.create_instances)
        super().bulk_create(*told, **options)
        for person in written:
            person.farm.person = person
        Activity.objects.bulk_create(person.farm for person in written)


def measure(scene: Scene) -> list[Figure]:
    """Pass a slice of the list, then have django-import-export write the same people."""
    ours_whole = scene.second.rate
    rows = min(SLICE, scene.rows)
    ground.begin_again()
    say(f"  passing a slice of {rows:,} rows")
    path = files.write_slice(scene.folder / "slice.csv.gz", scene.second_file, rows)
    ours = pass_list(path, REGISTERED=rows).rate
    told = _told()
    row_by_row = _rate(People(), told, "row by row")
    validated = _rate(PeopleValidated(), told[:VALIDATED_SLICE], "row by row, each validated")
    in_bulk = _rate(PeopleInBulk(), told, "in bulk")
    whole, part = f"rate at {scene.rows:,} rows", f"rate on the slice of {rows:,} rows"
    rival = "django-import-export"
    return [
        Figure(f"this pipeline, {scene.rows:,} rows onto as many people", ours_whole, "rows/s"),
        Figure(f"this pipeline, a slice of {rows:,} rows", ours, "rows/s"),
        Figure(f"{rival}, row by row as installed, the slice", row_by_row, "rows/s"),
        Figure(f"{rival}, row by row with its validation", validated, "rows/s"),
        Figure(f"{rival}, in bulk, the slice", in_bulk, "rows/s"),
        at_least(f"{whole} / row by row as installed", ours_whole / row_by_row, TIMES_QUICKER),
        Figure(f"{whole} / row by row with its validation", ours_whole / validated),
        Figure(f"{part} / row by row as installed", ours / row_by_row),
        at_least(f"{whole} / in bulk", ours_whole / in_bulk, 1),
        at_least(f"{part} / in bulk", ours / in_bulk, 1),
    ]


def _rate(resource: People, told: list[dict[str, Any]], mode: str) -> float:
    say(f"  the same {len(told):,} people by django-import-export, {mode}")
    dataset = Dataset(*(row.values() for row in told), headers=list(told[0]))
    ground.empty("registration_person", "registration_activity")
    ground.settle()
    began = time.perf_counter()
    resource.import_data(dataset, raise_errors=True)
    seconds = time.perf_counter() - began
    if _told() != told:
        raise NotTheSame(mode)
    return len(told) / seconds


def _told() -> list[dict[str, Any]]:
    """The final people and farms as the cells of a file, what lies sealed in clear."""
    unseal = keyring().unseal_text
    told = []
    for farm in Activity.objects.select_related("person").order_by("origin_line"):
        person = farm.person
        row = {name: _cell(getattr(person, name)) for name in PLAIN}
        row |= {name: unseal(getattr(person, f"{name}_sealed"), name) or "" for name in SEALED}
        row["search_tokens"] = ",".join(person.search_tokens)
        row |= {f"farm_{name}": _cell(getattr(farm, name)) for name in FARM}
        told.append(row | {"farm_facts": farm.facts})
    return told


def _cell(value: object) -> str:
    return "" if value is None else str(value)
