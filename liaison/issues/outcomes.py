"""What became of a row, said to whoever sent it."""

from django.utils.translation import gettext_lazy as _

from liaison.enums import Outcome

OUTCOMES = {
    Outcome.REFUSED: _("La ligne est refusée : rien n'est enregistré."),
    Outcome.DUPLICATE: _(
        "La ligne répète la ligne %(first_line)s, qui seule compte. Ne la renvoyez pas."
    ),
    Outcome.CONFLICT: _(
        "La pièce et l'identité ne désignent pas la même personne. Rien n'est modifié : un agent de"
        " la CNSS décidera. Vérifiez la pièce, le nom et la date de naissance."
    ),
    Outcome.COVERED_ELSEWHERE: _(
        "La personne est déjà couverte autrement : elle n'est pas immatriculée. Ne la renvoyez pas."
        " Si c'est une erreur, la personne s'adresse à la CNSS."
    ),
    Outcome.ENDED: _("L'activité est terminée au registre."),
    Outcome.WAITING: _(
        "La catégorie ou votre mandat n'est pas encore ouvert. La ligne sera reprise le jour de"
        " l'ouverture : ne la renvoyez pas."
    ),
    Outcome.REGISTERED: _("La personne est immatriculée."),
    Outcome.ACTIVITY_ADDED: _("Une activité est ajoutée à une personne déjà connue."),
    Outcome.UPDATED: _("L'activité ou les données de la personne sont mises à jour."),
    Outcome.UNCHANGED: _("La personne est déjà au registre ; rien n'a changé."),
    Outcome.QUARANTINED: _(
        "La ligne est juste mais notre système n'a pas pu l'écrire. La CNSS la reprendra :"
        " ne la renvoyez pas."
    ),
}


def outcome_explanation(outcome: str, **details: object) -> str:
    """Say what became of a row in one or two sentences, in the active language.

    `first_line`: for a duplicate, the line that stands.
    """
    return str(OUTCOMES[Outcome(outcome)]) % ({"first_line": "?"} | details)
