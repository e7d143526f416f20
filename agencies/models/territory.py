"""Territory: the communes of the kingdom, with their province and region (HCP codes)."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agencies.rules import Position


class Commune(models.Model):
    """A commune of the 2024 census, named in both languages."""

    code = models.CharField(_("code HCP"), primary_key=True, max_length=12)
    name_fr = models.CharField(_("nom en français"), max_length=80)
    name_ar = models.CharField(_("nom en arabe"), max_length=80)
    province_fr = models.CharField(_("province en français"), max_length=80)
    province_ar = models.CharField(_("province en arabe"), max_length=80)
    region_fr = models.CharField(_("région en français"), max_length=80)
    region_ar = models.CharField(_("région en arabe"), max_length=80)
    latitude = models.FloatField(_("latitude"), null=True)
    longitude = models.FloatField(_("longitude"), null=True)

    class Meta:
        verbose_name = _("commune")
        verbose_name_plural = _("communes")

    def __str__(self) -> str:
        return self.name_ar if get_language() == "ar" else self.name_fr

    @property
    def province(self) -> str:
        """The name of its province, in the language of the reader."""
        return self.province_ar if get_language() == "ar" else self.province_fr

    @property
    def map_position(self) -> Position | None:
        """Where its chief town is on the map, when it is known."""
        return None if self.latitude is None else Position(self.latitude, self.longitude)
