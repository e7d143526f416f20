"""What a partner says to the person in front of it."""

from django.utils.translation import gettext as _


def sent_to_phone() -> str:
    """To whoever asked whether she is registered."""
    return _(
        "Si la CNSS vous a déjà immatriculé, votre numéro arrive par SMS au téléphone qu'elle"
        " connaît. Rien n'arrive ? Une agence vous répond, avec votre pièce d'identité."
    )


def code_sent() -> str:
    """To whoever asked for a code."""
    return _(
        "Si la CNSS vous connaît, un code arrive par SMS au téléphone qu'elle connaît. Il sert dix"
        " minutes. Téléphone changé ? Une agence le corrige, avec votre pièce d'identité."
    )
