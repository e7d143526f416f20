"""What people submit and the CNSS answers: contests of an activity, requests to be registered.

Receipt, one request for complements, due date (law 55-19). What the person deposited is never
rewritten; how far it is moves by the table of `registration.enums`, which the database enforces.
"""

from datetime import date

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from agencies.models import Commune
from cnss_amo.accounts.triggers import append_only
from registration.enums import (
    OPEN_SUBMISSIONS,
    SUBMISSION_TRANSITIONS,
    Channel,
    DocumentKind,
    Ground,
    Language,
    Membership,
    PaperKind,
    PaperSeen,
    Precision,
    Sex,
    SubmissionState,
)
from registration.models.categories import Category, SubCategory
from registration.models.people import Person, digest_field, sealed_field
from registration.rules import Birth

LONGEST_WORDS = 1000
LARGEST_PAPER = 10 * 2**20  # what the database holds at most; the setting may say less
DEPOSIT = ["reference", "channel", "principal", "by", "client_key", "acted_at", "words"]


class SubmissionQuerySet(models.QuerySet):
    def still_open(self) -> "SubmissionQuerySet":
        """Those that are neither decided nor withdrawn."""
        return self.filter(state__in=OPEN_SUBMISSIONS)


class Submission(models.Model):
    """What a person asks, with its receipt, its clock, its one complement and its answer."""

    reference = models.CharField(_("référence"), max_length=16, unique=True)
    state = models.CharField(
        _("état"),
        max_length=17,
        choices=SubmissionState.choices,
        default=SubmissionState.DEPOSITED,
    )
    channel = models.CharField(_("canal"), max_length=12, choices=Channel.choices)
    principal = models.CharField(
        _("au nom de"), max_length=80, blank=True, help_text=_("Point, partenaire ou appel.")
    )
    by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        related_name="+",
        null=True,
        verbose_name=_("déposée par"),
        help_text=_("L'agent qui l'a saisie ; vide : la personne elle-même."),
    )
    client_key = models.CharField(
        _("clé du dépôt"),
        max_length=64,
        blank=True,
        help_text=_("Donnée par le canal : la même clé, le même dépôt."),
    )
    language = models.CharField(
        _("langue"), max_length=2, choices=Language.choices, default=Language.FRENCH
    )
    words = models.CharField(_("explications"), max_length=LONGEST_WORDS, blank=True)
    acted_at = models.DateTimeField(_("acte de la personne"))
    recorded_at = models.DateTimeField(_("enregistrée le"), db_default=Now())
    clock_from = models.DateTimeField(
        _("délai compté depuis"), help_text=_("Le temps d'un complément n'est pas compté.")
    )
    due_on = models.DateField(_("réponse au plus tard le"))

    complement_wanted = models.CharField(
        _("complément demandé"), max_length=LONGEST_WORDS, blank=True
    )
    complement_wanted_at = models.DateTimeField(_("complément demandé le"), null=True)
    complement_wanted_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", null=True, verbose_name=_("demandé par")
    )
    complement_due_on = models.DateField(_("complément au plus tard le"), null=True)
    complement_words = models.CharField(_("complément donné"), max_length=LONGEST_WORDS, blank=True)
    complement_given_at = models.DateTimeField(_("complément donné le"), null=True)

    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", null=True, verbose_name=_("décidée par")
    )
    decided_at = models.DateTimeField(_("décidée le"), null=True)
    decision_reason = models.CharField(_("motif"), max_length=LONGEST_WORDS, blank=True)
    withdrawn_at = models.DateTimeField(_("retirée le"), null=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """Whether it is neither decided nor withdrawn."""
        return self.state in OPEN_SUBMISSIONS

    def waits_for_the_cnss(self, on: date) -> bool:
        """Whether the CNSS may act: nothing is asked of the person, or her days are over."""
        if self.state == SubmissionState.COMPLEMENT_WANTED:
            return self.complement_due_on < on
        return self.state == SubmissionState.DEPOSITED


def submission_constraints(name: str) -> list[models.BaseConstraint]:
    """What holds of every submission, however it is written."""
    decided = Q(state__in=("ACCEPTED", "REFUSED"))
    answer = Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(decision_reason="")
    no_answer = Q(decided_by=None, decided_at=None, decision_reason="")
    wanted = (
        Q(
            complement_wanted_at__isnull=False,
            complement_wanted_by__isnull=False,
            complement_due_on__isnull=False,
        )
        & ~Q(complement_wanted="")
    )  # fmt: skip
    not_wanted = Q(
        complement_wanted="",
        complement_wanted_at=None,
        complement_wanted_by=None,
        complement_due_on=None,
        complement_given_at=None,
    )
    return [
        models.UniqueConstraint(
            fields=["channel", "principal", "client_key"],
            condition=~Q(client_key=""),
            name=f"one_{name}_per_client_key",
        ),
        models.CheckConstraint(
            condition=decided & answer | ~decided & no_answer,
            name=f"{name}_decided_by_somebody_for_a_reason",
        ),
        models.CheckConstraint(
            condition=Q(by=None) | Q(decided_by=None) | ~Q(decided_by=F("by")),
            name=f"{name}_decided_by_another",
        ),
        models.CheckConstraint(
            condition=wanted | not_wanted, name=f"{name}_complement_wanted_by_somebody"
        ),
        models.CheckConstraint(
            condition=~Q(state="COMPLEMENT_WANTED")
            | Q(complement_wanted_at__isnull=False, complement_given_at=None),
            name=f"{name}_waits_for_a_complement_once",
        ),
        models.CheckConstraint(
            condition=Q(state="WITHDRAWN", withdrawn_at__isnull=False)
            | ~Q(state="WITHDRAWN") & Q(withdrawn_at=None),
            name=f"{name}_withdrawn_at_an_instant",
        ),
    ]


def submission_triggers(*deposited: str) -> list[pgtrigger.Trigger]:
    """It moves by its table, asks for one complement, keeps what was deposited, and stays."""
    asked = 'OLD."complement_wanted_at"'
    return [
        pgtrigger.FSM(
            name="moves_by_its_table",
            field="state",
            transitions=[
                (state.value, following.value)
                for state, allowed in SUBMISSION_TRANSITIONS.items()
                for following in sorted(allowed)
            ],
        ),
        pgtrigger.Protect(
            name="one_complement",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(
                f'{asked} IS NOT NULL AND NEW."complement_wanted_at" IS DISTINCT FROM {asked}'
            ),
        ),
        pgtrigger.ReadOnly(name="deposited_once", fields=[*DEPOSIT, *deposited]),
        pgtrigger.Protect(name="submission_kept", operation=pgtrigger.Delete),
    ]


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    level=pghistory.Statement,
    meta={"triggers": append_only()},
    obj_field=pghistory.ObjForeignKey(related_name="audit"),
)
class Contest(Submission):
    """A person does not agree with an activity that the register says is hers.

    The activity is told by its id and by what it was: lists and mergers may take it away.
    """

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="contests", verbose_name=_("personne")
    )
    activity_id = models.BigIntegerField(_("activité"))
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="+", verbose_name=_("catégorie")
    )
    sub_category = models.ForeignKey(
        SubCategory, models.PROTECT, related_name="+", verbose_name=_("sous-catégorie")
    )
    begins_on = models.DateField(_("premier jour de l'activité"))
    ground = models.CharField(_("motif invoqué"), max_length=8, choices=Ground.choices)
    since = models.DateField(
        _("depuis le"), null=True, help_text=_("Jour de l'arrêt, ou de l'autre couverture.")
    )
    scheme = models.CharField(_("autre régime"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("contestation")
        verbose_name_plural = _("contestations")
        constraints = [
            *submission_constraints("contest"),
            models.UniqueConstraint(
                fields=["activity_id"],
                condition=Q(state__in=["DEPOSITED", "COMPLEMENT_WANTED"]),
                name="one_open_contest_per_activity",
            ),
            models.CheckConstraint(
                condition=Q(ground="NOT_MINE", since=None, scheme="")
                | Q(ground="STOPPED", since__isnull=False, scheme="")
                | Q(ground="COVERED") & ~Q(scheme=""),
                name="contest_says_what_its_ground_asks",
            ),
        ]
        indexes = [
            models.Index(
                fields=["clock_from"],
                name="contests_open",
                condition=Q(state__in=["DEPOSITED", "COMPLEMENT_WANTED"]),
            ),
        ]
        triggers = submission_triggers("ground", "since", "scheme", "activity_id")


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    level=pghistory.Statement,
    exclude=[
        "document_sealed",
        "phone_sealed",
        "email_sealed",
        "address_sealed",
        "workplace_sealed",
    ],
    meta={"triggers": append_only()},
    obj_field=pghistory.ObjForeignKey(related_name="audit"),
)
class RegistrationRequest(Submission):
    """Somebody who is on no list asks to be registered: the fields of form 328-1-01.

    Two requests may name one document: a deposit never tells whether the register knows anybody.
    """

    document_kind = models.CharField(
        _("pièce d'identité"), max_length=12, choices=DocumentKind.choices
    )
    document_key = models.BinaryField(_("empreinte de la pièce"), max_length=16)
    document_sealed = models.BinaryField(_("numéro de la pièce"))
    last_name = models.CharField(_("nom"), max_length=60)
    first_name = models.CharField(_("prénom"), max_length=60)
    last_name_ar = models.CharField(_("nom en arabe"), max_length=60, blank=True)
    first_name_ar = models.CharField(_("prénom en arabe"), max_length=60, blank=True)
    birth_date = models.DateField(_("date de naissance"))
    birth_precision = models.CharField(
        _("précision"), max_length=1, choices=Precision.choices, default=Precision.DAY
    )
    birth_place = models.CharField(_("lieu de naissance"), max_length=80, blank=True)
    sex = models.CharField(_("sexe"), max_length=1, choices=Sex.choices, blank=True)
    nationality = models.CharField(_("nationalité"), max_length=2, blank=True)
    known_number = models.IntegerField(
        _("numéro déjà connu"), null=True, help_text=_("Celui que la personne dit avoir.")
    )
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, related_name="+", verbose_name=_("commune")
    )
    phone_key = digest_field(_("empreinte du téléphone"))
    phone_sealed = sealed_field(_("téléphone"))
    email_key = digest_field(_("empreinte de l'adresse électronique"))
    email_sealed = sealed_field(_("adresse électronique"))
    address_key = digest_field(_("empreinte de l'adresse"))
    address_sealed = sealed_field(_("adresse"))
    workplace_sealed = sealed_field(_("adresse professionnelle"))

    category = models.ForeignKey(
        Category, models.PROTECT, related_name="+", verbose_name=_("catégorie")
    )
    sub_category = models.ForeignKey(
        SubCategory, models.PROTECT, related_name="+", verbose_name=_("sous-catégorie")
    )
    body = models.CharField(_("organisme"), max_length=20, blank=True)
    professional_id = models.CharField(_("identifiant professionnel"), max_length=40, blank=True)
    started_on = models.DateField(_("début de l'activité"))
    paper = models.CharField(
        _("pièce vue"), max_length=20, choices=PaperSeen.choices, default=PaperSeen.NONE
    )
    consent = models.CharField(_("version de la notice"), max_length=20)

    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        related_name="requests",
        verbose_name=_("personne immatriculée"),
    )

    class Meta:
        verbose_name = _("demande d'immatriculation")
        verbose_name_plural = _("demandes d'immatriculation")
        constraints = [
            *submission_constraints("request"),
            models.CheckConstraint(
                condition=Q(state="ACCEPTED", person__isnull=False)
                | ~Q(state="ACCEPTED") & Q(person=None),
                name="request_accepted_registers_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["clock_from"],
                name="requests_open",
                condition=Q(state__in=["DEPOSITED", "COMPLEMENT_WANTED"]),
            ),
            models.Index(fields=["document_key"], name="requests_by_document"),
        ]
        triggers = submission_triggers("document_key", "birth_date", "started_on", "category")

    @property
    def name(self) -> str:
        """First and last name, in Latin script."""
        return f"{self.first_name} {self.last_name}"

    @property
    def name_ar(self) -> str:
        """First and last name, in Arabic script; empty when they were not written."""
        return f"{self.first_name_ar} {self.last_name_ar}".strip()

    @property
    def born(self) -> Birth:
        """The birth date as people write it, as far as it is known."""
        return Birth(self.birth_date, self.birth_precision)


class MembershipQuestion(models.Model):
    """A liaison body is asked whether somebody is of its profession; it answers once."""

    body = models.CharField(_("organisme"), max_length=20)
    contest = models.OneToOneField(
        Contest, models.PROTECT, null=True, related_name="question", verbose_name=_("contestation")
    )
    request = models.OneToOneField(
        RegistrationRequest,
        models.PROTECT,
        null=True,
        related_name="question",
        verbose_name=_("demande"),
    )
    asked_at = models.DateTimeField(_("posée le"))
    due_on = models.DateField(_("réponse au plus tard le"))
    answer = models.CharField(_("réponse"), max_length=10, choices=Membership.choices, blank=True)
    answered_at = models.DateTimeField(_("répondue le"), null=True)
    answered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", null=True, verbose_name=_("répondue par")
    )
    principal = models.CharField(_("au nom de"), max_length=80, blank=True)
    reason = models.CharField(_("motif"), max_length=LONGEST_WORDS, blank=True)

    class Meta:
        verbose_name = _("question à un organisme")
        verbose_name_plural = _("questions aux organismes")
        constraints = [
            models.CheckConstraint(
                condition=Q(contest__isnull=False, request=None)
                | Q(contest=None, request__isnull=False),
                name="question_about_one_submission",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None, reason="")
                | Q(answer="MEMBER", answered_at__isnull=False)
                | Q(answer="NOT_MEMBER", answered_at__isnull=False) & ~Q(reason=""),
                name="question_denied_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["body", "asked_at"], name="questions_waiting", condition=Q(answer="")
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="answered_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.\"answer\" <> ''"),
            ),
            pgtrigger.Protect(name="question_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.body} #{self.pk}"

    @property
    def about(self) -> Contest | RegistrationRequest:
        """The contest or the request that it is asked for."""
        return self.contest or self.request


class SubmittedPaper(models.Model):
    """A paper that goes with a submission: checked, bounded, sealed; never kept in clear."""

    contest = models.ForeignKey(
        Contest, models.PROTECT, null=True, related_name="papers", verbose_name=_("contestation")
    )
    request = models.ForeignKey(
        RegistrationRequest,
        models.PROTECT,
        null=True,
        related_name="papers",
        verbose_name=_("demande"),
    )
    kind = models.CharField(_("type"), max_length=16, choices=PaperKind.choices)
    size = models.PositiveIntegerField(_("taille"))
    sealed = models.BinaryField(_("pièce scellée"))
    given_at = models.DateTimeField(_("donnée le"))

    class Meta:
        verbose_name = _("pièce jointe")
        verbose_name_plural = _("pièces jointes")
        constraints = [
            models.CheckConstraint(
                condition=Q(contest__isnull=False, request=None)
                | Q(contest=None, request__isnull=False),
                name="paper_of_one_submission",
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0, size__lte=LARGEST_PAPER), name="paper_of_bounded_size"
            ),
        ]
        triggers = [pgtrigger.Protect(name="paper_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"#{self.pk}"
