"""What a supervisor says when she moves an item."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cnss_amo.accounts.models import User
from liaison.forms import PlainForm


class Colleague(forms.ModelChoiceField):
    def label_from_instance(self, user: User) -> str:
        """A colleague by her name."""
        return user.get_full_name() or user.get_username()


class MoveForm(PlainForm):
    """To whom an item goes, or back to its queue; and why."""

    to = Colleague(
        label=_("À qui"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("personne : il retourne dans sa file"),
        error_messages={"invalid_choice": _("Choisissez quelqu'un de la liste.")},
    )
    reason = forms.CharField(
        label=_("Motif"),
        help_text=_("Quelques mots, sans nom d'assuré ni numéro. Vos collègues les liront."),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Dites pourquoi.")},
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people
