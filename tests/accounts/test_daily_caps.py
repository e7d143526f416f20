"""X-12, E-6: too many people in a day are told, then stopped; a canary is told at once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cnss_amo.accounts.enums import AlertKind, Door, LookKind, Role
from cnss_amo.accounts.models import Alert, CanaryPerson, CapLift, DailyCap, Look
from cnss_amo.accounts.services import (
    OwnStop,
    StoppedForToday,
    acknowledge,
    lift_stop,
    record_look,
    sync_caps,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def caps():
    """A cap small enough for a test: told at 3, stopped after 5."""
    DailyCap.objects.update_or_create(role=Role.AGENT, defaults={"warn": 3, "stop": 5})


def open_files(user, *people, kind=LookKind.PERSON):
    for person in people:
        record_look(user=user, kind=kind, people=[person])


def search(user, people):
    record_look(user=user, kind=LookKind.SEARCH, people=people)


def test_the_reviewed_file_gives_the_first_caps_and_leaves_what_an_administrator_changed():
    agent = DailyCap.objects.get(role=Role.AGENT)
    assert (agent.warn, agent.stop) == (300, 600)
    DailyCap.objects.filter(role=Role.AGENT).update(warn=200)
    DailyCap.objects.filter(role=Role.SUPERVISOR).delete()

    sync_caps()

    assert DailyCap.objects.get(role=Role.AGENT).warn == 200
    assert DailyCap.objects.filter(role=Role.SUPERVISOR).exists()


def test_a_change_of_cap_keeps_what_it_was():
    DailyCap.objects.filter(role=Role.AGENT).update(warn=200)

    assert DailyCap.objects.get(role=Role.AGENT).audit.get(pgh_label="update").warn == 300


def test_the_warning_is_raised_once_a_day(amina, caps):
    open_files(amina, 1, 2)
    assert not Alert.objects.exists()

    open_files(amina, 3, 4, 5)

    alert = Alert.objects.get()
    assert (alert.kind, alert.user, alert.opened) == (AlertKind.WARNED, amina, 3)


def test_the_person_after_the_cap_is_not_shown_and_those_of_the_day_still_are(amina, caps):
    open_files(amina, 1, 2, 3, 4, 5)

    with pytest.raises(StoppedForToday) as stop:
        open_files(amina, 6)
    open_files(amina, 5)

    assert stop.value.opened == 5
    assert not Look.objects.filter(people__contains=[6]).exists()


def test_several_people_on_one_page_count_each(amina, caps):
    with pytest.raises(StoppedForToday):
        record_look(user=amina, kind=LookKind.CONFLICT, people=range(6))


def test_seeing_the_same_people_again_counts_nothing(amina, caps):
    for _time in range(4):
        open_files(amina, 1, 2)
        record_look(user=amina, kind=LookKind.SEARCH, people=[1, 2])

    assert not Alert.objects.exists()


def test_ten_people_whom_a_search_shows_count_as_one_opened(amina, caps):
    search(amina, range(1, 20))
    open_files(amina, 1)
    assert not Alert.objects.exists()  # 1 opened, 18 seen

    search(amina, [30, 31])

    assert Alert.objects.get().opened == 3
    search(amina, range(100, 120))
    search(amina, range(1, 20))
    with pytest.raises(StoppedForToday):
        search(amina, [200])
    assert not Look.objects.filter(people__contains=[200]).exists()


def test_whoever_passed_the_cap_by_searching_opens_nobody_either(amina, caps):
    search(amina, range(50))

    with pytest.raises(StoppedForToday):
        open_files(amina, 50)


def test_yesterday_and_colleagues_count_nothing(amina, hire, caps):
    yesterday = timezone.now() - timedelta(days=1)
    Look.objects.bulk_create(
        Look(user=amina, at=yesterday, kind=LookKind.PERSON, door=Door.PAGE, people=[person])
        for person in range(10, 15)
    )
    open_files(hire("samira", Role.AGENT), 21, 22)

    open_files(amina, 1, 2)

    assert not Alert.objects.exists()


def test_whoever_holds_two_roles_has_the_wider_cap(amina, hire, caps):
    amina = hire("amina", Role.SUPERVISOR)

    open_files(amina, *range(1, 8))

    assert not Alert.objects.exists()


def test_a_stop_is_lifted_for_one_day_by_somebody_else_with_a_reason(amina, idriss, caps):
    today = timezone.localdate()
    open_files(amina, 1, 2, 3, 4, 5)

    assert lift_stop(user=amina, by=idriss, reason="campagne de rappels", day=today)
    assert not lift_stop(user=amina, by=idriss, reason="encore", day=today)

    open_files(amina, 6)
    lift = CapLift.objects.get()
    assert (lift.by, lift.reason) == (idriss, "campagne de rappels")


def test_nobody_lifts_her_own_stop(amina, caps):
    today = timezone.localdate()

    with pytest.raises(OwnStop):
        lift_stop(user=amina, by=amina, reason="pressée", day=today)
    with pytest.raises(IntegrityError, match="nobody_lifts_her_own_stop"), transaction.atomic():
        CapLift.objects.create(user=amina, by=amina, reason="pressée", day=today)


def test_any_look_at_a_canary_raises_an_alert_each_time(amina, idriss):
    CanaryPerson.objects.create(person_id=77, added_by=idriss)

    for _time in range(2):
        look = record_look(user=amina, kind=LookKind.SEARCH, people=[5, 77])
    record_look(user=amina, kind=LookKind.SEARCH, people=[5])

    assert Alert.objects.filter(kind=AlertKind.CANARY, user=amina).count() == 2
    assert Alert.objects.latest("pk").look == look


def test_an_alert_is_acknowledged_once_and_never_by_whom_it_tells_of(amina, idriss, caps):
    open_files(amina, 1, 2, 3)
    alert, now = Alert.objects.get(), timezone.now()

    assert not acknowledge(alert_id=alert.pk, by=amina, note="c'est moi", at=now)
    assert acknowledge(alert_id=alert.pk, by=idriss, note="campagne", at=now)
    assert not acknowledge(alert_id=alert.pk, by=idriss, note="encore", at=now)

    alert.refresh_from_db()
    assert (alert.acknowledged_by, alert.note) == (idriss, "campagne")


def test_recording_a_look_asks_the_database_once(amina, django_assert_num_queries):
    open_files(amina, 1)

    with django_assert_num_queries(1):
        open_files(amina, 2)


def test_an_unknown_user_is_not_counted():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_dailycap SET warn = 0, stop = 0")

    look = record_look(user=None, kind=LookKind.SEARCH, people=[1])

    assert look.user is None
