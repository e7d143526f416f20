from datetime import date, timedelta

import pytest
from django.db import InternalError, transaction
from django.utils import timezone

from cnss_amo.accounts.enums import Role
from registration.enums import Channel, EventKind, Ground, Membership, State, SubmissionState
from registration.models import Activity, Contest, Event, MembershipQuestion, OtherCover
from registration.queries.submissions import contests_to_decide, questions_waiting
from registration.services import contest as contesting
from registration.services.contest import AlreadyContested, BodyNotHeard, NotContestable
from registration.services.proposals import NeedsSecondPerson, ReasonRequired
from registration.services.submissions import (
    ComplementAsked,
    NotOpen,
    TooManyPapers,
    give_complement,
    want_complement,
)
from tests.registration.completing import make_karim, sent
from tests.registration.factories import make_activity, make_person
from tests.registration.submitting import NOON, body_says, contest, paper

pytestmark = pytest.mark.django_db
STOPPED = date(2025, 5, 10)


@pytest.fixture
def karim():
    return make_karim()


@pytest.fixture
def youssef(hire):
    return hire("youssef", Role.AGENT)


def accept(contested, by, *, at=NOON, reason="Confirmé par l'organisme"):
    return contesting.accept_contest(contest_id=contested.pk, reason=reason, by=by, at=at)


def refuse(contested, by, *, at=NOON, reason="L'organisme confirme l'activité"):
    return contesting.refuse_contest(contest_id=contested.pk, reason=reason, by=by, at=at)


def days(count):
    return NOON + timedelta(days=count)


def test_a_contest_has_a_receipt_a_due_date_and_asks_the_body(karim):
    contested = contest(karim, words="Je n'ai jamais vendu de tissus", papers=[paper()])

    assert contested.due_on == date(2026, 5, 1)  # 60 days
    assert contested.question.body == "DGI"
    assert contested.question.due_on == date(2026, 3, 17)
    assert contested.papers.get().kind == "image/png"
    assert sent("RECEIPT") == [{"reference": contested.reference, "date": "02/03/2026"}]
    assert Event.objects.get().kind == EventKind.CONTEST_DEPOSITED
    assert Activity.objects.get().ends_on is None


def test_a_paper_is_never_kept_in_clear(karim):
    given = paper()

    kept = bytes(contest(karim, papers=[given]).papers.get().sealed)

    assert given.content not in kept
    assert b"PNG" not in kept


def test_what_a_scheme_covers_is_not_asked_of_the_body(karim):
    covered = contest(karim, ground=Ground.COVERED, scheme="CNOPS")

    assert not MembershipQuestion.objects.exists()
    assert covered in contests_to_decide()


def test_the_same_key_of_a_channel_gives_the_same_contest(karim):
    said = {"channel": Channel.POINT, "principal": "P-7", "client_key": "once"}

    first = contest(karim, **said)

    assert contest(karim, **said) == first
    with pytest.raises(AlreadyContested) as quicker:
        contest(karim, channel=Channel.PORTAL)
    assert quicker.value.contest == first


@pytest.mark.parametrize(
    "said",
    [
        {"ground": Ground.STOPPED},
        {"ground": Ground.STOPPED, "since": date(2026, 3, 3)},
        {"ground": Ground.COVERED},
    ],
)
def test_a_contest_says_what_its_ground_asks(karim, said):
    with pytest.raises(NotContestable):
        contest(karim, **said)


def test_nobody_contests_for_somebody_else_nor_an_activity_that_is_over(karim):
    other = make_activity(make_person())
    over = make_activity(karim, "NOT", ends_on=date(2025, 1, 1))

    with pytest.raises(Activity.DoesNotExist):
        contest(karim, activity=other)
    with pytest.raises(NotContestable):
        contest(karim, activity=over)


def test_agents_wait_for_the_body_until_its_day_is_past(karim, amina):
    now = timezone.now()
    contested = contest(karim, at=now)

    with pytest.raises(BodyNotHeard):
        accept(contested, amina, at=now)
    assert contested not in contests_to_decide()

    accept(contested, amina, at=now + timedelta(days=17))
    assert Contest.objects.get().state == SubmissionState.ACCEPTED


def test_the_bodys_answer_puts_a_contest_in_the_agents_queue(karim, omar):
    contested = contest(karim, at=timezone.now())
    assert contested not in contests_to_decide()
    assert questions_waiting(["DGI"]).count() == 1

    body_says(contested, Membership.NOT_MEMBER, by=omar)

    assert contested in contests_to_decide()
    assert questions_waiting(["DGI"]).count() == 0


def test_a_later_list_that_drops_the_person_does_the_same(karim):
    contested = contest(karim, at=timezone.now())
    assert contested not in contests_to_decide()

    Activity.objects.update(missing_list=7)

    assert contested in contests_to_decide()


def test_an_activity_that_was_never_hers_ends_as_it_began(karim, amina):
    contested = contest(karim)
    body_says(contested, Membership.NOT_MEMBER)

    accept(contested, amina)

    activity = Activity.objects.get()
    assert activity.ends_on == activity.begins_on
    karim.refresh_from_db()
    assert karim.state == State.DEREGISTERED
    assert sent("RESULT_ACCEPTED") == [{"reference": contested.reference, "date": "02/03/2026"}]
    assert Event.objects.filter(kind=EventKind.CONTEST_ACCEPTED, by=amina).exists()


def test_an_activity_that_stopped_ends_on_the_day_said(karim, amina):
    make_activity(karim, "NOT")
    first = Activity.objects.get(sub_category="CPU")
    contested = contest(karim, activity=first, ground=Ground.STOPPED, since=STOPPED)
    body_says(contested, Membership.NOT_MEMBER)

    accept(contested, amina)

    first.refresh_from_db()
    karim.refresh_from_db()
    assert first.ends_on == STOPPED
    assert karim.state == State.PRE_REGISTERED


def test_every_period_of_the_activity_ends_and_none_overlaps(karim, amina):
    Activity.objects.update(ends_on=date(2024, 1, 1))
    later = make_activity(karim, started_on=date(2022, 1, 1), begins_on=date(2024, 1, 1))
    contested = contest(karim, activity=later)
    body_says(contested, Membership.NOT_MEMBER)

    accept(contested, amina)

    periods = Activity.objects.order_by("begins_on").values_list("begins_on", "ends_on")
    assert all(begins == ends for begins, ends in periods)


def test_who_is_covered_elsewhere_is_known_to_the_next_list(karim, amina):
    contested = contest(karim, ground=Ground.COVERED, scheme="CNOPS", since=STOPPED)

    accept(contested, amina)

    assert Activity.objects.get().ends_on == STOPPED
    assert OtherCover.objects.get().scheme == "CNOPS"


def test_a_refusal_changes_nothing_and_says_why(karim, amina):
    contested = contest(karim)
    body_says(contested)

    with pytest.raises(ReasonRequired):
        refuse(contested, amina, reason="  ")
    refuse(contested, amina)

    contested.refresh_from_db()
    assert contested.decision_reason == "L'organisme confirme l'activité"
    assert Activity.objects.get().ends_on is None
    assert len(sent("RESULT_REFUSED")) == 1


def test_a_second_press_meets_a_calm_message(karim, amina):
    contested = contest(karim)
    refuse(contested, amina)

    for act in (refuse, accept):
        with pytest.raises(NotOpen):
            act(contested, amina)
    with pytest.raises(NotOpen):
        contesting.withdraw_contest(contest_id=contested.pk, at=NOON)
    assert len(sent("RESULT_REFUSED")) == 1


def test_who_typed_a_contest_does_not_answer_it(karim, amina, youssef):
    contested = contest(karim, channel=Channel.AGENCY, by=amina)

    with pytest.raises(NeedsSecondPerson):
        refuse(contested, amina)
    refuse(contested, youssef)


def test_a_complement_is_asked_once_and_stops_the_clock(karim, amina):
    contested = contest(karim)
    want_complement(Contest, contested.pk, what="Le certificat de radiation", by=amina, at=NOON)
    assert sent("COMPLEMENT_WANTED")[0]["until"] == "01/04/2026"
    with pytest.raises(NotOpen):
        refuse(contested, amina)

    give_complement(Contest, contested.pk, words="Le voici", papers=[paper()], at=days(9))

    contested.refresh_from_db()
    assert contested.state == SubmissionState.DEPOSITED
    assert contested.due_on == date(2026, 5, 10)
    with pytest.raises(ComplementAsked):
        want_complement(Contest, contested.pk, what="Encore", by=amina, at=days(9))
    with pytest.raises(NotOpen):
        give_complement(Contest, contested.pk, words="Encore", at=days(9))


def test_a_complement_that_never_comes_lets_the_agent_answer(karim, amina):
    contested = contest(karim)
    want_complement(Contest, contested.pk, what="Le certificat", by=amina, at=NOON)

    refuse(contested, amina, at=days(31), reason="Le certificat n'est pas venu")

    assert Contest.objects.get().state == SubmissionState.REFUSED


def test_a_few_papers_and_no_more(karim, settings):
    settings.PAPERS_OF_A_SUBMISSION = 1

    with pytest.raises(TooManyPapers):
        contest(karim, papers=[paper(), paper()])


def test_a_withdrawn_contest_waits_for_nobody(karim, amina):
    contested = contest(karim)

    contesting.withdraw_contest(contest_id=contested.pk, at=NOON)

    assert questions_waiting(["DGI"]).count() == 0
    with pytest.raises(NotOpen):
        body_says(contested)
    assert contest(karim).pk != contested.pk


@pytest.mark.parametrize(
    "change",
    [
        {"state": "DEPOSITED"},
        {"reference": "AAAAA-AAAAA"},
        {"ground": "COVERED"},
        {"words": "Autre chose"},
    ],
)
def test_the_database_refuses_what_no_service_does(karim, amina, change):
    contested = contest(karim)
    refuse(contested, amina)

    with pytest.raises(InternalError), transaction.atomic():
        Contest.objects.filter(pk=contested.pk).update(**change)
    with pytest.raises(InternalError), transaction.atomic():
        Contest.objects.filter(pk=contested.pk)._raw_delete("default")


def test_the_database_asks_for_one_complement_and_one_answer_of_the_body(karim, amina):
    contested = contest(karim)
    want_complement(Contest, contested.pk, what="Le certificat", by=amina, at=NOON)
    body_says(contested)

    with pytest.raises(InternalError), transaction.atomic():
        Contest.objects.update(complement_wanted_at=days(1))
    with pytest.raises(InternalError), transaction.atomic():
        MembershipQuestion.objects.update(answer=Membership.NOT_MEMBER, reason="Non")


def test_a_merged_persons_contest_follows_her(karim, amina):
    contested = contest(karim)
    standing = make_person()
    Activity.objects.update(person=standing)
    type(karim).objects.filter(pk=karim.pk).update(
        merged_into=standing, document_key=None, document_sealed=None
    )

    accept(contested, amina, at=days(16))

    assert Activity.objects.get().ends_on is not None
    standing.refresh_from_db()
    assert standing.state == State.DEREGISTERED
