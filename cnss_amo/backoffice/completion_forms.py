"""What an agent types while a person completes: at the counter, or on the phone."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from agencies.enums import AgencyKind
from agencies.models import Agency
from cnss_amo.backoffice.forms import ContactForm
from liaison.forms import PlainForm
from liaison.person_fields import EXACT
from registration.enums import PAPERS_FOR_CONTACT, Language, PaperSeen
from registration.services.caller import Question
from registration.services.completion import Completion


class CompletionForm(ContactForm):
    """What a person confirms or corrects; a field left empty confirms what the register holds."""

    agency = forms.ModelChoiceField(
        label=_("Agence choisie"), queryset=Agency.objects.none(), required=False
    )
    language = forms.ChoiceField(
        label=_("Langue de la personne"),
        choices=[(one.value, capfirst(one.label)) for one in Language],
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites dans quelle langue lui écrire.")},
    )
    consent = forms.BooleanField(
        label=_("La notice sur ses données (loi 09-08) lui a été lue ou remise."),
        error_messages={"required": _("Lisez ou remettez la notice sur ses données.")},
    )

    def __init__(self, *args: Any, known: Completion, seen_paper: bool = True, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.known = known
        fixed = Agency.objects.open_on(timezone.localdate()).exclude(kind=AgencyKind.MOBILE)
        self.fields["agency"].queryset = fixed.order_by("name_fr", "pk")
        if not seen_paper:  # on the phone: the answers to the questions stand for it
            del self.fields["paper"]
            if known.phone:
                self.fields["phone"].disabled = True
                self.fields["phone"].label = _("Téléphone (il se change en agence seulement)")

    def clean(self) -> dict[str, Any]:
        """Nothing needs to be said anew."""
        return PlainForm.clean(self)

    def completion(self) -> Completion:
        """What the person says, or confirms as the register holds it."""
        said = self.cleaned_data
        contact = {
            name: said[name] or getattr(self.known, name)
            for name in ("phone", "email", "address", "commune")
        }
        return Completion(
            **contact,
            agency=said["agency"],
            language=said["language"],
            consent=settings.NOTICE_VERSION,
            paper=PaperSeen(said.get("paper") or PaperSeen.NONE),
        )


class PaperSeenForm(PlainForm):
    """Which original the agent saw before handing something over."""

    paper = forms.ChoiceField(
        label=_("Original que la personne vous montre"),
        choices=[(one.value, capfirst(one.label)) for one in PAPERS_FOR_CONTACT],
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites quelle pièce vous avez vue.")},
    )


class CallerForm(PlainForm):
    """The answers of a caller to the questions drawn."""

    def __init__(self, *args: Any, asked: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in asked:
            self.fields[name] = forms.CharField(
                label=Question(name).label,
                max_length=80,
                widget=forms.TextInput(attrs=EXACT | {"dir": "auto"}),
                error_messages={"required": _("Posez la question et écrivez la réponse.")},
            )
