"""The pages that take a CSV file in: no barrier, in both languages, on a phone and on a desk."""

import pytest
from django.urls import reverse

from tests.agencies.files import csv_of

POINT = {
    "code": "PT-1",
    "reseau": "CASHPLUS",
    "nom": "Cash Plus",
    "nom_ar": "كاش بلوس",
    "commune": "Sefrou",
    "ouverture": "03/01/2022",
    "services": "DEPOT",
}


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_no_page_of_an_import_has_a_barrier(sign_in, violations, nadia, language, width):
    page = sign_in(nadia, language=language, width=width, script=True)
    address = reverse("admin:agencies_point_import")

    def send(row):
        page.goto(address)
        file = {"name": "points.csv", "mimeType": "text/csv", "buffer": csv_of(row)}
        page.set_input_files("input[type=file]", file)
        page.click("#content input[type=submit]")

    for url in (address, reverse("admin:agencies_point_export")):
        page.goto(url)
        assert violations(page) == []
    send(POINT | {"commune": "Atlantide"})
    assert page.locator("#content tbody tr").count() == 1
    assert violations(page) == []
    send(POINT)
    assert violations(page) == []
    page.click("#content input[type=submit]")
    page.wait_for_url(f"**{reverse('admin:agencies_point_changelist')}")
