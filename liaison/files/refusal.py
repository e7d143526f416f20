"""Why a whole list cannot be read."""


class UnreadableList(Exception):
    """The file cannot be taken as a list; `code` and `details` say why, in either language."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details
