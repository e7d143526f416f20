"""What each operation takes and gives: the names are the contract, and change with its version."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cnss_amo.api.fields import BirthField, Phone, Strict, Text, Truth, Words
from liaison.enums import ListKind, ListState
from liaison.services.receive import ENCODINGS, MOST_ROWS
from registration.enums import DocumentKind, Language, Membership, Sex, SubmissionState

# --- What is sent --------------------------------------------------------------------------------


class AtPoint(Strict):
    """An act done at a point of a network."""

    point = Text(
        required=False,
        max_length=20,
        help_text=_("Code du point. Obligatoire pour la clé d'un réseau, inutile pour un point."),
    )


class Identity(AtPoint):
    """Who a person says she is: her identity document, her birth."""

    document_kind = serializers.ChoiceField(
        DocumentKind.choices, default=DocumentKind.CIN, help_text=_("CIN si rien n'est dit.")
    )
    document = Text(max_length=20, help_text=_("Numéro de la pièce, tel qu'il y est écrit."))
    birth = BirthField(help_text=_("Date de naissance, aussi loin que la pièce la dit."))


class CompletionSaid(AtPoint):
    """What a person says when she completes; what she does not say is kept as it is known."""

    reference = serializers.UUIDField(help_text=_("Celle que l'activation a donnée."))
    code = Text(
        max_length=20,
        help_text=_("Le code reçu par SMS, ou écrit sur le papier remis par une agence."),
    )
    notice_read = Truth(help_text=_("La notice sur ses données (loi 09-08) a été lue ou remise."))
    language = serializers.ChoiceField(
        Language.choices, default=Language.FRENCH, help_text=_("Langue des messages.")
    )
    phone = Phone(required=False, help_text=_("Téléphone, s'il a changé."))
    email = serializers.EmailField(required=False, max_length=120, help_text=_("Courriel."))
    address = Words(required=False, max_length=200, help_text=_("Adresse, si elle a changé."))
    commune = Text(required=False, max_length=20, help_text=_("Code HCP de la commune."))
    agency = Text(required=False, max_length=20, help_text=_("Code de l'agence choisie."))


class RequestSaid(Identity):
    """What a person writes on form 328-1-01 to be registered."""

    last_name = Words(max_length=60, help_text=_("Nom, tel qu'il est écrit sur la pièce."))
    first_name = Words(max_length=60, help_text=_("Prénom."))
    sub_category = Text(max_length=10, help_text=_("Code de la sous-catégorie : CPU, MED-G…"))
    started_on = serializers.DateField(
        input_formats=["%Y-%m-%d"], help_text=_("Début de l'activité.")
    )
    notice_read = Truth(help_text=_("La notice sur ses données (loi 09-08) a été lue ou remise."))
    phone = Phone(required=False, help_text=_("Téléphone : le reçu et la réponse y arrivent."))
    last_name_ar = Words(required=False, max_length=60, help_text=_("Nom en arabe."))
    first_name_ar = Words(required=False, max_length=60, help_text=_("Prénom en arabe."))
    birth_place = Words(required=False, max_length=80, help_text=_("Lieu de naissance."))
    sex = serializers.ChoiceField(Sex.choices, required=False)
    nationality = serializers.RegexField(
        "^[A-Z]{2}$", required=False, max_length=2, help_text=_("Code ISO du pays : MA.")
    )
    email = serializers.EmailField(required=False, max_length=120, help_text=_("Courriel."))
    address = Words(required=False, max_length=200, help_text=_("Adresse."))
    commune = Text(required=False, max_length=12, help_text=_("Code HCP de la commune."))
    professional_id = Words(
        required=False, max_length=40, help_text=_("Identifiant professionnel : ICE, INPE, carte…")
    )
    language = serializers.ChoiceField(
        Language.choices, default=Language.FRENCH, help_text=_("Langue des messages.")
    )


class ConfirmationSaid(Strict):
    """What a body answers about one person."""

    answer = serializers.ChoiceField(
        Membership.choices, help_text=_("MEMBER : elle exerce ; NOT_MEMBER : elle n'exerce pas.")
    )
    reason = Words(
        required=False, max_length=1000, help_text=_("Obligatoire quand elle n'exerce pas.")
    )


class ListSaid(Strict):
    """The file of a list, and what its sender says about it."""

    file = serializers.FileField(
        help_text=_("CSV, CSV compressé (.csv.gz) ou XLSX."), max_length=255
    )
    reference_date = serializers.DateField(
        input_formats=["%Y-%m-%d"], help_text=_("Le jour où la liste était exacte chez vous.")
    )
    kind = serializers.ChoiceField(
        ListKind.choices,
        required=False,
        help_text=_("Complète : qui n'y est plus est signalé. Défaut : celle de l'organisme."),
    )
    declared_rows = serializers.IntegerField(
        required=False, min_value=1, max_value=MOST_ROWS, help_text=_("Lignes, sans l'en-tête.")
    )
    encoding = serializers.ChoiceField(
        [(name, name) for name in ENCODINGS],
        required=False,
        help_text=_("Encodage du texte ; reconnu tout seul si rien n'est dit."),
    )


# --- What is given -------------------------------------------------------------------------------


class Given(serializers.Serializer):
    """An answer: its fields only."""

    def create(self, _validated: Any) -> None:
        """Nothing is saved from here."""
        raise NotImplementedError

    update = create


class StatusGiven(Given):
    """The one answer of a status: the same for everybody."""

    answer = serializers.ChoiceField([("BY_SMS", _("par SMS"))])
    message = serializers.CharField(help_text=_("À dire ou à montrer à la personne."))


class ActivationGiven(Given):
    """What everybody who asks for a code is given."""

    reference = serializers.UUIDField(help_text=_("À renvoyer avec le code."))
    expires_at = serializers.DateTimeField()
    message = serializers.CharField(help_text=_("À dire ou à montrer à la personne."))


class CompletionGiven(Given):
    """What the person takes away: print it for her, keep none of it."""

    reference = serializers.CharField(help_text=_("Référence de l'acte."))
    number = serializers.RegexField("^[0-9]{9}$", help_text=_("Numéro d'immatriculation."))
    first_password = serializers.CharField(
        help_text=_("Premier mot de passe, à changer à la première connexion. Dit une seule fois.")
    )


class RequestGiven(Given):
    """A request and how far it is, without a word about whom."""

    reference = serializers.CharField(help_text=_("Celle du reçu : 7K3F9-Q2MXB."))
    state = serializers.ChoiceField(SubmissionState.choices)
    state_label = serializers.CharField()
    deposited_at = serializers.DateTimeField()
    due_on = serializers.DateField(help_text=_("Réponse au plus tard ce jour-là."))
    complement_due_on = serializers.DateField(
        allow_null=True, help_text=_("Un complément est demandé, à donner avant ce jour.")
    )


class QuestionGiven(Given):
    """One person about whom a body is asked."""

    reference = serializers.CharField(help_text=_("À renvoyer avec la réponse."))
    about = serializers.ChoiceField(
        [("request", _("demande d'immatriculation")), ("contest", _("contestation"))]
    )
    sub_category = serializers.CharField()
    document_kind = serializers.CharField()
    document = serializers.CharField(help_text=_("Masqué, comme sur les pages : AB••••56."))
    last_name = serializers.CharField()
    first_name = serializers.CharField()
    birth = serializers.CharField(help_text=_("Aussi loin qu'elle est connue."))
    professional_id = serializers.CharField()
    asked_at = serializers.DateTimeField()
    due_on = serializers.DateField()


class QuestionsGiven(Given):
    """What a body is asked, the longest asked first."""

    results = QuestionGiven(many=True)
    next = serializers.CharField(
        allow_null=True, help_text=_("À renvoyer dans « after » pour la suite ; null à la fin.")
    )


class ConfirmationGiven(Given):
    """The answer of a body, as it is written."""

    reference = serializers.CharField()
    answer = serializers.ChoiceField(Membership.choices)
    answered_at = serializers.DateTimeField()


class ListReason(Given):
    """Why a list was stopped or refused."""

    code = serializers.CharField()
    detail = serializers.CharField()


class ListGiven(Given):
    """A list and how far it is: counts, never people."""

    reference = serializers.CharField(help_text=_("Celle du reçu : DGI-000012."))
    state = serializers.ChoiceField(ListState.choices)
    state_label = serializers.CharField()
    file_name = serializers.CharField()
    sha256 = serializers.RegexField("^[0-9a-f]{64}$")
    size = serializers.IntegerField(help_text=_("En octets."))
    kind = serializers.ChoiceField(ListKind.choices)
    reference_date = serializers.DateField()
    received_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    rows_read = serializers.IntegerField()
    rows_expected = serializers.IntegerField(allow_null=True)
    rows_registered = serializers.IntegerField(help_text=_("Lignes déjà passées au registre."))
    outcomes = serializers.DictField(
        child=serializers.IntegerField(), help_text=_("Lignes par résultat.")
    )
    issues = serializers.DictField(
        child=serializers.IntegerField(), help_text=_("Lignes par code d'anomalie.")
    )
    missing = serializers.IntegerField(help_text=_("Personnes absentes d'une liste complète."))
    reason = ListReason(allow_null=True)
    return_file = serializers.BooleanField(help_text=_("Le fichier de retour peut être pris."))


class ListReceived(ListGiven):
    """The receipt of a list."""

    already_received = serializers.BooleanField(
        help_text=_("Ces octets étaient déjà arrivés : un reçu de plus, rien d'autre n'est fait.")
    )


class ListsGiven(Given):
    """The lists of a body, the latest first."""

    results = ListGiven(many=True)
    next = serializers.CharField(
        allow_null=True, help_text=_("À renvoyer dans « after » pour la suite ; null à la fin.")
    )


class ProblemField(Given):
    """One field to mend."""

    field = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class ProblemGiven(Given):
    """A problem, as RFC 9457 tells it."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField(help_text=_("Stable : à lire par votre programme."))
    errors = ProblemField(many=True, required=False)
    reference = serializers.CharField(required=False)
