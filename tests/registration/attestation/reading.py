"""Read an attestation back as people and programs do: text by line, code, seal."""

import io
import re

import pypdf
import pypdfium2 as pdfium
import zxingcpp
from asn1crypto import pem, x509
from django.conf import settings
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

ARABIC = re.compile("[\u0600-\u06ff]")


def lines_of(pdf):
    """The lines of the page in the order of the document.

    A run of Arabic is drawn from left to right, word by word: it is read from its right.
    """
    lines = []

    def piece(text, run, place, *_others):
        if not text.strip():
            return
        if not lines or lines[-1][0] != run[5]:
            lines.append((run[5], {}))
        lines[-1][1].setdefault(run[4], []).append((place[4], text.strip()))

    reader(pdf).pages[0].extract_text(visitor_text=piece)
    return [" ".join(" ".join(map(_in_order, runs.values())).split()) for _y, runs in lines]


def words_of(pdf):
    """The words of the page in order, wherever its lines break."""
    return " ".join(lines_of(pdf)).split()


def _in_order(pieces):
    is_arabic = any(ARABIC.search(text) for _x, text in pieces)
    words = [text for _x, text in sorted(pieces, key=lambda piece: piece[0])]
    return " ".join(words[::-1] if is_arabic else words)


def reader(pdf):
    return pypdf.PdfReader(io.BytesIO(pdf))


def root():
    """The root of the trial seal of these tests."""
    written = settings.SEAL_CERTIFICATE_FILE.read_bytes()
    return [x509.Certificate.load(der) for *_head, der in pem.unarmor(written, multiple=True)][-1]


def is_sealed(pdf):
    """Whether the seal covers all of the document, unchanged, under the root of the tests."""
    try:
        [signature] = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        context = ValidationContext(trust_roots=[root()], allow_fetching=False)
        status = validate_pdf_signature(signature, context)
    except Exception:  # so broken that nobody opens it
        return False
    return status.bottom_line and status.coverage.name == "ENTIRE_FILE"


def codes_in(pdf):
    """What the codes of the page say, once it is drawn as a printer would."""
    page = pdfium.PdfDocument(pdf)[0].render(scale=150 / 72, grayscale=True)
    pixels = memoryview(bytes(page.buffer)).cast("B", (page.height, page.stride))
    return [code.text for code in zxingcpp.read_barcodes(pixels)]
