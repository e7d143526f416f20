"""What the CNSS asks a body about people: is this one of yours? Its officers see their own only."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cnss_amo.accounts.enums import LookKind
from cnss_amo.accounts.services import record_look
from cnss_amo.kernel.db import keyring
from cnss_amo.kernel.identifiers import mask_cin
from liaison.forms import PlainForm
from liaison.person_forms.fields import words_field
from liaison.views.doors import officers
from registration.enums import Membership
from registration.models import MembershipQuestion
from registration.queries.submissions import questions_of, questions_waiting
from registration.services.membership import answer_question
from registration.services.submissions import NotOpen

A_PAGE = 25


class MembershipForm(PlainForm):
    """Yes, or no and why."""

    membership = forms.ChoiceField(
        label=gettext_lazy("Votre réponse"),
        choices=[(one.value, capfirst(one.label)) for one in Membership],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez une réponse.")},
    )
    reason = words_field(
        gettext_lazy("Motif"),
        gettext_lazy("Obligatoire si vous répondez non : ce que disent vos registres."),
    )

    def clean(self) -> dict[str, Any]:
        """A denial says why."""
        said = super().clean()
        if said.get("membership") == Membership.NOT_MEMBER and not said.get("reason"):
            self.add_error("reason", _("Dites pourquoi la personne n'exerce pas cette activité."))
        return said


@officers
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """The questions that wait for the officer's body, the first due first."""
    waiting = questions_waiting(request.user.bodies).order_by("due_on", "pk")
    page = Paginator(waiting, A_PAGE).get_page(request.GET.get("page"))
    if page.object_list:
        _record(request, LookKind.QUEUE, list(page), "questions")
    return render(request, "liaison/questions.html", {"page": page, "today": timezone.localdate()})


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, question_id: int) -> HttpResponse:
    """One question: the least that tells the person, and the answer."""
    shown = get_object_or_404(questions_of(request.user.bodies), pk=question_id)
    form = MembershipForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            answer_question(
                question_id=shown.pk,
                bodies=request.user.bodies,
                membership=form.cleaned_data["membership"],
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except NotOpen as told:
            messages.info(request, str(told))
        else:
            messages.success(request, _("Votre réponse est enregistrée."))
        return redirect("liaison:questions")
    _record(request, LookKind.PERSON, [shown], shown.about.reference)
    context = {"question": shown, "about": shown.about, "form": form, **_masked(shown)}
    return render(request, "liaison/question.html", context)


def _masked(shown: MembershipQuestion) -> dict[str, Any]:
    """Who the question is about, the document masked."""
    who = shown.contest.person if shown.contest else shown.request
    told = keyring().unseal_text(who.document_sealed, "document")
    return {"who": who, "document": mask_cin(told) if told else ""}


def _record(
    request: HttpRequest, kind: LookKind, shown: list[MembershipQuestion], about: str
) -> None:
    people = {one.about.person_id for one in shown} - {None}
    record_look(
        user=request.user,
        kind=kind,
        people=sorted(people),
        about=about,
        request_id=request.request_id,
    )
