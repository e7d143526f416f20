from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IvrConfig(AppConfig):
    name = "cnss_amo.ivr"
    label = "ivr"
    verbose_name = _("serveur vocal")
