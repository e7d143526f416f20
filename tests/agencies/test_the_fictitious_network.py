from collections import Counter
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from agencies.enums import AgencyKind, StopKind
from agencies.models import Agency, Approval, Point, Posting, Stop
from agencies.synthesis import NetworkExists, synthesize_network
from agencies.synthesis.sizes import OF_2022, Sizes
from tests.agencies.places import make_agency

pytestmark = pytest.mark.django_db
SMALL = Sizes(points=40)


def shown(model):
    return list(model.objects.order_by("code").values_list("code", "name_fr", "commune"))


def test_it_has_the_agencies_of_real_life():
    synthesize_network(sizes=SMALL)

    kinds = Counter(Agency.objects.values_list("kind", flat=True))
    assert sum(kinds.values()) - kinds[AgencyKind.MOBILE] == 170
    assert kinds[AgencyKind.MOBILE] == 55
    assert kinds[AgencyKind.KIOSK] == 2
    assert Point.objects.count() == 40
    assert OF_2022.points == 2_100


def test_everything_in_it_says_that_it_is_fictitious():
    synthesize_network(sizes=SMALL)

    for place in (*Agency.objects.all(), *Point.objects.all()):
        assert place.fictitious
        assert "ficti" in place.name_fr
        assert "وهمي" in place.name_ar
        assert place.phone == ""


def test_the_same_seed_gives_the_same_network_and_another_seed_another():
    synthesize_network(seed=7, sizes=SMALL)
    first = shown(Agency), shown(Point)
    call_command("synthesize_network", remove=True)
    synthesize_network(seed=7, sizes=SMALL)
    again = shown(Agency), shown(Point)
    call_command("synthesize_network", remove=True)
    synthesize_network(seed=8, sizes=SMALL)

    assert again == first
    assert shown(Point) != first[1]


def test_large_towns_have_more_agencies_and_every_office_answers_to_one():
    synthesize_network(sizes=SMALL)

    by_town = Counter(Agency.objects.values_list("commune__name_fr", flat=True))
    assert by_town["Casablanca"] == max(by_town.values())
    assert not Agency.objects.filter(kind=AgencyKind.LIAISON_OFFICE, parent=None).exists()
    assert not Agency.objects.filter(kind=AgencyKind.MOBILE, parent=None).exists()


def test_mobile_agencies_are_in_small_towns_and_at_souks_on_their_day():
    synthesize_network(sizes=SMALL)

    assert set(Agency.objects.filter(kind=AgencyKind.MOBILE)) == {
        stop.agency for stop in Stop.objects.select_related("agency")
    }
    souks = Stop.objects.filter(kind=StopKind.SOUK).select_related("commune")
    days = {stop.commune.name_fr: stop.get_weekday_display() for stop in souks}
    assert days["Had Dra"] == "dimanche"
    assert len(days) > 5


def test_points_may_register_and_some_of_them_only_take_files():
    synthesize_network(sizes=SMALL)

    may = Counter(Approval.objects.values_list("service", flat=True))
    assert may["IMMATRICULATION"] == 40
    assert 0 < may["DEPOT"] < 40


def test_it_never_mixes_with_another_network():
    make_agency()

    with pytest.raises(NetworkExists):
        synthesize_network(sizes=SMALL)
    with pytest.raises(CommandError, match="ne se mêle pas"):
        call_command("synthesize_network")


def test_it_goes_away_unless_somebody_works_there(amina):
    synthesize_network(sizes=SMALL)
    posting = Posting.objects.create(
        user=amina, agency=Agency.objects.first(), begins_on=date(2026, 1, 1)
    )
    with pytest.raises(CommandError, match="affectées"):
        call_command("synthesize_network", remove=True)
    posting.delete()

    call_command("synthesize_network", remove=True)

    assert not Agency.objects.exists()
    assert not Point.objects.exists()
