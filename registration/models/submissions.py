"""What people submit and the CNSS answers: contests of an activity, requests to be registered.

Receipt, one request for complements, due date (law 55-19). What the person deposited is never
rewritten; how far it is moves by the table of `registration.enums`, which the database enforces.
"""

from datetime import date

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from registration.enums import (
    OPEN_SUBMISSIONS,
    SUBMISSION_TRANSITIONS,
    Channel,
    Language,
    SubmissionState,
)

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
