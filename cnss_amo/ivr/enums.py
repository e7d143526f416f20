from django.db import models
from django.utils.translation import gettext_lazy as _


class Ending(models.TextChoices):
    """How a call ended."""

    OVER = "OVER", _("terminé")
    HUMAN = "HUMAN", _("passé à un conseiller")
    HUNG_UP = "HUNG_UP", _("raccroché")
    FORGOTTEN = "FORGOTTEN", _("resté sans nouvelles")
