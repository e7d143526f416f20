from io import BytesIO

import pytest
from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter

from registration.papers import UnreadablePaper, read_paper
from tests.registration.submitting import photo

GPS = 0x8825


def pdf(*, pages=1, acts=None):
    writer = PdfFileWriter()
    for _page in range(pages):
        stream = writer.add_object(generic.StreamObject(stream_data=b"q Q"))
        writer.insert_page(PageObject(stream, media_box=generic.ArrayObject([0, 0, 99, 99])))
    if acts:
        writer.root["/OpenAction"] = generic.DictionaryObject(
            {
                generic.NameObject("/S"): generic.NameObject("/JavaScript"),
                generic.NameObject("/JS"): generic.TextStringObject(acts),
            }
        )
    kept = BytesIO()
    writer.write(kept)
    return kept.getvalue()


def read(content):
    return read_paper(BytesIO(content))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf(), "application/pdf"),
        (photo("PNG"), "image/png"),
        (photo("JPEG"), "image/jpeg"),
    ],
)
def test_a_pdf_and_photos_are_taken(content, kind):
    assert read(content).kind == kind


def test_a_photo_says_nothing_but_what_is_seen():
    exif = Image.Exif()
    exif[GPS] = {1: "N", 2: (34.0, 1.0, 2.0)}
    exif[0x010F] = "Marque du téléphone"
    taken = photo("JPEG", exif=exif)
    assert b"Marque" in taken

    kept = read(taken).content

    assert b"Marque" not in kept
    assert not Image.open(BytesIO(kept)).getexif()


def test_a_large_photo_is_kept_small_enough_to_read():
    kept = Image.open(BytesIO(read(photo("JPEG", size=(4000, 3000))).content))

    assert max(kept.size) == 2400


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90 a program",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"PK\x03\x04 an archive",
        photo("PNG")[:60],
        photo("JPEG")[:200],
        b"\x89PNG\r\n\x1a\n" + b"0" * 100,
        b"%PDF-1.7 nothing more",
        b"GIF89a%PDF-1.7",
        pdf(acts="app.alert(1)"),
        pdf(pages=30),
    ],
)
def test_what_is_something_else_damaged_or_dangerous_is_refused_in_words(content):
    with pytest.raises(UnreadablePaper) as told:
        read(content)
    assert str(told.value).endswith((".", "pièce."))


def test_a_paper_has_a_largest_weight_and_size(settings):
    settings.PAPER_MAXIMUM_BYTES = 2**20
    with pytest.raises(UnreadablePaper, match="trop lourd"):
        read(photo() + b"0" * 2**20)
    settings.PAPER_MAXIMUM_PIXELS = 100
    with pytest.raises(UnreadablePaper, match="trop grande"):
        read(photo())
