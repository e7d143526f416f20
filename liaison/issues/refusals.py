"""Why a whole list was refused, interrupted or undone, said to whoever sent it."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from liaison.issues.inserted import as_it_is, isolated

SAVE_AGAIN = _("Ouvrez le fichier dans votre tableur et enregistrez-le en CSV ou en XLSX.")
SEND_AGAIN = _("Exportez la liste de nouveau et renvoyez le fichier entier.")
USE_TEMPLATE = _("Comparez votre première ligne à celle du modèle de votre organisme.")

# Code: what is wrong, then what to do. `%(…)s` are the details kept with the refusal.
REFUSALS = {
    "PDF_FILE": (_("Le fichier est un PDF : ses lignes ne peuvent pas être lues."), SAVE_AGAIN),
    "OLD_EXCEL": (_("Le fichier est un ancien classeur Excel (.xls)."), SAVE_AGAIN),
    "PASSWORD_PROTECTED": (
        _("Le classeur est protégé par un mot de passe."),
        _("Retirez le mot de passe, puis renvoyez le fichier."),
    ),
    "MACRO_WORKBOOK": (
        _("Le classeur contient des macros."),
        _("Enregistrez-le en .xlsx sans macro, puis renvoyez-le."),
    ),
    "SUSPECT_WORKBOOK": (
        _("Le classeur est construit d'une façon anormale."),
        _("Copiez la liste dans un classeur neuf, ou enregistrez-la en CSV."),
    ),
    "DAMAGED_XLSX": (_("Le classeur est abîmé : il ne s'ouvre pas."), SEND_AGAIN),
    "TRUNCATED_XLSX": (_("Le classeur est incomplet : l'envoi a été coupé."), SEND_AGAIN),
    "TOO_LARGE_XLSX": (
        _("Le classeur est trop grand pour être lu d'un seul tenant."),
        _("Enregistrez la liste en CSV, si besoin compressé (.csv.gz)."),
    ),
    "TOO_MANY_XLSX_ROWS": (
        _("Le classeur a plus de %(most)s lignes."),
        _("Enregistrez la liste en CSV, si besoin compressé (.csv.gz)."),
    ),
    "TOO_LARGE_UNPACKED": (
        _("Une fois décompressé, le fichier dépasse 4 Gio."),
        _("Partagez la liste en plusieurs fichiers."),
    ),
    "DAMAGED_GZIP": (_("Le fichier compressé est abîmé."), SEND_AGAIN),
    "TRUNCATED_GZIP": (_("Le fichier compressé est incomplet : l'envoi a été coupé."), SEND_AGAIN),
    "SUSPECT_GZIP": (
        _("Le fichier compressé est construit d'une façon anormale."),
        _("Compressez la liste de nouveau, ou envoyez-la en CSV sans la compresser."),
    ),
    "CUT_FILE": (
        _("Le fichier s'arrête au milieu de la ligne %(line)s : l'envoi a été coupé."),
        _("Renvoyez le fichier entier, ou complétez cette ligne si elle est la dernière."),
    ),
    "ENDLESS_LINE": (
        _("La ligne %(line)s ne finit pas : elle dépasse un million de caractères."),
        _("Corrigez cette ligne, ou exportez la liste de nouveau, puis renvoyez le fichier."),
    ),
    "NOT_A_LIST": (_("Le fichier n'est ni un CSV, ni un CSV compressé, ni un XLSX."), SAVE_AGAIN),
    "EMPTY_FILE": (_("Le fichier est vide."), SEND_AGAIN),
    "EMPTY_LIST": (
        _("Le fichier a un en-tête, mais aucune ligne."),
        _("Vérifiez l'export, puis renvoyez la liste."),
    ),
    "UNKNOWN_ENCODING": (
        _("L'encodage du texte n'a pas été reconnu : aucun ne donne des colonnes lisibles."),
        _("Enregistrez le fichier en CSV UTF-8, ou choisissez l'encodage au dépôt."),
    ),
    "NO_HEADER": (
        _("La première ligne ne contient aucun nom de colonne connu. Trouvé : « %(found)s »."),
        USE_TEMPLATE,
    ),
    "MISSING_COLUMNS": (
        _("Des colonnes obligatoires manquent : %(columns)s."),
        _("Ajoutez-les à l'en-tête et à chaque ligne. Noms proches trouvés : %(closest)s."),
    ),
    "TOO_MANY_COLUMNS": (
        _("L'en-tête a %(found)s colonnes : une liste en a %(most)s au plus."),
        _("Retirez les colonnes inutiles, puis renvoyez le fichier."),
    ),
    "REPEATED_COLUMN": (
        _("Des colonnes sont répétées dans l'en-tête : %(columns)s."),
        _("Gardez chaque colonne une seule fois."),
    ),
    "BAD_CONTROL_LINE": (
        _("Ligne %(line)s : FIN n'est pas suivi du nombre de lignes (« %(found)s »)."),
        _("Écrivez le nombre de lignes dans la seconde cellule, ou retirez cette ligne."),
    ),
    "TRUNCATED": (
        _(
            "%(announced)s lignes sont annoncées, %(found)s sont lues :"
            " les deux nombres devraient être égaux."
        ),
        _("Renvoyez le fichier entier, ou corrigez le nombre annoncé."),
    ),
    "NO_MANDATE": (
        _("L'organisme %(body)s n'a aucun mandat à la date de référence de la liste."),
        _("Vérifiez la date de référence, ou écrivez à la CNSS."),
    ),
    "REFUSED_BY_PERSON": (
        _("La CNSS a refusé la liste. Motif : « %(reason)s »."),
        _("Corrigez la liste selon ce motif, puis renvoyez-la."),
    ),
    "FAULT": (
        _("Une panne de notre côté a interrompu la liste."),
        _("Rien à renvoyer : la CNSS la reprendra où elle s'est arrêtée."),
    ),
    "UNDONE": (
        _(
            "La CNSS a annulé la liste : ce qu'elle avait écrit est repris."
            " Personnes laissées telles quelles : %(left_count)s."
        ),
        _("Renvoyez la liste corrigée quand elle est prête."),
    ),
}
NOTHING = _("aucun")


def refusal_reason(code: str, details: Mapping[str, object], *, on_screen: bool = False) -> str:
    """Say why a list was refused and what to do, in the active language.

    On a screen, what is inserted keeps its own direction.
    """
    fault, mend = REFUSALS[code]
    inserted = isolated if on_screen else as_it_is
    named = _Details(
        {name: NOTHING if value == "" else inserted(value) for name, value in details.items()}
    )
    return f"{str(fault) % named} {str(mend) % named}"


class _Details(dict[str, object]):
    """The details kept with a refusal; an older one may lack some."""

    def __missing__(self, name: str) -> object:
        return NOTHING
