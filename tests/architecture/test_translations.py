import re
from datetime import date
from pathlib import Path

import polib
import pytest
from django.utils import translation
from django.utils.formats import date_format

from cnss_amo.localisation import catalogue

MONTHS = [
    *("يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو"),
    *("يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"),
]


def test_everything_a_person_reads_is_in_arabic():
    assert catalogue.problems() == []


def test_arabic_keeps_western_digits():
    for entry in polib.pofile(str(catalogue.CATALOGUE)):
        assert not re.search("[٠-٩۰-۹]", entry.msgstr), entry.msgid


@pytest.mark.parametrize(("month", "name"), list(enumerate(MONTHS, start=1)))
def test_months_are_those_of_morocco(month, name):
    with translation.override("ar"):
        for style in ("F", "M", "N", "E"):
            assert date_format(date(2025, month, 7), style) == name
        assert date_format(date(2025, month, 7)) == f"7 {name} 2025"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of one file that says one thing, and its catalogue."""
    (tmp_path / "liaison").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "liaison/page.py").write_text('_("Lignes : %(n)s")', encoding="utf-8")
    (tmp_path / "templates/page.html").write_text(
        '{% load i18n %}<p title="{{ a }}">{% translate "Bonjour" %}', encoding="utf-8"
    )
    monkeypatch.setattr(catalogue.settings, "BASE_DIR", tmp_path)
    monkeypatch.setattr(catalogue, "CATALOGUE", tmp_path / "django.po")
    monkeypatch.setattr(catalogue, "BORROWED", ())
    polib.POFile().save(str(tmp_path / "django.po"))
    catalogue.update()
    return tmp_path


def translate(folder: Path, **texts: str) -> None:
    entries = polib.pofile(str(folder / "django.po"))
    for entry in entries:
        entry.msgstr = texts.get(entry.msgid.split()[0], "كلمة")
    entries.save()
    (folder / "django.mo").write_bytes(polib.pofile(str(folder / "django.po")).to_binary())


def test_what_is_not_translated_is_named(project):
    assert "à traduire : « Bonjour »" in catalogue.problems()
    assert "à traduire : « Lignes : %(n)s »" in catalogue.problems()


def test_what_is_translated_exactly_passes(project):
    translate(project, Lignes="الأسطر: %(n)s")

    assert catalogue.problems() == []


def test_a_lost_value_is_named(project):
    translate(project, Lignes="الأسطر")

    assert catalogue.problems() == ["les valeurs insérées diffèrent : « Lignes : %(n)s »"]


def test_a_new_string_and_one_nobody_says_are_named_then_put_right(project):
    translate(project, Lignes="الأسطر: %(n)s")
    (project / "templates/page.html").write_text('{% load i18n %}{% translate "Salut" %}')

    assert catalogue.problems() == [
        "absent : « Salut » — templates/page.html",
        "inutile : « Bonjour »",
    ]
    assert catalogue.update() == (1, 1)
    assert catalogue.problems() == ["à traduire : « Salut »"]


def test_a_catalogue_not_compiled_is_named(project):
    translate(project, Lignes="الأسطر: %(n)s")
    (project / "django.mo").write_bytes(b"")

    assert catalogue.problems() == ["django.mo n'est pas django.po compilé"]
