from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QueuesConfig(AppConfig):
    name = "cnss_amo.queues"
    label = "queues"
    verbose_name = _("files de travail")
