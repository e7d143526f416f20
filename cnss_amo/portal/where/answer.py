"""The answer to a question, for the page and for its JSON alike."""

from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cached_property

from django.core.paginator import Page, Paginator

from agencies.gazetteer import commune_meant
from agencies.models import Commune, Service
from agencies.queries import calendar_of
from agencies.queries.nearby import NearbyPlace, nearby_places
from agencies.queries.nearest import Nearness, Origin, nearest, origin_in
from agencies.rules import Calendar
from cnss_amo.portal.where.question import WhereForm

PLACES_A_PAGE = 10


@dataclass(frozen=True)
class Answer:
    """The places of one page, or why there are none."""

    form: WhereForm
    at: datetime  # the moment it is told for: now, or the beginning of the day chosen
    is_now: bool
    services: dict[str, Service]
    origin: Origin | None = None
    perhaps: list[Commune] = field(default_factory=list)
    calendar: Calendar = field(default_factory=Calendar)
    page: Page | None = None
    places: list[NearbyPlace] = field(default_factory=list)

    @property
    def problem(self) -> str:
        """Why no place could be looked for, in a word that programs may rely on; "" if none."""
        if self.origin:
            return ""
        wrong = [name for name in ("service", "day", "kind", "commune") if name in self.form.errors]
        if wrong:
            return f"unknown_{wrong[0]}"
        return "which_commune" if self.perhaps else "where_are_you"

    @property
    def service(self) -> Service | None:
        """What the visitor comes for; nothing when it is anything."""
        return self.services.get(self.form.cleaned_data.get("service", ""))

    @property
    def holiday(self) -> str:
        """The feast of the day, if it is one."""
        return self.calendar.holidays.get(self.at.date(), "")

    @property
    def is_ramadan(self) -> bool:
        """Whether the hours are those of Ramadan."""
        return self.calendar.is_ramadan(self.at.date())

    @cached_property
    def is_fictitious(self) -> bool:
        """Whether any place that is told does not exist."""
        return any(place.host.fictitious for place in self.places)

    @property
    def distances_are_unknown(self) -> bool:
        """Whether the order could only be that of the territory."""
        return bool(self.places) and all(place.kilometres is None for place in self.places)


def answer_to(asked: dict, now: datetime, page: str = "1") -> Answer:
    """Answer a question asked now; a commune that cannot be found is an error of the form."""
    services = {service.code: service for service in Service.objects.all()}
    form = WhereForm(asked, services.values(), now.date())
    if not form.is_valid():
        return Answer(form, now, True, services)
    day = form.cleaned_data["day"] or now.date()
    is_now = day == now.date()
    at = now if is_now else datetime.combine(day, time.min, tzinfo=now.tzinfo)
    origin, perhaps = _origin(form)
    if origin is None:
        return Answer(form, at, is_now, services, perhaps=perhaps)
    wanted = {name: form.cleaned_data[name] for name in ("service", "kind")}
    calendar = calendar_of(day)
    found: Page[Nearness] = Paginator(nearest(origin, day, **wanted), PLACES_A_PAGE).get_page(page)
    places = nearby_places(found.object_list, at, calendar, first_rank=found.start_index())
    return Answer(form, at, is_now, services, origin, [], calendar, found, places)


def _origin(form: WhereForm) -> tuple[Origin | None, list[Commune]]:
    """Return where the visitor is, or the communes they may mean."""
    if form.position:
        return Origin(position=form.position), []
    typed = form.cleaned_data["commune"]
    if not typed:
        return None, []
    meant = commune_meant(typed)
    if meant.commune is None and not meant.perhaps:
        form.add_error("commune", form.fields["commune"].error_messages["unknown"])
    return (origin_in(meant.commune) if meant.commune else None), meant.perhaps
