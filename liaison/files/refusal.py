"""Why a whole list cannot be read."""


class UnreadableList(Exception):
    """The file cannot be taken as a list; `code` and `details` say why, in either language."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = {name: _printable(said) for name, said in details.items()}


def _printable(said: object) -> object:
    """What can be kept and shown of a file that may hold anything."""
    return "".join(c for c in said if c.isprintable()) if isinstance(said, str) else said
