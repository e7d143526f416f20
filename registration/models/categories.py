"""The categories of self-employed people, as the decrees name them."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Category(models.Model):
    """A category of self-employed people of a decree; synchronised from the legislation files."""

    code = models.CharField(_("code"), primary_key=True, max_length=10)
    name_fr = models.CharField(_("nom en français"), max_length=200)
    name_ar = models.CharField(_("nom en arabe"), max_length=200)
    opened_on = models.DateField(
        _("ouverte le"),
        null=True,
        help_text=_("Vide : aucun décret, la catégorie n'est pas ouverte."),
    )
    completion_required = models.BooleanField(_("à compléter par la personne"), default=True)
    yields = models.BooleanField(
        _("cède devant une activité"),
        default=False,
        help_text=_("L'AMO Tadamon prend fin quand une activité non salariée s'ouvre."),
    )
    reference = models.CharField(_("texte"), max_length=300)
    position = models.PositiveSmallIntegerField(_("rang"), default=0)

    class Meta:
        verbose_name = _("catégorie")
        verbose_name_plural = _("catégories")

    def __str__(self) -> str:
        return self.name_ar if get_language() == "ar" else self.name_fr


class SubCategory(models.Model):
    """A sub-category: what decides how the contribution base is found."""

    code = models.CharField(_("code"), primary_key=True, max_length=10)
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="sub_categories", verbose_name=_("catégorie")
    )
    name_fr = models.CharField(_("nom en français"), max_length=200)
    name_ar = models.CharField(_("nom en arabe"), max_length=200)
    reference = models.CharField(_("texte"), max_length=300)
    position = models.PositiveSmallIntegerField(_("rang"), default=0)

    class Meta:
        verbose_name = _("sous-catégorie")
        verbose_name_plural = _("sous-catégories")

    def __str__(self) -> str:
        return self.name_ar if get_language() == "ar" else self.name_fr
