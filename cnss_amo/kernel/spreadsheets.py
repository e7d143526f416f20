"""What leaves for a spreadsheet: cells that none takes for formulas."""

from collections.abc import Iterable

DANGEROUS = tuple("=+-@＝＋－＠\t\r\n\0")


def neutralised(cells: Iterable[str]) -> list[str]:
    """Cells that no spreadsheet takes for formulas; reading drops the apostrophe again."""
    return [f"'{cell}" if cell.startswith(DANGEROUS) else cell for cell in cells]
