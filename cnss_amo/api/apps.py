from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "cnss_amo.api"
    label = "api"
    verbose_name = _("Interface des partenaires")

    def ready(self) -> None:
        """Tell the OpenAPI document how partners authenticate."""
        from cnss_amo.api import schema  # noqa: F401
