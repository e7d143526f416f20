from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LiaisonConfig(AppConfig):
    name = "liaison"
    verbose_name = _("listes des organismes")

    def ready(self) -> None:
        """Tell the register what lists build on a merger."""
        from liaison.queries.mergers import written_since
        from registration.services.split import built_elsewhere

        built_elsewhere.append(written_since)
