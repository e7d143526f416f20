"""What a file is, by its content: the name does not decide."""

from datetime import date

from liaison.files import text_file, workbook
from liaison.files.refusal import UnreadableList
from liaison.files.text_file import Opener, TextFile
from liaison.files.workbook import Workbook
from liaison.formats import ListFormat

MOST_WORKBOOK_BYTES = 100 * 2**20
OTHER_KINDS = (
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf"),
    *(b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd"),
)
BLANK_START = b"\xef\xbb\xbf \t\r\n"
PAGES_AND_DATA = (b"<", b"{", b"[")  # HTML or XML, often named .xls; JSON


def probe(
    opener: Opener, *, size: int, layout: ListFormat, on: date, encoding: str = ""
) -> TextFile | Workbook:
    """Recognise container, encoding, delimiter and header, or raise UnreadableList."""
    if size == 0:
        raise UnreadableList("EMPTY_FILE")
    with opener() as file:
        start = file.read(64)
    if start.startswith(b"%PDF"):
        raise UnreadableList("PDF_FILE")
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableList(_ole_reason(opener))
    if start.startswith(b"PK"):
        return _probe_workbook(opener, size, layout, on)
    if start.startswith(OTHER_KINDS) or start.lstrip(BLANK_START).startswith(PAGES_AND_DATA):
        raise UnreadableList("NOT_A_LIST")
    gzipped = start.startswith(b"\x1f\x8b")
    return text_file.probe(opener, gzipped=gzipped, layout=layout, on=on, encoding=encoding)


def container_of(found: TextFile | Workbook) -> str:
    """The container's usual name."""
    if isinstance(found, Workbook):
        return "xlsx"
    return "csv.gz" if found.gzipped else "csv"


def _probe_workbook(opener: Opener, size: int, layout: ListFormat, on: date) -> Workbook:
    if size > MOST_WORKBOOK_BYTES:
        raise UnreadableList("TOO_LARGE_XLSX")
    with opener() as file:
        return workbook.probe(file.read(), layout=layout, on=on)


def _ole_reason(opener: Opener) -> str:
    """An old Excel file, or a workbook locked by a password: both wear the same envelope."""
    with opener() as file:
        content = file.read(4 * 2**20)
    locked = "EncryptedPackage".encode("utf-16-le") in content
    return "PASSWORD_PROTECTED" if locked else "OLD_EXCEL"
