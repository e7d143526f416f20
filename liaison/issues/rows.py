"""Issues of a whole row: cells that contradict each other, or what the register answers."""

from django.utils.translation import gettext_lazy as _

from liaison.issues.entry import WARNING, Entry

TOGETHER = {
    "BROKEN_LINE": Entry(
        _("Ligne cassée"),
        _("la ligne n'a pas autant de cellules que l'en-tête"),
        _("une cellule par colonne"),
        _(
            "Cherchez un guillemet ou un séparateur en trop, ou des cellules absentes,"
            " puis renvoyez la ligne."
        ),
    ),
    "MISSING_DOCUMENT": Entry(
        _("Pièce d'identité absente"),
        _("la personne n'a pas de pièce d'identité"),
        _("une CIN, ou la sorte et le numéro d'une autre pièce"),
        _("Ajoutez la CIN, ou TYPE_PIECE et NUM_PIECE, et renvoyez la ligne."),
    ),
    "BAD_DOCUMENT": Entry(
        _("Numéro de pièce incorrect"),
        _("%(value)s n'est pas le numéro d'une pièce de cette sorte"),
        _("des lettres latines et des chiffres"),
        _("Corrigez la sorte ou le numéro de la pièce et renvoyez la ligne."),
    ),
    "BAD_NUMBER_KEY": Entry(
        _("Clé du numéro CNSS fausse"),
        _("le dernier chiffre de %(value)s ne va pas avec les autres"),
        _("le numéro de la carte CNSS"),
        _("La ligne est gardée avec ce numéro. Vérifiez-le auprès de la personne."),
        WARNING,
    ),
    "START_BEFORE_BIRTH": Entry(
        _("Activité commencée avant la naissance"),
        _("%(value)s est avant la date de naissance"),
        _("un début d'activité après la naissance"),
        _("Corrigez l'une des deux dates et renvoyez la ligne."),
    ),
    "END_BEFORE_START": Entry(
        _("Fin avant le début"),
        _("la fin de l'activité est avant son début"),
        _("une fin le jour du début ou après"),
        _("Corrigez l'une des deux dates et renvoyez la ligne."),
    ),
    "MISSING_TAX": Entry(
        _("Impôt annuel absent"),
        _("la cellule est vide"),
        _("l'impôt annuel en dirhams, qui fixe la cotisation"),
        _("La ligne est gardée. Ajoutez le montant dès que vous le connaissez."),
        WARNING,
    ),
    "MISSING_PROFIT": Entry(
        _("Résultat net absent"),
        _("la cellule est vide : la personne est mise en CAC-1"),
        _("le résultat net en dirhams"),
        _("La ligne est gardée. Ajoutez le résultat dès que vous le connaissez."),
        WARNING,
    ),
    "MISSING_CLASS": Entry(
        _("Classe d'exploitation absente"),
        _("la cellule est vide : la personne est mise en AGR-0"),
        _("un chiffre de 1 à 9"),
        _("La ligne est gardée. Ajoutez la classe dès que vous la connaissez."),
        WARNING,
    ),
}

ANSWERS = {
    "UNKNOWN_PERSON": Entry(
        _("Personne inconnue"),
        _("cette personne n'est pas au registre : elle ne peut pas être modifiée"),
        _("une personne déjà immatriculée"),
        _("Vérifiez la pièce d'identité, ou envoyez la ligne en ajout (A)."),
    ),
    "NO_MANDATE": Entry(
        _("Catégorie hors de votre mandat"),
        _("votre organisme n'a pas de mandat pour cette catégorie"),
        _("une catégorie de votre mandat"),
        _("Retirez la ligne, ou corrigez la colonne qui donne la catégorie."),
    ),
    "NO_OPEN_ACTIVITY": Entry(
        _("Aucune activité à terminer"),
        _("cette personne n'a pas d'activité ouverte dans cette catégorie"),
        _("une activité ouverte, pour une sortie (S)"),
        _("Vérifiez la pièce d'identité et la catégorie, ou retirez la ligne."),
    ),
    "REFUSED_BY_AGENT": Entry(
        _("Ligne refusée par un agent"),
        _("un agent de la CNSS a refusé cette ligne"),
        "",
        _("Vérifiez la ligne avec la personne avant de la renvoyer."),
    ),
    "IDENTITY_DIFFERS": Entry(
        _("Identité différente au registre"),
        _("les noms ou la date de naissance diffèrent de ceux que la CNSS connaît"),
        _("la même identité que sur la pièce"),
        _("La ligne est prise, l'identité connue ne change pas. Vérifiez-la avec la personne."),
        WARNING,
    ),
    "POSSIBLE_NAMESAKE": Entry(
        _("Homonyme possible"),
        _("quelqu'un d'autre porte ce nom et est né le même jour"),
        _("une seule pièce d'identité par personne"),
        _("La personne est immatriculée. Vérifiez que sa pièce d'identité est la bonne."),
        WARNING,
    ),
}

ROWS = TOGETHER | ANSWERS
