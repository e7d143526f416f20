"""The attestation as a tagged PDF/A-2a page, in both languages, with normal ink or little."""

import io
import json
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

import segno
import typst

TEMPLATE = Path(__file__).with_name("attestation.typ")
MAKER = re.compile(rb"Typst \d+\.\d+\.\d+")
NEUTRAL = b"CNSS AMO-TNS"  # as long as what it replaces: no offset in the file moves
_one_at_a_time = Lock()  # the compiler of a process serves its threads in turn


def page(data: dict[str, Any], *, url: str) -> bytes:
    """Lay the facts out; the same facts give the same bytes."""
    inputs = {"data": json.dumps(data, ensure_ascii=False), "qr": _code(url), "url": url}
    with _one_at_a_time:
        drawn = _compiler().compile(sys_inputs=inputs, format="pdf", pdf_standards=["a-2a"])
    return MAKER.sub(lambda named: NEUTRAL[: len(named[0])].ljust(len(named[0])), drawn)


@cache
def _compiler() -> typst.Compiler:
    spec = find_spec("fontpkg_ibm_plex_sans_arabic")
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(Path(folder) / "files") for folder in spec.submodule_search_locations],
    )
    return typst.Compiler(TEMPLATE, font_paths=fonts)


def _code(url: str) -> str:
    drawn = io.BytesIO()
    segno.make(url, error="m").save(drawn, kind="svg", border=2, xmldecl=False)
    return drawn.getvalue().decode()
