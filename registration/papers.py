"""Papers that people join to what they submit: read for what they are, never believed on a name.

An image is written again, so that nothing of it stays but what is seen; a PDF is parsed, and
refused when it carries a program or other files.
"""

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps
from pyhanko.pdf_utils.reader import PdfFileReader

from registration.enums import PaperKind

IMAGES = {b"\xff\xd8\xff": PaperKind.JPEG, b"\x89PNG\r\n\x1a\n": PaperKind.PNG}
FORMATS = {PaperKind.JPEG: "JPEG", PaperKind.PNG: "PNG"}
LARGEST_SIDE = 2400  # of an image as it is kept: enough to read a page


@dataclass(frozen=True)
class Paper:
    """A paper as it is kept: what it is, and its bytes."""

    kind: PaperKind
    content: bytes


class UnreadablePaper(Exception):
    """Too heavy, of another type, damaged or dangerous; the message can be shown."""


def read_paper(file: IO[bytes]) -> Paper:
    """Return what may be kept of a file; raise UnreadablePaper."""
    content = file.read(settings.PAPER_MAXIMUM_BYTES + 1)
    if len(content) > settings.PAPER_MAXIMUM_BYTES:
        raise UnreadablePaper(
            _("Ce fichier est trop lourd : %(most)s Mo au plus.")
            % {"most": settings.PAPER_MAXIMUM_BYTES // 2**20}
        )
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    for signature, kind in IMAGES.items():
        if content.startswith(signature):
            return _image(content, kind)
    raise UnreadablePaper(_("Joignez un PDF, ou une photo JPEG ou PNG."))


def _image(content: bytes, kind: PaperKind) -> Paper:
    kept = BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=[FORMATS[kind]]) as image:
                _require_few_pixels(image)
                upright = ImageOps.exif_transpose(image).convert("RGB")
        upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
        upright.save(kept, FORMATS[kind], quality=80)
    except UnreadablePaper:
        raise
    except Exception as damaged:  # whatever a decoder makes of bytes that somebody chose
        raise UnreadablePaper(_damaged()) from damaged
    return Paper(kind, kept.getvalue())


def _require_few_pixels(image: Image.Image) -> None:
    if image.width * image.height > settings.PAPER_MAXIMUM_PIXELS:
        raise UnreadablePaper(_("Cette image est trop grande : prenez une photo plus petite."))


def _pdf(content: bytes) -> Paper:
    try:
        reader = PdfFileReader(BytesIO(content), strict=False)
        pages = int(reader.root["/Pages"]["/Count"])
        names = reader.root.get("/Names", {})
        acts = any(part in reader.root for part in ("/OpenAction", "/AA"))
        carries = acts or any(part in names for part in ("/JavaScript", "/EmbeddedFiles"))
        locked = reader.encrypted
    except Exception as damaged:  # whatever a parser makes of bytes that somebody chose
        raise UnreadablePaper(_damaged()) from damaged
    if locked or carries:
        raise UnreadablePaper(
            _(
                "Ce PDF est protégé ou contient un programme."
                " Joignez une simple copie, ou une photo."
            )
        )
    if not 0 < pages <= settings.PAPER_MAXIMUM_PAGES:
        raise UnreadablePaper(
            _("Ce PDF a trop de pages : %(most)s au plus.") % {"most": settings.PAPER_MAXIMUM_PAGES}
        )
    return Paper(PaperKind.PDF, content)


def _damaged() -> str:
    return _("Ce fichier est abîmé : joignez-le de nouveau, ou prenez une photo de la pièce.")
