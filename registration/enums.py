from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    CIN = "CIN", _("CIN")
    PASSPORT = "PASSEPORT", _("passeport")
    RESIDENCE_CARD = "CARTE_SEJOUR", _("carte de séjour")


class Precision(models.TextChoices):
    DAY = "D", _("au jour")
    MONTH = "M", _("au mois")
    YEAR = "Y", _("à l'année")


class Sex(models.TextChoices):
    MALE = "M", _("masculin")
    FEMALE = "F", _("féminin")


class State(models.TextChoices):
    PRE_REGISTERED = "PRE_REGISTERED", _("pré-immatriculée")
    NOTICE_SENT = "NOTICE_SENT", _("mise en demeure")
    EX_OFFICIO = "EX_OFFICIO", _("immatriculée d'office")
    COMPLETED = "COMPLETED", _("immatriculation complétée")
    DEREGISTERED = "DEREGISTERED", _("radiée")


TRANSITIONS = {
    State.PRE_REGISTERED: {State.COMPLETED, State.NOTICE_SENT, State.DEREGISTERED},
    State.NOTICE_SENT: {State.COMPLETED, State.EX_OFFICIO, State.DEREGISTERED},
    State.EX_OFFICIO: {State.COMPLETED, State.DEREGISTERED},
    State.COMPLETED: {State.DEREGISTERED},
    State.DEREGISTERED: {State.PRE_REGISTERED},
}


class Channel(models.TextChoices):
    """How a person reached the CNSS for an act; the act is the same whatever the channel."""

    PORTAL = "PORTAL", _("portail")
    AGENCY = "AGENCY", _("agence")
    CALL_CENTRE = "CALL_CENTRE", _("centre d'appels")
    VOICE = "VOICE", _("serveur vocal")
    POINT = "POINT", _("point partenaire")


class Language(models.TextChoices):
    FRENCH = "fr", _("français")
    ARABIC = "ar", _("arabe")


class EventKind(models.TextChoices):
    DOCUMENT_DISPUTED = "DOCUMENT_DISPUTED", _("pièce d'identité contestée")
    SAME_PERSON = "SAME_PERSON", _("reconnue comme la même personne")
    MISSING_CONFIRMED = "MISSING_CONFIRMED", _("sortie confirmée après absence d'une liste")
    MISSING_DISMISSED = "MISSING_DISMISSED", _("absence d'une liste sans suite")
    LIST_UNDONE = "LIST_UNDONE", _("liste annulée")
    IDENTITY_CORRECTED = "IDENTITY_CORRECTED", _("identité corrigée")
    FILES_MERGED = "FILES_MERGED", _("dossiers fusionnés")
    FILES_SPLIT = "FILES_SPLIT", _("dossiers séparés")
    CONTACT_CHANGED = "CONTACT_CHANGED", _("coordonnées changées au guichet")
    CONTACT_RESTORED = "CONTACT_RESTORED", _("changement de coordonnées annulé")
    CONTACT_SAID = "CONTACT_SAID", _("coordonnées changées par la personne")
    REGISTRATION_COMPLETED = "REGISTRATION_COMPLETED", _("immatriculation complétée")
    CODE_HANDED = "CODE_HANDED", _("code sur papier remis")
    CALLER_VERIFIED = "CALLER_VERIFIED", _("identité vérifiée au téléphone")
    PASSWORD_CHANGED = "PASSWORD_CHANGED", _("mot de passe de l'espace personnel changé")
    ATTESTATION_ISSUED = "ATTESTATION_ISSUED", _("attestation délivrée")
    ATTESTATION_REVOKED = "ATTESTATION_REVOKED", _("attestation révoquée")
    ACCOUNT_DISABLED = "ACCOUNT_DISABLED", _("espace personnel fermé")
    ACCOUNT_REOPENED = "ACCOUNT_REOPENED", _("espace personnel rouvert")
    CONTEST_DEPOSITED = "CONTEST_DEPOSITED", _("immatriculation contestée")
    CONTEST_WITHDRAWN = "CONTEST_WITHDRAWN", _("contestation retirée")
    CONTEST_ACCEPTED = "CONTEST_ACCEPTED", _("contestation acceptée")
    CONTEST_REFUSED = "CONTEST_REFUSED", _("contestation refusée")
    REQUEST_ACCEPTED = "REQUEST_ACCEPTED", _("immatriculée à sa demande")


class CaseKind(models.TextChoices):
    DISPUTED_DOCUMENT = "DISPUTED_DOCUMENT", _("deux personnes, une pièce d'identité")


class OriginKind(models.TextChoices):
    LIST = "LIST", _("liste d'un organisme")
    RULING = "RULING", _("décision sur un conflit")
    REQUEST = "REQUEST", _("demande de la personne")


class PaperSeen(models.TextChoices):
    """What the person showed to the agent, who saw the original."""

    CIN = "CIN", _("carte nationale d'identité")
    PASSPORT = "PASSEPORT", _("passeport")
    RESIDENCE_CARD = "CARTE_SEJOUR", _("carte de séjour")
    BIRTH_CERTIFICATE = "ACTE_NAISSANCE", _("acte de naissance")
    JUDGMENT = "JUGEMENT", _("jugement ou décret")
    OTHER = "AUTRE", _("autre pièce officielle")
    NONE = "AUCUNE", _("aucune : demandée par la personne")


PAPERS_FOR_CONTACT = (
    PaperSeen.CIN,
    PaperSeen.PASSPORT,
    PaperSeen.RESIDENCE_CARD,
    PaperSeen.OTHER,
)


class CorrectionState(models.TextChoices):
    PROPOSED = "PROPOSED", _("à décider")
    ACCEPTED = "ACCEPTED", _("acceptée")
    REFUSED = "REFUSED", _("refusée")


class MergerState(models.TextChoices):
    PROPOSED = "PROPOSED", _("à décider")
    MERGED = "MERGED", _("fusionnés")
    REFUSED = "REFUSED", _("refusée")
    SPLIT = "SPLIT", _("séparés")


class SubmissionState(models.TextChoices):
    """How far a contest or a request is; who must act is said in the labels."""

    DEPOSITED = "DEPOSITED", _("en cours d'examen")
    COMPLEMENT_WANTED = "COMPLEMENT_WANTED", _("en attente d'un complément")
    ACCEPTED = "ACCEPTED", _("acceptée")
    REFUSED = "REFUSED", _("refusée")
    WITHDRAWN = "WITHDRAWN", _("retirée")


OPEN_SUBMISSIONS = (SubmissionState.DEPOSITED, SubmissionState.COMPLEMENT_WANTED)
SUBMISSION_TRANSITIONS = {
    SubmissionState.DEPOSITED: {
        SubmissionState.COMPLEMENT_WANTED,
        SubmissionState.ACCEPTED,
        SubmissionState.REFUSED,
        SubmissionState.WITHDRAWN,
    },
    SubmissionState.COMPLEMENT_WANTED: {
        SubmissionState.DEPOSITED,
        SubmissionState.REFUSED,
        SubmissionState.WITHDRAWN,
    },
}


class Ground(models.TextChoices):
    """Why a person does not agree with an activity that the register says is hers."""

    NOT_MINE = "NOT_MINE", _("ce n'est pas mon activité")
    STOPPED = "STOPPED", _("j'ai arrêté cette activité")
    COVERED = "COVERED", _("j'ai déjà une autre couverture obligatoire")


class Scheme(models.TextChoices):
    """The other compulsory covers, as the imports of other covers name them."""

    EMPLOYEE = "CNSS_SALARIE", _("CNSS, comme salarié")
    CIVIL_SERVANT = "CNOPS", _("CNOPS, comme fonctionnaire")
    ARMED_FORCES = "FAR", _("Forces armées royales")
    TADAMON = "AMO_TADAMON", _("AMO Tadamon")
    ACHAMIL = "AMO_ACHAMIL", _("AMO Achamil")
    OTHER = "AUTRE", _("un autre régime obligatoire")


class Membership(models.TextChoices):
    """What a body answers when it is asked whether somebody is of its profession."""

    MEMBER = "MEMBER", _("exerce bien cette activité")
    NOT_MEMBER = "NOT_MEMBER", _("n'exerce pas cette activité")


class PaperKind(models.TextChoices):
    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "JPEG"
    PNG = "image/png", "PNG"


AGENCY = "AGENCE"  # the source of what was said at the counter; the others are the bodies' codes
SAID_BY_THE_PERSON = (AGENCY, *Channel.values)  # sources that no list overwrites
