"""Issues of one cell: a value that is missing, badly written, or unknown."""

from django.utils.translation import gettext_lazy as _

from liaison.issues.entry import WARNING, Entry

PRESENCE = {
    "MISSING_VALUE": Entry(
        _("Valeur obligatoire absente"),
        _("la cellule est vide"),
        _("cette colonne est obligatoire"),
        _("Complétez la cellule et renvoyez la ligne."),
    ),
    "MISSING_PHONE": Entry(
        _("Téléphone absent"),
        _("la cellule est vide"),
        _("un numéro marocain, par exemple 0612345678"),
        _("La ligne est gardée. Ajoutez le numéro si vous le connaissez."),
        WARNING,
    ),
    "TOO_LONG": Entry(
        _("Texte trop long"),
        _("%(value)s est trop long"),
        _("60 caractères pour un nom, 80 pour un lieu ou un métier, 250 pour une adresse"),
        _("Raccourcissez le texte et renvoyez la ligne."),
    ),
    "CONTROL_CHARACTER": Entry(
        _("Caractère de contrôle"),
        _("%(value)s contient un caractère invisible interdit"),
        _("du texte ordinaire"),
        _("Retapez la valeur à la main et renvoyez la ligne."),
    ),
    "SCIENTIFIC_NOTATION": Entry(
        _("Nombre déformé par le tableur"),
        _("%(value)s est une écriture scientifique : des chiffres sont perdus"),
        _("tous les chiffres, écrits en entier"),
        _("Mettez la colonne au format Texte, retapez la valeur d'origine et renvoyez la ligne."),
    ),
}

IDENTITY = {
    "BAD_CIN": Entry(
        _("Numéro de CIN incorrect"),
        _("%(value)s n'est pas un numéro de CIN"),
        _("1 ou 2 lettres puis 1 à 6 chiffres"),
        _("Corrigez le numéro d'après la carte et renvoyez la ligne."),
    ),
    "LOOKALIKE_LETTERS": Entry(
        _("Lettres d'un autre alphabet"),
        _("%(value)s contient des lettres cyrilliques ou grecques qui ressemblent aux nôtres"),
        _("des lettres latines"),
        _("Retapez le numéro au clavier et renvoyez la ligne."),
    ),
    "UNKNOWN_DOCUMENT_KIND": Entry(
        _("Sorte de pièce inconnue"),
        _("%(value)s n'est pas une sorte de pièce connue"),
        _("CIN, PASSEPORT ou CARTE_SEJOUR"),
        _("Écrivez l'une des trois et renvoyez la ligne."),
    ),
    "BAD_NUMBER": Entry(
        _("Numéro CNSS incorrect"),
        _("%(value)s n'est pas un numéro CNSS"),
        _("9 chiffres"),
        _("Corrigez le numéro, ou videz la cellule, et renvoyez la ligne."),
    ),
    "BAD_NAME": Entry(
        _("Nom incorrect"),
        _("%(value)s n'est pas un nom en lettres latines"),
        _("des lettres latines, des espaces, des apostrophes, des tirets et des points"),
        _("Corrigez le nom et renvoyez la ligne."),
    ),
    "BAD_ARABIC_NAME": Entry(
        _("Nom arabe incorrect"),
        _("%(value)s n'est pas un nom en lettres arabes"),
        _("des lettres arabes, des espaces, des tirets et des points"),
        _("Corrigez le nom, ou videz la cellule."),
        WARNING,
    ),
    "BAD_SEX": Entry(
        _("Sexe incorrect"),
        _("%(value)s n'est pas un sexe connu"),
        _("M ou F, H ou F, Masculin ou Féminin"),
        _("Corrigez la cellule, ou videz-la."),
        WARNING,
    ),
    "UNKNOWN_NATIONALITY": Entry(
        _("Nationalité inconnue"),
        _("%(value)s n'est pas un pays connu"),
        _("un code de pays (MA, FRA) ou son nom en français"),
        _("Corrigez la cellule. Vide, elle vaut MA."),
        WARNING,
    ),
}

DATES = {
    "BAD_DATE": Entry(
        _("Date mal écrite"),
        _("%(value)s n'est pas une date"),
        _("jj/mm/aaaa ou aaaa-mm-jj"),
        _("Réécrivez la date et renvoyez la ligne."),
    ),
    "IMPOSSIBLE_DATE": Entry(
        _("Date impossible"),
        _("%(value)s n'existe pas au calendrier"),
        _("un jour qui existe"),
        _("Corrigez la date et renvoyez la ligne."),
    ),
    "TWO_DIGIT_YEAR": Entry(
        _("Année sur deux chiffres"),
        _("%(value)s ne dit pas le siècle"),
        _("une année sur quatre chiffres"),
        _("Écrivez l'année en entier et renvoyez la ligne."),
    ),
    "FUTURE_BIRTH": Entry(
        _("Naissance dans le futur"),
        _("%(value)s est après la date de référence de la liste"),
        _("une naissance passée"),
        _("Corrigez la date de naissance et renvoyez la ligne."),
    ),
    "AGE_OVER_LIMIT": Entry(
        _("Âge de plus de 120 ans"),
        _("%(value)s donne un âge de plus de 120 ans"),
        _("120 ans au plus"),
        _("Vérifiez la date de naissance et renvoyez la ligne."),
    ),
}

CONTACT = {
    "BAD_PHONE": Entry(
        _("Téléphone incorrect"),
        _("%(value)s n'est pas un numéro marocain"),
        _("par exemple 0612345678 ou +212612345678"),
        _("La ligne est gardée sans téléphone. Corrigez le numéro si vous le connaissez."),
        WARNING,
    ),
    "BAD_EMAIL": Entry(
        _("Adresse électronique incorrecte"),
        _("%(value)s n'est pas une adresse électronique"),
        _("par exemple nom@exemple.ma"),
        _("Corrigez l'adresse, ou videz la cellule."),
        WARNING,
    ),
    "UNKNOWN_COMMUNE": Entry(
        _("Commune inconnue"),
        _("%(value)s n'est pas une commune connue, ou plusieurs portent ce nom"),
        _("le code HCP de la commune, ou son nom s'il est unique"),
        _("Mettez le code HCP de la commune, ou videz la cellule."),
        WARNING,
    ),
}

PROFESSION = {
    "BAD_IDENTIFIER": Entry(
        _("Identifiant professionnel incorrect"),
        _("%(value)s n'est pas un identifiant de cette colonne"),
        _("l'identifiant tel que votre organisme l'attribue, sans autre signe"),
        _("Corrigez l'identifiant et renvoyez la ligne."),
    ),
    "BAD_ICE": Entry(
        _("ICE incorrect"),
        _("%(value)s n'est pas un ICE"),
        _("15 chiffres, dont la clé est juste"),
        _("Corrigez l'ICE, ou videz la cellule."),
        WARNING,
    ),
    "UNKNOWN_REGIME": Entry(
        _("Régime fiscal inconnu"),
        _("%(value)s n'est pas un régime connu"),
        _("CPU, RNS ou RNR"),
        _("Écrivez l'un des trois et renvoyez la ligne."),
    ),
    "UNKNOWN_PROFESSION": Entry(
        _("Profession inconnue"),
        _("%(value)s n'est pas une profession de cette liste"),
        _("l'une des professions citées dans la page de votre liste"),
        _("Écrivez le nom de la profession comme dans cette page et renvoyez la ligne."),
    ),
    "UNKNOWN_SUB_CATEGORY": Entry(
        _("Sous-catégorie inconnue"),
        _("%(value)s n'est pas une sous-catégorie connue"),
        _("un code de la page des listes, par exemple ADO"),
        _("Écrivez le code de la sous-catégorie et renvoyez la ligne."),
    ),
    "UNKNOWN_SECTOR": Entry(
        _("Secteur inconnu"),
        _("%(value)s n'est pas un secteur connu"),
        _("COMMERCE ou SERVICE"),
        _("Écrivez l'un des deux, ou videz la cellule."),
        WARNING,
    ),
    "BAD_CLASS": Entry(
        _("Classe d'exploitation incorrecte"),
        _("%(value)s n'est pas une classe d'exploitation"),
        _("un chiffre de 1 à 9"),
        _("Corrigez la classe, ou videz la cellule, et renvoyez la ligne."),
    ),
    "BAD_AMOUNT": Entry(
        _("Nombre mal écrit"),
        _("%(value)s n'est pas un nombre"),
        _("par exemple 12345,67 ou 12 345,67, sans unité"),
        _("Réécrivez le nombre et renvoyez la ligne."),
    ),
    "BAD_OPERATION": Entry(
        _("Opération inconnue"),
        _("%(value)s n'est pas une opération connue"),
        _("A pour un ajout, M pour une modification, S pour une sortie"),
        _("Écrivez l'une des trois lettres et renvoyez la ligne."),
    ),
}

CELLS = PRESENCE | IDENTITY | DATES | CONTACT | PROFESSION
