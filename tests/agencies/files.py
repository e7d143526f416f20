"""Small CSV files of the network, sent by the administration's pages."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse


def csv_of(*rows):
    """A CSV file of rows given as dictionaries; the first one names the columns."""
    columns = list(rows[0])
    lines = [";".join(columns)] + [";".join(row.get(c, "") for c in columns) for row in rows]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def send(client, model, content):
    """Send a file; the page that answers shows what it would change, or what is wrong."""
    return client.post(
        reverse(f"admin:agencies_{model}_import"),
        {
            "resource": "0",
            "format": "0",
            "import_file": SimpleUploadedFile("reseau.csv", content, "text/csv"),
        },
    )


def confirm(client, model, previewed):
    """Press the button of a preview."""
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', previewed.text))
    return client.post(reverse(f"admin:agencies_{model}_process_import"), fields, follow=True)
