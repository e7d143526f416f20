"""A person does not agree with an activity: not hers, ended, or covered elsewhere already.

The body that listed it is asked; an agent answers with reasons; accepted, the activity ends as if
the body's list had said so, and a later list meets what the register then holds.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pghistory
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cnss_amo.accounts.models import User
from registration.enums import Channel, EventKind, Ground, State, SubmissionState
from registration.models import Activity, Contest, Event, OtherCover, Person
from registration.papers import Paper
from registration.queries import standing_file
from registration.queries.submissions import listing_of_contest
from registration.services import proposals, submissions
from registration.services.activation import language_of


class NotContestable(Exception):
    """There is nothing to contest, or it is not said well; the message can be shown as it is."""


class AlreadyContested(Exception):
    """The same activity is being contested: a second press, or another channel, was quicker."""

    def __init__(self, contest: Contest) -> None:
        super().__init__(_("Vous contestez déjà cette activité."))
        self.contest = contest


class BodyNotHeard(Exception):
    """The body still has days to answer; the message can be shown as it is."""


@transaction.atomic
def deposit_contest(
    *,
    person_id: int,
    activity_id: int,
    ground: Ground,
    since: date | None = None,
    scheme: str = "",
    words: str = "",
    papers: Sequence[Paper] = (),
    channel: Channel,
    by: User | None = None,
    principal: str = "",
    client_key: str = "",
    at: datetime,
) -> Contest:
    """Take a contest and ask the body; the same `client_key` gives the same contest again.

    Raise Activity.DoesNotExist for somebody else's, AlreadyContested, NotContestable or
    TooManyPapers.
    """
    [person] = proposals.locked(standing_file(person_id))
    if done := submissions.same_deposit(Contest, channel, principal, client_key):
        return done
    activity = Activity.objects.get(pk=activity_id, person=person)
    _require_contestable(activity, ground, since, scheme, at)
    contest = Contest.objects.create(
        reference=submissions.draw_reference(),
        person=person,
        activity_id=activity.pk,
        category_id=activity.category_id,
        sub_category_id=activity.sub_category_id,
        begins_on=activity.begins_on,
        ground=ground,
        since=since if ground != Ground.NOT_MINE else None,
        scheme=scheme if ground == Ground.COVERED else "",
        words=words.strip()[: submissions.LONGEST_WORDS],
        channel=channel,
        by=by,
        principal=principal,
        client_key=client_key,
        language=language_of(person),
        acted_at=at,
        clock_from=at,
        due_on=submissions.due_from(Contest, at),
    )
    submissions.keep_papers(contest, papers, at)
    if ground != Ground.COVERED:
        submissions.ask_body(contest, activity.body, at)
    _record(contest, EventKind.CONTEST_DEPOSITED, by, at)
    submissions.tell(contest, "RECEIPT", at, date=timezone.localdate(at))
    return contest


@transaction.atomic
def withdraw_contest(*, contest_id: int, by: User | None = None, at: datetime) -> Contest:
    """Take a contest back, at the person's word; raise NotOpen."""
    contest = submissions.withdraw(Contest, contest_id, at=at)
    _record(contest, EventKind.CONTEST_WITHDRAWN, by, at)
    return contest


@transaction.atomic
def accept_contest(*, contest_id: int, reason: str, by: User, at: datetime) -> Contest:
    """Say that the person is right: the activity ends, or never was; with reasons.

    Raise NotOpen, BodyNotHeard, NeedsSecondPerson, ReasonRequired or HeldBySomebodyElse.
    """
    contest = submissions.to_decide(Contest, contest_id, by, at)
    _require_body_heard(contest, at)
    [person] = proposals.locked(standing_file(contest.person_id))
    with pghistory.context(
        user=by.pk, act=EventKind.CONTEST_ACCEPTED.value, contest=contest.pk, reason=reason
    ):
        _end(contest, person, at)
    if contest.ground == Ground.COVERED and person.document_key is not None:
        OtherCover.objects.get_or_create(
            document_key=person.document_key, defaults={"scheme": contest.scheme}
        )
    submissions.answer(contest, SubmissionState.ACCEPTED, by, at, reason)
    _record(contest, EventKind.CONTEST_ACCEPTED, by, at, reason=contest.decision_reason)
    return contest


@transaction.atomic
def refuse_contest(*, contest_id: int, reason: str, by: User, at: datetime) -> Contest:
    """Leave the register as it is, and say why.

    Raise NotOpen, NeedsSecondPerson, ReasonRequired or HeldBySomebodyElse.
    """
    contest = submissions.to_decide(Contest, contest_id, by, at)
    submissions.answer(contest, SubmissionState.REFUSED, by, at, reason)
    _record(contest, EventKind.CONTEST_REFUSED, by, at, reason=contest.decision_reason)
    return contest


def _require_contestable(
    activity: Activity, ground: Ground, since: date | None, scheme: str, at: datetime
) -> None:
    open_one = Contest.objects.still_open().filter(activity_id=activity.pk).first()
    if open_one:
        raise AlreadyContested(open_one)
    today = timezone.localdate(at)
    if activity.ends_on is not None and activity.ends_on <= today:
        raise NotContestable(_("Cette activité a déjà pris fin au registre."))
    if ground == Ground.STOPPED and since is None:
        raise NotContestable(_("Donnez le jour où vous avez arrêté."))
    if ground == Ground.COVERED and not scheme:
        raise NotContestable(_("Dites quel régime vous couvre."))
    if since is not None and since > today:
        raise NotContestable(_("Ce jour n'est pas encore venu."))


def _require_body_heard(contest: Contest, at: datetime) -> None:
    question = getattr(contest, "question", None)
    if question is None or question.answer or question.due_on < timezone.localdate(at):
        return
    listing = listing_of_contest(contest)
    if listing.is_running and listing.missing_list is None:
        raise BodyNotHeard(
            _("L'organisme a encore jusqu'au %(day)s pour répondre.")
            % {"day": f"{question.due_on:%d/%m/%Y}"}
        )


def _end(contest: Contest, person: Person, at: datetime) -> None:
    """End every period of the activity on the day said; what never was ends as it began."""
    own = Activity.objects.select_for_update(of=("self",)).filter(person=person).order_by("pk")
    activities = list(own)
    contested = next((one for one in activities if one.pk == contest.activity_id), None)
    if contested is None:  # a list was undone, or two files merged: nothing is left to end
        return
    periods = [
        one
        for one in activities
        if (one.category_id, one.started_on) == (contested.category_id, contested.started_on)
    ]
    for period in sorted(periods, key=lambda one: one.begins_on):
        ends_on = max(period.begins_on, contest.since or period.begins_on)
        if period.ends_on is None or period.ends_on > ends_on:
            period.ends_on = _free_day(period, activities, ends_on)
            period.missing_list = None
            period.save(update_fields=["ends_on", "missing_list"])
    _deregister_if_idle(person, at)


def _free_day(period: Activity, activities: list[Activity], day: date) -> date:
    """Two periods of a category never end on one day: the later gives way by a day."""
    taken = {
        one.ends_on
        for one in activities
        if one.category_id == period.category_id and one.pk != period.pk
    }
    while day in taken:
        day += timedelta(days=1)
    return day


def _deregister_if_idle(person: Person, at: datetime) -> None:
    running = Q(ends_on=None) | Q(ends_on__gt=timezone.localdate(at))
    if not Activity.objects.filter(running, person=person).exists():
        person.state = State.DEREGISTERED
        person.save(update_fields=["state"])


def _record(
    contest: Contest, kind: EventKind, by: User | None, at: datetime, **details: object
) -> None:
    Event.objects.create(
        person_id=standing_file(contest.person_id),
        kind=kind,
        in_force_on=contest.since or timezone.localdate(at),
        acted_at=at,
        by=by,
        details={
            "contest": contest.pk,
            "reference": contest.reference,
            "channel": contest.channel,
            "principal": contest.principal,
            "category": contest.category_id,
            "ground": contest.ground,
        }
        | details,
    )
