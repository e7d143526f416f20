"""U-13: a refused form of a space says where and why, and keeps what was typed."""

import pytest
from django.urls import reverse

from tests.portal.space.conftest import words_of

pytestmark = pytest.mark.django_db
ERROR = {"fr": "<title>Erreur :", "ar": "<title>خطأ:"}
REFUSED = [
    ("in_clear", {"present": ""}, ["present"]),
    ("contact", {"email": "karim", "commune": "Xyzxyz", "address": "3 rue"}, ["email", "commune"]),
    ("identity", {"birth": "31/02/1980", "last_name": "بناني"}, ["birth", "last_name"]),
    ("identity", {"last_name_ar": "ب2", "birth_place": "Sefrou"}, ["last_name_ar"]),
    ("language", {"language": "xx"}, ["language"]),
]


@pytest.mark.parametrize("language", ERROR)
@pytest.mark.parametrize(
    ("name", "filled", "wrong"), REFUSED, ids=["-".join([one[0], *one[2]]) for one in REFUSED]
)
def test_a_refused_form_says_where_and_why_and_keeps_what_was_typed(
    inside, name, filled, wrong, language
):
    page = inside.post(reverse(f"portal:{name}"), filled, headers={"accept-language": language})

    assert page.status_code == 200
    assert ERROR[language] in words_of(page)
    assert page.text.count('class="error-summary"') == 1
    for field in wrong:
        assert f'<a href="#id_{field}' in page.text
        assert f'id="id_{field}' in page.text
    for value in filled.values():
        if value and name != "language":
            assert f'value="{value}"' in page.text


def test_one_arabic_name_alone_is_asked_to_be_whole(inside, karim):
    karim.last_name_ar = karim.first_name_ar = ""
    karim.save(update_fields=["last_name_ar", "first_name_ar"])

    page = inside.post(reverse("portal:identity"), {"last_name_ar": "بناني"})

    assert "Donnez le nom et le prénom en arabe, ou aucun des deux." in words_of(page)
