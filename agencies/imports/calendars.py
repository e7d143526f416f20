"""The files of the calendars: `passages.csv` of mobile agencies, `affectations.csv` of people."""

from import_export.fields import Field

from agencies.enums import AgencyKind, StopKind, Weekday
from agencies.imports.cells import Choice, CommuneCell, Day, Days, Hour, Known, Words
from agencies.imports.resource import FileResource, known
from agencies.models import Agency, Point, Posting, Stop
from cnss_amo.accounts.models import User


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
    ramadan_opens = Field("ramadan_opens", "ramadan_de", Hour())
    ramadan_closes = Field("ramadan_closes", "ramadan_a", Hour())
    ends_on = Field("ends_on", "fin", Day())
    cancelled_days = Field("cancelled_days", "jours_annules", Days())

    class Meta(FileResource.Meta):
        model = Stop
        fields = (
            *("agency", "weekday", "opens", "begins_on", "kind", "commune", "place", "closes"),
            *("ramadan_opens", "ramadan_closes", "ends_on", "cancelled_days"),
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
    agency = Field("agency", "agence", known(Agency, empty=True))
    point = Field("point", "point", known(Point, empty=True))

    class Meta(FileResource.Meta):
        model = Posting
        fields = ("user", "begins_on", "ends_on", "agency", "point")
        import_id_fields = ("user", "begins_on")
