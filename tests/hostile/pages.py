"""What a page is made of, to see that no text on it became something else."""

from html.parser import HTMLParser

from tests.hostile.strings import STRINGS, Hostile


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: set[tuple[str, ...]] = set()
        self.texts: list[str] = []

    def handle_starttag(self, tag, attributes):
        self.elements.add((tag, *sorted(name for name, _value in attributes)))
        self.texts += [value for name, value in attributes if name == "value" and value]

    def handle_data(self, data):
        self.texts.append(data)


def elements(page: str) -> set[tuple[str, ...]]:
    """Each kind of element of a page, with the names of its attributes."""
    return _read(page).elements


def words(page: str) -> str:
    """What a person can read on a page, its filled fields included."""
    return "\n".join(_read(page).texts)


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    return reader


def packed(longest: int, *, clean: bool = False) -> list[list[Hostile]]:
    """The strings by handfuls that fit together, spaced, in a field of some length."""
    handfuls: list[list[Hostile]] = [[]]
    room = longest
    for string in STRINGS:
        text = string.clean if clean else string.sent
        if len(text) + 1 > longest:
            continue
        if len(text) + 1 > room:
            handfuls.append([])
            room = longest
        handfuls[-1].append(string)
        room -= len(text) + 1
    return handfuls
