"""The Django admin of the register: read only, each look at people recorded, quick at millions.

No column is sorted or filtered that no index holds, and people are searched as agents search them.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.admin import ReadOnlyAdmin
from cnss_amo.accounts.enums import Door, LookKind
from cnss_amo.accounts.services import record_look
from cnss_amo.kernel import identifiers
from cnss_amo.kernel.db import keyring
from registration.models import Activity, Case, Category, Event, OtherCover, Person, SubCategory
from registration.queries import find_people
from registration.rules import Birth

MOST_FOUND = 50


class PeopleAdmin(ReadOnlyAdmin):
    """Rows that tell of people: found as people are, and nobody sees them unrecorded."""

    sortable_by = ()
    preserve_filters = False
    search_method = "post"
    person_field = "person_id"
    search_fields = ("pk",)  # shows the box; get_search_results answers
    search_help_text = _("Numéro, CIN, téléphone, identifiant professionnel ou nom.")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Keep the rows of the people found, where the look is written: never for autocomplete."""
        if request.resolver_match.view_name == "admin:autocomplete":
            raise PermissionDenied
        if not search_term:
            return queryset, False
        found = [match.person.pk for match in find_people(search_term, limit=MOST_FOUND)]
        return queryset.filter(**{f"{self.person_field}__in": found}), False

    def people_in(self, rows: Iterable[Model]) -> list[int]:
        """The people whom rows tell of."""
        found = {getattr(row, self.person_field) for row in rows}
        return sorted(person for person in found if person is not None)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the rows, and record whom they show; a search is posted, never in the address."""
        request.GET = _posted_search(request)
        response = super().changelist_view(request, extra_context)
        shown = getattr(response, "context_data", {}).get("cl")
        if shown is not None:
            self._record(request, LookKind.SEARCH, shown.result_list, shown.query)
        return response

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one row, and record whom it shows."""
        response = super().changeform_view(request, object_id, form_url, extra_context)
        shown = getattr(response, "context_data", {}).get("original")
        if shown is not None:
            self._record(request, LookKind.PERSON, [shown])
        return response

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Name the row, and record whom it tells of."""
        response = super().history_view(request, object_id, extra_context)
        shown = getattr(response, "context_data", {}).get("object")
        if shown is not None:
            self._record(request, LookKind.PERSON, [shown])
        return response

    def _record(
        self, request: HttpRequest, kind: LookKind, rows: Iterable[Model], query: str = ""
    ) -> None:
        record_look(
            user=request.user,
            kind=kind,
            people=self.people_in(rows),
            door=Door.ADMIN,
            about=str(self.opts.label),
            query=query,
            request_id=request.request_id,
        )


def _posted_search(request: HttpRequest) -> QueryDict:
    """Return the parameters of a list, with the search that was posted and no other."""
    parameters = request.GET.copy()
    parameters.pop(SEARCH_VAR, None)
    if searched := request.POST.get(SEARCH_VAR, "").strip():
        parameters[SEARCH_VAR] = searched
    return parameters


@admin.register(Category)
class CategoryAdmin(ReadOnlyAdmin):
    list_display = ("code", "name_fr", "name_ar", "opened_on", "completion_required", "yields")
    search_fields = ("code", "name_fr", "name_ar")
    ordering = ("position",)


@admin.register(SubCategory)
class SubCategoryAdmin(ReadOnlyAdmin):
    list_display = ("code", "category", "name_fr", "name_ar", "reference")
    list_select_related = ("category",)
    search_fields = ("code", "name_fr", "name_ar")
    ordering = ("category__position", "position")


@admin.register(Person)
class PersonAdmin(PeopleAdmin):
    person_field = "pk"
    list_display = ("formatted_number", "name", "name_ar", "birth_date_known", "state")
    fieldsets = (
        (None, {"fields": ("formatted_number", "state", "registered_on", "created_at")}),
        (
            _("Identité"),
            {
                "fields": (
                    ("last_name", "first_name"),
                    ("last_name_ar", "first_name_ar"),
                    "birth_date_known",
                    "birth_place",
                    "sex",
                    "nationality",
                    "commune",
                )
            },
        ),
        (_("Pièce d'identité"), {"fields": ("document_kind", "document", "document_disputed")}),
        (
            _("Coordonnées"),
            {
                "fields": (
                    ("phone", "phone_source"),
                    ("email", "email_source"),
                    ("address", "address_source"),
                )
            },
        ),
    )
    readonly_fields = (
        "formatted_number",
        "birth_date_known",
        "document",
        "phone",
        "email",
        "address",
    )

    @admin.display(description=_("numéro"))
    def formatted_number(self, person: Person) -> str:
        return person.formatted_number or "–"

    @admin.display(description=_("nom"))
    def name(self, person: Person) -> str:
        return person.name

    @admin.display(description=_("nom en arabe"))
    def name_ar(self, person: Person) -> str:
        return person.name_ar

    @admin.display(description=_("naissance"))
    def birth_date_known(self, person: Person) -> str:
        return str(Birth(person.birth_date, person.birth_precision))

    @admin.display(description=_("numéro de la pièce"))
    def document(self, person: Person) -> str:
        return _masked(person, "document", identifiers.mask_cin)

    @admin.display(description=_("téléphone"))
    def phone(self, person: Person) -> str:
        return _masked(person, "phone", identifiers.mask_phone)

    @admin.display(description=_("adresse électronique"))
    def email(self, person: Person) -> str:
        return _masked(person, "email", identifiers.mask_email)

    @admin.display(description=_("adresse"))
    def address(self, person: Person) -> str:
        return _masked(person, "address", identifiers.mask_text)


def _masked(person: Person, label: str, mask: Callable[[str], str]) -> str:
    clear = keyring().unseal_text(getattr(person, f"{label}_sealed"), label)
    return format_html('<bdi dir="ltr">{}</bdi>', mask(clear)) if clear else "–"


@admin.register(Activity)
class ActivityAdmin(PeopleAdmin):
    list_display = ("person", "sub_category", "body", "begins_on", "ends_on", "professional_id")
    list_select_related = ("person", "sub_category")


@admin.register(Event)
class EventAdmin(PeopleAdmin):
    list_display = ("recorded_at", "person", "kind", "by")
    list_select_related = ("person", "by")


@admin.register(Case)
class CaseAdmin(PeopleAdmin):
    list_display = ("opened_at", "person", "other", "kind", "opened_by", "closed_at")
    list_select_related = ("person", "other", "opened_by")

    def people_in(self, rows: Iterable[Case]) -> list[int]:
        """Both people of a case."""
        return sorted({person for row in rows for person in (row.person_id, row.other_id)})


@admin.register(OtherCover)
class OtherCoverAdmin(ReadOnlyAdmin):
    """Schemes only: whose documents they are lies in digests, which nobody reads."""

    list_display = ("scheme", "imported_at")
    list_display_links = None
    sortable_by = ()
